"""Files that mean harm, each made by a small function with a name, and what opens them as the app does.

Tests assert that nothing of them takes effect; `python -m tests.benchmarks hostile` shows what each got and how long it
took; `python -m tests.benchmarks fuzz` spoils sound files at random. None of them names a place outside of the folder
that it is made in, except to prove that it is not looked at.
"""

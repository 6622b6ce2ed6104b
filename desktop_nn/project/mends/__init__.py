"""Ways out of problems that are obvious enough for one button; each is a pure edit. No Keras, no widgets.

`finding.mends` gives them for a problem. Which edits there are is told by topic: links and names (`links.py`),
shapes that do not meet (`shapes.py`, `merges.py`), outputs against targets (`outputs.py`), inputs and data
(`inputs.py`).
"""

"""Pictures of every main screen of the real window: `python -m tests.screens DIR`."""

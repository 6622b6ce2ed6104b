"""The screen: PySide6 and pyqtgraph. Uses the core; nothing in the core knows of it."""

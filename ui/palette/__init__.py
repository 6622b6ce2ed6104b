"""The panel with all layer kinds, to search, to read about, and to drag to the canvas."""

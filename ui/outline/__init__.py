"""The panel that lists the drawing as a tree: layers, groups and what lies in nested models."""

"""The panel that lists the steps that can be undone and redone."""

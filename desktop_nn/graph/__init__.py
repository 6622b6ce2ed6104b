"""The model as drawn: frozen values, pure edits, history, topology and automatic layout."""

"""Plain widgets that know nothing of models."""

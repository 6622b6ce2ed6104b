"""Looks: tokens, palette, style sheet, icons and fonts; knows nothing of models."""

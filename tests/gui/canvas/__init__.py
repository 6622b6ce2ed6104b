"""The canvas, driven with real mouse and key events."""

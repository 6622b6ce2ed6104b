"""The panel that shows what is selected and lets its parameters be set."""

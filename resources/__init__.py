"""Data files of the app, found through `importlib.resources`; no code lives here."""

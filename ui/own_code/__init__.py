"""The editor for layers and models written in Python: their text, what is wrong with it, and the consent to run it."""

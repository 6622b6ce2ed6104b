"""Weights of layers as values: their figures, histograms, pictures, differences and files; no Keras and no Qt.

Where they come from (a live model, a file) is the engine's.
"""

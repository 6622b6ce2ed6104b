"""Data: sources, tables and images, preprocessing, splits, and which columns feed which input and output.

Values of the document are in `choices.py`; arrays are made by `prepare.py`. No Keras here.
"""

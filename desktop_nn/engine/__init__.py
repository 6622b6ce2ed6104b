"""The only room that imports tensorflow, keras or h5py: shapes, build, compile, fit, evaluate, model files.

Importing this package loads none of them; each function does when it is called (`loading.py`).
"""

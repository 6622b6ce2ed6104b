"""Desktop NN's core: models as drawn, their data, their training and their files, without any Qt.

Nothing is imported here, so that `import desktop_nn` costs nothing.
"""

__version__ = "0.1.0"

"""Takes PySide's import hook out again. Nothing else of the start-up lives here."""

from __future__ import annotations

import builtins


def remove() -> None:
    """Let Python import modules by itself; to be called once PySide6 is imported, before any thread is started.

    WORKAROUND: PySide wraps `__import__` for its `__feature__` switch, which this app does not use. The wrapper reads
    the source of every imported module, and is not made for threads: while one thread loads TensorFlow, another
    that imports pydantic (whose modules answer every question about an attribute with an import) fails now and
    then with “cannot import name 'import_string' from partially initialized module”. Without the wrapper
    TensorFlow is also loaded 0.4 s sooner. See https://doc.qt.io/qtforpython-6/developer/feature-motivation.html
    """
    plain = getattr(builtins, "__orig_import__", None)
    if plain is not None:
        builtins.__import__ = plain

"""The door to Keras: loads TensorFlow and Keras once, without stalling other threads and without chatter.

Everything in this room gets Keras through `load_keras`; nothing else of Keras lives here.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib.util
import logging
import os
import re
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from desktop_nn.engine import threads

KERAS_LOCK = threading.RLock()
"""Held while layers are made. Keras draws the seeds of initializers from Python's global generator, so shape
inference on another thread would otherwise disturb the weights of a seeded build."""

_ENVIRONMENT = {
    "KERAS_BACKEND": "tensorflow",  # the user's own keras.json may name another
    "HDF5_PLUGIN_PATH": "disable",  # a file must not be able to name a library that HDF5 loads
}
_LIBRARIES = ("libtensorflow_framework.so.2", "libtensorflow_cc.so.2")
_LAZY = 1  # RTLD_LAZY
_CHATTER = re.compile(
    rb"All log messages before absl::InitializeLog\(\)|oneDNN custom operations are on"
    rb"|Could not find cuda drivers|optimized to use available CPU instructions|^To enable the following instructions"
)

_lock = threading.Lock()
_loaded = False


def loaded() -> bool:
    """Whether Keras is ready, so that `load` would return at once."""
    return _loaded


def load(size: threads.Size = "small") -> None:
    """Import TensorFlow and Keras (about 2.5 s the first time, nothing after that).

    `size` says which kind of model this process will mostly train; how many threads suit it is settled here for good.

    May be called from any thread, also from several at once. On Linux the two big libraries are loaded without
    the interpreter lock, and the garbage collector rests meanwhile: else the window would stall for half a second.
    Raises ImportError if TensorFlow or Keras is not installed.
    """
    global _loaded
    if loaded():
        return
    with _lock:
        if loaded():  # by another thread, while this one waited
            return
        os.environ.update(_ENVIRONMENT)
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
        threads.apply(size)
        with _collector_resting(), _chatter_dropped():
            _preload_libraries()
            import keras  # noqa: F401
            import tensorflow  # noqa: F401
        for name in ("absl", "tensorflow"):
            logging.getLogger(name).setLevel(logging.ERROR)
        _loaded = True


def load_keras() -> Any:
    """The `keras` module, loaded first if need be. Raises ImportError like `load`."""
    load()
    import keras

    return keras


def load_tensorflow() -> Any:
    """The `tensorflow` module, loaded first if need be. Raises ImportError like `load`."""
    load()
    import tensorflow

    return tensorflow


def versions() -> dict[str, str]:
    """Versions of what a run's figures depend on, by package name; and how many threads one operation has."""
    keras, tensorflow = load_keras(), load_tensorflow()
    import numpy

    return {
        "python": sys.version.split()[0],
        "keras": keras.__version__,
        "tensorflow": tensorflow.__version__,
        "numpy": numpy.__version__,
        "threads": str(threads.in_force()),
    }


@contextlib.contextmanager
def _collector_resting() -> Iterator[None]:
    """Full collections over a growing heap would stop every thread several times during the import.

    What was imported stays for good: frozen, it is never looked through again, so that later collections are short.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if enabled:
            gc.enable()


def _preload_libraries() -> None:
    """Load TensorFlow's libraries through libc, which releases the interpreter lock; importing would hold it."""
    if not sys.platform.startswith("linux"):
        return
    spec = importlib.util.find_spec("tensorflow")
    folder = Path(next(iter(spec.submodule_search_locations or ()), "")) if spec else None
    if folder is None:
        return
    libc = ctypes.CDLL(None)
    with contextlib.suppress(AttributeError):  # a C library without dlopen: the import loads them itself
        libc.dlopen.restype = ctypes.c_void_p
        for name in _LIBRARIES:
            if (folder / name).exists():
                libc.dlopen(os.fsencode(folder / name), _LAZY)


@contextlib.contextmanager
def _chatter_dropped() -> Iterator[None]:
    """Hold back what is written to standard error and pass it on without TensorFlow's greetings.

    The libraries write while they are being loaded, before any log level counts, so only the stream can be caught.
    """
    try:
        held = tempfile.TemporaryFile()  # noqa: SIM115
        real = os.dup(2)
    except OSError:  # no standard error, or nowhere to hold it: then there is nothing to gain
        yield
        return
    with held:
        os.dup2(held.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(real, 2)
            os.close(real)
            held.seek(0)
            for line in held:
                if not _CHATTER.search(line):
                    os.write(2, line)

"""Keras's hidden state (automatic names, pending variables, seeds), kept from leaking between our jobs.

Keras holds it a thread. What it holds is forgotten at the end of each job, so that names do not depend on what was
built before and memory does not grow with the number of runs.
"""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator
from typing import Any

from desktop_nn.engine.loading import KERAS_LOCK, load_keras


@contextlib.contextmanager
def own_keras_state() -> Iterator[None]:
    """A fresh Keras state for this thread; the old one comes back at the end.

    WORKAROUND: Keras has no public way to do this; `keras.utils.clear_session` clears the state of all threads.
    """
    load_keras()
    from keras.src.backend.common import global_state

    state: dict[str, Any] = vars(global_state.GLOBAL_STATE_TRACKER)
    before = dict(state)
    state.clear()
    try:
        yield
    finally:
        state.clear()
        state.update(before)


@contextlib.contextmanager
def forgetting_gradients() -> Iterator[None]:
    """Gradient functions that TensorFlow registers meanwhile are dropped at the end. For a whole run.

    WORKAROUND: Keras's optimizer sums gradients through a `tf.custom_gradient`, and TensorFlow keeps each of these
    for good, with the training graph of a model that is gone; https://github.com/tensorflow/tensorflow/issues/97697
    """
    load_keras()
    from tensorflow.python.framework import ops

    registered: dict[str, Any] = ops.gradient_registry._registry
    before = set(registered)
    try:
        yield
    finally:
        for name in registered.keys() - before:
            if name.startswith("CustomGradient-"):
                registered.pop(name, None)


@contextlib.contextmanager
def drawing_nothing() -> Iterator[None]:
    """Python's global random generator is at the end where it was at the start. For jobs that only look.

    Keras draws the seeds of initializers from it; another thread must not find them taken.
    """
    with KERAS_LOCK:
        before = random.getstate()
        try:
            yield
        finally:
            random.setstate(before)


@contextlib.contextmanager
def sowing_nothing() -> Iterator[None]:
    """The seeds of Python, NumPy and TensorFlow are at the end what they were. For making a seeded model on the side.

    Keras's own seeds are `own_keras_state`'s.
    """
    import numpy

    load_keras()
    from tensorflow.python.eager import context

    with KERAS_LOCK, drawing_nothing():
        arrays, tensors = numpy.random.get_state(), vars(context.context())
        before = {name: tensors[name] for name in ("_seed", "_rng") if name in tensors}
        try:
            yield
        finally:
            numpy.random.set_state(arrays)
            tensors.update(before)

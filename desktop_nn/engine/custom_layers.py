"""Layers and models of the user's own, made from the classes in the project's code: only with consent, and watched.

A class is run by `custom_code.py`; what it raises is told by `code_blame.py`. Methods of a layer that do not return are
broken off by whoever watches the work that called them (`watched_by`), as far as Python can.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from typing import Any, Final

from desktop_nn.catalogue.code_files import CodeFile, fault, parsed
from desktop_nn.engine import instantiate
from desktop_nn.engine.code_blame import Place, blamed
from desktop_nn.engine.code_watch import BrokenOffError, Watcher
from desktop_nn.engine.custom_code import class_of_code
from desktop_nn.engine.loading import load_keras
from desktop_nn.engine.plain_words import plain
from desktop_nn.graph.model import Layer
from desktop_nn.graph.own_layers import own_class
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.training import consent

SECONDS: Final = 10.0
"""How long code may take to say what comes out of a layer; after that it is broken off."""
_OF_KERAS: Final = frozenset({"name", "dtype", "trainable", "autocast", "activity_regularizer"})
"""What Keras writes into the config of every layer."""
_METHODS: Final = ("build", "call", "compute_output_shape", "compute_output_spec", "compute_mask")

_listeners: list[Callable[[str], object]] = []

_watcher: ContextVar[Watcher | None] = ContextVar("watcher", default=None)


class _Patience:
    """For a `Watcher`: the wish to end comes after some seconds, or when the caller has no use for the answer."""

    until = 0.0

    def __init__(self) -> None:
        self.cancelled: Callable[[], bool] = lambda: False

    @property
    def must_end(self) -> bool:
        return time.monotonic() > self.until or self.cancelled()


class _OfThread(threading.local):
    """One watcher for all that a thread asks: its own thread then lives on from one question to the next."""

    def __init__(self) -> None:
        self.patience = _Patience()
        self.watcher = Watcher(self.patience)


_of_thread = _OfThread()


@contextlib.contextmanager
def asking(cancelled: Callable[[], bool]) -> Iterator[None]:
    """Layers are asked what comes out of them: code that takes too long for that is broken off, and also where
    `cancelled` says that nobody waits for the answer any more."""
    outside = _watcher.get()
    wishes = cancelled if outside is None else lambda: cancelled() or outside.must_end
    _of_thread.patience.until, _of_thread.patience.cancelled = time.monotonic() + SECONDS, wishes
    with watched_by(_of_thread.watcher):
        yield


def hear_of_stuck(listener: Callable[[str], object]) -> Callable[[], None]:
    """`listener` is told, on another thread, of code that does not return and cannot be broken off: it waits in the
    system or in code of C. What is returned ends the listening."""
    _listeners.append(listener)
    return lambda: _listeners.remove(listener)


def _stuck(name: str) -> None:
    what = f"{name} does not return and cannot be broken off: it waits for something outside of Python."
    for listener in tuple(_listeners):
        listener(what)


@contextlib.contextmanager
def watched_by(watcher: Watcher) -> Iterator[None]:
    """Methods of layers of the user's own that are called meanwhile are broken off as this watcher says."""
    token = _watcher.set(watcher)
    try:
        yield
    finally:
        _watcher.reset(token)


@contextlib.contextmanager
def until(cancelled: Callable[[], bool]) -> Iterator[None]:
    """For long work: methods that do not return are broken off only once the user has cancelled it."""
    patience = _Patience()
    patience.until, patience.cancelled = float("inf"), cancelled
    with watched_by(Watcher(patience)):
        yield


def refusal(layer: Layer) -> Problem | None:
    """Why the layer cannot be made, as far as it shows without running code; None of Keras's own layers."""
    if layer.code is None:
        return None
    found = own_class(layer)
    if found is None or found.refused:
        what = found.refused if found else f"{layer.code.name} has no class {layer.kind}."
        line = found.line if found else 1
        return Problem(what, layer.name, f"Correct {layer.code.name}.", at=(layer.code.name, line))
    if not consent.agreed(layer.code):
        return consent.layer_problem(layer.code, layer.kind)
    return fault(layer.code)


def make(layer: Layer) -> Any:
    """The Keras layer of one of the user's own, under its name. Raises ProblemError for whatever hinders it."""
    code, problem = layer.code, refusal(layer)
    assert code is not None
    if problem is not None:
        raise ProblemError(problem)
    found = own_class(layer)
    assert found is not None
    settings = {name: item for name, item in layer.config.items() if name not in _OF_KERAS}
    given = instantiate.arguments(found.kind, settings)
    keras = {"name": layer.name, **_of_keras(layer)} if found.takes_name else {}
    with _guarded(code, layer.kind, "__init__"):
        made = class_of_code(code, layer.kind)(**given, **keras)
    if not isinstance(made, load_keras().layers.Layer):
        what = f"{layer.kind} is no layer of Keras."
        raise ProblemError(Problem(what, layer.name, "Let it come from keras.layers.Layer."))
    made.name = layer.name
    for method in _METHODS:
        _watch(made, method)
    vars(made)[_PLAIN] = _reason(code, layer.kind)
    if "get_config" not in found.own:
        _tell_config(made, layer, found.takes_name)
    return made


def _of_keras(layer: Layer) -> dict[str, Any]:
    """What a model file told of every layer's own arguments, as far as they are sound."""
    dtype, trainable = layer.config.get("dtype"), layer.config.get("trainable")
    if isinstance(dtype, Mapping):
        dtype = (dtype.get("config") or {}).get("name") if isinstance(dtype.get("config"), Mapping) else None
    found: dict[str, Any] = {"dtype": dtype} if isinstance(dtype, str) else {}
    if isinstance(trainable, bool):
        found["trainable"] = trainable
    if layer.config.get("autocast") is False:
        found["autocast"] = False
    penalty = layer.config.get("activity_regularizer")
    return {**found, "activity_regularizer": instantiate.regularizer(penalty)} if penalty is not None else found


def why_plain(layer: Any) -> str:
    """Why a Keras layer of the user's own must be trained by a call a batch; empty if it need not, or is Keras's."""
    return str(vars(layer).get(_PLAIN, ""))


def _reason(code: CodeFile, name: str) -> str:
    """Numbers that TensorFlow, NumPy or Python draw hang on the graph that they are drawn in, and Python code that
    runs at each batch on how often it is called."""
    for node in ast.walk(parsed(code)):
        if isinstance(node, ast.Attribute | ast.Name):
            path = ast.unparse(node).split(".")
            if path[-1] in _EVERY_BATCH:
                return f"{name} runs Python code at every batch ({code.name})."
            if len(path) > 1 and path[0] in _DRAWING and "random" in path[:2]:
                return f"{name} draws random numbers past Keras ({code.name})."
    return ""


_PLAIN: Final = "_trained_plainly_because"
_EVERY_BATCH: Final = frozenset({"py_function", "numpy_function", "run_eagerly", "print_v2"})
_DRAWING: Final = frozenset({"tf", "tensorflow", "np", "numpy", "random"})


def _tell_config(made: Any, layer: Layer, takes_name: bool) -> None:
    """Let the layer say for a model file what its constructor takes: the document's parameters.

    WORKAROUND: Keras 3.15 forgets the arguments of a `keras.Model` subclass, and tells of `dtype` and `trainable` for
    classes that do not take them, which then cannot be loaded.
    """
    given = {name: value for name, value in layer.config.items() if name not in _OF_KERAS}

    def get_config() -> dict[str, Any]:
        if not takes_name:
            return given
        penalty = load_keras().regularizers.serialize(made.activity_regularizer) if made.activity_regularizer else None
        keras = {"name": made.name, "trainable": made.trainable, "dtype": made.dtype_policy.name}
        return {**keras, **given, **({"activity_regularizer": penalty} if penalty else {})}

    vars(made)["get_config"] = get_config


@contextlib.contextmanager
def _guarded(code: CodeFile, name: str, method: str) -> Iterator[None]:
    """Raises ProblemError for whatever the code raises; also SystemExit, for a layer must not end the app."""
    try:
        with _watching(name):
            yield
    except (ProblemError, BrokenOffError, KeyboardInterrupt, MemoryError):
        raise
    except BaseException as error:
        found = blamed(error)
        if found is None:
            what, fix = plain(error, name)
            raise ProblemError(Problem(what, code.name, fix)) from error
        raise ProblemError(Problem(found[0][0], code.name, found[0][1], at=(code.name, found[1].line))) from error


def never_returned(name: str, place: Place | None) -> str:
    """What is told of code that was broken off."""
    where = f"{place.method.rpartition('.')[2]}, line {place.line}" if place else "its code"
    where = where.replace("<module>", "the file")
    return f"{name} did not return from {where}, and was broken off."


@contextlib.contextmanager
def _watching(name: str) -> Iterator[None]:
    watcher = _watcher.get()
    if watcher is None:
        yield
        return
    with watcher.watching(lambda: _stuck(name)):
        yield


def _watch(made: Any, name: str) -> None:
    """Let a method of the layer run under the eyes of whoever watches at that time; its signature stays."""
    method = getattr(made, name, None)
    plain_one = getattr(load_keras().layers.Layer, name, None)
    if method is None or getattr(type(made), name, None) is plain_one:
        return

    @functools.wraps(method)
    def watched(*args: Any, **kwargs: Any) -> Any:
        with _watching(type(made).__name__):
            try:
                return method(*args, **kwargs)
            except (SystemExit, KeyboardInterrupt, GeneratorExit) as error:  # a layer must not end the app
                said = RuntimeError(f"{type(error).__name__} {error}".strip())
                raise said.with_traceback(error.__traceback__) from None

    vars(made)[name] = watched

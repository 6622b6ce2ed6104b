"""The only place that runs code of the user's own, and only code that was agreed to; what a run needs of callbacks.

Layers are made of its classes in `custom_layers.py`. Callbacks run in the training thread and never with a traceback.

What such a callback raises becomes a sentence with its class, method and line. One that does not return after the user
has asked to stop is broken off, as far as Python can: a wait inside of the system or of C code cannot be.
"""

from __future__ import annotations

import json
import linecache
import logging
import sys
import threading
import types
from collections.abc import Callable
from typing import Any

from desktop_nn.catalogue.code_files import CodeFile, parsed
from desktop_nn.engine.code_blame import file_name
from desktop_nn.engine.code_watch import BrokenOffError, Watcher
from desktop_nn.engine.loading import load_keras
from desktop_nn.engine.own_callbacks import Tell
from desktop_nn.engine.watching import StopRequestedError
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.training import consent
from desktop_nn.training.callback_code import class_of, code_of, found_class
from desktop_nn.training.choices import Configured, TrainingChoices
from desktop_nn.training.events import Noticed
from desktop_nn.training.steering import Steering

_log = logging.getLogger(__name__)


_modules: dict[str, types.ModuleType] = {}
_importing = threading.RLock()


def class_of_code(code: CodeFile, name: str) -> Any:
    """A class of a file that was agreed to. Its module runs once in this process, so that the class stays one.

    Raises ProblemError without consent, and if the file has no such class; what the code raises comes out as it is.
    """
    if not consent.agreed(code):
        raise ProblemError(consent.layer_problem(code, name))
    with _importing:
        if code.sha256 not in _modules:
            _modules[code.sha256] = _run_module(code)
        found = getattr(_modules[code.sha256], name, None)
    if not isinstance(found, type):
        what = f"{code.name} has no class {name} after it has run."
        raise ProblemError(Problem(what, code.name, "Define the class at the file's top level."))
    return found


def _run_module(code: CodeFile) -> types.ModuleType:
    """The file's module, run. It is registered under a name that nothing else has, as dataclasses ask."""
    if not consent.agreed(code):  # whoever calls: nothing runs without it
        raise ProblemError(consent.problem(code))
    parsed(code)  # raises ProblemError for code that looks different from what it is
    module = types.ModuleType(f"desktop_nn_code_{code.sha256[:12]}")
    module.__file__ = file_name(code)
    sys.modules[module.__name__] = module
    linecache.cache[file_name(code)] = (len(code.text), None, code.text.splitlines(True), file_name(code))
    try:
        exec(compile(code.text, file_name(code), "exec", dont_inherit=True), vars(module))
    except BaseException:
        sys.modules.pop(module.__name__, None)
        raise
    return module


class CustomCode:
    """The project's own callbacks in one run. Each is made once, however often the run asks for it."""

    def __init__(self, choices: TrainingChoices, steering: Steering, tell: Tell) -> None:
        self._choices, self._watcher = choices, Watcher(steering)
        self.tell = tell
        self._modules: dict[str, types.ModuleType] = {}
        self._made: dict[int, Any] = {}

    def callback(self, place: int) -> Any:
        """The callback at that place of the choices. Raises ProblemError for whatever hinders it."""
        if place not in self._made:
            self._made[place] = self._make(self._choices.callbacks[place])
        return self._made[place]

    def _say(self, event: Noticed) -> None:
        """To whoever listens by then: the run's folder comes up after the callbacks were made."""
        self.tell(event)

    def _make(self, choice: Configured) -> Any:
        found_class(self._choices, choice.kind)
        code = code_of(self._choices, choice.kind)
        assert code is not None
        if not consent.agreed(code):
            raise ProblemError(consent.problem(code))
        name = class_of(choice.kind)
        guard = Guard(code, name, self._watcher, self._say)
        module = self._module(code, guard)
        made = guard.call("__init__", lambda: getattr(module, name)(**choice.config))
        if not isinstance(made, load_keras().callbacks.Callback):
            what = f"{name} is no callback of Keras."
            raise ProblemError(Problem(what, code.name, "Let it come from keras.callbacks.Callback."))
        return guarded(made, guard)

    def _module(self, code: CodeFile, guard: Guard) -> types.ModuleType:
        """The file's module, run once a run."""
        if code.sha256 not in self._modules:
            self._modules[code.sha256] = guard.call("the file", lambda: _run_module(code))
        return self._modules[code.sha256]


class Guard:
    """Calls code of a file: tells what it raises in a sentence, and breaks it off where it does not return."""

    def __init__(self, code: CodeFile, name: str, watcher: Watcher, tell: Tell) -> None:
        self._code, self._name, self._watcher, self._tell = code, name, watcher, tell

    def call(self, method: str, work: Callable[[], Any]) -> Any:
        """What `work` returns. Raises ProblemError for whatever it raises, StopRequestedError if it was broken off."""
        try:
            with self._watcher.watching(lambda: self._stuck(method)):
                return work()
        except (ProblemError, StopRequestedError, KeyboardInterrupt):
            raise
        except BrokenOffError as error:
            line = self._line(error)
            self._tell(Noticed(0, f"{self._name} did not return from {method} and was broken off{line}."))
            raise StopRequestedError from None
        except BaseException as error:  # also SystemExit: a callback must not end the app
            _log.error("A callback of the user's own failed.", exc_info=error)
            raise ProblemError(self._problem(method, error)) from error

    def _problem(self, method: str, error: BaseException) -> Problem:
        words = " ".join(str(error).split()).rstrip(".")[:200]
        kind = type(error).__name__
        what = f"{self._name} failed in {method}{self._line(error)}: {kind}{': ' if words else ''}{words}."
        return Problem(what, self._code.name, "Correct the file, then add the callback from it again.")

    def _line(self, error: BaseException) -> str:
        """The last line of the file itself on the way to where it was raised."""
        found, trace = None, error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == file_name(self._code):
                found = trace.tb_lineno
            trace = trace.tb_next
        return f", line {found}" if found else ""

    def _stuck(self, method: str) -> None:
        what = f"{self._name} does not return from {method} and cannot be broken off; the run ends when it does."
        self._tell(Noticed(0, what))


def guarded(callback: Any, guard: Guard) -> Any:
    """The same callback; the methods that it has of its own go through the guard. Its class stays what it is, so that
    it is seen which batches it must hear of."""
    plain = load_keras().callbacks.Callback
    for name in dir(type(callback)):
        own = getattr(type(callback), name, None)
        if name.startswith("on_") and callable(own) and own is not getattr(plain, name, None):
            _wrap(callback, name, guard)
    for name in ("set_model", "set_params", "restore"):
        if callable(getattr(callback, name, None)) and getattr(type(callback), name, None) is not getattr(
            plain, name, 0
        ):
            _wrap(callback, name, guard)
    if callable(getattr(callback, "state", None)):
        remembered = callback.state
        vars(callback)["state"] = lambda: guard.call("state", lambda: _plain_json(remembered()))
    return callback


def _wrap(callback: Any, name: str, guard: Guard) -> None:
    method = getattr(callback, name)
    vars(callback)[name] = lambda *args, **kwargs: guard.call(name, lambda: method(*args, **kwargs))


def _plain_json(value: Any) -> Any:
    """What a checkpoint can hold. Raises TypeError for anything else."""
    return json.loads(json.dumps(value))

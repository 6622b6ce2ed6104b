"""Breaks code of the user's own off that does not return although the user wants the run to end.

It needs a thread of its own, for the training thread is inside of that code. What Python cannot break off (a wait in
the system or in C code) is only told.
"""

from __future__ import annotations

import contextlib
import ctypes
import threading
import time
from collections.abc import Callable, Iterator
from typing import Protocol

_PATIENCE, _LOOK = 1.5, 0.2
"""Seconds that a callback gets after a wish to end, and between two looks."""
_IDLE_LOOKS = 20
"""After so many looks at nothing the thread that looks ends; the next call starts another."""


class BrokenOffError(BaseException):
    """Thrown into code that does not return; no `except Exception` of its own holds it up."""


class Ending(Protocol):
    """Who says that the work must end: the user's steering of a run, or a limit of time."""

    @property
    def must_end(self) -> bool:
        """Whether it must end now."""


class Watcher:
    """While code of the user's runs, a thread looks whether the user wants to end and the code does not return."""

    def __init__(self, steering: Ending) -> None:
        self._steering = steering
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._caller = 0
        self._inside: Callable[[], None] | None = None
        self._since, self._thrown = 0.0, 0

    @property
    def must_end(self) -> bool:
        """Whether who stands behind it wants the work to end."""
        return self._steering.must_end

    @contextlib.contextmanager
    def watching(self, stuck: Callable[[], None]) -> Iterator[None]:
        """`stuck` is called, in another thread, if nothing helps. An exception that is on its way in must not come up
        later, in code of ours, so it is waited for."""
        if self._inside is not None:  # a callback that calls its own methods
            yield
            return
        with self._lock:
            self._caller, self._since, self._thrown, self._inside = threading.get_ident(), 0.0, 0, stuck
            if self._thread is None:
                self._thread = threading.Thread(target=self._look, name="callback watch", daemon=True)
                self._thread.start()
        broken = False
        try:
            yield
        except BrokenOffError:
            broken = True
            raise
        finally:
            with self._lock:
                self._inside = None
                awaited = self._thrown > 0 and not broken
            if awaited:
                with contextlib.suppress(BrokenOffError):
                    until = time.monotonic() + 1.0
                    while time.monotonic() < until:
                        time.sleep(0.005)

    def _look(self) -> None:
        idle = 0
        while idle < _IDLE_LOOKS:
            time.sleep(_LOOK)
            with self._lock:
                stuck = self._inside
                idle = 0 if stuck is not None else idle + 1
                if stuck is not None and self._steering.must_end:
                    self._break_off(stuck)
        with self._lock:
            self._thread = None

    def _break_off(self, stuck: Callable[[], None]) -> None:
        now = time.monotonic()
        self._since = self._since or now
        if now - self._since >= _PATIENCE * (self._thrown + 1):
            self._thrown += 1
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self._caller), ctypes.py_object(BrokenOffError))
            if self._thrown == 3:
                stuck()

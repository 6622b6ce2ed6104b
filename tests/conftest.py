"""What holds for every test: folders of its own, no screen needed, and for tests of the window nothing left behind."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")
os.environ.setdefault("MPLBACKEND", "Agg")  # curves of generated scripts open no window

WINDOW_FIXTURES = {"qtbot", "qapp"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--thorough` runs what is left out otherwise, so that the suite stays one that people run."""
    parser.addoption("--thorough", action="store_true", help="run the tests marked “thorough” as well")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without `--thorough` the tests marked so are left out."""
    if config.getoption("--thorough"):
        return
    left_out = [item for item in items if item.get_closest_marker("thorough")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("thorough")]


def pytest_configure(config: pytest.Config) -> None:
    """A warning that our own modules cause is a mistake."""
    for package in ("desktop_nn", "ui"):
        config.addinivalue_line("filterwarnings", f"error:::{package}")


@pytest.fixture(autouse=True)
def own_folders(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test reads or writes the user's settings and recovery copies."""
    own = tmp_path_factory.getbasetemp() / "user" / str(next(_numbers))
    monkeypatch.setenv("DESKTOP_NN_CONFIG", str(own / "config"))
    monkeypatch.setenv("DESKTOP_NN_STATE", str(own / "state"))
    monkeypatch.setenv("DESKTOP_NN_DATA", str(own / "data"))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Note which threads and timers a test of the window starts."""
    if not _uses_window(item):
        return (yield)
    with _watched() as watch:
        item.stash[WATCH] = watch
        return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, None, None]:
    """After everything was taken down: what is still there was forgotten."""
    yield
    watch = item.stash.get(WATCH, None)
    if watch is not None:
        left = watch.left()
        if left:
            pytest.fail(f"{item.name} left behind: {'; '.join(left)}", pytrace=False)


class Watch:
    """Threads, timers and windows that appear during a test."""

    def __init__(self) -> None:
        self.threads: list[Any] = []
        self.timers: list[Any] = []
        self.before = set(threading.enumerate())
        self.windows = {id(window) for window in _windows()}

    def left(self) -> list[str]:
        """What was not ended, in words. Lets Qt delete first what waits for that.

        Python's collector runs only if something seems to be left: over TensorFlow's objects it takes a second.
        """
        _settle()
        if self._found():
            gc.collect()
            _settle()
        return self._found()

    def _found(self) -> list[str]:
        running = [f"a running QThread {item.objectName()!r}" for item in self.threads if _is(item, "isRunning")]
        ticking = [f"an active QTimer of {_parent(item)}" for item in self.timers if _is(item, "isActive")]
        shown = [f"a window {item!r}" for item in _windows() if id(item) not in self.windows and _is(item, "isVisible")]
        started = set(threading.enumerate()) - self.before
        python = [f"a thread {item.name!r}" for item in started if item.is_alive() and not item.daemon]
        return [*running, *ticking, *shown, *python]


_numbers = count()
WATCH: pytest.StashKey[Watch] = pytest.StashKey()


def _uses_window(item: pytest.Item) -> bool:
    return bool(WINDOW_FIXTURES & set(getattr(item, "fixturenames", ())))


@contextmanager
def _watched() -> Iterator[Watch]:
    """`QThread.start` and `QTimer.start` note their objects meanwhile."""
    from PySide6.QtCore import QThread, QTimer

    watch = Watch()
    start_thread, start_timer = QThread.start, QTimer.start

    def note_thread(self: QThread, *arguments: Any) -> None:
        watch.threads.append(self)
        start_thread(self, *arguments)

    def note_timer(self: QTimer, *arguments: Any) -> None:
        watch.timers.append(self)
        start_timer(self, *arguments)

    patch = pytest.MonkeyPatch()
    patch.setattr(QThread, "start", note_thread)
    patch.setattr(QTimer, "start", note_timer)
    try:
        yield watch
    finally:
        patch.undo()


def _settle() -> None:
    from PySide6.QtCore import QCoreApplication, QEvent

    for _ in range(3):
        if QCoreApplication.instance() is not None:
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            QCoreApplication.processEvents()


def _windows() -> list[Any]:
    from PySide6.QtWidgets import QApplication

    return QApplication.topLevelWidgets() if QApplication.instance() is not None else []


def _is(item: Any, question: str) -> bool:
    """The object's answer; one that Qt has deleted says no."""
    with suppress(RuntimeError):
        return bool(getattr(item, question)())
    return False


def _parent(item: Any) -> str:
    with suppress(RuntimeError):
        return repr(item.parent())
    return "nobody"


@pytest.fixture
def repository() -> Path:
    """The folder that holds the packages."""
    return Path(__file__).parents[1]

"""Starts the application: looks, window, crash hook; then TensorFlow on a worker, once the window is up."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QFileOpenEvent, QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop_nn import __version__
from desktop_nn import settings as settings_file
from ui import import_hook
from ui.crash import CrashHook
from ui.main_window import MainWindow
from ui.single_instance import Listener, hand_over
from ui.theme.icons import app_icon
from ui.theme.theme import theme
from ui.thread_measuring import ThreadMeasuring

_TURN = 0.001
"""Seconds that a worker may keep Python to itself while the window waits for its turn. With Python's own five
milliseconds, one painting of the start page took a third of a second while an example was being read."""


class Application(QApplication):
    """Qt's application; on macOS a double click on a file arrives here as an event."""

    window: MainWindow | None = None
    early = ""
    """The file that came before the window was there."""

    def event(self, event: QEvent) -> bool:
        """Qt's; opens the file that the system hands over."""
        if isinstance(event, QFileOpenEvent):
            if self.window is None:
                self.early = event.file()
            else:
                self.window.documents.open(Path(event.file()))
            return True
        return super().event(event)


def make_application(arguments: list[str]) -> Application:
    """The QApplication with names, icon and looks of the settings."""
    import_hook.remove()
    sys.setswitchinterval(_TURN)
    QGuiApplication.setDesktopFileName("desktop-nn")
    app = Application(arguments)
    app.setApplicationName("desktop-nn")
    app.setApplicationDisplayName("Desktop NN")
    app.setApplicationVersion(__version__)
    settings = settings_file.load()
    theme.animated = settings.animations
    theme.start(settings.theme, settings.text_scale)
    app.setWindowIcon(app_icon())
    return app


def make_window(app: Application) -> MainWindow:
    """The main window, not shown yet."""
    window = MainWindow(settings_file.load())
    app.window = window
    return window


def _early(app: Application, document: str | None) -> str | None:
    return document or app.early or None


def main(document: str | None = None) -> int:
    """Open the window, on a file or an example if one is named; returns the exit code."""
    app = make_application([sys.argv[0] if sys.argv else "desktop-nn"])
    if settings_file.load().one_window and hand_over(document):
        return 0
    hook = CrashHook(settings_file.log_folder())
    hook.install()
    window = make_window(app)
    hook.happened.connect(window.tell_crash)
    window.session.crashed.connect(hook.catch_error)
    window.usable.connect(lambda: _begin(window, _early(app, document)))
    window.show()
    heart = _let_python_hear_signals(app)
    measuring = ThreadMeasuring(window.session, window)
    listener = _listen(window)
    code = app.exec()
    measuring.stop()
    listener.close()
    heart.stop()
    app.window = None
    return int(code)


def _import_checks(_cancelled: Callable[[], bool]) -> None:
    """Every document is checked when it comes; what that needs, NumPy above all, is imported beside the window."""
    from desktop_nn.project import validate

    assert validate


def _begin(window: MainWindow, document: str | None) -> None:
    window.session.files.submit(_import_checks)
    if document is None:
        window.documents.offer_recovery()
        _reopen_last(window)
    else:
        _open(window, document)
    QTimer.singleShot(50, window.session.start_engine)


def _listen(window: MainWindow) -> Listener:
    """Hear of later starts: their file comes into this window, which comes to the front."""
    listener = Listener(window)

    def take(document: str | None) -> None:
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.raise_()
        window.activateWindow()
        if document is not None:
            _open(window, document)

    listener.asked.connect(take)
    if window.session.settings.one_window:
        listener.listen()
    return listener


def _open(window: MainWindow, document: str) -> None:
    if Path(document).exists() or Path(document).suffix:
        window.documents.open(Path(document))
    else:
        window.documents.open_example(document)


def _reopen_last(window: MainWindow) -> None:
    """Open the last project again, if the user has chosen so and nothing was recovered."""
    settings = window.session.settings
    last = Path(settings.recent_files[0]) if settings.restore_last and settings.recent_files else None
    if last is not None and last.is_file() and not window.session.has_document:
        window.documents.open(last)


def _let_python_hear_signals(app: Application) -> QTimer:
    """Ctrl-C in the terminal closes the window; Python only looks for signals when its code runs."""
    signal.signal(signal.SIGINT, lambda *_: app.closeAllWindows())
    if os.name == "posix":
        signal.signal(signal.SIGTERM, lambda *_: app.closeAllWindows())
    heart = QTimer()
    heart.setInterval(500)
    heart.timeout.connect(lambda: None)
    heart.start()
    return heart

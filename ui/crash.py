"""The one hook for bugs of ours: keep the work, write the log, tell; never a traceback in the user's face."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Signal

logger = logging.getLogger("desktop_nn")


class CrashHook(QObject):
    """Catches what nobody caught, on any thread. `happened` is sent on the GUI thread with the log's path."""

    happened = Signal(object)
    _caught = Signal()

    def __init__(self, folder: Path | None) -> None:
        super().__init__()
        self.log = _start_log(folder)
        self._caught.connect(lambda: self.happened.emit(self.log))

    def install(self) -> None:
        """Take the place of Python's own hooks."""
        sys.excepthook = self.catch
        threading.excepthook = lambda args: self.catch(args.exc_type, args.exc_value, args.exc_traceback)

    def catch(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        """Write the log and tell the window; Ctrl-C in the terminal ends the app as usual."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error or kind(), trace)
            return
        text = "".join(traceback.format_exception(kind, error, trace))
        logger.error("Unexpected error\n%s", text)
        self._caught.emit()

    def catch_error(self, error: BaseException) -> None:
        """The same for an exception that a worker handed over."""
        self.catch(type(error), error, error.__traceback__)


def _start_log(folder: Path | None) -> Path | None:
    logger.setLevel(logging.INFO)
    if sys.stderr is not None:
        logger.addHandler(logging.StreamHandler())
    if folder is None:
        return None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(folder / "desktop-nn.log", maxBytes=1_000_000, backupCount=2, encoding="utf-8")
    except OSError:
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger.addHandler(handler)
    return Path(handler.baseFilename)

"""TensorBoard from the window: started on a worker, opened in the browser once it answers, ended with the app."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from desktop_nn.problems import Problem, ProblemError
from ui.session import Session
from ui.workers import Worker

if TYPE_CHECKING:
    from desktop_nn.runs.tensorboard import TensorBoardProcess

WATCH_MS = 2000


class TensorBoardControl(QObject):
    """One TensorBoard at a time; asking for another folder ends the old one."""

    state_changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._worker = Worker("tensorboard", self)
        self._worker.crashed.connect(session.crashed)
        self._process: TensorBoardProcess | None = None
        self._starting = False
        self._watch = QTimer(self)
        self._watch.setInterval(WATCH_MS)
        self._watch.timeout.connect(self._look)

    @property
    def running(self) -> bool:
        """Whether it answers, or is about to."""
        return self._starting or (self._process is not None and self._process.running)

    @property
    def url(self) -> str:
        """Where it answers, or an empty text."""
        return self._process.url if self._process is not None and not self._starting else ""

    def open(self, folder: Path) -> None:
        """Show a folder of runs in the browser; starts TensorBoard first if it does not run on it yet."""
        if self._starting:
            return
        from desktop_nn.runs.tensorboard import TensorBoardProcess

        folder = folder.absolute()
        if self._process is not None and self._process.running and self._process.logdir == folder:
            self._browse(self._process.url)
            return
        old, self._process = self._process, TensorBoardProcess(folder)
        process, port = self._process, self._session.settings.tensorboard_port or None
        self._starting = True
        self._session.tell("Starting TensorBoard…")

        def work(cancelled: Callable[[], bool]) -> str:
            if old is not None:
                old.stop()
            if not folder.is_dir():
                what = f"There are no runs in {folder} yet."
                raise ProblemError(Problem(what, "TensorBoard", "Train a model first."))
            return process.start(port, cancelled=cancelled)

        self._worker.submit(work, done=self._answers, refused=self._refused)
        self.state_changed.emit()

    def stop(self) -> None:
        """End it (and the thread that started it); called when the window closes too."""
        self._watch.stop()
        self._worker.stop()
        if self._process is not None:
            self._process.stop()
            self._process = None
        self._starting = False
        self.state_changed.emit()

    def end(self) -> None:
        """End it without waiting; the user goes on working."""
        process, self._process = self._process, None
        self._watch.stop()
        if process is not None:
            self._worker.submit(
                lambda _cancelled: process.stop(), done=lambda _: self._session.tell("TensorBoard ended.")
            )
        self.state_changed.emit()

    def _answers(self, url: str) -> None:
        self._starting = False
        if self._process is None:  # ended while it was starting; the job that stops it comes next
            return
        self._watch.start()
        self._session.tell(f"TensorBoard answers at {url}", "good", "run.stop_tensorboard")
        self.state_changed.emit()
        self._browse(url)

    def _refused(self, problems: tuple[Problem, ...]) -> None:
        self._starting = False
        self._process = None
        self._session.tell_problems(problems)
        self.state_changed.emit()

    def _look(self) -> None:
        if self._process is not None and not self._process.running:
            self._watch.stop()
            self._process = None
            self._session.tell("TensorBoard has ended by itself. Start it again from the Run menu.", "warn")
            self.state_changed.emit()

    def _browse(self, url: str) -> None:
        if self._session.settings.open_browser and not QDesktopServices.openUrl(QUrl(url)):
            self._session.tell(f"TensorBoard answers at {url}; open this address in a browser.", "good")

"""TensorBoard from the window: started on a worker, opened once it answers, started again if it dies, ended in time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, QTimer, QUrl, Signal

from desktop_nn.problems import Problem, ProblemError
from ui.outside import open_outside
from ui.session import Session
from ui.workers import Worker

if TYPE_CHECKING:
    from desktop_nn.runs.tensorboard import TensorBoardProcess

WATCH_MS = 2000
MOST_RESTARTS = 3
"""How often it is started again by itself before the user is asked to."""

State = Literal["off", "starting", "answers", "restarting", "ended"]


@dataclass(frozen=True, slots=True)
class Shown:
    """What TensorBoard shows: all runs of a folder, or some of them."""

    folder: Path
    runs: tuple[Path, ...] = ()

    @property
    def words(self) -> str:
        """The same in words."""
        if not self.runs:
            return "all runs"
        return self.runs[0].name if len(self.runs) == 1 else f"{len(self.runs)} runs"


class TensorBoardControl(QObject):
    """One TensorBoard at a time; asking for other runs ends the old one. `state` is shown in the runs panel."""

    state_changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._worker = Worker("tensorboard", self)
        self._worker.crashed.connect(session.crashed)
        self._process: TensorBoardProcess | None = None
        self.state: State = "off"
        self.shown: Shown | None = None
        self.restarts = 0
        """How often it was started again by itself since the user asked for it."""
        self._watch = QTimer(self)
        self._watch.setInterval(WATCH_MS)
        self._watch.timeout.connect(self._look)

    @property
    def running(self) -> bool:
        """Whether it answers, or is about to."""
        return self.state in ("starting", "restarting", "answers")

    @property
    def url(self) -> str:
        """Where it answers, or an empty text."""
        return self._process.url if self._process is not None and self.state == "answers" else ""

    def open(self, folder: Path, runs: Sequence[Path] = ()) -> None:
        """Show runs in the browser; starts TensorBoard first if it does not run on just those yet."""
        wanted = Shown(folder.absolute(), tuple(run.absolute() for run in runs))
        if self.state == "starting" and wanted == self.shown:
            return
        if self.url and wanted == self.shown:
            self._browse(self.url)
            return
        self.shown, self.restarts = wanted, 0
        self._session.tell("Starting TensorBoard…")
        self._start(wanted, self._session.settings.tensorboard_port or None, "starting")

    def open_again(self) -> None:
        """Open the browser where it answers; start it once more if it has ended."""
        if self.url:
            self._browse(self.url)
        elif self.state == "ended" and self.shown is not None:
            self.open(self.shown.folder, self.shown.runs)

    def stop(self) -> None:
        """End it (and the thread that started it); called when the window closes too."""
        self._watch.stop()
        self._worker.stop()
        if self._process is not None:
            self._process.stop()
            self._process = None
        self._go("off")

    def end(self) -> None:
        """End it without waiting; the user goes on working."""
        process, self._process = self._process, None
        self._watch.stop()
        if process is not None:
            self._worker.submit(
                lambda _cancelled: process.stop(), done=lambda _: self._session.tell("TensorBoard ended.")
            )
        self._go("off")

    def _start(self, wanted: Shown, port: int | None, state: State) -> None:
        from desktop_nn.runs.tensorboard import TensorBoardProcess

        self._watch.stop()
        old, self._process = self._process, TensorBoardProcess(wanted.folder)
        process = self._process

        def work(cancelled: Callable[[], bool]) -> tuple[TensorBoardProcess, str]:
            if old is not None:
                old.stop()
            _check(wanted)
            process.runs = tuple((_name(run), run) for run in wanted.runs)
            return process, _up(process, port, cancelled)

        self._worker.submit(work, done=self._answers, refused=lambda problems: self._refused(process, problems))
        self._go(state)

    def _go(self, state: State) -> None:
        self.state = state
        self.state_changed.emit()

    def _answers(self, result: tuple[TensorBoardProcess, str]) -> None:
        process, note = result
        if self._process is not process:  # ended or sent elsewhere while it was starting; the next job stops it
            return
        again = self.state == "restarting"
        self._watch.start()
        self._go("answers")
        text = f"TensorBoard answers at {process.url}"
        if again:
            self._session.tell(f"{text} again, after it had ended by itself.", "warn")
            return
        self._session.tell(f"{note}{text}", "warn" if note else "good", "run.stop_tensorboard")
        self._browse(process.url)

    def _refused(self, process: TensorBoardProcess, problems: tuple[Problem, ...]) -> None:
        if self._process is not process:
            return
        again = self.state == "restarting"
        self._process = None
        self._session.tell_problems(problems)
        self._go("ended" if again else "off")

    def _look(self) -> None:
        """It has died? Then it comes again at the same address, so that the browser's page goes on."""
        process = self._process
        if process is None or process.running or self.shown is None:
            return
        if self.restarts >= MOST_RESTARTS:
            self._watch.stop()
            self._process = None
            self._session.tell(
                "TensorBoard has ended by itself again and again. Start it once more if you need it.", "warn"
            )
            self._go("ended")
            return
        self.restarts += 1
        self._start(self.shown, process.port or None, "restarting")

    def _browse(self, url: str) -> None:
        if self._session.settings.open_browser and not open_outside(QUrl(url)):
            self._session.tell(f"TensorBoard answers at {url}; open this address in a browser.", "good")


def _check(wanted: Shown) -> None:
    if not wanted.folder.is_dir():
        raise ProblemError(Problem(f"There are no runs in {wanted.folder} yet.", "TensorBoard", "Train a model first."))
    gone = [run for run in wanted.runs if not run.is_dir()]
    if gone:
        raise ProblemError(Problem(f"The run {gone[0].name} is gone.", "TensorBoard", "Choose other runs."))


def _name(run: Path) -> str:
    from desktop_nn.runs.label import read_label

    return read_label(run).title or run.name


def _up(process: TensorBoardProcess, port: int | None, cancelled: Callable[[], bool]) -> str:
    """Start it; if the wished port is taken, on another one. Returns what the user should know of that."""
    try:
        process.start(port, cancelled=cancelled)
    except ProblemError as error:
        if port is None or "used by another" not in error.problem.what:
            raise
        process.start(cancelled=cancelled)
        return f"Port {port} is used by another program. "
    return ""

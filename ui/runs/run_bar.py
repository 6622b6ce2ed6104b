"""The run in one line of the tool bar: what it does, a progress bar, the time left."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QWidget

from desktop_nn.runs.columns import time_text
from desktop_nn.training.events import RunEnded
from ui.running import RunControl
from ui.runs.queue_button import QueueButton
from ui.session import Session
from ui.theme.tokens import SPACE_2

REFRESH_MS = 100


class RunBar(QWidget):
    """Hidden words when nothing runs; the last run's length stays until the next."""

    def __init__(self, session: Session, run: RunControl) -> None:
        super().__init__()
        self.setObjectName("run_bar")
        self._session, self._run = session, run
        self._text = QLabel()
        self._text.setObjectName("run_text")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._bar = QProgressBar()
        self._bar.setObjectName("run_progress")
        self._bar.setAccessibleName("Progress of the run")
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(150, 6)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE_2, 0, SPACE_2, 0)
        layout.setSpacing(SPACE_2)
        layout.addWidget(self._text)
        layout.addWidget(self._bar)
        self.queue = QueueButton(run)
        layout.addWidget(self.queue)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._timer = QTimer(self)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self.refresh)
        run.state_changed.connect(self._state_changed)
        run.queue_changed.connect(self.refresh)
        session.engine_loaded.connect(self.refresh)
        session.opened.connect(self.refresh)
        self.refresh()

    @property
    def text(self) -> str:
        """What the bar says."""
        return self._text.text()

    def refresh(self) -> None:
        """Bring text and progress up to date."""
        log = self._run.log
        self._bar.setVisible(self._run.active)
        self._bar.setValue(round(1000 * log.fraction_done()))
        self._text.setText(self._words())

    def _words(self) -> str:
        run, log = self._run, self._run.log
        if run.state == "starting":
            return "Preparing the data and the model…"
        if run.state == "stopping":
            return "Stopping…"
        if run.active:
            epoch = min(log.present_epoch + 1, log.epochs)
            left = run.seconds_left()
            rest = "" if left is None or run.state == "ending" else f" · {time_text(left)} left"
            head = {"paused": "Paused in epoch", "ending": "Stops after epoch"}.get(run.state, "Epoch")
            return f"{head} {epoch} of {log.epochs}{rest}"
        if isinstance(log.ended, RunEnded):
            if log.ended.status == "discarded":
                return "Discarded"
            words = {"finished": "Trained", "stopped": "Stopped after", "failed": "Failed after"}[log.ended.status]
            epochs = log.ended.epochs
            told = f"{words} {epochs} epoch{'s' if epochs != 1 else ''} in {time_text(log.ended.seconds)}"
            if run.left and run.project is not None:  # another document is open now
                return f"{run.project.graph.name}: {told[0].lower()}{told[1:]}"
            return told
        return ""

    def _state_changed(self) -> None:
        if self._run.active:
            self._timer.start()
        else:
            self._timer.stop()
        self.refresh()

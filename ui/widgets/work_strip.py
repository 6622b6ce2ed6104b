"""A calm strip that floats over the canvas while long work goes on: what it is, and a button that ends it.

What the work does is not known here; `ui/workers.py` makes the jobs.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from ui.theme.tokens import SPACE_2, SPACE_3, SPACE_4
from ui.workers import Job

PATIENCE_MS = 300
"""Work that ends sooner is not spoken of."""


class WorkStrip(QFrame):
    """Speaks of one job at a time, the newest; it goes when the job ends."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        over.installEventFilter(self)
        self.setObjectName("work_strip")
        self.setProperty("class", "card")
        self._job: Job | None = None
        self._cancelled: Callable[[], object] = lambda: None
        self._label = QLabel()
        self._label.setObjectName("work_text")
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(96, 4)
        self._button = QPushButton("Cancel")
        self._button.setObjectName("work_cancel")
        self._button.clicked.connect(self.cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_4, SPACE_2, SPACE_2, SPACE_2)
        row.setSpacing(SPACE_3)
        row.addWidget(self._label)
        row.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PATIENCE_MS)
        self._timer.timeout.connect(self._appear)
        self.hide()

    def watch(self, job: Job, text: str, cancelled: Callable[[], object] = lambda: None) -> None:
        """Speak of a job if it takes a while; `cancelled` is called if the user ends it."""
        self._job, self._cancelled = job, cancelled
        self._label.setText(text)
        self._button.setAccessibleName(f"Cancel: {text}")
        self.setAccessibleName(text)
        for signal in (job.done, job.refused, job.crashed):
            signal.connect(lambda _outcome, job=job: self._ended(job))
        self._timer.start()

    @property
    def text(self) -> str:
        """What it says, or an empty text while it is hidden."""
        return self._label.text() if self.isVisible() else ""

    def cancel(self) -> None:
        """End the job and go."""
        job, told = self._job, self._cancelled
        if job is not None:
            job.cancel()
            self._ended(job)
            told()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's; stays at the bottom middle of what it floats over."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _appear(self) -> None:
        if self._job is None or self._job.cancelled():
            return
        self.show()
        self._place()

    def _ended(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            self._timer.stop()
            self.hide()

    def _place(self) -> None:
        over, size = self._over, self.sizeHint()
        width = min(size.width(), over.width() - 2 * SPACE_3)
        self.setGeometry((over.width() - width) // 2, over.height() - size.height() - SPACE_4, width, size.height())
        self.raise_()

"""How late the window's event loop answers: a timer of one millisecond that notes its own delay."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Qt, QTimer


class Lateness(QObject):
    """Collects delays in milliseconds while it is on."""

    def __init__(self) -> None:
        super().__init__()
        self.delays: list[float] = []
        self._due = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        """Begin anew."""
        self.delays = []
        self._due = time.perf_counter() + 0.001
        self._timer.start()

    def stop(self) -> None:
        """No more ticks."""
        self._timer.stop()

    def worst(self) -> float:
        """The longest delay in milliseconds."""
        return max(self.delays, default=0.0)

    def percentile(self, fraction: float) -> float:
        """The delay that this fraction of all ticks stayed below, in milliseconds."""
        ordered = sorted(self.delays)
        return ordered[min(len(ordered) - 1, int(fraction * len(ordered)))] if ordered else 0.0

    def _tick(self) -> None:
        now = time.perf_counter()
        self.delays.append(max(0.0, (now - self._due) * 1000))
        self._due = now + 0.001

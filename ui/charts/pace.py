"""How often the charts are drawn: at most ten times a second, and never for more than a small share of the time."""

from __future__ import annotations

import time

REDRAW_S = 0.1
SLOWEST_S = 2.0
"""However busy the machine is, a run is seen to go on."""
EAGER = 10
"""So many drawings at a run's beginning may cost what they will: short runs are over before, long ones never notice."""
SHARE = 0.008
"""Of one core, at most: while the window draws, the training thread may have to wait for Python."""


class Pace:
    """Told what drawing has cost, it says when the next one is due."""

    def __init__(self) -> None:
        self._last = 0.0
        self._cost = 0.0
        self._drawings = 0

    def begin(self) -> None:
        """Another run is shown."""
        self._drawings = 0

    def prepared(self, seconds: float) -> None:
        """A drawing has just been prepared, which took so long; painting it follows."""
        self._last = time.perf_counter()
        self._cost = seconds
        self._drawings += 1

    def wait_ms(self, painting: float) -> int:
        """Milliseconds until the next drawing is due; `painting` is what painting the last one took, in seconds."""
        share = 0.0 if self._drawings <= EAGER else (self._cost + painting) / SHARE
        due = self._last + min(SLOWEST_S, max(REDRAW_S, share))
        return max(0, round((due - time.perf_counter()) * 1000))

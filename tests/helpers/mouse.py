"""A real mouse and keyboard: xdotool moves the X server's own pointer, as a user's hand does."""

from __future__ import annotations

import subprocess

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from tests.helpers.waiting import wait_until


class Mouse:
    """Moves, clicks, drags and types; Qt's events are processed in between."""

    def click(self, widget: QWidget, at: QPoint | None = None, button: int = 1, times: int = 1) -> None:
        """Click into a widget, in its middle unless a point of it is named."""
        self.move(widget.mapToGlobal(at or widget.rect().center()))
        self._do("click", "--repeat", str(times), "--delay", "60", str(button))

    def drag(self, start: QPoint, end: QPoint, steps: int = 8) -> None:
        """Press at a global point, move in steps, release at another.

        One command for the whole gesture: a drag and drop runs an event loop of its own until the release.
        """
        words = ["mousemove", str(start.x()), str(start.y()), "sleep", "0.05", "mousedown", "1", "sleep", "0.05"]
        for step in range(1, steps + 1):
            at = start + (end - start) * (step / steps)
            words += ["mousemove", str(at.x()), str(at.y()), "sleep", "0.03"]
        self._do(*words, "mouseup", "1")

    def move(self, to: QPoint) -> None:
        """Move the pointer to a global point."""
        self._do("mousemove", "--sync", str(to.x()), str(to.y()))

    def wheel(self, down: bool, clicks: int = 1) -> None:
        """Turn the wheel."""
        self._do("click", "--repeat", str(clicks), "5" if down else "4")

    def type(self, text: str) -> None:
        """Type text into whatever has the focus."""
        self._do("type", "--delay", "15", text)

    def key(self, *keys: str) -> None:
        """Press keys, e.g. "Return" or "ctrl+z"."""
        self._do("key", *keys)

    def _do(self, *words: str) -> None:
        process = subprocess.Popen(["xdotool", *words])
        wait_until(lambda: process.poll() is not None, 20, f"xdotool {' '.join(words)}")
        assert process.returncode == 0
        self._settle()

    def _settle(self) -> None:
        """Let the X server's events arrive: two rounds through the queue."""
        rounds = iter(range(3))
        wait_until(lambda: next(rounds, None) is None, 5)

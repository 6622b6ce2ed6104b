"""A real mouse and keyboard: xdotool moves the X server's own pointer, as a user's hand does."""

from __future__ import annotations

import subprocess

from PySide6.QtCore import QPoint
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QWidget

from tests.helpers.waiting import wait_until


class Mouse:
    """Moves, clicks, drags and types; Qt's events are processed in between."""

    def click(self, widget: QWidget, at: QPoint | None = None, button: int = 1, times: int = 1, held: str = "") -> None:
        """Click into a widget, in its middle unless a point of it is named."""
        self.move(widget.mapToGlobal(at or widget.rect().center()))
        words = ("click", "--repeat", str(times), "--delay", "60", str(button))
        self._do(*(("keydown", held) if held else ()), *words, *(("keyup", held) if held else ()))

    def drag(self, start: QPoint, end: QPoint, steps: int = 8, held: str = "", button: int = 1) -> None:
        """Press at a global point, move in steps, release at another; a key may be held, e.g. "ctrl".

        One command for the whole gesture: a drag and drop runs an event loop of its own until the release.
        """
        words = _pressing(start, held, button)
        words += _moving(start, end, steps)
        self._do(*words, "mouseup", str(button), *(("keyup", held) if held else ()))

    def take(self, start: QPoint, end: QPoint, steps: int = 8, held: str = "", button: int = 1) -> None:
        """Press and move as `drag` does, and hold on."""
        self._do(*_pressing(start, held, button), *_moving(start, end, steps))

    def hold(self, key: str) -> None:
        """Press a key and keep it down until `drop`."""
        self._do("keydown", key)

    def carry(self, start: QPoint, end: QPoint, steps: int = 8) -> None:
        """Move on with what is held."""
        self._do(*_moving(start, end, steps))

    def drop(self, held: str = "", button: int = 1) -> None:
        """Let go of the button, and of a key."""
        self._do("mouseup", str(button), *(("keyup", held) if held else ()))

    def move(self, to: QPoint) -> None:
        """Move the pointer to a global point."""
        if QCursor.pos() != to:  # xdotool would wait for a move that never comes
            self._do("mousemove", "--sync", str(to.x()), str(to.y()))

    def wheel(self, down: bool, clicks: int = 1, held: str = "") -> None:
        """Turn the wheel."""
        words = ("click", "--repeat", str(clicks), "--delay", "20", "5" if down else "4")
        self._do(*(("keydown", held) if held else ()), *words, *(("keyup", held) if held else ()))

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


def _pressing(start: QPoint, held: str, button: int) -> list[str]:
    down = ["keydown", held] if held else []
    return ["mousemove", str(start.x()), str(start.y()), *down, "sleep", "0.05", "mousedown", str(button)]


def _moving(start: QPoint, end: QPoint, steps: int) -> list[str]:
    words = ["sleep", "0.05"]
    for step in range(1, steps + 1):
        at = start + (end - start) * (step / steps)
        words += ["mousemove", str(at.x()), str(at.y()), "sleep", "0.03"]
    return words

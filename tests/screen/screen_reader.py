"""A small screen reader: starts the app, reads it over AT-SPI, presses keys, prints what it was told as JSON.

Run by the system's Python, which has the bindings (Debian: at-spi2-core gir1.2-atspi-2.0 python3-gi), within
`dbus-run-session`: `python3 screen_reader.py COMMAND...`. Nothing of the app is imported here.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import gi  # type: ignore[import-not-found, unused-ignore]

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # type: ignore[import-not-found, unused-ignore]  # noqa: E402

CANVAS = "Drawing of the model"
PATIENCE = 90
EVENTS = ("object:announcement", "object:state-changed:focused")


def find(thing: Any, name: str, depth: int = 0) -> Any:
    """The first thing of that name below another."""
    try:
        if thing.get_name() == name:
            return thing
        for number in range(thing.get_child_count() if depth < 14 else 0):
            child = thing.get_child_at_index(number)
            found = find(child, name, depth + 1) if child is not None else None
            if found is not None:
                return found
    except GLib.Error:  # it is gone again
        return None
    return None


def until(question: Callable[[], Any]) -> Any:
    """Ask until there is an answer."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        answer = question()
        if answer:
            return answer
        time.sleep(0.2)
    raise SystemExit("Waited in vain.")


def canvas_with_cards() -> Any:
    """The drawing, once it has cards."""
    desktop = Atspi.get_desktop(0)
    for number in range(desktop.get_child_count()):
        found = find(desktop.get_child_at_index(number), CANVAS)
        if found is not None and found.get_child_count():
            return found
    return None


def states(thing: Any) -> list[str]:
    """What state it is in."""
    held = thing.get_state_set()
    return [state.value_nick for state in (Atspi.StateType.FOCUSED, Atspi.StateType.SELECTED) if held.contains(state)]


class Ear:
    """Hears events while the keys are pressed."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []
        self._listener = Atspi.EventListener.new(self._hear)
        for kind in EVENTS:
            self._listener.register(kind)

    def _hear(self, event: Any) -> None:
        if event.type.startswith("object:announcement"):
            self.heard.append(("announcement", str(event.any_data)))
        elif event.detail1:
            self.heard.append(("focus", event.source.get_name()))

    def press(self, key: str, kind: str) -> list[str]:
        """Press a key; what is heard until something of that kind came."""
        self.heard = []
        subprocess.run(["xdotool", "key", key], check=True)
        context, end = GLib.MainContext.default(), time.monotonic() + 20
        while time.monotonic() < end and not any(heard[0] == kind for heard in self.heard):
            context.iteration(False)
            time.sleep(0.01)
        return [text for what, text in self.heard if what == kind]


def main() -> None:
    """Read, press, print."""
    environment = {**os.environ, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
    app = subprocess.Popen(sys.argv[1:], env=environment, stdout=sys.stderr, start_new_session=True)
    try:
        Atspi.init()
        canvas = until(canvas_with_cards)
        window = canvas
        while window.get_role_name() != "frame":
            window = window.get_parent()
        subprocess.run(["xdotool", "search", "--sync", "--name", "Desktop NN", "windowactivate", "--sync"], check=True)
        ear = Ear()
        told: dict[str, Any] = {
            "window": window.get_name(),
            "canvas": [canvas.get_role_name(), canvas.get_description()],
        }
        told["cards"] = [canvas.get_child_at_index(number).get_name() for number in range(canvas.get_child_count())]
        told["roles"] = sorted({canvas.get_child_at_index(n).get_role_name() for n in range(canvas.get_child_count())})
        subprocess.run(["xdotool", "key", "F6"], check=True)
        told["down"] = ear.press("Down", "focus")
        told["again"] = ear.press("Down", "focus")
        cards = [canvas.get_child_at_index(number) for number in range(canvas.get_child_count())]
        told["focused"] = [card.get_name() for card in cards if "focused" in states(card)]
        told["deleted"] = ear.press("Delete", "announcement")
        told["undone"] = ear.press("ctrl+z", "announcement")
        told["left"] = canvas.get_child_count()
        print(json.dumps(told))
    finally:
        os.killpg(app.pid, signal.SIGKILL)
        app.wait()


if __name__ == "__main__":
    main()

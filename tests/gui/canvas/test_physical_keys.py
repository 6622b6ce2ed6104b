"""Keys by their place, for those who write another script."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from tests.gui.canvas.hands import drawn, node, open_drawing
from ui.canvas.physical_keys import latin
from ui.canvas.view import CanvasView


def pressed(text: str, scan: int, virtual: int = 0) -> QKeyEvent:
    """A press of a key with its native codes, as a Cyrillic or Greek layout sends it."""
    key, held = ord(text.upper()), Qt.KeyboardModifier.NoModifier
    return QKeyEvent(QEvent.Type.KeyPress, key, held, scan, virtual, 0, text)


@pytest.mark.parametrize(
    ("platform", "text", "scan", "virtual", "letter"),
    [
        ("linux", "с", 54, 0, "C"),
        ("linux", "а", 41, 0, "F"),
        ("linux", "ψ", 54, 0, "C"),
        ("linux", "д", 46, 0, "L"),
        ("win32", "с", 46, 0x43, "C"),
        ("win32", "ь", 50, 0x4D, "M"),
        ("darwin", "с", 0, 8, "C"),
        ("darwin", "д", 0, 37, "L"),
        ("darwin", "ь", 0, 46, "M"),
    ],
)
def test_that_a_key_is_known_by_its_place(platform: str, text: str, scan: int, virtual: int, letter: str) -> None:
    assert latin(pressed(text, scan, virtual), platform) == Qt.Key(ord(letter))


def test_that_latin_keys_and_keys_without_letters_are_left_alone() -> None:
    assert latin(pressed("c", 54), "linux") is None
    held = Qt.KeyboardModifier.NoModifier
    assert latin(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_F5, held, 71, 0, 0), "linux") is None
    assert latin(pressed("ж", 47), "linux") is None


def test_that_a_cyrillic_c_connects(canvas: CanvasView, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    open_drawing(canvas, drawn(("Dense", "a", 0, 0), ("Dense", "b", 0, 200)))
    canvas.session.select({node(canvas, "a")})
    QApplication.sendEvent(canvas, pressed("с", 54))
    assert canvas.connect_search.isVisible()

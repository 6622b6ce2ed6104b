"""Questions that quote what a file holds."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ui.widgets.message_box import MessageBox


def test_that_no_word_of_a_question_is_taken_for_markup(qtbot: QtBot) -> None:
    box = MessageBox(None, "Save <b>this</b>?")
    qtbot.addWidget(box)
    box.setInformativeText("<img src='//elsewhere/x.png'> is lost otherwise.")
    shown = [label for label in box.findChildren(QLabel) if "<" in label.text()]
    assert len(shown) == 2
    assert {label.textFormat() for label in shown} == {Qt.TextFormat.PlainText}

"""Sections, notes and lines of chips."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_nn.problems import Problem
from tests.helpers.clicking import click
from ui.widgets.flow import FlowLayout
from ui.widgets.note import Note
from ui.widgets.section import Section


def test_that_a_click_on_the_heading_folds_the_section(qtbot: QtBot) -> None:
    section = Section("Data", "data")
    inside = QLabel("inside")
    section.add(inside)
    qtbot.addWidget(section)
    section.show()
    click(section.heading)
    assert not inside.isVisible()
    QTest.keyClick(section.heading, Qt.Key.Key_Space)
    assert inside.isVisible()


def test_that_the_summary_gives_way_to_the_title(qtbot: QtBot) -> None:
    section = Section("A rather long title", "data")
    section.set_summary("many words that say what is inside of this section")
    qtbot.addWidget(section)
    section.resize(200, 100)
    section.show()
    assert section.summary.text().endswith("…")
    assert section.summary.fontMetrics().horizontalAdvance(section.summary.text()) <= section.summary.width()


def test_that_a_note_shows_a_problem_with_its_way_out(qtbot: QtBot) -> None:
    note = Note("note")
    qtbot.addWidget(note)
    note.say_problem(Problem("The file is gone.", "Data", "Choose another one."))
    assert note.text == "The file is gone. Choose another one."
    note.say_problem(None)
    assert note.text == ""
    assert note.isHidden()


def test_that_the_button_of_a_note_is_pressed(qtbot: QtBot) -> None:
    note = Note("note")
    qtbot.addWidget(note)
    note.say("The shapes differ.", "warn", "Set the shape")
    note.show()
    with qtbot.waitSignal(note.pressed):
        click(note.button)


def test_that_chips_go_on_to_the_next_line(qtbot: QtBot) -> None:
    area = QWidget()
    qtbot.addWidget(area)
    flow = FlowLayout(area, 4)
    buttons = [QPushButton("a chip of words") for _ in range(4)]
    for button in buttons:
        flow.addWidget(button)
    width = buttons[0].sizeHint().width()
    flow.setGeometry(QRect(0, 0, 2 * width + 10, 200))
    assert [button.y() > 0 for button in buttons] == [False, False, True, True]
    assert flow.heightForWidth(2 * width + 10) < flow.heightForWidth(width)

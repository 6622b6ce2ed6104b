"""Collapsible sections, combo boxes under the wheel, undo keys in fields."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.calm_combo import CalmComboBox
from ui.widgets.collapsible import Collapsible
from ui.widgets.undo_keys import leave_undo_to_the_window


def wheel(widget: QWidget) -> None:
    """Turn the wheel one notch down over a widget."""
    at = QPointF(widget.rect().center())
    down, none = QPoint(0, -120), Qt.MouseButton.NoButton
    phase, keys = Qt.ScrollPhase.NoScrollPhase, Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(at, widget.mapToGlobal(at), QPoint(), down, none, keys, phase, False)
    QApplication.sendEvent(widget, event)


def test_that_a_section_makes_its_body_once_and_only_when_opened(qtbot: QtBot) -> None:
    made: list[QWidget] = []

    def make() -> QWidget:
        made.append(QLabel("body"))
        return made[-1]

    section = Collapsible("More", make)
    qtbot.addWidget(section)
    section.show()
    assert made == []
    for _ in range(3):
        QTest.mouseClick(section.header, Qt.MouseButton.LeftButton)
    assert len(made) == 1
    assert made[0].isVisible()


def test_that_the_wheel_changes_a_combo_box_only_with_the_keyboard_in_it(qtbot: QtBot) -> None:
    page = QWidget()
    column = QVBoxLayout(page)
    other, box = QLineEdit(), CalmComboBox()
    box.addItems(["a", "b", "c"])
    column.addWidget(other)
    column.addWidget(box)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    other.setFocus()
    wheel(box)
    before = box.currentText()
    box.setFocus()
    wheel(box)
    assert (before, box.currentText()) == ("a", "b")


def test_that_undo_in_a_field_is_the_windows(qtbot: QtBot) -> None:
    page = QWidget()
    edit = QLineEdit(page)
    leave_undo_to_the_window(edit)
    undone: list[str] = []
    QShortcut(QKeySequence.StandardKey.Undo, page).activated.connect(lambda: undone.append("document"))
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    edit.setFocus()
    QTest.keyClicks(edit, "abc")
    QTest.keyClick(edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (undone, edit.text()) == (["document"], "abc")

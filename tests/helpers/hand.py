"""A user's hand on the window: the same story by QTest's events offscreen, or by a real mouse on an X display."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QWidget

from tests.helpers.clicking import pick, retype, settle
from tests.helpers.mouse import Mouse
from tests.helpers.waiting import wait_until

_KEYS = {"Return": Qt.Key.Key_Return, "Tab": Qt.Key.Key_Tab, "Escape": Qt.Key.Key_Escape}


class Hand(Protocol):
    """What a story needs."""

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Click into a widget."""

    def double_click(self, widget: QWidget, at: QPoint) -> None:
        """Click twice."""

    def drag(self, widget: QWidget, start: QPoint, end: QPoint) -> None:
        """Press at a point of a widget, move, release at another."""

    def type(self, text: str) -> None:
        """Type into what has the focus."""

    def key(self, name: str) -> None:
        """Press a key by its X name: Return, Tab, Escape."""

    def pick(self, combo: QComboBox, text: str) -> None:
        """Choose the entry that begins so."""

    def retype(self, field: QLineEdit, text: str) -> None:
        """Replace what stands in a field."""


class QtHand:
    """Events made by QTest."""

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Click into a widget."""
        settle(widget)
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at or widget.rect().center())

    def double_click(self, widget: QWidget, at: QPoint) -> None:
        """Click twice."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at)
        QTest.mouseDClick(widget, Qt.MouseButton.LeftButton, pos=at)

    def drag(self, widget: QWidget, start: QPoint, end: QPoint) -> None:
        """Press, move in steps, release."""
        QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=start)
        for step in range(1, 7):
            _move(widget, start + (end - start) * (step / 6))
        QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=end)

    def type(self, text: str) -> None:
        """Type into what has the focus."""
        QTest.keyClicks(_focused(), text)

    def key(self, name: str) -> None:
        """Press a key."""
        QTest.keyClick(_focused(), _KEYS[name])

    def pick(self, combo: QComboBox, text: str) -> None:
        """Choose the entry that begins so."""
        pick(combo, text)

    def retype(self, field: QLineEdit, text: str) -> None:
        """Replace what stands in a field."""
        retype(field, text)


class XHand:
    """The X server's own pointer and keyboard."""

    def __init__(self) -> None:
        self.mouse = Mouse()

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Click into a widget."""
        settle(widget)
        self.mouse.click(widget, at)

    def double_click(self, widget: QWidget, at: QPoint) -> None:
        """Click twice."""
        self.mouse.click(widget, at, times=2)

    def drag(self, widget: QWidget, start: QPoint, end: QPoint) -> None:
        """Press, move in steps, release."""
        self.mouse.drag(widget.mapToGlobal(start), widget.mapToGlobal(end))

    def type(self, text: str) -> None:
        """Type into what has the focus."""
        self.mouse.type(text)

    def key(self, name: str) -> None:
        """Press a key."""
        self.mouse.key(name)

    def pick(self, combo: QComboBox, text: str) -> None:
        """Open the list, click the entry."""
        settle(combo)
        self.mouse.click(combo)
        wait_until(combo.view().isVisible, what="the list of the combo box")
        row = next(row for row in range(combo.count()) if combo.itemText(row).startswith(text))
        view = combo.view()
        index = combo.model().index(row, combo.modelColumn())
        view.scrollTo(index)
        self.mouse.click(view.viewport(), view.visualRect(index).center())
        wait_until(lambda: not view.isVisible(), what="the list to close")

    def retype(self, field: QLineEdit, text: str) -> None:
        """Click into the field, select all, type, Enter."""
        self.click(field)
        self.mouse.key("ctrl+a")
        self.mouse.type(text)
        self.mouse.key("Return")


def _move(widget: QWidget, to: QPoint) -> None:
    """A move with the left button held; QTest's own moves go to whatever window lies under the cursor."""
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    event = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(to), QPointF(widget.mapToGlobal(to)), none, left, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(widget, event)


def _focused() -> QWidget:
    widget = QApplication.activePopupWidget() or QApplication.focusWidget()
    assert widget is not None, "Nothing has the keyboard's focus."
    return widget.focusWidget() or widget

"""What a user's hand does to widgets, by real mouse and key events: pick from a combo box, retype a field."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QScrollArea, QWidget

from tests.helpers.waiting import wait_until

_LEFT = Qt.MouseButton.LeftButton


def reveal(widget: QWidget) -> None:
    """Scroll until the widget can be seen."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget)
        parent = parent.parentWidget()


def settle(widget: QWidget) -> None:
    """Bring the widget into sight and wait until it has come to rest there: panels grow while they are filled."""
    seen: list[tuple[QPoint, QSize]] = []

    def at_rest() -> bool:
        reveal(widget)
        seen.append((widget.mapToGlobal(QPoint()), widget.size()))
        return len(seen) > 8 and len(set(map(repr, seen[-8:]))) == 1

    wait_until(at_rest, 20, f"{widget.objectName()} to come to rest")


def click(widget: QWidget, at: QPoint | None = None) -> None:
    """Click with the left button; in the middle, or at a check box's box."""
    wait_until(widget.isVisible, 5, f"{widget.objectName()} to be seen")
    reveal(widget)
    assert widget.isEnabled(), f"{widget.objectName()} is disabled"
    if at is None and isinstance(widget, QAbstractButton) and widget.isCheckable() and not widget.icon().isNull():
        at = widget.rect().center()
    QTest.mouseClick(widget, _LEFT, pos=at or QPoint(min(12, widget.width() // 2), widget.height() // 2))


def pick(combo: QComboBox, text: str) -> None:
    """Open a combo box by F4 and click the entry that begins with `text`.

    Opened by a click, Qt would take the next one within the double-click time for the end of the first.
    """
    reveal(combo)
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_F4)
    wait_until(combo.view().isVisible, what="the list of the combo box")
    row = next(row for row in range(combo.count()) if combo.itemText(row).startswith(text))
    view = combo.view()
    index = combo.model().index(row, combo.modelColumn())
    view.scrollTo(index)
    QTest.mouseMove(view.viewport(), view.visualRect(index).center())
    QTest.mouseClick(view.viewport(), _LEFT, pos=view.visualRect(index).center())
    wait_until(lambda: not view.isVisible(), what="the list to close")


def retype(field: QLineEdit, text: str, *, enter: bool = True) -> None:
    """Select what stands in a field and type something else."""
    reveal(field)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    if enter:
        QTest.keyClick(field, Qt.Key.Key_Return)


def click_row(view: QAbstractItemView, index: QModelIndex) -> None:
    """Click a row at its text."""
    reveal(view)
    view.scrollTo(index)
    QTest.mouseClick(view.viewport(), _LEFT, pos=view.visualRect(index).center())


def click_check(view: QAbstractItemView, index: QModelIndex) -> None:
    """Click the check box of a row."""
    reveal(view)
    view.scrollTo(index)
    rect = view.visualRect(index)
    QTest.mouseClick(view.viewport(), _LEFT, pos=QPoint(rect.left() + 14, rect.center().y()))

"""A small box with a search field and a list, opened over a widget at a point: type, arrow keys, Enter, Esc.

What is searched, and what is done with the choice, is the business of its kinds and owners.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ui.theme.icons import icon_size, pixmap
from ui.theme.theme import theme
from ui.theme.tokens import SPACE_1, SPACE_2, category_colour, category_icon
from ui.widgets.styling import label

SIZE = QSize(300, 340)
_LIST_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_ABOUT_HEIGHT = 44


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list: `key` is what is chosen, `about` is told below the list, `mark` stands small at its right.

    `picture` is an icon's name where it is not the category's.
    """

    key: str
    title: str
    category: str = ""
    about: str = ""
    mark: str = ""
    picture: str = ""

    def icon(self) -> QPixmap:
        """Its own icon, or its layer category's, in the category's colour."""
        return pixmap(
            self.picture or category_icon(self.category), category_colour(self.category, theme.colours.scheme), 16
        )


MARK_ROLE = Qt.ItemDataRole.UserRole + 1
"""An entry's mark."""


class _Marked(QStyledItemDelegate):
    """Paints a line as ever, and its mark at the right."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Qt's; the mark is quieter than the title."""
        super().paint(painter, option, index)
        mark = index.data(MARK_ROLE)
        if mark:
            box = option.rect.adjusted(0, 0, -8, 0)
            painter.save()
            painter.setFont(theme.font(11))
            painter.setPen(theme.colour("text_faint"))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), mark)
            painter.restore()


class SearchBox(QFrame):
    """`chosen` carries the entry's key; `closed` follows in any case, also after Esc or a click elsewhere."""

    chosen = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget, name: str, prompt: str) -> None:
        super().__init__(parent)
        self._host = parent
        self.setObjectName(name)
        self.setProperty("class", "card")
        self.setAccessibleName(prompt)
        self._entries: dict[str, Entry] = {}
        self._field = QLineEdit()
        self._field.setObjectName(f"{name}_field")
        self._list = QListWidget()
        self._list.setObjectName(f"{name}_list")
        self._list.setAccessibleName("Found")
        self._about = label("", "small", wrap=True)
        self._lay_out()
        self.ask(prompt)
        self._field.textChanged.connect(self._search)
        self._field.installEventFilter(self)
        self._list.itemClicked.connect(self._choose)
        self._list.currentItemChanged.connect(self._tell)
        self.hide()

    def found(self, text: str) -> Iterable[Entry]:
        """The entries that the text may mean, best first. Kinds of boxes fill this in."""
        raise NotImplementedError

    def nothing_found(self, text: str) -> str:
        """What to say where nothing is found."""
        return f"Nothing is called “{text}”."

    def ask(self, prompt: str) -> None:
        """Say what is searched for."""
        self._field.setPlaceholderText(prompt)
        self._field.setAccessibleName(prompt)

    def open_at(self, at: QPoint) -> None:
        """Open with its corner at a point of the parent, moved inside it."""
        host = self._host
        self.resize(min(SIZE.width(), host.width() - 8), min(SIZE.height(), host.height() - 8))
        x = max(4, min(at.x(), host.width() - self.width() - 4))
        y = max(4, min(at.y(), host.height() - self.height() - 4))
        self.move(x, y)
        self._about.setFixedHeight(round(_ABOUT_HEIGHT * theme.scale))
        self._list.setIconSize(icon_size())
        self._field.clear()
        self._search()
        self.show()
        self.raise_()
        self._field.setFocus(Qt.FocusReason.PopupFocusReason)

    def dismiss(self) -> None:
        """Close without choosing."""
        if self.isVisible():
            self._leave()
            self.closed.emit()

    def current(self) -> str:
        """The key that Enter would choose, empty if nothing is found."""
        entry = self._list.currentItem()
        return str(entry.data(Qt.ItemDataRole.UserRole)) if entry is not None else ""

    def offered(self) -> tuple[str, ...]:
        """The keys in the list, from the top."""
        return tuple(self._entries)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys go to the list, Enter chooses, Esc and Tab close; leaving the field closes too."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.FocusOut:
            self.dismiss()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() in _LIST_KEYS:
            self._list.keyPressEvent(event)
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            current = self._list.currentItem()
            if current is not None:
                self._choose(current)
            return True
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.dismiss()
            return True
        return False

    def _search(self) -> None:
        text = self._field.text().strip()
        self._list.clear()
        self._entries = {entry.key: entry for entry in self.found(text)}
        for entry in self._entries.values():
            line = QListWidgetItem(entry.icon(), entry.title)
            line.setData(Qt.ItemDataRole.UserRole, entry.key)
            line.setData(MARK_ROLE, entry.mark)
            words = f"{entry.title}, {entry.mark}" if entry.mark else entry.title
            line.setData(Qt.ItemDataRole.AccessibleTextRole, f"{words}: {entry.about}")
            self._list.addItem(line)
        self._list.setCurrentRow(0)
        if not self._entries:
            self._about.setText(self.nothing_found(text))

    def _tell(self, line: QListWidgetItem | None) -> None:
        if line is not None:
            self._about.setText(self._entries[line.data(Qt.ItemDataRole.UserRole)].about)

    def _choose(self, line: QListWidgetItem) -> None:
        key = str(line.data(Qt.ItemDataRole.UserRole))
        self._leave()
        self.chosen.emit(key)
        self.closed.emit()

    def _leave(self) -> None:
        """Hide, and give the focus back unless the user has put it elsewhere already."""
        if self._field.hasFocus():
            self._host.setFocus(Qt.FocusReason.PopupFocusReason)
        self.hide()

    def _lay_out(self) -> None:
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setItemDelegate(_Marked(self._list))
        self._list.setUniformItemSizes(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._about.setAlignment(Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_2)
        column.setSpacing(SPACE_1)
        column.addWidget(self._field)
        column.addWidget(self._list, 1)
        column.addWidget(self._about)

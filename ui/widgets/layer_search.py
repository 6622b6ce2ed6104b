"""Search-to-add: a small box with a search field and the layers that fit, opened over a widget at a point.

Recently used kinds come first while nothing is typed. What is done with the chosen kind is the owner's business.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop_nn.catalogue import Catalogue, Kind
from desktop_nn.catalogue.search import search
from ui.theme.icons import icon_size, pixmap
from ui.theme.theme import theme
from ui.theme.tokens import SPACE_1, SPACE_2, category_colour, category_icon
from ui.widgets.styling import label

SIZE = QSize(300, 340)
_RECENT = 5
_LIST_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class LayerSearch(QFrame):
    """`chosen` carries the kind's name; `closed` follows in any case, also after Esc or a click elsewhere."""

    chosen = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget, catalogue: Catalogue) -> None:
        super().__init__(parent)
        self._host = parent
        self.setObjectName("layer_search")
        self.setProperty("class", "card")
        self.setAccessibleName("Search for a layer to add")
        self._catalogue = catalogue
        self._fits: Callable[[Kind], bool] = lambda _kind: True
        self._recent: list[str] = []
        self._field = QLineEdit()
        self._field.setObjectName("layer_search_field")
        self._field.setPlaceholderText("Search layers…")
        self._field.setAccessibleName("Search layers")
        self._list = QListWidget()
        self._list.setObjectName("layer_search_list")
        self._list.setAccessibleName("Layers found")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setUniformItemSizes(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setIconSize(icon_size())
        self._about = label("", "small", wrap=True)
        self._about.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._lay_out()
        self._field.textChanged.connect(self._search)
        self._field.installEventFilter(self)
        self._list.itemClicked.connect(self._choose)
        self._list.currentItemChanged.connect(self._tell)
        theme.changed.connect(self._search)
        self.hide()

    def open(self, at: QPoint, fits: Callable[[Kind], bool] = lambda _kind: True) -> None:
        """Open with its corner at a point of the parent, moved inside it; only kinds that fit are offered."""
        self._fits = fits
        parent = self._host
        self.resize(min(SIZE.width(), parent.width() - 8), min(SIZE.height(), parent.height() - 8))
        x = max(4, min(at.x(), parent.width() - self.width() - 4))
        y = max(4, min(at.y(), parent.height() - self.height() - 4))
        self.move(x, y)
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
        """The kind that Enter would choose, empty if none is found."""
        entry = self._list.currentItem()
        return str(entry.data(Qt.ItemDataRole.UserRole)) if entry is not None else ""

    def offered(self) -> tuple[str, ...]:
        """The kinds in the list, from the top."""
        return tuple(self._list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(self._list.count()))

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
        kinds = [kind for kind in search(self._catalogue, text) if self._fits(kind)]
        if not text:
            known = {kind.name: kind for kind in kinds}
            recent = [known.pop(name) for name in self._recent if name in known]
            kinds = [*recent, *known.values()]
        self._list.clear()
        self._list.setIconSize(icon_size())
        for kind in kinds:
            self._list.addItem(self._entry(kind))
        self._list.setCurrentRow(0)
        if not kinds:
            self._about.setText(f"No layer is called “{text}”. Try another word, such as “conv” or “FC”.")

    def _entry(self, kind: Kind) -> QListWidgetItem:
        category = "input" if kind.name == "InputLayer" else kind.category
        colour = category_colour(category, theme.colours.scheme)
        entry = QListWidgetItem(kind.name)
        entry.setIcon(pixmap(category_icon(category), colour, 16))
        entry.setData(Qt.ItemDataRole.UserRole, kind.name)
        entry.setData(Qt.ItemDataRole.AccessibleTextRole, f"{kind.name}: {kind.summary}")
        return entry

    def _tell(self, entry: QListWidgetItem | None) -> None:
        kind = self._catalogue.layers.get(entry.data(Qt.ItemDataRole.UserRole)) if entry is not None else None
        if kind is not None:
            self._about.setText(kind.summary)

    def _choose(self, entry: QListWidgetItem) -> None:
        name = str(entry.data(Qt.ItemDataRole.UserRole))
        self._recent = [name, *(other for other in self._recent if other != name)][:_RECENT]
        self._leave()
        self.chosen.emit(name)
        self.closed.emit()

    def _leave(self) -> None:
        """Hide, and give the focus back unless the user has put it elsewhere already."""
        if self._field.hasFocus():
            self._host.setFocus(Qt.FocusReason.PopupFocusReason)
        self.hide()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_2)
        column.setSpacing(SPACE_1)
        column.addWidget(self._field)
        column.addWidget(self._list, 1)
        self._about.setFixedHeight(round(44 * theme.scale))
        column.addWidget(self._about)

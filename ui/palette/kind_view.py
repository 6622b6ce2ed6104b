"""The tree of layer kinds: choosing by Enter or double-click, dragging, and the way back to the search line."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QDrag, QFontMetrics, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QTreeView

from desktop_nn.catalogue import Kind
from desktop_nn.project.snippets import Snippet
from ui.palette.kind_model import Index, KindModel, category_of
from ui.theme.icons import icon_size, pixmap
from ui.theme.theme import theme
from ui.theme.tokens import RADIUS, category_colour, category_icon


class KindView(QTreeView):
    """`wanted(Kind)` on Enter or double-click, `dropped(Kind)` after a drag that something took.

    `snippet_wanted` and `snippet_focused` do the same for templates and snippets.
    `focused(Kind)` follows the current row (None on a category), `typed(text)` and `left` lead back to the search.
    """

    wanted = Signal(object)
    dropped = Signal(object)
    focused = Signal(object)
    snippet_wanted = Signal(object)
    snippet_focused = Signal(object)
    typed = Signal(str)
    left = Signal()
    new_wanted = Signal()
    """A new layer is to be written in Python."""

    def __init__(self, kinds: KindModel) -> None:
        super().__init__()
        self.kinds = kinds
        self.setObjectName("palette_list")
        self.setAccessibleName("Layers")
        self.setModel(kinds)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(14)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setExpandsOnDoubleClick(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QTreeView.Shape.NoFrame)
        self.setStyleSheet("QTreeView { border: none; background: transparent; }")
        self.doubleClicked.connect(self._want)
        self.clicked.connect(self._fold)
        theme.changed.connect(self._dress)
        self._dress()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Qt's: tell of which kind the details are to be shown."""
        super().currentChanged(current, previous)
        self.focused.emit(self.kinds.kind(current))
        snippet = self.kinds.snippet(current)
        if snippet is not None:
            self.snippet_focused.emit(snippet)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses, Up from the first row and typing go to the search line."""
        index, key = self.currentIndex(), event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._want(index)
        elif key == Qt.Key.Key_Up and index == self.kinds.index(0, 0):
            self.left.emit()
        elif event.text().isprintable() and event.text().strip() and not event.modifiers() & _COMMANDS:
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """Qt's: drag the kind as a small card."""
        kind, snippet = self.kinds.kind(self.currentIndex()), self.kinds.snippet(self.currentIndex())
        if snippet is None and (kind is None or kind.locked):
            return
        drag = QDrag(self)
        drag.setMimeData(self.kinds.mimeData([self.currentIndex()]))
        card = drag_card(snippet or kind)
        drag.setPixmap(card)
        size = card.deviceIndependentSize()
        drag.setHotSpot(QPoint(round(size.width() / 2), round(size.height() / 2)))
        if drag.exec(Qt.DropAction.CopyAction) != Qt.DropAction.IgnoreAction and kind is not None:
            self.dropped.emit(kind)

    def _want(self, index: QModelIndex) -> None:
        kind, snippet = self.kinds.kind(index), self.kinds.snippet(index)
        if self.kinds.makes_new(index):
            self.new_wanted.emit()
        elif snippet is not None:
            self.snippet_wanted.emit(snippet)
        elif kind is None:
            self.setExpanded(index, not self.isExpanded(index))
        elif not kind.locked:
            self.wanted.emit(kind)

    def _fold(self, index: QModelIndex) -> None:
        """A click anywhere on a category folds it, not only on its arrow."""
        row = self.kinds.kind(index) or self.kinds.snippet(index) or self.kinds.makes_new(index)
        if not row:
            self.setExpanded(index, not self.isExpanded(index))

    def _dress(self) -> None:
        self.setIconSize(icon_size(16))


_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


def drag_card(thing: Kind | Snippet | None) -> QPixmap:
    """What follows the pointer: a small card with the icon and name of a kind or a snippet."""
    font = theme.font()
    category = category_of(thing) if isinstance(thing, Kind) else "core"
    sign = category_icon(category) if isinstance(thing, Kind) else "blocks"
    name = thing.name if isinstance(thing, Kind) else thing.title if thing is not None else ""
    colour = category_colour(category, theme.colours.scheme)
    width, height, ratio = QFontMetrics(font).horizontalAdvance(name) + 44, 30, 2
    picture = QPixmap(width * ratio, height * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(theme.colour("accent"))
    painter.setBrush(theme.colour("card"))
    painter.drawRoundedRect(1, 1, width - 2, height - 2, RADIUS, RADIUS)
    painter.drawPixmap(9, 7, pixmap(sign, colour, 16))
    painter.setFont(font)
    painter.setPen(theme.colour("text"))
    painter.drawText(32, 0, width - 36, height, int(Qt.AlignmentFlag.AlignVCenter), name)
    painter.end()
    return picture

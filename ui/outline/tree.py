"""The outline's tree view: keys, context menu, columns. Which rows there are is the model's."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeView

from ui.outline.model import KIND, NAME, PARAMETERS, PROBLEM, SHAPE, OutlineModel
from ui.outline.rows import Key
from ui.theme.icons import icon_size
from ui.theme.theme import theme

_WIDTHS = {NAME: 140, PROBLEM: 24, KIND: 96, SHAPE: 104, PARAMETERS: 84}


class OutlineTree(QTreeView):
    """`opened(key)` on Enter or a double-click, `menu_wanted(global point)` on a right click or the menu key."""

    opened = Signal(object)
    menu_wanted = Signal(QPoint)

    def __init__(self, rows: OutlineModel) -> None:
        super().__init__()
        self.rows = rows
        self.setObjectName("outline_tree")
        self.setAccessibleName("Outline of the model")
        self.setModel(rows)
        self.setFrameShape(QTreeView.Shape.NoFrame)
        self.setUniformRowHeights(True)
        self.setIndentation(14)
        self.setAllColumnsShowFocus(True)
        self.setExpandsOnDoubleClick(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        head = self.header()
        head.setStretchLastSection(False)
        head.setMinimumSectionSize(20)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.doubleClicked.connect(lambda index: self.opened.emit(rows.key(index)))
        theme.changed.connect(self._dress)
        self._dress()

    def chosen(self) -> list[Key]:
        """Keys of the selected rows."""
        return [self.rows.key(index) for index in self.selectionModel().selectedRows()]

    def choose(self, keys: Iterable[Key]) -> None:
        """Select exactly these rows; the first of them comes into sight, unless the keyboard is here."""
        wanted = QItemSelection()
        first = None
        for key in keys:
            index = self.rows.index_of(key)
            if index.isValid():
                first = first if first is not None else index
                wanted.select(index, index)
        kind = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(wanted, kind.ClearAndSelect | kind.Rows)
        if first is not None and not self.selectionModel().isRowSelected(
            self.currentIndex().row(), self.currentIndex().parent()
        ):
            self.selectionModel().setCurrentIndex(first, kind.NoUpdate)
            self.scrollTo(first)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the layer on the canvas."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.rows.key(self.currentIndex()))
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """There is a current row as soon as the keyboard comes."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.rows.rowCount():
            self.selectionModel().setCurrentIndex(self.rows.index(0, 0), QItemSelectionModel.SelectionFlag.NoUpdate)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The same commands as on the canvas."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        place = self.visualRect(self.currentIndex()).center() if by_key else self.viewport().mapFrom(self, event.pos())
        if by_key or self.indexAt(event.pos()).isValid():
            self.menu_wanted.emit(self.viewport().mapToGlobal(place))

    def _dress(self) -> None:
        self.setIconSize(icon_size(14))
        for column, width in _WIDTHS.items():
            self.header().resizeSection(column, round(width * theme.scale))

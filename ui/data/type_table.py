"""The columns of the user's own file with the type of each, which a click changes between number and category."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop_nn.data.columns import Column
from ui.data.column_list import KIND_ICONS
from ui.theme.icons import icon
from ui.theme.theme import theme
from ui.theme.tokens import TEXT
from ui.widgets.tips import plain

_SHOWN = 6
_Index = QModelIndex | QPersistentModelIndex


class _Types(QAbstractTableModel):
    """Name and type; types that the user has overruled are set in bold."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.columns: tuple[Column, ...] = ()
        self.wishes: Mapping[str, str] = {}

    def show(self, columns: Sequence[Column], wishes: Mapping[str, str]) -> None:
        self.beginResetModel()
        self.columns, self.wishes = tuple(columns), dict(wishes)
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def columnCount(self, parent: _Index | None = None) -> int:
        return 2

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal and section < 2:
            return ("Column", "Type")[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        column = self.columns[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.name if index.column() == 0 else column.kind
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 1:
            return icon(KIND_ICONS[column.kind], "text_dim", 14)
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == 1:
            return theme.colour("accent")
        if role == Qt.ItemDataRole.FontRole and index.column() == 1 and column.name in self.wishes:
            return theme.font(TEXT, QFont.Weight.DemiBold)
        if role == Qt.ItemDataRole.ToolTipRole:
            how = "set by you" if column.name in self.wishes else "recognised"
            return plain(f"{column.name}: {column.kind}, {how}. Click the type, or press Space, to change it.")
        return None


class TypeTable(QTableView):
    """`edited` carries all types that the user has set, column name -> "number" | "category"."""

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("csv_types")
        self.setAccessibleName("Types of the columns")
        self._types = _Types(self)
        self.setModel(self._types)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.clicked.connect(lambda index: self._switch(index.row()) if index.column() == 1 else None)

    def show_columns(self, columns: Sequence[Column], wishes: Mapping[str, str]) -> None:
        """Show the columns as they are typed now."""
        if (tuple(columns), dict(wishes)) != (self._types.columns, self._types.wishes):
            row = self.currentIndex().row()
            self._types.show(columns, wishes)
            self.setCurrentIndex(self._types.index(row, 0))
        rows = max(1, min(len(columns), _SHOWN))
        height = round(24 * theme.scale)
        self.verticalHeader().setDefaultSectionSize(height)
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + rows * height + 2 * self.frameWidth())

    def keyPressEvent(self, event: Any) -> None:
        """Space changes the type of the present row."""
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self._switch(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def _switch(self, row: int) -> None:
        column = self._types.columns[row]
        if column.kind == "image":
            return
        wish = "category" if column.kind == "number" else "number"
        self.edited.emit({**self._types.wishes, column.name: wish})

"""Plain read-only tables for the first rows and for the columns' figures. What they show comes from outside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop_nn.data.columns import Column
from ui.data.column_list import KIND_ICONS
from ui.theme.icons import icon
from ui.theme.theme import theme
from ui.theme.tokens import TEXT_SMALL
from ui.widgets.tips import plain

_MEASURED = 60
"""Up to so many columns are made as wide as their contents; measuring takes time."""
_Index = QModelIndex | QPersistentModelIndex
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class TextRows(QAbstractTableModel):
    """Rows of texts under columns; numbers stand right, the rest left."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.titles: tuple[str, ...] = ()
        self.rows: Sequence[Sequence[str]] = ()
        self.right: tuple[bool, ...] = ()
        self.columns: tuple[Column, ...] = ()
        self.down = False

    def show(
        self,
        titles: Sequence[str],
        rows: Sequence[Sequence[str]],
        right: Sequence[bool],
        columns: Sequence[Column],
        *,
        down: bool = False,
    ) -> None:
        """`columns` are described in the header, or with `down` in the first cell of each row."""
        self.beginResetModel()
        self.titles, self.rows, self.right = tuple(titles), rows, tuple(right)
        self.columns, self.down = tuple(columns), down
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        """Qt's."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index | None = None) -> int:
        """Qt's."""
        return 0 if parent is not None and parent.isValid() else len(self.titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles with the kind's icon. While it is reset, a header may ask for a section that is gone."""
        if orientation != Qt.Orientation.Horizontal or section >= len(self.titles):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.titles[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.right[section] else _LEFT
        if self.down:
            return None
        return self._of_column(self.columns[section], role)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt's."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.right[index.column()] else _LEFT
        if self.down and index.column() == 0:
            return self._of_column(self.columns[index.row()], role)
        return None

    def _of_column(self, column: Column, role: int) -> Any:
        if role == Qt.ItemDataRole.DecorationRole:
            return icon(KIND_ICONS[column.kind], "text_faint", 13)
        if role == Qt.ItemDataRole.ToolTipRole:
            classes = f", {len(column.categories)} classes" if column.kind == "category" else ""
            missing = f", {column.missing:,} missing" if column.missing else ""
            return plain(
                f"{column.name}: {column.kind}{classes}{missing}" + (f"\n{column.help}" if column.help else "")
            )
        return None


class PlainTable(QTableView):
    """A read-only table as high as its rows, up to `most`; `picked` carries the row that was clicked or reached."""

    picked = Signal(int)

    def __init__(self, name: str, title: str, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._most = most
        self.rows = TextRows(self)
        self.setModel(self.rows)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setCornerWidget(QWidget(self))
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setResizeContentsPrecision(12)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setHighlightSections(False)
        self.selectionModel().currentRowChanged.connect(
            lambda now, _: self.picked.emit(now.row()) if now.isValid() else None
        )
        theme.changed.connect(self._fit)
        self._fit()

    def show_rows(
        self,
        titles: Sequence[str],
        rows: Sequence[Sequence[str]],
        right: Sequence[bool],
        columns: Sequence[Column],
        *,
        down: bool = False,
    ) -> None:
        """Show other contents; see `TextRows.show`."""
        many = len(titles) > _MEASURED
        mode = QHeaderView.ResizeMode.Interactive if many else QHeaderView.ResizeMode.ResizeToContents
        self.horizontalHeader().setSectionResizeMode(mode)
        self.rows.show(titles, rows, right, columns, down=down)
        if down:
            self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        self._fit()
        self._share_width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The first column of a table that goes down takes what the others leave."""
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        if self.rows.down:
            others = sum(self.columnWidth(column) for column in range(1, self.rows.columnCount()))
            self.setColumnWidth(0, max(round(84 * theme.scale), self.viewport().width() - others))

    def _fit(self) -> None:
        self.setFont(theme.font(TEXT_SMALL))
        self.horizontalHeader().setFont(theme.font(TEXT_SMALL))
        row = round(22 * theme.scale)
        self.verticalHeader().setDefaultSectionSize(row)
        rows = max(1, min(self._most, self.rows.rowCount()))
        bar = self.horizontalScrollBar().sizeHint().height() if not self.rows.down else 0
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + rows * row + bar + 2 * self.frameWidth())

"""Weights as numbers: a table over an array of any size that only looks at the cells in sight, and copies them."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop_nn.weights.store import Array
from desktop_nn.weights.writing import as_table, row_title
from ui.theme.theme import theme
from ui.theme.tokens import TEXT_SMALL

_Index = QModelIndex | QPersistentModelIndex
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
MOST_COPIED = 2_000_000
"""Cells that go to the clipboard at most."""


class NumberRows(QAbstractTableModel):
    """A cell a value; the last axis runs along the columns."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.values: Array = np.zeros((0, 0))
        self.shape: tuple[int, ...] = (0,)

    def show(self, values: Array) -> None:
        """Show another array; the view keeps its place if the shape stays."""
        same = values.shape == self.shape
        if not same:
            self.beginResetModel()
        self.values, self.shape = as_table(values), tuple(values.shape)
        if not same:
            self.endResetModel()
        elif self.values.size:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def rowCount(self, parent: _Index | None = None) -> int:
        """Qt's."""
        return 0 if parent is not None and parent.isValid() else len(self.values)

    def columnCount(self, parent: _Index | None = None) -> int:
        """Qt's."""
        return 0 if parent is not None and parent.isValid() else int(self.values.shape[1])

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The places along the axes."""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return str(section) if len(self.shape) > 1 else "value"
        return row_title(self.shape, section)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt's; short in the cell, in full precision in the tool tip."""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.ForegroundRole):
            return None
        value = self.values[index.row(), index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{value:.4g}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return str(value)
        return None if np.isfinite(value) else QColor(theme.colours.bad)


class NumberTable(QTableView):
    """Read-only; `copied` tells how many cells went to the clipboard, `refused` that they were too many."""

    copy_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("weights_numbers")
        self.rows = NumberRows(self)
        self.setModel(self.rows)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for head in (self.horizontalHeader(), self.verticalHeader()):
            head.setHighlightSections(False)
            head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)  # measuring millions of rows would take for ever
        theme.changed.connect(self._dress)
        self._dress()

    def show_values(self, values: Array, word: str) -> None:
        """Show an array."""
        self.rows.show(values)
        self.setAccessibleName(f"{word}: {self.rows.rowCount():,} rows of {self.rows.columnCount():,} values")
        self._fit_head()

    def selected_text(self) -> str | None:
        """The selected block, tabs between its cells; the whole array without a selection; None if it is too large."""
        ranges = self.selectionModel().selection()
        values = self.rows.values
        if ranges.count():
            block = ranges.first()
            values = values[block.top() : block.bottom() + 1, block.left() : block.right() + 1]
        if values.size > MOST_COPIED:
            return None
        return "\n".join("\t".join(map(str, row)) for row in values)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's: copying is the panel's."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        else:
            super().keyPressEvent(event)

    def _dress(self) -> None:
        font = theme.font(TEXT_SMALL)
        for widget in (self, self.horizontalHeader(), self.verticalHeader()):
            widget.setFont(font)
        self.verticalHeader().setDefaultSectionSize(round(21 * theme.scale))
        self.horizontalHeader().setDefaultSectionSize(round(84 * theme.scale))
        self._fit_head()

    def _fit_head(self) -> None:
        last = row_title(self.rows.shape, max(0, self.rows.rowCount() - 1)) if self.rows.values.size else "0"
        self.verticalHeader().setFixedWidth(self.fontMetrics().horizontalAdvance(last) + 22)

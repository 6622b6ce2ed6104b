"""The table of runs: what keys and clicks mean there. What a wish does is its owner's business."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop_nn.runs.entry import RunEntry
from ui.runs.table_model import RunTableModel

_WIDEST = {"title": 240, "notes": 320, "data": 140}
_ROWS_MEASURED = 15

KEYS = {
    (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier): "charts",
    (Qt.Key.Key_Enter, Qt.KeyboardModifier.NoModifier): "charts",
    (Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier): "rename",
    (Qt.Key.Key_F2, Qt.KeyboardModifier.ShiftModifier): "notes",
    (Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier): "star",
    (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier): "delete",
    (Qt.Key.Key_Backspace, Qt.KeyboardModifier.NoModifier): "delete",
    (Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier): "filter",
    (Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier): "copy",
}
"""Keys of the table, and the wishes that they are."""


class RunTable(QTableView):
    """`wished` carries what a key or click asks for, `menu_wanted` a point of the screen; selection is by rows."""

    wished = Signal(str)
    menu_wanted = Signal(QPoint)
    columns_wanted = Signal(QPoint)
    edited = Signal()
    """A title is no longer being typed."""

    def __init__(self, model: RunTableModel) -> None:
        super().__init__()
        self.setObjectName("runs_table")
        self.setAccessibleName("Runs")
        self.runs = model
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(28)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        head.setSortIndicatorClearable(True)
        head.setResizeContentsPrecision(_ROWS_MEASURED)
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.customContextMenuRequested.connect(lambda at: self.columns_wanted.emit(head.mapToGlobal(at)))
        self.setSortingEnabled(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._ask_menu)
        self.doubleClicked.connect(self._open)
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._restore)
        self._fitted = False
        self._kept: tuple[set[Path], Path | None, list[str]] = (set(), None, [])

    def chosen(self) -> list[RunEntry]:
        """The selected runs, from top to bottom."""
        parts: list[QItemSelectionRange] = self.selectionModel().selection().toList()
        rows = {row for part in parts for row in range(part.top(), part.bottom() + 1)}
        return [self.runs.shown[row] for row in sorted(rows) if row < len(self.runs.shown)]

    def select(self, folders: set[Path], current: Path | None = None) -> None:
        """Select the runs in these folders, as far as they are shown."""
        flag = QItemSelectionModel.SelectionFlag
        wanted = QItemSelection()
        for row, entry in enumerate(self.runs.shown):
            if entry.folder in folders:
                index = self.runs.index(row, 0)
                wanted.select(index, index)
            if entry.folder == current:
                self.selectionModel().setCurrentIndex(self.runs.index(row, 1), flag.NoUpdate)
        self.selectionModel().select(wanted, flag.ClearAndSelect | flag.Rows)

    def rename(self) -> None:
        """Edit the current run's title in place."""
        column = self.runs.column_number("title")
        index = self.currentIndex()
        if index.isValid() and column >= 0:
            at = index.siblingAtColumn(column)
            self.scrollTo(at)
            self.edit(at)

    @property
    def editing(self) -> bool:
        """Whether a title is being typed."""
        return self.state() == QAbstractItemView.State.EditingState

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Qt's; what waited for the end of typing may come now."""
        super().closeEditor(editor, hint)
        self.edited.emit()

    def fit_columns(self) -> None:
        """Make columns as wide as what stands in them, within reason."""
        self.resizeColumnsToContents()
        for number, column in enumerate(self.runs.columns):
            if column.id == "star":
                self.setColumnWidth(number, 34)
                continue
            widest = _WIDEST.get(column.id, 200)
            self.setColumnWidth(number, min(widest, self.columnWidth(number) + 8))

    def event(self, event: QEvent) -> bool:
        """Qt's; the table's keys are its own, not the window's commands of the same keys."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._wish(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's; see `KEYS`."""
        wish = self._wish(event)
        if wish:
            self.wished.emit(wish)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt's; a click on a star is a wish."""
        super().mouseReleaseEvent(event)
        at = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and at.isValid() and self.runs.columns[at.column()].id == "star":
            self.wished.emit("star")

    def _wish(self, event: QKeyEvent) -> str:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return KEYS.get((Qt.Key(event.key()), modifiers), "")

    def _open(self, index: QModelIndex) -> None:
        wishes = {"star": "", "notes": "notes"}
        wish = wishes.get(self.runs.columns[index.column()].id, "charts")
        if wish:
            self.wished.emit(wish)

    def _ask_menu(self, at: QPoint) -> None:
        self.menu_wanted.emit(self.viewport().mapToGlobal(at))

    def _remember(self) -> None:
        index = self.currentIndex()
        shown = self.runs.shown
        current = shown[index.row()].folder if index.isValid() and index.row() < len(shown) else None
        self._kept = {entry.folder for entry in self.chosen()}, current, [item.id for item in self.runs.columns]

    def _restore(self) -> None:
        folders, current, columns = self._kept
        self.select(folders, current)
        if columns != [item.id for item in self.runs.columns] or not self._fitted:
            self._fitted = bool(self.runs.shown)
            self.fit_columns()
            self._mark_sorting()

    def _mark_sorting(self) -> None:
        """The arrow stays at its column when others come or go."""
        head = self.horizontalHeader()
        head.blockSignals(True)
        order = Qt.SortOrder.DescendingOrder if self.runs.descending else Qt.SortOrder.AscendingOrder
        head.setSortIndicator(self.runs.column_number(self.runs.sorted_by), order)
        head.blockSignals(False)

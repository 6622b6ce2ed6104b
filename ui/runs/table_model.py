"""The library's table as a model: the runs that pass the filter, sorted, with the columns that are wanted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QIcon

from desktop_nn.runs.columns import Column, columns_of, in_order_of
from desktop_nn.runs.entry import RunEntry
from ui.runs.looks import colour_dot, star, state_colour, state_tip
from ui.theme.icons import icon
from ui.theme.theme import theme
from ui.widgets.tips import plain

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_NO_INDEX = QModelIndex()


class RunTableModel(QAbstractTableModel):
    """Holds the entries that a worker read. `title_wanted` carries an entry and the title that was typed for it."""

    title_wanted = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[RunEntry] = []
        """All of them, newest first."""
        self.shown: list[RunEntry] = []
        """Those in the table, from top to bottom."""
        self.all_columns: tuple[Column, ...] = columns_of(())
        self.columns: list[Column] = [column for column in self.all_columns if column.shown]
        self.changed_columns: dict[str, bool] = {}
        """Columns shown or hidden against their default."""
        self._matches: Callable[[RunEntry], bool] = lambda _: True
        self.sorted_by, self.descending = "", False

    # --- what is shown -------------------------------------------------------------------------------------------

    def show(self, entries: Sequence[RunEntry]) -> None:
        """Take over another list."""
        self.beginResetModel()
        self.entries = list(entries)
        self.all_columns = columns_of(self.entries)
        self._choose_columns()
        self._arrange()
        self.endResetModel()

    def show_columns(self, changed: dict[str, bool]) -> None:
        """Show or hide columns by their ids, against the default."""
        self.beginResetModel()
        self.changed_columns = dict(changed)
        self._choose_columns()
        self.endResetModel()

    def filter(self, matches: Callable[[RunEntry], bool]) -> None:
        """Show only the runs that pass."""
        self.beginResetModel()
        self._matches = matches
        self._arrange()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Qt's; a column below 0 is the order in which they were made, newest first."""
        self.beginResetModel()
        self.sorted_by = self.columns[column].id if 0 <= column < len(self.columns) else ""
        self.descending = order == Qt.SortOrder.DescendingOrder
        self._arrange()
        self.endResetModel()

    def replace(self, entry: RunEntry) -> None:
        """Another state of one run; the rows stay where they are until the list is read again."""
        for entries in (self.entries, self.shown):
            for row, old in enumerate(entries):
                if old.folder == entry.folder:
                    entries[row] = entry
                    if entries is self.shown:
                        self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.columns) - 1))

    def entry_of(self, folder: Path) -> RunEntry | None:
        """The run in that folder, shown or not."""
        return next((entry for entry in self.entries if entry.folder == folder), None)

    def column_number(self, id: str) -> int:
        """Where a column stands, or -1."""
        return next((number for number, column in enumerate(self.columns) if column.id == id), -1)

    def _choose_columns(self) -> None:
        self.columns = [item for item in self.all_columns if self.changed_columns.get(item.id, item.shown)]

    def _arrange(self) -> None:
        shown = [entry for entry in self.entries if self._matches(entry)]
        by = next((column for column in self.all_columns if column.id == self.sorted_by), None)
        self.shown = in_order_of(by, shown, descending=self.descending) if by else shown

    # --- Qt's questions ------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """Qt's."""
        return 0 if parent.isValid() else len(self.shown)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        """Qt's."""
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Qt's; the title can be edited."""
        flags = super().flags(index)
        if index.isValid() and self.columns[index.column()].id == "title":
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """Qt's."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Role.DisplayRole:
            return "" if column.id == "star" else column.title
        if role == Role.DecorationRole and column.id == "star":
            return icon("star", "text_faint", 14)
        if role == Role.ToolTipRole:
            return f"{column.title}. {column.about}".removesuffix(" ")
        if role == Role.AccessibleTextRole:
            return column.title
        if role == Role.TextAlignmentRole:
            return _alignment(column)
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Qt's."""
        entry, column = self.shown[index.row()], self.columns[index.column()]
        if role == Role.DisplayRole:
            return "" if column.id == "star" else column.text(entry)
        if role == Role.EditRole:
            return column.value(entry)
        if role == Role.DecorationRole:
            return _picture(entry, column.id)
        if role == Role.TextAlignmentRole:
            return _alignment(column)
        if role == Role.ForegroundRole:
            return theme.colour(state_colour(entry.record.state)) if column.id == "state" else None
        if role == Role.ToolTipRole:
            return plain(_tip(entry, column))
        if role == Role.AccessibleTextRole:
            return f"{column.title}: {_spoken(entry, column)}"
        return None

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        """Qt's; a typed title goes to whoever writes it down."""
        if role != Role.EditRole:
            return False
        entry = self.shown[index.row()]
        title = " ".join(str(value).split())
        if title != entry.title:
            self.title_wanted.emit(entry, "" if title == entry.record.title else title)
        return True


def _alignment(column: Column) -> Qt.AlignmentFlag:
    if column.id == "star":
        return Qt.AlignmentFlag.AlignCenter
    return _RIGHT if column.number else _LEFT


def _picture(entry: RunEntry, column: str) -> QIcon | None:
    if column == "star":
        return star(theme.colours.warn) if entry.label.star else None
    if column == "title":
        return colour_dot(entry.label.colour, theme.colours.scheme)
    return None


def _spoken(entry: RunEntry, column: Column) -> str:
    return ("yes" if entry.label.star else "no") if column.id == "star" else column.text(entry)


def _tip(entry: RunEntry, column: Column) -> str:
    if column.id == "notes":
        return entry.label.notes
    if column.id == "state":
        return str(entry.record.problem) if entry.record.problem else state_tip(entry.record)
    if column.id == "star":
        return "Starred" if entry.label.star else "Click to star this run"
    return str(entry.record.problem) if entry.record.problem else str(entry.folder)

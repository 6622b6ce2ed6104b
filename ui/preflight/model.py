"""The checks of a pre-flight as a table: what was checked, what was expected, what was seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from desktop_nn.training.preflight import Check, Verdict
from ui.theme.icons import icon

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
ICONS: dict[Verdict, tuple[str, str]] = {
    "good": ("circle-check", "good"),
    "warn": ("triangle-alert", "warn"),
    "bad": ("circle-x", "bad"),
    "unknown": ("circle-help", "text_dim"),
}
"""A sign of its own for each verdict: the colour is not the only difference."""
WORDS: dict[Verdict, str] = {"good": "Good", "warn": "Look at this", "bad": "Wrong", "unknown": "No rule"}
_HEADINGS = ("Check", "Expected", "Seen")
_NO_INDEX = QModelIndex()


class CheckModel(QAbstractTableModel):
    """Rows come in the order in which checks are made."""

    def __init__(self) -> None:
        super().__init__()
        self.checks: tuple[Check, ...] = ()

    def show(self, checks: Sequence[Check]) -> None:
        """Take over what is known; rows that are there already stay."""
        checks = tuple(checks)
        if checks[: len(self.checks)] == self.checks:
            if len(checks) > len(self.checks):
                self.beginInsertRows(_NO_INDEX, len(self.checks), len(checks) - 1)
                self.checks = checks
                self.endInsertRows()
            return
        self.beginResetModel()
        self.checks = checks
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """Qt's."""
        return 0 if parent.isValid() else len(self.checks)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        """Qt's."""
        return 0 if parent.isValid() else len(_HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """Qt's."""
        if orientation == Qt.Orientation.Horizontal and role == Role.DisplayRole:
            return _HEADINGS[section]
        if orientation == Qt.Orientation.Horizontal and role == Role.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Qt's."""
        check = self.checks[index.row()]
        text = (check.title, check.expected, check.seen)[index.column()]
        if role == Role.DisplayRole:
            return text
        if role == Role.AccessibleTextRole:
            return f"{WORDS[check.verdict]}: {text}" if index.column() == 0 else text
        if role == Role.ToolTipRole:
            return f"{WORDS[check.verdict]}. {check.explanation}" if index.column() == 0 else text
        if role == Role.DecorationRole and index.column() == 0:
            return icon(*ICONS[check.verdict])
        return None

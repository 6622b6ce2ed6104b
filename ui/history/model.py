"""The steps of the history as a list: one row a state, the oldest first. Going there is the panel's."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from ui.session import Session
from ui.theme.icons import icon
from ui.theme.theme import theme
from ui.theme.tokens import TEXT

Index = QModelIndex | QPersistentModelIndex


class HistoryModel(QAbstractListModel):
    """Row 0 is the oldest state kept, row n the one after n edits."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._labels: tuple[str, ...] = ()
        self.at = 0
        self.saved_at: int | None = 0

    def refresh(self) -> bool:
        """Take the history as it is now; returns whether rows came or went."""
        history = self._session.history
        labels = ("Start", *history.labels())
        self.at, self.saved_at = history.at, history.saved_at
        if labels == self._labels:
            self.dataChanged.emit(self.index(0), self.index(self.rowCount() - 1))
            return False
        self.beginResetModel()
        self._labels = labels
        self.endResetModel()
        return True

    def rowCount(self, parent: Index | None = None) -> int:
        """Qt's: the number of states."""
        return 0 if parent is not None and parent.isValid() else len(self._labels)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt's: label, marks and looks of a state."""
        row = index.row()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{self._labels[row]}  ·  saved" if row == self.saved_at else self._labels[row]
            case Qt.ItemDataRole.DecorationRole:
                if row == self.at:
                    return icon("circle-dot", "accent")
                return icon("save", "text_dim" if row < self.at else "text_faint") if row == self.saved_at else _blank()
            case Qt.ItemDataRole.ForegroundRole:
                return theme.colour("text_faint") if row > self.at else None
            case Qt.ItemDataRole.FontRole:
                return theme.font(TEXT, QFont.Weight.DemiBold) if row == self.at else None
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                return self._sentence(row)
            case _:
                return None

    def _sentence(self, row: int) -> str:
        steps = abs(row - self.at)
        plural = "s" if steps != 1 else ""
        where = (
            "now" if steps == 0 else f"{steps} step{plural} back" if row < self.at else f"{steps} step{plural} undone"
        )
        return f"{self._labels[row]}, {where}{', saved' if row == self.saved_at else ''}"


def _blank() -> Any:
    return icon("circle", "border_strong")

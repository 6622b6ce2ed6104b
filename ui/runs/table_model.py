"""The list of runs as a table model; one row a run, newest first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from desktop_nn.runs.record import RunRecord
from desktop_nn.training.metric_titles import in_order, number_text
from ui.runs.run_bar import time_text
from ui.theme.theme import theme

Index = QModelIndex | QPersistentModelIndex


def when(text: str) -> str:
    """A time of the record as one reads it: `23 Nov, 10:13`."""
    try:
        return datetime.fromisoformat(text).strftime("%d %b, %H:%M:%S")
    except ValueError:
        return text


def figures(record: RunRecord) -> str:
    """The run's last word: the test part's figures, or the last epoch's."""
    chosen = record.test or {name: value for name, value in record.metrics.items() if name.startswith("val_")}
    return "   ".join(f"{name} {number_text(chosen[name])}" for name in in_order(chosen)[:3])


COLUMNS: tuple[tuple[str, Callable[[RunRecord], str]], ...] = (
    ("Started", lambda run: when(run.created)),
    ("Model", lambda run: run.title),
    ("State", lambda run: run.state),
    ("Epochs", lambda run: f"{run.epochs} of {run.planned_epochs}"),
    ("Time", lambda run: time_text(run.seconds)),
    ("Figures", figures),
    ("Optimizer", lambda run: run.optimizer),
    ("Data", lambda run: run.data),
    ("Seed", lambda run: str(run.seed)),
    ("Folder", lambda run: run.folder.name),
)


class RunTableModel(QAbstractTableModel):
    """Holds the records that a worker read."""

    def __init__(self) -> None:
        super().__init__()
        self.records: list[RunRecord] = []

    def show(self, records: list[RunRecord]) -> None:
        """Take over another list."""
        self.beginResetModel()
        self.records = records
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt's."""
        return 0 if parent.isValid() else len(self.records)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt's."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt's."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section][0]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt's."""
        record = self.records[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[index.column()][1](record)
        if role == Qt.ItemDataRole.ToolTipRole:
            return str(record.problem) if record.problem else str(record.folder)
        if role == Qt.ItemDataRole.ForegroundRole and COLUMNS[index.column()][0] == "State":
            tone = {"finished": "good", "failed": "bad", "interrupted": "warn", "stopped": "warn"}.get(record.state)
            return theme.colour(tone or "text")
        return None

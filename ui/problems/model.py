"""The problems as a table: where, what is wrong, how to fix it; errors come first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from desktop_nn.problems import Problem
from ui.theme.icons import icon
from ui.widgets.tips import plain

_HEADS = ("Where", "What is wrong", "How to fix it", "")
MENDS = 3
"""The column with the buttons that mend."""
_ICONS = {"error": ("circle-alert", "bad"), "warning": ("triangle-alert", "warn")}
Index = QModelIndex | QPersistentModelIndex


class ProblemModel(QAbstractTableModel):
    """One row a problem."""

    def __init__(self) -> None:
        super().__init__()
        self.problems: tuple[Problem, ...] = ()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show these, errors before warnings, otherwise in their order."""
        self.beginResetModel()
        self.problems = tuple(sorted(problems, key=lambda problem: problem.severity != "error"))
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Qt's: the number of problems."""
        return 0 if parent is not None and parent.isValid() else len(self.problems)

    def columnCount(self, parent: Index | None = None) -> int:
        """Qt's: where, what, fix."""
        return 0 if parent is not None and parent.isValid() else len(_HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt's: the columns' titles."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _HEADS[section]
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt's: text, icon and alignment of a cell."""
        problem = self.problems[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return (problem.where or "Project", problem.what, problem.fix, "")[index.column()]
            case Qt.ItemDataRole.DecorationRole if index.column() == 0:
                return icon(*_ICONS[problem.severity])
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{problem.severity}: {problem}"
            case Qt.ItemDataRole.ToolTipRole:
                return plain(f"{problem.what}\n{problem.fix}".strip())
            case Qt.ItemDataRole.TextAlignmentRole:
                return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            case _:
                return None

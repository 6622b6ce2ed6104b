"""The model summary for Qt's table: the texts of its rows, the kinds' icons, numbers to the right."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon

from desktop_nn.catalogue import load
from desktop_nn.codegen.summary import Row
from desktop_nn.graph.facts import GraphFacts, Shape
from desktop_nn.graph.model import INPUT_KIND, MODEL_KIND
from ui.theme.icons import pixmap
from ui.theme.theme import theme
from ui.theme.tokens import category_colour, category_icon

Index = QModelIndex | QPersistentModelIndex
HEADS = ("Layer", "Kind", "Output shape", "Parameters", "Connected to")
UNKNOWN = "…"
_BYTES_A_WEIGHT = 4
_NUMBERS = HEADS.index("Parameters")


class SummaryModel(QAbstractTableModel):
    """One row a layer; a shared one has several nodes."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[Row, ...] = ()

    def show_rows(self, rows: tuple[Row, ...]) -> bool:
        """Show these rows; returns whether other nodes stand in them now."""
        if [row.nodes for row in rows] == [row.nodes for row in self.rows]:
            self.rows = rows
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(HEADS) - 1))
            return False
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()
        return True

    def rowCount(self, parent: Index | None = None) -> int:
        """Qt's: the number of layers."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Qt's: the number of columns."""
        return 0 if parent is not None and parent.isValid() else len(HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt's: the columns' titles."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return HEADS[section]
        return _alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt's: text, icon and alignment of a cell."""
        row = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return cells(row)[index.column()]
            case Qt.ItemDataRole.DecorationRole if index.column() == 0:
                return _icon(row.kind)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(index.column())
            case _:
                return None


def cells(row: Row) -> tuple[str, ...]:
    """A row's texts in the order of `HEADS`; shapes as Keras writes them, with the batch axis."""
    kind = f"{row.kind} (called {len(row.nodes)} times)" if len(row.nodes) > 1 else row.kind
    shape = ", ".join(map(_shape, row.output_shapes)) or UNKNOWN
    count = f"{row.parameters:,}" if row.output_shapes else UNKNOWN
    return row.name, kind, shape, count, ", ".join(dict.fromkeys(row.inbound))


def totals(facts: GraphFacts) -> str:
    """Weights of the whole model in one line: total with size, trainable, not trainable."""
    frozen = facts.parameters - facts.trainable
    return (
        f"Total {facts.parameters:,} parameters ({size_text(facts.parameters)}) · "
        f"trainable {facts.trainable:,} · not trainable {frozen:,}"
    )


def size_text(parameters: int) -> str:
    """The memory of that many float32 weights, in units of 1024 as Keras's own summary has it."""
    size = float(parameters * _BYTES_A_WEIGHT)
    for unit in ("bytes", "KB", "MB", "GB"):
        if size < 1024 or unit == "GB":
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.2f} {unit}"
        size /= 1024
    raise AssertionError


def _shape(shape: Shape) -> str:
    return f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})"


def _alignment(column: int) -> int:
    side = Qt.AlignmentFlag.AlignRight if column == _NUMBERS else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)


def _icon(kind_name: str) -> QIcon:
    kind = load().find("layers", kind_name)
    own = {INPUT_KIND: "input", MODEL_KIND: "model"}.get(kind_name)
    category = own or (kind.category if kind else "other")
    return QIcon(pixmap(category_icon(category), category_colour(category, theme.colours.scheme), 16))

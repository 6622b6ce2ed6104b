"""The model summary for Qt's table: the texts of its rows, the kinds' icons, numbers to the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon

from desktop_nn.catalogue import load
from desktop_nn.codegen.summary import Row, weight_bytes
from desktop_nn.graph.facts import GraphFacts, Shape
from desktop_nn.graph.model import INPUT_KIND, MODEL_KIND
from desktop_nn.graph.weights import bytes_text
from ui.theme.icons import pixmap
from ui.theme.theme import theme
from ui.theme.tokens import category_colour, category_icon

Index = QModelIndex | QPersistentModelIndex
HEADS = ("Layer", "Kind", "Output shape", "Parameters", "Trainable", "Not trainable", "Memory", "Connected to")
UNKNOWN = "…"
INSET = "    "
"""How far the layers inside a nested model are set in."""
_NUMBERS = range(HEADS.index("Parameters"), HEADS.index("Connected to"))


class SummaryModel(QAbstractTableModel):
    """One row a layer; a shared one has several nodes."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[Row, ...] = ()

    def show_rows(self, rows: tuple[Row, ...]) -> bool:
        """Show these rows; returns whether other nodes stand in them now."""
        if [(row.scope, row.nodes) for row in rows] == [(row.scope, row.nodes) for row in self.rows]:
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
    known = bool(row.output_shapes)
    counts = [f"{count:,}" if known else UNKNOWN for count in (row.parameters, row.trainable, row.frozen)]
    size = (bytes_text(row.bytes) if row.bytes else "0") if known else UNKNOWN
    return f"{INSET * len(row.within)}{row.name}", kind, shape, *counts, size, ", ".join(dict.fromkeys(row.inbound))


def totals(facts: GraphFacts, rows: Sequence[Row]) -> str:
    """Weights of the whole model in one line: total with size, trainable, not trainable."""
    frozen = facts.parameters - facts.trainable
    return (
        f"Total {facts.parameters:,} parameters ({bytes_text(weight_bytes(rows))}) · "
        f"trainable {facts.trainable:,} · not trainable {frozen:,}"
    )


def _shape(shape: Shape) -> str:
    return f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})"


def _alignment(column: int) -> int:
    side = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)


def _icon(kind_name: str) -> QIcon:
    kind = load().find("layers", kind_name)
    own = {INPUT_KIND: "input", MODEL_KIND: "model"}.get(kind_name)
    category = own or (kind.category if kind else "other")
    return QIcon(pixmap(category_icon(category), category_colour(category, theme.colours.scheme), 16))

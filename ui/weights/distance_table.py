"""The table of differences between two models: a row a weight, norms here and there, how far apart."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from desktop_nn.weights.comparison import Distance
from desktop_nn.weights.store import LayerPath
from ui.theme.theme import theme
from ui.theme.tokens import TEXT_SMALL
from ui.weights.content import distance_cells

HEADS = ("Layer", "Weight", "Norm here", "Norm there", "Norm of difference", "Share")
_NUMBERS = (2, 3, 4, 5)


class DistanceTable(QTableWidget):
    """Read-only. `wanted` carries the layer and the weight's name of the row that was double-clicked or entered."""

    wanted = Signal(object, str)

    def __init__(self) -> None:
        super().__init__(0, len(HEADS))
        self.setObjectName("weights_distances")
        self.setAccessibleName("Differences between the two models, a row a weight")
        self.setHorizontalHeaderLabels(HEADS)
        self.setFrameShape(QTableWidget.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setMinimumSectionSize(72)
        self._rows: tuple[Distance, ...] = ()
        self.itemActivated.connect(lambda item: self._want(item.row()))
        theme.changed.connect(self._dress)
        self._dress()

    def show_rows(self, rows: Sequence[Distance]) -> None:
        """Show other differences."""
        self._rows = tuple(rows)
        self.setRowCount(len(self._rows))
        for row, distance in enumerate(self._rows):
            for column, text in enumerate(distance_cells(distance)):
                item = QTableWidgetItem(text)
                side = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft
                item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
                self.setItem(row, column, item)
        for column in _NUMBERS:
            head = self.horizontalHeaderItem(column)
            if head is not None:
                head.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def follow(self, layer: LayerPath) -> None:
        """Bring a layer's rows into sight."""
        for row, distance in enumerate(self._rows):
            if distance.layer == layer:
                self.scrollTo(self.model().index(row, 0))
                self.selectRow(row)
                return

    def text(self) -> str:
        """The whole table, tabs between its cells."""
        return "\n".join("\t".join(cells) for cells in (HEADS, *map(distance_cells, self._rows)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's: copy the whole table."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.text())
        else:
            super().keyPressEvent(event)

    def _want(self, row: int) -> None:
        self.wanted.emit(self._rows[row].layer, self._rows[row].weight)

    def _dress(self) -> None:
        self.setFont(theme.font(TEXT_SMALL))
        self.horizontalHeader().setFont(theme.font(TEXT_SMALL))
        self.verticalHeader().setDefaultSectionSize(round(22 * theme.scale))

"""Lays the charts out: as many side by side as fit, under headings where outputs differ. Charts that stay are kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from ui.charts.chart import Chart
from ui.charts.content import Wanted
from ui.theme.theme import theme
from ui.theme.tokens import SPACE_1, SPACE_3

CHART_WIDTH = 238


class ChartGrid(QWidget):
    """`charts` are those on the screen by their keys; `make` makes a new one."""

    def __init__(self, make: Callable[[Wanted], Chart]) -> None:
        super().__init__()
        self._make = make
        self.charts: dict[str, Chart] = {}
        self._headings: list[QLabel] = []
        self._shape: tuple[object, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(SPACE_1, 0, SPACE_1, SPACE_1)
        self._grid.setSpacing(2)

    def show_charts(self, wanted: Sequence[Wanted]) -> None:
        """Show these charts and no others."""
        keys = {chart.key for chart in wanted}
        for key in [key for key in self.charts if key not in keys]:
            chart = self.charts.pop(key)
            self._grid.removeWidget(chart)
            chart.hide()
            chart.deleteLater()
        for item in wanted:
            known = self.charts.get(item.key)
            if known is None:
                self.charts[item.key] = self._make(item)
            else:
                known.refresh(item)
        self.charts = {item.key: self.charts[item.key] for item in wanted}
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's; more or fewer charts fit side by side."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        columns = self._columns()
        shape = (columns, *((key, chart.wanted.group) for key, chart in self.charts.items()))
        if shape == self._shape:
            return
        self._shape = shape
        for label in self._headings:
            self._grid.removeWidget(label)
            label.deleteLater()
        self._headings = []
        row = 0
        for group, members in groupby(self.charts.values(), key=lambda chart: chart.wanted.group):
            row = self._place(group, list(members), row, columns)
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        for index in range(self._grid.rowCount()):
            has_charts = index < row and isinstance(self._first(index), Chart)
            self._grid.setRowStretch(index, 1 if has_charts else 0)

    def _first(self, row: int) -> QWidget | None:
        item = self._grid.itemAtPosition(row, 0)
        return item.widget() if item is not None else None

    def _place(self, group: str, charts: Sequence[Chart], row: int, columns: int) -> int:
        if group:
            label = QLabel(group)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setProperty("class", "dim")
            label.setContentsMargins(SPACE_3, SPACE_1, 0, 0)
            self._headings.append(label)
            self._grid.addWidget(label, row, 0, 1, columns)
            row += 1
        for index, chart in enumerate(charts):
            self._grid.addWidget(chart, row + index // columns, index % columns)
        return row + -(-len(charts) // columns)

    def _columns(self) -> int:
        """As many as fit, but no more than fill the rows evenly."""
        fit = max(1, int(self.width() // (CHART_WIDTH * theme.scale)))
        groups = groupby(self.charts.values(), key=lambda chart: chart.wanted.group)
        longest = max((len(list(members)) for _, members in groups), default=1)
        rows = -(-longest // fit)
        return max(1, -(-longest // rows) if rows else 1)

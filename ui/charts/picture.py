"""Pictures of charts for files and the clipboard: PNG by pixels, SVG with lines and letters as such."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgGenerator

from ui.charts.chart import Chart
from ui.charts.chart_looks import looks
from ui.charts.legend import Entries, legend_height, paint_runs

SCALE = 2.0
"""Pixels of a PNG a unit: sharp on any screen."""
_ALONE = (640.0, 380.0)
_ONE_OF_MANY = (420.0, 260.0)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Charts side by side with the names of the runs above, if there are several."""

    charts: Sequence[Chart]
    runs: Entries

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in units."""
        wide, high = self._cell
        columns = self._columns
        return columns * wide, ceil(len(self.charts) / columns) * high + self._head

    def draw(self, painter: QPainter) -> None:
        """Draw everything into any painter."""
        wide, high = self._cell
        columns = self._columns
        painter.fillRect(QRectF(0, 0, *self.size), looks.panel)
        if self.runs:
            paint_runs(painter, QRectF(0, 4, self.size[0], self._head - 4), self.runs)
        for index, chart in enumerate(self.charts):
            painter.save()
            painter.translate(index % columns * wide, self._head + index // columns * high)
            chart.draw(painter, QRectF(0, 0, wide, high))
            painter.restore()

    @property
    def _cell(self) -> tuple[float, float]:
        wide, high = _ALONE if len(self.charts) == 1 else _ONE_OF_MANY
        return wide * looks.scale, high * looks.scale

    @property
    def _columns(self) -> int:
        return max(1, ceil(sqrt(len(self.charts))))

    @property
    def _head(self) -> float:
        return 4.0 + legend_height(self.runs, self._columns * self._cell[0]) if self.runs else 0.0


def image(sheet: Sheet) -> QImage:
    """The charts as pixels; opaque."""
    wide, high = sheet.size
    picture = QImage(ceil(wide * SCALE), ceil(high * SCALE), QImage.Format.Format_RGB32)
    picture.fill(looks.panel)
    painter = QPainter(picture)
    painter.scale(SCALE, SCALE)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    sheet.draw(painter)
    painter.end()
    return picture


def png(picture: QImage) -> bytes:
    """The pixels as a PNG file; may run on a worker."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(picture)
    return bytes(buffer.data().data())


def svg(sheet: Sheet, title: str) -> bytes:
    """The charts as an SVG file."""
    wide, high = sheet.size
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(QSize(ceil(wide), ceil(high)))
    generator.setViewBox(QRectF(0, 0, wide, high))
    generator.setTitle(title)
    generator.setResolution(96)
    painter = QPainter(generator)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    sheet.draw(painter)
    painter.end()
    return bytes(buffer.data().data())

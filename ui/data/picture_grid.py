"""Sample pictures with their class names below, drawn crisp: enlarged by whole pixels, never smoothed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui.theme.theme import theme
from ui.theme.tokens import RADIUS, SPACE_1, TEXT_SMALL
from ui.widgets.tips import plain

_CELL = 64
"""Pixels at 100 % that a picture may take at least."""


def picture(pixels: Any) -> QImage:
    """An image from bytes of shape (height, width), (height, width, 1) or (height, width, 3)."""
    height, width = pixels.shape[:2]
    colour = pixels.ndim == 3 and pixels.shape[2] == 3
    form = QImage.Format.Format_RGB888 if colour else QImage.Format.Format_Grayscale8
    data = pixels.tobytes()
    return QImage(data, width, height, width * (3 if colour else 1), form).copy()


class PictureGrid(QWidget):
    """As many columns as fit, all pictures of one size."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("picture_grid")
        self._pictures: tuple[tuple[QImage, str], ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.updateGeometry)

    def set_pictures(self, pictures: Sequence[tuple[QImage, str]]) -> None:
        """Pictures with their class names."""
        self._pictures = tuple(pictures)
        self.setAccessibleName("Sample pictures: " + ", ".join(name for _, name in self._pictures))
        self.updateGeometry()
        self.update()

    @property
    def count(self) -> int:
        """How many pictures are shown."""
        return len(self._pictures)

    def hasHeightForWidth(self) -> bool:
        """Narrow means more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """All lines, in pixels."""
        columns, _, height = self._measures(width)
        return -(-len(self._pictures) // columns) * height

    def sizeHint(self) -> QSize:
        """For the present width."""
        return QSize(200, self.heightForWidth(max(self.width(), 200)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Every picture with its name."""
        painter = QPainter(self)
        painter.setFont(theme.font(TEXT_SMALL))
        metrics = painter.fontMetrics()
        for index, (image, name) in enumerate(self._pictures):
            cell = self._cell(index)
            painter.drawImage(self._target(cell, image), image)
            words = QRectF(cell.x(), cell.bottom() - self._text_height() + 1, cell.width(), self._text_height())
            painter.setPen(theme.colour("text_dim"))
            cut = metrics.elidedText(name, Qt.TextElideMode.ElideRight, cell.width())
            painter.drawText(words, Qt.AlignmentFlag.AlignCenter, cut)

    def event(self, event: QEvent) -> bool:
        """The whole class name under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            for index, (image, name) in enumerate(self._pictures):
                if self._cell(index).contains(event.pos()):
                    size = f"{image.width()} × {image.height()} pixels"
                    QToolTip.showText(event.globalPos(), plain(f"{name}\n{size}" if name else size), self)
                    return True
        return super().event(event)

    def _text_height(self) -> int:
        return round(TEXT_SMALL * 1.6 * theme.scale)

    def _measures(self, width: int) -> tuple[int, int, int]:
        """Columns, and width and height of a cell."""
        columns = max(1, int((width + SPACE_1) // (_CELL * theme.scale + SPACE_1)))
        cell = (width - SPACE_1 * (columns - 1)) // columns
        return columns, cell, cell + self._text_height() + RADIUS

    def _cell(self, index: int) -> QRect:
        columns, width, height = self._measures(self.width())
        return QRect((index % columns) * (width + SPACE_1), index // columns * height, width, height - RADIUS)

    def _target(self, cell: QRect, image: QImage) -> QRectF:
        """Where the picture goes: a whole number of device pixels for each of its own, if there is room."""
        ratio = self.devicePixelRatioF()
        room = cell.width()
        factor = min(room * ratio / image.width(), room * ratio / image.height())
        factor = max(1.0, factor // 1) if factor >= 1 else factor
        width, height = image.width() * factor / ratio, image.height() * factor / ratio
        left = round((cell.x() + (room - width) / 2) * ratio) / ratio
        return QRectF(left, cell.y() + (room - height) / 2, width, height)

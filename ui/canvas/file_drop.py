"""A file with a drawing, dragged over the canvas: two clear zones, to open it or to insert it beside what is drawn.

All other drags of files are the window's (`ui/file_drops.py`).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.canvas.looks import looks
from ui.offers import kind_of
from ui.theme.icons import pixmap
from ui.theme.theme import theme
from ui.theme.tokens import RADIUS

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

_MARGIN = 24
_ZONES = (
    ("folder-open", "Open", "in place of this drawing"),
    ("package-plus", "Insert here", "beside what is drawn"),
)


class FileDrop(QWidget):
    """Covers the view while a file hangs over it. It takes no events itself: the view tells it of them."""

    open_wanted = Signal(object)
    insert_wanted = Signal(object, QPointF)

    def __init__(self, canvas: CanvasView) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._path: Path | None = None
        self._zone = 0
        self.setObjectName("canvas_file_drop")
        self.setAccessibleName("Drop to open the file, or to insert it")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    @property
    def active(self) -> bool:
        """Whether a file hangs over the canvas."""
        return self._path is not None

    def enter(self, event: QDropEvent) -> bool:
        """Take one file that can hold a drawing, if something is drawn already; returns whether it did."""
        self._path = dropped_file(event.mimeData()) if self._canvas.session.graph.nodes else None
        if self._path is None:
            return False
        self.setGeometry(self._canvas.rect())
        self.show()
        self.raise_()
        self.move_to(event)
        return True

    def move_to(self, event: QDropEvent) -> None:
        """Light up the zone under the pointer."""
        self._zone = self.zone_at(event.position().toPoint())
        self.update()
        event.acceptProposedAction()

    def leave(self) -> None:
        """It went elsewhere."""
        self._path = None
        self.hide()

    def drop(self, event: QDropEvent) -> None:
        """Ask for what the zone says."""
        path = self._path
        self.leave()
        event.acceptProposedAction()
        if path is not None and self.zone_at(event.position().toPoint()) == 1:
            self.insert_wanted.emit(path, self._canvas.to_scene(event.position()))
        elif path is not None:
            self.open_wanted.emit(path)

    def zone_at(self, place: QPoint) -> int:
        """0 for the left zone, 1 for the right one."""
        return int(place.x() > self._canvas.width() / 2)

    def zones(self) -> tuple[QRect, QRect]:
        """The two areas, in pixels of the view."""
        room = self.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        half = (room.width() - _MARGIN) // 2
        left = QRect(room.left(), room.top(), half, room.height())
        return left, left.translated(half + _MARGIN, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Two outlined areas with a word each; the drawing shines through."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(looks.colour["canvas"])
        veil.setAlpha(215)
        painter.fillRect(self.rect(), veil)
        for number, (area, words) in enumerate(zip(self.zones(), _ZONES, strict=True)):
            self._paint_zone(painter, QRectF(area), words, number == self._zone)
        painter.end()

    def _paint_zone(self, painter: QPainter, area: QRectF, words: tuple[str, str, str], lit: bool) -> None:
        name, title, about = words
        colour = looks.colour["accent" if lit else "text_faint"]
        painter.setPen(QPen(colour, 2.0, Qt.PenStyle.SolidLine if lit else Qt.PenStyle.DashLine))
        painter.setBrush(looks.colour["accent_soft"] if lit else looks.no_brush)
        painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        middle, side = area.center(), round(28 * theme.scale)
        icon = pixmap(name, colour.name(), side)
        painter.drawPixmap(QPointF(middle.x() - side / 2, middle.y() - side - 14), icon)
        painter.setPen(looks.colour["text"])
        painter.setFont(theme.font(16))
        line = 26 * theme.scale
        painter.drawText(QRectF(area.left(), middle.y(), area.width(), line), Qt.AlignmentFlag.AlignCenter, title)
        painter.setPen(looks.colour["text_dim"])
        painter.setFont(theme.font(12))
        below = QRectF(area.left(), middle.y() + line, area.width(), line)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, about)


def dropped_file(data: QMimeData) -> Path | None:
    """The one local file that is dragged, if it is of a kind that can be opened."""
    urls = data.urls()
    path = Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
    return path if path is not None and kind_of(path) == "drawing" else None

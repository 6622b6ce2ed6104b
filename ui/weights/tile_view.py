"""Images of weights in rows, painted as they are scrolled into sight; one of them is the current one."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip

from desktop_nn.weights.images import Tiles
from ui.theme.theme import theme
from ui.weights import colours

_GAP = 4
_APART = 10
"""Pixels between groups of tiles that belong together."""
_WISHED, _LARGEST_PIXEL = 56.0, 8.0
"""Pixels of the longer side of a tile, about; and of one of its values at most."""
_LARGEST_PICTURE = 4096
_FEW, _LARGEST_OF_FEW = 64, 16.0
"""Up to so many tiles become larger while all fit, until a value has so many pixels."""
_STEP = 1.25


class TileView(QAbstractScrollArea):
    """Read-only. `current_changed` carries the number of the tile that the user went to, `zoomed` the new zoom."""

    current_changed = Signal(int)
    zoomed = Signal(float)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.tiles: Tiles | None = None
        self.current = 0
        self.zoom = 1.0
        self._limit, self._word, self._scale = 1.0, "", 1.0
        theme.changed.connect(self.viewport().update)

    def show_tiles(self, tiles: Tiles, limit: float, word: str = "") -> None:
        """Show images; full colour stands for `limit`. `word` says whose they are."""
        same = self.tiles is not None and self.tiles.values.shape == tiles.values.shape
        self.tiles, self._limit, self._word = tiles, limit, word
        if not same:
            self.current = 0
            self.verticalScrollBar().setValue(0)
        self._tell()
        self._measure()
        self.viewport().update()

    def go_to(self, number: int) -> None:
        """Make another tile the current one, without telling anybody."""
        if self.tiles is None or not 0 <= number < len(self.tiles.values):
            return
        self.current = number
        self._tell()
        self._bring_into_sight(self.place(number))
        self.viewport().update()

    def set_zoom(self, zoom: float) -> None:
        """Make the tiles larger or smaller; 1 is the usual size."""
        self.zoom = min(16.0, max(0.25, zoom))
        self._measure()
        self.viewport().update()

    # --- where tiles lie -----------------------------------------------------------------------------------------

    def cell(self) -> tuple[int, int]:
        """Width and height of a tile in pixels; a lone image fills the room."""
        assert self.tiles is not None
        _, height, width = self.tiles.values.shape
        return max(2, round(width * self._scale)), max(2, round(height * self._scale))

    def _fit(self) -> None:
        """Find how large a value is painted: few tiles use the room that there is."""
        assert self.tiles is not None
        room = self.maximumViewportSize()
        count, height, width = self.tiles.values.shape
        if count == 1:
            fits = min((room.width() - 2 * _GAP) / width, (room.height() - 2 * _GAP) / height)
            self._scale = max(0.02, fits) * self.zoom
            return
        self._scale = max(1.0, round(min(max(_WISHED / max(height, width), 2.0), _LARGEST_PIXEL) * theme.scale))
        while count <= _FEW and self._scale < _LARGEST_OF_FEW:
            self._scale += 1
            whole = self._whole()
            if whole.width() > room.width() or whole.height() > room.height():
                self._scale -= 1
                break
        self._scale = max(1.0, round(self._scale * self.zoom))  # pixels stay square

    def place(self, number: int) -> QRect:
        """Where a tile lies in the whole picture."""
        width, height = self.cell()
        group, inside = divmod(number, self._beside())
        row, column = divmod(group, self._groups_a_row())
        left = _GAP + column * self._group_width() + inside * (width + _GAP)
        return QRect(left, _GAP + row * (height + _GAP), width, height)

    def tile_at(self, at: QPoint) -> int | None:
        """The number of the tile under a point of the viewport, or None."""
        if self.tiles is None:
            return None
        point = at + self._offset()
        width, height = self.cell()
        row = (point.y() - _GAP) // (height + _GAP)
        column, rest = divmod(point.x() - _GAP, self._group_width())
        if row < 0 or not 0 <= column < self._groups_a_row() or rest // (width + _GAP) >= self._beside():
            return None
        number = (row * self._groups_a_row() + column) * self._beside() + rest // (width + _GAP)
        return number if number < len(self.tiles.values) and self.place(number).contains(point) else None

    def value_at(self, at: QPoint) -> tuple[int, int, int, float] | None:
        """Tile, row, column and value under a point of the viewport, or None."""
        number = self.tile_at(at)
        if number is None or self.tiles is None:
            return None
        inside = at + self._offset() - self.place(number).topLeft()
        (width, height), (_, rows, columns) = self.cell(), self.tiles.values.shape
        row = min(rows - 1, inside.y() * rows // height)
        column = min(columns - 1, inside.x() * columns // width)
        return number, row, column, float(self.tiles.values[number, row, column])

    def picture(self) -> QImage:
        """All tiles as one picture, as far as it does not become huge."""
        size = self._whole()
        picture = QImage(
            min(size.width(), _LARGEST_PICTURE), min(size.height(), _LARGEST_PICTURE), QImage.Format.Format_RGB32
        )
        picture.fill(theme.colour("field"))
        painter = QPainter(picture)
        self._paint(painter, picture.rect(), mark=False)
        painter.end()
        return picture

    # --- Qt's ----------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Only the tiles in sight."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.colour("field"))
        if self.tiles is not None:
            offset = self._offset()
            painter.translate(-offset)
            self._paint(painter, event.rect().translated(offset), mark=True)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many tiles a row as fit."""
        super().resizeEvent(event)
        self._measure()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home and End go from tile to tile; + and - zoom."""
        down = self._beside() * self._groups_a_row()
        moves = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -down, Qt.Key.Key_Down: down}
        last = len(self.tiles.values) - 1 if self.tiles is not None else 0
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: last}
        key = Qt.Key(event.key())
        if key in ends:
            self._choose(ends[key])
        elif key in moves and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._choose(self.current + moves[key])
        elif event.text() in ("+", "=", "-"):
            self._zoom_to(self.zoom * (1 / _STEP if event.text() == "-" else _STEP))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click makes a tile the current one."""
        number = self.tile_at(event.position().toPoint())
        if number is not None:
            self._choose(number)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """It belongs to the press."""
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl the tiles become larger or smaller."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom_to(self.zoom * (_STEP if event.angleDelta().y() > 0 else 1 / _STEP))
            event.accept()
        else:
            super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """The value under the pointer is the tool tip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.sentence_at(event.pos()), self)
            return True
        return super().viewportEvent(event)

    def sentence_at(self, at: QPoint) -> str:
        """What is under a point: tile, place and value; empty beside the tiles."""
        found = self.value_at(at)
        if found is None or self.tiles is None:
            return ""
        number, row, column, value = found
        title = self.tiles.title(number)
        every, words = self.tiles.thinned, (self.tiles.rows, self.tiles.columns)
        return f"{title + ', ' if title else ''}{words[0]} {row * every}, {words[1]} {column * every}: {value:.6g}"

    # --- inside --------------------------------------------------------------------------------------------------

    def _paint(self, painter: QPainter, area: QRect, *, mark: bool) -> None:
        assert self.tiles is not None
        edge = theme.colour("border")
        for number in self._within(area):
            place = self.place(number)
            smaller = place.width() < self.tiles.values.shape[2]
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smaller)
            painter.drawImage(place, colours.image(self.tiles.values[number], self._limit))
            painter.setPen(edge)
            painter.drawRect(place.adjusted(-1, -1, 0, 0))
        if mark and len(self.tiles.values) > 1:
            ring = QPen(QColor(theme.colours.accent if self.hasFocus() else theme.colours.text_faint), 2)
            painter.setPen(ring)
            painter.drawRect(self.place(self.current).adjusted(-1, -1, 0, 0))

    def _within(self, area: QRect) -> Iterator[int]:
        """The tiles that lie in a part of the picture; a row may have thousands beyond it."""
        assert self.tiles is not None
        count, (width, height) = len(self.tiles.values), self.cell()
        beside, groups, wide = self._beside(), self._groups_a_row(), self._group_width()
        for row in range(max(0, (area.top() - _GAP) // (height + _GAP)), (area.bottom() - _GAP) // (height + _GAP) + 1):
            for column in range(max(0, (area.left() - _GAP) // wide), min(groups, (area.right() - _GAP) // wide + 1)):
                start = _GAP + column * wide
                first = max(0, (area.left() - start) // (width + _GAP))
                last = min(beside, (area.right() - start) // (width + _GAP) + 1)
                number = (row * groups + column) * beside
                yield from range(number + first, min(count, number + last))

    def _choose(self, number: int) -> None:
        if self.tiles is not None and 0 <= number < len(self.tiles.values) and number != self.current:
            self.go_to(number)
            self.current_changed.emit(number)

    def _zoom_to(self, zoom: float) -> None:
        self.set_zoom(zoom)
        self.zoomed.emit(self.zoom)

    def _beside(self) -> int:
        return max(1, self.tiles.beside) if self.tiles is not None else 1

    def _group_width(self) -> int:
        beside = self._beside()
        return beside * (self.cell()[0] + _GAP) + (_APART if beside > 1 else 0)

    def _groups_a_row(self) -> int:
        return max(1, (self.maximumViewportSize().width() - _GAP - 12) // self._group_width())

    def _whole(self) -> QRect:
        assert self.tiles is not None
        last = self.place(len(self.tiles.values) - 1)
        groups = min(self._groups_a_row(), -(-len(self.tiles.values) // self._beside()))
        return QRect(0, 0, groups * self._group_width() + _GAP, last.bottom() + _GAP + 1)

    def _measure(self) -> None:
        if self.tiles is None:
            return
        self._fit()
        whole, view = self._whole(), self.viewport().size()
        for bar, size, room in (
            (self.verticalScrollBar(), whole.height(), view.height()),
            (self.horizontalScrollBar(), whole.width(), view.width()),
        ):
            bar.setRange(0, max(0, size - room))
            bar.setPageStep(room)
            bar.setSingleStep(24)

    def _offset(self) -> QPoint:
        return QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _bring_into_sight(self, place: QRect) -> None:
        for bar, low, high, room in (
            (self.verticalScrollBar(), place.top(), place.bottom(), self.viewport().height()),
            (self.horizontalScrollBar(), place.left(), place.right(), self.viewport().width()),
        ):
            if low - _GAP < bar.value():
                bar.setValue(low - _GAP)
            elif high + _GAP > bar.value() + room:
                bar.setValue(high + _GAP - room)

    def _tell(self) -> None:
        assert self.tiles is not None
        count, height, width = self.tiles.values.shape
        title = self.tiles.title(self.current)
        at = f", at {title}" if title else ""
        self.setAccessibleName(f"{self._word}: {count} image{'s' if count != 1 else ''} of {height} × {width}{at}")

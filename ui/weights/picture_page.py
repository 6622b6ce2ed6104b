"""The pictures of a weight: tiles or bars, side by side for two models with one scroll, zoom and colour scale."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QLinearGradient, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from ui.theme.theme import theme
from ui.theme.tokens import SPACE_1, SPACE_2, SPACE_3, TEXT_SMALL
from ui.weights import colours
from ui.weights.bar_view import BarView
from ui.weights.content import Content, Side
from ui.weights.tile_view import TileView
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.styling import set_class

_ROOM_FOR_THREE = 640


class PicturePage(QWidget):
    """Shows one picture, or those of two models and of their difference (if there is room for it)."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("weights_pictures")
        self.panes = [_Pane(number) for number in range(3)]
        self._place = ElidedLabel()
        self._place.setObjectName("weights_current")
        set_class(self._place, "small")
        self._scale = ScaleBar()
        self._content: Content | None = None
        self._arrange()
        for pane in self.panes:
            pane.tiles.current_changed.connect(self._follow_current)
            pane.tiles.zoomed.connect(self._follow_zoom)
            for bar in ("verticalScrollBar", "horizontalScrollBar"):
                getattr(pane.tiles, bar)().valueChanged.connect(lambda value, bar=bar: self._follow_scroll(bar, value))

    def show_content(self, content: Content) -> None:
        """Show a weight's pictures."""
        self._content = content
        self._fill()

    def show_difference(self, alone: bool) -> None:
        """Show the difference alone, in colours of its own range, or all beside each other."""
        self._alone = alone
        self._fill()

    def picture(self) -> QImage:
        """What is shown as a picture of its own, all tiles of it."""
        shown = [pane.picture() for pane in self.panes if pane.isVisibleTo(self)]
        width = sum(one.width() for one in shown) + SPACE_3 * (len(shown) - 1)
        whole = QImage(width, max(one.height() for one in shown), QImage.Format.Format_RGB32)
        whole.fill(theme.colour("field"))
        painter, left = QPainter(whole), 0
        for one in shown:
            painter.drawImage(left, 0, one)
            left += one.width() + SPACE_3
        painter.end()
        return whole

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The difference goes first where it is narrow."""
        super().resizeEvent(event)
        self._share_room()

    _alone = False

    def _fill(self) -> None:
        content = self._content
        if content is None:
            return
        alone = self._alone and content.compared
        limit = content.apart_limit if alone else content.limit
        for pane, side in zip(self.panes, content.sides, strict=False):
            pane.show_side(side, limit, titled=content.compared)
        self._scale.show_limit(limit)
        self._share_room()
        self._tell_current()

    def _share_room(self) -> None:
        if self._alone and self._content is not None and self._content.compared:
            for number, pane in enumerate(self.panes):
                pane.setVisible(number == len(self.panes) - 1)
            return
        sides = len(self._content.sides) if self._content else 1
        fits = sides if self.width() >= _ROOM_FOR_THREE * theme.scale else min(sides, 2)
        for number, pane in enumerate(self.panes):
            pane.setVisible(number < fits)

    def _follow_current(self, number: int) -> None:
        for pane in self.panes:
            if pane.tiles is not self.sender():
                pane.tiles.go_to(number)
        self._tell_current()

    def _follow_zoom(self, zoom: float) -> None:
        for pane in self.panes:
            if pane.tiles is not self.sender():
                pane.tiles.set_zoom(zoom)

    def _follow_scroll(self, bar: str, value: int) -> None:
        for pane in self.panes:
            getattr(pane.tiles, bar)().setValue(value)

    def _tell_current(self) -> None:
        content = self._content
        if content is None or content.sides[0].tiles is None:
            self._place.setText(f"{content.weight.values.size:,} values" if content else "")
            return
        shown = content.sides[0].tiles
        count, height, width = shown.values.shape
        if count == 1:
            thinned = f", every {shown.thinned}th shown" if shown.thinned > 1 else ""
            down, across = height * shown.thinned, width * shown.thinned
            self._place.setText(f"{down:,} {shown.rows}s down, {across:,} {shown.columns}s across{thinned}")
            return
        title = shown.title(self.panes[0].tiles.current)
        self._place.setText(f"{count:,} images of {height} × {width}  ·  {title}")

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        for pane in self.panes:
            row.addWidget(pane, 1)
        foot = QHBoxLayout()
        foot.setSpacing(SPACE_3)
        foot.addWidget(self._place, 1)
        foot.addWidget(self._scale)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_1)
        column.addLayout(row, 1)
        column.addLayout(foot)


class _Pane(QWidget):
    """One model's picture under its name."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.title = ElidedLabel()
        set_class(self.title, "small")
        self.tiles = TileView(f"weights_tiles_{number}")
        self.bars = BarView(f"weights_bars_{number}")
        self._pages = QStackedWidget()
        self._pages.addWidget(self.tiles)
        self._pages.addWidget(self.bars)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.title)
        column.addWidget(self._pages, 1)

    def show_side(self, side: Side, limit: float, *, titled: bool) -> None:
        self.title.setText(side.word)
        self.title.setVisible(titled)
        if side.tiles is None:
            self.bars.show_values(side.values, limit, side.word)
        else:
            self.tiles.show_tiles(side.tiles, limit, side.word)
        self._pages.setCurrentIndex(int(side.tiles is None))

    def picture(self) -> QImage:
        if self._pages.currentIndex() == 0:
            return self.tiles.picture()
        return self.bars.grab().toImage()


class ScaleBar(QWidget):
    """The colour scale: from the limit below 0 to the limit above."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("weights_scale")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._limit = 1.0
        theme.changed.connect(self.updateGeometry)

    def show_limit(self, limit: float) -> None:
        """Full colour stands for that magnitude."""
        self._limit = limit
        self.setAccessibleName(f"Colours from blue at −{limit:.3g} over 0 to orange at {limit:.3g}")
        self.setToolTip("The same colours for all pictures. Half a percent of the values may lie beyond the ends.")
        self.update()

    def sizeHint(self) -> QSize:
        """Qt's."""
        return QSize(round(196 * theme.scale), round(16 * theme.scale))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's."""
        painter = QPainter(self)
        side, height = 52 * theme.scale, float(self.height())
        bar = QRectF(side, height / 2 - 4, self.width() - 2 * side, 8)
        gradient = QLinearGradient(bar.topLeft(), bar.topRight())
        for step in range(17):
            gradient.setColorAt(step / 16, colours.colour(step / 8 - 1))
        painter.fillRect(bar, gradient)
        painter.setPen(theme.colour("border_strong"))
        painter.drawRect(bar)
        painter.setFont(theme.font(TEXT_SMALL))
        painter.setPen(theme.colour("text_dim"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, 0, side - 6, height), Qt.AlignmentFlag.AlignRight | middle, f"−{self._limit:.3g}")
        right = QRectF(self.width() - side + 6, 0, side - 6, height)
        painter.drawText(right, Qt.AlignmentFlag.AlignLeft | middle, f"{self._limit:.3g}")
        painter.end()

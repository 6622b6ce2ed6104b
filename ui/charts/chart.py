"""One chart: draws a recipe's content and answers mouse and keys. The drawing itself is in the painting modules.

It pulls its content when it is painted, so that a chart out of sight costs nothing.
"""

from __future__ import annotations

from time import perf_counter

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui.charts import plot_painting, pointer_painting, reading
from ui.charts.chart_looks import looks
from ui.charts.content import Content, Line, Wanted
from ui.charts.frame import Frame, frame
from ui.charts.sight import Sight
from ui.theme.theme import theme
from ui.theme.tokens import RADIUS
from ui.widgets.tips import plain

WIDTH, HEIGHT = 220, 150
_DRAG = 6
"""Pixels that the pointer must move for a press to become a rectangle."""
_FLAT = 14
"""A rectangle that is lower zooms the bottom axis only."""


class Chart(QWidget):
    """`chosen` carries the layer of a chart that was clicked, `menu_wanted` the point of the screen."""

    chosen = Signal(str)
    menu_wanted = Signal(QPoint)
    whole_wanted = Signal()
    heights_changed = Signal()

    def __init__(self, wanted: Wanted, sight: Sight) -> None:
        super().__init__()
        self.wanted, self.sight = wanted, sight
        self.spent = 0.0
        """Seconds that drawing has taken so far."""
        self.picked = False
        self.setObjectName(f"chart_{wanted.key}")
        self.fit_text()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._content: Content | None = None
        self._frame: Frame | None = None
        self._picture: QPixmap | None = None
        self._y_zoom: tuple[float, float] | None = None
        self._pressed: QPointF | None = None
        self._corner: QPointF | None = None
        self._panned: float | None = None
        self._by_keys = False
        sight.zoomed.connect(self.redraw)
        sight.pointed.connect(self.update)

    # --- what it shows -------------------------------------------------------------------------------------------

    @property
    def content(self) -> Content:
        """What is drawn now."""
        if self._content is None:
            self._content = self.wanted.recipe()
            self.setAccessibleName(f"Chart of {self._content.title.title}, {self._content.title.unit}")
        return self._content

    @property
    def title(self) -> str:
        """The title in the header: short under a heading that says the rest."""
        title = self.content.title
        return (title.short if self.wanted.group else "") or title.title

    def line(self, label: str, run: str | None = None) -> Line:
        """A line by its word in the legend."""
        return next(line for line in self.content.plain if line.label == label and run in (None, line.run))

    def refresh(self, wanted: Wanted | None = None) -> None:
        """The log has grown, or the options changed: draw anew when seen next."""
        known = wanted is not None and wanted.stamp is not None and wanted.stamp == self.wanted.stamp
        self.wanted = wanted or self.wanted
        if known:
            return
        self._content = None
        self.redraw()

    def redraw(self) -> None:
        """Size, zoom or theme changed."""
        self._picture = None
        self._frame = None
        self.update()

    def fit_text(self) -> None:
        """Be large enough for the present size of text."""
        self.setMinimumSize(round(WIDTH * theme.scale), round(HEIGHT * theme.scale))

    def show_picked(self, picked: bool) -> None:
        """Mark the chart as that of the selected layer."""
        if picked != self.picked:
            self.picked = picked
            self.update()

    @property
    def zoomed(self) -> bool:
        """Whether only a part of the upright axis is shown."""
        return self._y_zoom is not None

    def show_heights(self, zoom: tuple[float, float] | None) -> None:
        """Show a part of the upright axis, or let it fit what is there."""
        if zoom != self._y_zoom:
            self._y_zoom = zoom
            self.redraw()
            self.heights_changed.emit()

    def geometry_of(self, area: QRectF) -> Frame:
        """Where things lie if the chart is drawn into an area."""
        return frame(area, self.content, self.sight.x, self._y_zoom)

    @property
    def frame(self) -> Frame:
        """Where things lie now."""
        if self._frame is None:
            self._frame = self.geometry_of(QRectF(self.rect()))
        return self._frame

    def draw(self, painter: QPainter, area: QRectF) -> None:
        """Draw the chart without what follows the pointer into any painter; with its full title."""
        geometry = self.geometry_of(area)
        plot_painting.paint_plot(painter, geometry, self.content)
        pointer_painting.paint_header(painter, geometry.header, self.content, None, self.content.title.title)

    # --- painting ------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's; the plot from a picture that is made when something changed, then what follows the pointer."""
        began = perf_counter()
        content, at = self.content, self.sight.at
        picture = self._picture or self._make_picture()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pointer_painting.paint_header(painter, self.frame.header, content, at, self.title)
        if at is not None:
            pointer_painting.paint_pointer(painter, self.frame, content, at, told=self.underMouse())
        self._paint_marks(painter)
        painter.end()
        self.spent += perf_counter() - began

    def _make_picture(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        plot_painting.paint_plot(painter, self.frame, self.content)
        painter.end()
        self._picture = picture
        return picture

    def _paint_marks(self, painter: QPainter) -> None:
        painter.setBrush(looks.no_brush)
        edge = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        for shown, pen in ((self.picked, looks.picked), (self.hasFocus() and self._by_keys, looks.focus)):
            if shown:
                painter.setPen(pen)
                painter.drawRoundedRect(edge, RADIUS, RADIUS)
        if self._pressed is not None and self._corner is not None:
            painter.setPen(looks.rubber_edge)
            painter.setBrush(looks.rubber)
            painter.drawRect(QRectF(self._pressed, self._corner).normalized())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's."""
        super().resizeEvent(event)
        self.redraw()

    # --- mouse ---------------------------------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt's; the pointer shows values, a drag with the left button opens a rectangle, with the middle one moves."""
        at = event.position()
        if self._panned is not None:
            here = self.frame.x_at(at.x())
            self.sight.pan(self._panned - here)
        elif self._pressed is not None and (self._corner or (at - self._pressed).manhattanLength() >= _DRAG):
            self._corner = self._inside(at)
            self.update()
        else:
            inside = self.frame.plot.adjusted(-4, 0, 4, 0).contains(at)
            self.sight.point(reading.moment(self.content, self.frame.x_at(at.x())) if inside else None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt's."""
        self._by_keys = False
        if not self.frame.plot.contains(event.position()):
            if event.button() == Qt.MouseButton.LeftButton and self.wanted.layer:
                self.chosen.emit(self.wanted.layer)
            return
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._corner = event.position(), None
        elif event.button() == Qt.MouseButton.MiddleButton:
            self._panned = self.frame.x_at(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt's; a rectangle becomes the zoom, a mere click chooses the layer."""
        self._panned = None
        pressed, corner = self._pressed, self._corner
        self._pressed = self._corner = None
        if pressed is None:
            return
        if corner is not None:
            self._zoom_to(QRectF(pressed, corner).normalized())
        elif self.wanted.layer:
            self.chosen.emit(self.wanted.layer)
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Qt's; everything is shown again."""
        self._pressed = self._corner = None
        self.whole_wanted.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt's; over the plot it zooms the bottom axis, elsewhere the panel scrolls."""
        steps = event.angleDelta().y() / 120
        inside = self.frame.plot.contains(event.position())
        if inside and steps and self.sight.turn(steps, self.frame.x_at(event.position().x())):
            event.accept()
        else:
            event.ignore()

    def leaveEvent(self, event: QEvent) -> None:
        """Qt's; the pointer has gone."""
        self.sight.point(None)
        super().leaveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt's; by mouse or by key."""
        self.setFocus()
        self.menu_wanted.emit(event.globalPos())

    def event(self, event: QEvent) -> bool:
        """Qt's; the tool tip depends on the place."""
        if event.type() == QEvent.Type.ToolTip:
            text = self.tip(self.mapFromGlobal(self.cursor().pos()))
            QToolTip.showText(self.cursor().pos(), plain(text), self)
            return True
        return super().event(event)

    def tip(self, at: QPoint) -> str:
        """What the tool tip says: of a mark under the pointer, else of the header's words."""
        mark = pointer_painting.mark_near(self.frame, self.content.marks, at.x())
        if mark is not None and self.frame.plot.contains(QPointF(at)):
            return mark.text
        content = self.content
        if not self.frame.header.contains(QPointF(at)):
            return ""
        return "\n".join(filter(None, (f"{content.title.title}: {content.title.unit}", content.words)))

    # --- keys ----------------------------------------------------------------------------------------------------

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt's; a ring shows where the keyboard is, if it came by keys."""
        by_keys = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self._by_keys = by_keys
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt's."""
        self.update()
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's; arrows move the moment that is shown, + and - zoom, Escape shows everything again."""
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End):
            self._step(key)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            middle = self.content.place(self.sight.at) if self.sight.at is not None else sum(self.sight.x) / 2
            self.sight.turn(-2 if key == Qt.Key.Key_Minus else 2, middle)
        elif key == Qt.Key.Key_Escape:
            self._pressed = self._corner = None
            self.sight.point(None)
            self.whole_wanted.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.wanted.layer:
            self.chosen.emit(self.wanted.layer)
        else:
            super().keyPressEvent(event)

    def _step(self, key: int) -> None:
        moments = sorted({at for line in self.content.plain for at in line.at})
        if not moments:
            return
        last = len(moments) - 1
        now = self.sight.at
        here = last if now is None else min(range(len(moments)), key=lambda index: abs(moments[index] - now))
        if key == Qt.Key.Key_Home:
            here = 0
        elif key == Qt.Key.Key_End or now is None:
            here = last
        else:
            here = min(max(here + (1 if key == Qt.Key.Key_Right else -1), 0), last)
        self.sight.point(moments[here])
        self.setAccessibleDescription(reading.spoken(self.content, self.sight.at))

    # --- zooming -------------------------------------------------------------------------------------------------

    def _inside(self, at: QPointF) -> QPointF:
        plot = self.frame.plot
        return QPointF(min(max(at.x(), plot.left()), plot.right()), min(max(at.y(), plot.top()), plot.bottom()))

    def _zoom_to(self, box: QRectF) -> None:
        geometry = self.frame
        if box.height() >= _FLAT:
            self.show_heights((geometry.y_at(box.bottom()), geometry.y_at(box.top())))
        if box.width() >= _DRAG:
            self.sight.show((geometry.x_at(box.left()), geometry.x_at(box.right())))

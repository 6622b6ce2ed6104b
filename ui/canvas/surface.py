"""The view without a document: scene, camera, grid, overview, what floats over it. Commands are `view.py`'s."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsView

from ui.canvas import wheel
from ui.canvas.camera import Camera
from ui.canvas.grid import Grid
from ui.canvas.hint import EmptyHint
from ui.canvas.looks import NEAR, looks
from ui.canvas.minimap import Minimap
from ui.canvas.note import PointerNote
from ui.canvas.overview import Overview
from ui.canvas.scene import CanvasScene
from ui.canvas.starters import Starters
from ui.theme.theme import theme

_WORLD = 500_000.0
"""How far the view can be panned from the origin (scene units); no drawing reaches so far."""


class Surface(QGraphicsView):
    """Paints items, or below a zoom the overview's lists. `zoom_changed` carries the zoom (1.0 = 100 %)."""

    zoom_changed = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        looks.refresh()
        self.board = CanvasScene(self)
        self.camera = Camera(self)
        self.overview = Overview(self.board)
        self.note, self.hint, self.starters = PointerNote(self), EmptyHint(self), Starters(self)
        self.minimap = Minimap(self, self.overview, self.camera)
        self.minimap.hide()
        self.fit_wanted = True
        """Fit the drawing as soon as the view has its size; until it was painted once."""
        self.kept: tuple[QPointF, float] | None = None
        """The middle and the zoom that the drawing was seen at last, if its file tells."""
        self.fitted = True
        """The whole drawing is in sight and stays so when the view's size changes, until someone steers."""
        self._grid = Grid()
        self._zoom = 0.0
        self._text_scale = theme.scale
        self._set_up()
        theme.changed.connect(self._restyle)
        self.camera.moved.connect(self._moved)
        self.camera.steered.connect(self._steered)
        self.board.rearranged.connect(self.minimap.update)
        self.minimap.wanted.connect(lambda point: self.camera.fly(point, self.camera.zoom, animated=False))

    def _set_up(self) -> None:
        self.setScene(self.board)
        self.setSceneRect(-_WORLD, -_WORLD, 2 * _WORLD, 2 * _WORLD)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.SmartViewportUpdate)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontSavePainterState)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontAdjustForAntialiasing)
        self.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.viewport().grabGesture(Qt.GestureType.PinchGesture)

    # --- questions -----------------------------------------------------------------------------------------------

    def to_scene(self, place: QPointF) -> QPointF:
        """The scene point under a point of the viewport."""
        return self.viewportTransform().inverted()[0].map(place)

    def reach(self, pixels: float) -> float:
        """A length in pixels as scene units."""
        return pixels / self.camera.zoom

    def repaint_area(self, area: QRectF) -> None:
        """Paint a part of the scene anew."""
        self.viewport().update(self.mapFromScene(area).boundingRect().adjusted(-3, -3, 3, 3))

    def expire_overview(self) -> None:
        """Colours of nodes changed: the overview and the minimap must show it."""
        self.overview.expire()
        self.repaint_marks()

    def repaint_marks(self) -> None:
        """Nodes were selected or deselected, which the overview asks the items for."""
        self.minimap.update()
        if self.camera.zoom < NEAR:
            self.viewport().update()

    def fit(self, *, animated: bool = True) -> None:
        """Show the whole drawing, at most at 100 %."""
        self.fitted = True
        self.camera.show(self.board.contents(), animated=animated, steered=False)

    def fit_if_wanted(self) -> None:
        """Show a drawing that was just opened, as soon as there is a view for it: as it was seen last, or fitted."""
        if not (self.fit_wanted and self.isVisible()):
            return
        if self.kept is None:
            self.fit(animated=False)
        else:
            middle, zoom = self.kept
            self.camera.fly(middle, zoom, animated=False)

    # --- painting ------------------------------------------------------------------------------------------------

    def paint_over(self, painter: QPainter) -> None:
        """Paint over the items, in scene coordinates."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's, or from far away the overview, which touches no item."""
        self.fit_wanted = False
        if self.camera.zoom >= NEAR:
            super().paintEvent(event)
            return
        painter = QPainter(self.viewport())
        painter.setClipRegion(event.region())
        painter.setTransform(self.viewportTransform())
        self._grid.paint(painter, self.camera.sight(), self.camera.zoom)
        self.overview.paint(painter, self.camera.sight(), self.camera.zoom)
        self.paint_over(painter)
        painter.end()

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """The grid."""
        self._grid.paint(painter, QRectF(rect), self.camera.zoom)

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """What a gesture shows."""
        self.paint_over(painter)

    # --- events --------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's; the middle stays the middle, and what floats keeps its corner."""
        super().resizeEvent(event)
        self.hint.centre(above=self.starters.sizeHint().height())
        self.starters.stand_below(self.hint)
        self.minimap.settle()
        if self.fitted and self.isVisible():
            self.fit(animated=False)

    def showEvent(self, event: QShowEvent) -> None:
        """Qt's; a drawing opened before the view was there is fitted now."""
        super().showEvent(event)
        self.fit_if_wanted()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer, or pan with two fingers."""
        wheel.turned(event, self.camera)
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        """Qt's, with pinches."""
        if wheel.pinched(event, self, self.camera):
            event.accept()
            return True
        return super().viewportEvent(event)

    def _moved(self) -> None:
        zoom = self.camera.zoom
        if zoom != self._zoom:
            if (zoom < NEAR) != (self._zoom < NEAR):
                self.viewport().update()
            self._zoom = zoom
            self.zoom_changed.emit(zoom)

    def _steered(self) -> None:
        self.fitted = False

    def _restyle(self) -> None:
        """Another theme; larger text means to be nearer to the cards, which keep their places and sizes."""
        nearer, self._text_scale = theme.scale / self._text_scale, theme.scale
        if nearer != 1.0 and not self.fitted:
            self.camera.zoom_to(self.camera.zoom * nearer)
        elif nearer != 1.0:
            self.fit(animated=False)
        looks.refresh()
        self.board.restyle()
        self.expire_overview()
        self.viewport().update()

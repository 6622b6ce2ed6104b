"""Where the view looks: zoom at a point, pan, fit, short flights. It moves the view and knows no nodes."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QObject, QPoint, QPointF, QRectF, QVariantAnimation, Signal
from PySide6.QtWidgets import QGraphicsView

from ui.theme.theme import theme
from ui.theme.tokens import MOTION_MS

SMALLEST, LARGEST = 0.05, 4.0
"""Limits of the zoom."""
STEP = 1.2
"""One notch of the wheel, one press of zoom in."""
FIT_MARGIN = 40
"""Pixels kept free around what is fitted."""


class Camera(QObject):
    """Moves a view. `moved` follows every change of what is seen, `steered` those that someone wished for."""

    moved = Signal()
    steered = Signal()

    def __init__(self, view: QGraphicsView) -> None:
        super().__init__(view)
        self._view = view
        self._flight: QVariantAnimation | None = None
        self.covered = 0
        """Pixels at the top over which something lies; what is fitted stands below."""

    @property
    def zoom(self) -> float:
        """Pixels a scene unit."""
        return self._view.transform().m11()

    def centre(self) -> QPointF:
        """The scene point in the middle of the view."""
        return self._view.mapToScene(self._view.viewport().rect().center())

    def sight(self) -> QRectF:
        """The part of the scene that is seen."""
        return self._view.mapToScene(self._view.viewport().rect()).boundingRect()

    def zoom_at(self, place: QPointF, factor: float) -> None:
        """Zoom by a factor so that what is under `place` (viewport pixels) stays there."""
        self.land()
        factor = min(max(self.zoom * factor, SMALLEST), LARGEST) / self.zoom
        if abs(factor - 1.0) < 1e-6:
            return
        fixed = self._view.viewportTransform().inverted()[0].map(place)
        self._view.scale(factor, factor)
        drift = self._view.viewportTransform().map(fixed) - place
        self._scroll(drift)
        self.moved.emit()
        self.steered.emit()

    def zoom_to(self, zoom: float) -> None:
        """Set the zoom; the middle stays."""
        self.zoom_at(QPointF(self._view.viewport().rect().center()), zoom / self.zoom)

    def pan(self, by: QPoint | QPointF) -> None:
        """Move what is seen by pixels, as if dragged."""
        self.land()
        self._scroll(QPointF(-by.x(), -by.y()))
        self.moved.emit()
        self.steered.emit()

    def show(self, area: QRectF, *, largest: float = 1.0, animated: bool = True, steered: bool = True) -> None:
        """Make the area fill the view, but never zoom in beyond `largest` (at a text scale of 100 %)."""
        if area.isEmpty():
            return
        room = self._view.viewport().rect().adjusted(FIT_MARGIN, FIT_MARGIN + self.covered, -FIT_MARGIN, -FIT_MARGIN)
        wanted = min(max(room.width(), 1) / area.width(), max(room.height(), 1) / area.height())
        zoom = min(max(wanted, SMALLEST), largest * theme.scale)
        middle = area.center()
        if area.height() * zoom > room.height() + 1:
            # Too tall even at the smallest zoom: begin where the model begins.
            middle.setY(area.top() + room.height() / zoom / 2)
        middle.setY(middle.y() - self.covered / zoom / 2)
        self.fly(middle, zoom, animated=animated, steered=steered)

    def reveal(self, area: QRectF) -> None:
        """Pan as little as needed so that the area is seen; its middle if it is too large."""
        sight = self.sight()
        if sight.contains(area):
            return
        border = FIT_MARGIN / self.zoom
        wide = area.adjusted(-border, -border, border, border)
        centre = self.centre()
        dx = _least(sight.left(), sight.right(), wide.left(), wide.right())
        dy = _least(sight.top(), sight.bottom(), wide.top(), wide.bottom())
        self.fly(centre + QPointF(dx, dy), self.zoom)

    def fly(self, middle: QPointF, zoom: float, *, animated: bool = True, steered: bool = True) -> None:
        """Go to a place and a zoom, in one short motion if the theme allows motion."""
        self.land()
        if steered:
            self.steered.emit()
        if not (animated and theme.animated and self._view.isVisible()):
            self._look(middle, zoom)
            return
        start, first = self.centre(), self.zoom
        flight = QVariantAnimation(self)
        flight.setStartValue(0.0)
        flight.setEndValue(1.0)
        flight.setDuration(MOTION_MS)
        flight.setEasingCurve(QEasingCurve.Type.OutCubic)
        flight.valueChanged.connect(
            lambda share: self._look(start + (middle - start) * share, first * (zoom / first) ** share)
        )
        flight.finished.connect(self.land)
        self._flight = flight
        flight.start()

    def land(self) -> None:
        """End a flight where it is."""
        if self._flight is not None:
            flight, self._flight = self._flight, None
            flight.stop()
            flight.deleteLater()

    @property
    def flying(self) -> bool:
        """Whether a flight is under way."""
        return self._flight is not None

    def _look(self, middle: QPointF, zoom: float) -> None:
        self._view.scale(zoom / self.zoom, zoom / self.zoom)
        self._view.centerOn(middle)
        self.moved.emit()

    def _scroll(self, by: QPointF) -> None:
        across, down = self._view.horizontalScrollBar(), self._view.verticalScrollBar()
        across.setValue(across.value() + round(by.x()))
        down.setValue(down.value() + round(by.y()))


def _least(low: float, high: float, wanted_low: float, wanted_high: float) -> float:
    """The smallest shift of low…high that covers wanted_low…wanted_high, or that centres it if it is longer."""
    if wanted_high - wanted_low > high - low:
        return (wanted_low + wanted_high - low - high) / 2
    return min(0.0, wanted_low - low) + max(0.0, wanted_high - high)

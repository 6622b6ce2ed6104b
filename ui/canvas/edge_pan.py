"""While something is dragged near the view's edge, the view moves on. What is dragged follows the camera itself."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QTimer
from PySide6.QtWidgets import QGraphicsView

from ui.canvas.camera import Camera

EDGE = 28.0
"""Nearer than this (pixels) to the view's edge, a drag moves the view on."""
_TICK_MS = 16
_FASTEST = 18.0


class EdgePan(QObject):
    """Tell it with `watch` where the pointer is; `stop` it when the drag ends."""

    def __init__(self, view: QGraphicsView, camera: Camera) -> None:
        super().__init__(view)
        self._view, self._camera = view, camera
        self._push = QPointF()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def active(self) -> bool:
        """Whether the view is moving on."""
        return self._timer.isActive()

    def watch(self, place: QPointF) -> None:
        """The pointer is here (viewport pixels): faster, the farther it is into the edge, and not at all within."""
        area = self._view.viewport().rect()
        self._push = QPointF(_into(place.x(), area.width()), _into(place.y(), area.height()))
        if self._push.isNull():
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

    def stop(self) -> None:
        """The drag is over."""
        self._timer.stop()

    def _tick(self) -> None:
        self._camera.pan(-self._push)


def _into(place: float, length: int) -> float:
    low, high = EDGE - place, place - (length - EDGE)
    if low > 0:
        return -min(low / 2, _FASTEST)
    return min(high / 2, _FASTEST) if high > 0 else 0.0

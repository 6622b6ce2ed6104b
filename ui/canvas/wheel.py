"""Wheel, two-finger scroll and pinch: which of them zooms and which pans."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QInputDevice, QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QWidget

from ui.canvas.camera import STEP, Camera

_NOTCH = 120.0


def turned(event: QWheelEvent, camera: Camera) -> None:
    """A wheel zooms at the pointer; two fingers on a touchpad pan, and zoom with Ctrl (as a pinch is reported)."""
    zooms = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier) or not _by_fingers(event)
    if not zooms:
        by = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta() / 2
        camera.pan(QPointF(by))
        return
    if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
        camera.pan(QPointF(event.angleDelta().y() or event.angleDelta().x(), 0))
        return
    notches = (event.angleDelta().y() or event.angleDelta().x()) / _NOTCH
    camera.zoom_at(event.position(), STEP**notches)


def pinched(event: QEvent, widget: QWidget, camera: Camera) -> bool:
    """A pinch zooms between the fingers; returns whether the event was one."""
    if isinstance(event, QNativeGestureEvent):
        if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            camera.zoom_at(event.position(), 1.0 + event.value())
            return True
        return False
    if isinstance(event, QGestureEvent):
        pinch = event.gesture(Qt.GestureType.PinchGesture)
        if isinstance(pinch, QPinchGesture):
            camera.zoom_at(QPointF(widget.mapFromGlobal(pinch.centerPoint())), pinch.scaleFactor())
            return True
    return False


def _by_fingers(event: QWheelEvent) -> bool:
    """Whether this comes from a touchpad: by its device, or because it has phases as only touchpads have."""
    if event.device().type() == QInputDevice.DeviceType.TouchPad:
        return True
    return event.phase() != Qt.ScrollPhase.NoScrollPhase

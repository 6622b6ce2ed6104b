"""Paints an SVG into a PNG file; works without a display. The window itself is not needed."""

from __future__ import annotations

import math

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

LARGEST = 16_000
"""Pixels a side; Qt cannot paint larger ones reliably."""


def png(svg: str, scale: float = 2.0) -> bytes:
    """The picture as PNG, `scale` pixels for a unit of the SVG, less if it would become too large."""
    # Fonts need an application; one that exists already serves as well.
    application = QGuiApplication.instance() or QGuiApplication([])
    renderer = QSvgRenderer(QByteArray(svg.encode("utf-8")))
    size = renderer.viewBoxF().size()
    scale = min(scale, LARGEST / max(size.width(), size.height(), 1.0))
    image = QImage(math.ceil(size.width() * scale), math.ceil(size.height() * scale), QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    del application
    return bytes(buffer.data().data())

"""Paints an SVG into a PNG or PDF file; works without a display. The window itself is not needed."""

from __future__ import annotations

import math

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QSizeF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QPageSize, QPainter, QPdfWriter
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


def pdf(svg: str, title: str) -> bytes:
    """The picture as one PDF page of its own size (a unit is a point), with lines and letters as such."""
    application = QGuiApplication.instance() or QGuiApplication([])
    renderer = QSvgRenderer(QByteArray(svg.encode("utf-8")))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = pdf_writer(buffer, renderer.viewBoxF().size(), title)
    painter = QPainter(writer)
    renderer.render(painter)
    painter.end()
    del application
    return bytes(buffer.data().data())


def pdf_writer(device: QIODevice, size: QSizeF, title: str) -> QPdfWriter:
    """A writer of one page of a size in points, without margins; larger than PDF allows, it is scaled down."""
    scale = min(1.0, _LARGEST_PAGE / max(size.width(), size.height(), 1.0))
    writer = QPdfWriter(device)
    writer.setTitle(title)
    writer.setCreator("Desktop NN")
    writer.setPageSize(QPageSize(size.expandedTo(QSizeF(3, 3)) * scale, QPageSize.Unit.Point, "", _EXACT))
    writer.setPageMargins(QMarginsF())
    return writer


_LARGEST_PAGE = 14_400
"""Points a side; readers refuse larger pages."""
_EXACT = QPageSize.SizeMatchPolicy.ExactMatch

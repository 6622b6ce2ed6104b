"""Icons by name, drawn from the shipped Lucide set in the scheme's colours."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ui.theme.theme import theme


@lru_cache(maxsize=512)
def _svg(name: str) -> str:
    return files("resources").joinpath("icons", "lucide", f"{name}.svg").read_text("utf-8")


@lru_cache(maxsize=2048)
def pixmap(name: str, colour: str, size: int = 16, ratio: float = 2.0) -> QPixmap:
    """An icon in one colour (#rrggbb). Raises FileNotFoundError for a name that is not shipped."""
    data = _svg(name).replace("currentColor", colour)
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(data.encode())).render(painter, QRectF(0, 0, picture.width(), picture.height()))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def icon(name: str, colour: str = "text_dim", size: int = 16) -> QIcon:
    """An icon for buttons and actions; `colour` is a token's name. Disabled ones are faint."""
    result = QIcon()
    colours = theme.colours
    result.addPixmap(pixmap(name, getattr(colours, colour), size), QIcon.Mode.Normal)
    result.addPixmap(pixmap(name, colours.border_strong, size), QIcon.Mode.Disabled)
    return result


def icon_size(size: int = 16) -> QSize:
    """The square size of an icon at the present text scale."""
    return QSize(round(size * theme.scale), round(size * theme.scale))


def app_icon() -> QIcon:
    """The application's own icon."""
    data = files("resources").joinpath("icons", "desktop-nn.svg").read_bytes()
    result = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        picture = QPixmap(size, size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        QSvgRenderer(QByteArray(data)).render(painter, QRectF(0, 0, size, size))
        painter.end()
        result.addPixmap(picture)
    return result

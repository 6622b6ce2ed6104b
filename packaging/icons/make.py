"""Draws desktop-nn.ico (Windows) and desktop-nn.icns (macOS) from the app's SVG: `python packaging/icons/make.py`.

Needs PySide6 and Pillow, which the environment of packaging/bundle.lock has.
"""

from __future__ import annotations

import io
import os
from pathlib import Path

from PIL import Image

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

HERE = Path(__file__).parent
SIZES = (16, 24, 32, 48, 64, 128, 256, 512, 1024)


def drawn(renderer: QSvgRenderer, size: int) -> Image.Image:
    """The icon at so many pixels."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return Image.open(io.BytesIO(bytes(buffer.data().data()))).convert("RGBA")


def main() -> None:
    """See the module."""
    app = QGuiApplication([])
    renderer = QSvgRenderer(str(HERE.parents[1] / "resources" / "icons" / "desktop-nn.svg"))
    images = {size: drawn(renderer, size) for size in SIZES}
    small = [images[size] for size in SIZES if size <= 256]
    small[-1].save(HERE / "desktop-nn.ico", append_images=small[:-1], sizes=[image.size for image in small])
    images[1024].save(HERE / "desktop-nn.icns", append_images=[images[size] for size in (32, 64, 128, 256, 512)])
    app.quit()


if __name__ == "__main__":
    main()

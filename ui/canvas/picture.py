"""The drawing as a picture with all its details, whatever the view shows just now: pixels, SVG or PDF."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize
from PySide6.QtGui import QImage, QImageWriter, QPaintDevice, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QGraphicsItem

from ui.canvas.geometry import united
from ui.canvas.looks import looks
from ui.canvas.scene import CanvasScene
from ui.picture import pdf_writer

_BORDER = 32.0
_LARGEST = 12_000
"""No side has more pixels; a larger drawing is scaled down."""


def picture(scene: CanvasScene, scale: float, ids: Collection[str] | None = None) -> QImage:
    """All nodes (or those of `ids`) with their links; `scale` is pixels a scene unit. Marks are not painted."""
    area = _area(scene, ids)
    scale = min(scale, _LARGEST / max(area.width(), area.height(), 1.0))
    image = QImage(QSize(round(area.width() * scale), round(area.height() * scale)), QImage.Format.Format_RGB32)
    image.fill(looks.colour["canvas"])
    _paint(scene, image, QRectF(image.rect()), area, ids)
    return image


def png(image: QImage) -> bytes:
    """An image as a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def svg(scene: CanvasScene, title: str, ids: Collection[str] | None = None) -> bytes:
    """The same as an SVG file, a pixel a scene unit: lines and letters at any size."""
    area, buffer = _area(scene, ids), QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(area.size().toSize())
    generator.setViewBox(QRectF(0, 0, area.width(), area.height()))
    generator.setTitle(title)
    _paint(scene, generator, QRectF(0, 0, area.width(), area.height()), area, ids, ground=True)
    return bytes(buffer.data().data())


def pdf(scene: CanvasScene, title: str, ids: Collection[str] | None = None) -> bytes:
    """The same as one PDF page, a point a scene unit, with lines and letters as such."""
    area, buffer = _area(scene, ids), QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = pdf_writer(buffer, area.size(), title)
    page = QRectF(0, 0, writer.width(), writer.height())
    _paint(scene, writer, page, area, ids, ground=True)
    return bytes(buffer.data().data())


def _area(scene: CanvasScene, ids: Collection[str] | None) -> QRectF:
    """All that is painted: nodes, cards, and of the frames those that are in the picture."""
    frames = [frame.box for id, frame in scene.frames.frames.items() if ids is None or _is_in(scene, id, ids)]
    return united([scene.contents(ids, _notes(scene, ids)), *frames]).adjusted(-_BORDER, -_BORDER, _BORDER, _BORDER)


def _is_in(scene: CanvasScene, group: str, ids: Collection[str]) -> bool:
    """Whether the frame of an open group belongs to a picture of these nodes: all that it holds does."""
    shown = scene.frames.frames[group].shown
    held = {scene.seen.holder(id) for id in ids}
    return held.issuperset(shown)


def _paint(
    scene: CanvasScene,
    device: QPaintDevice,
    target: QRectF,
    area: QRectF,
    ids: Collection[str] | None,
    *,
    ground: bool = False,
) -> None:
    with _only(scene, ids), _without_marks(scene):
        painter = QPainter(device)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        if ground:
            painter.fillRect(target, looks.canvas)
        scene.render(painter, target, area)
        painter.end()


@contextmanager
def _only(scene: CanvasScene, ids: Collection[str] | None) -> Iterator[None]:
    """Nodes that were not asked for, and links to them, stay out of the picture."""
    if ids is None:
        yield
        return
    shown = {scene.seen.holder(id) for id in ids}  # a folded group stands for a layer in it
    nodes = [item for id, item in scene.nodes.items() if id not in shown and item.isVisible()]
    links = [
        item
        for item in scene.links.values()
        if item.isVisible() and not shown.issuperset((item.source[0], item.target[0]))
    ]
    wanted = _notes(scene, ids)
    notes = [item for id, item in scene.comments.items.items() if id not in wanted]
    hidden: tuple[QGraphicsItem, ...] = (*nodes, *links, *notes)
    for item in hidden:
        item.setVisible(False)
    scene.frames.left_out = frozenset(id for id in scene.frames.frames if not _is_in(scene, id, ids))
    try:
        yield
    finally:
        scene.frames.left_out = frozenset()
        for item in hidden:
            item.setVisible(True)


def _notes(scene: CanvasScene, ids: Collection[str] | None) -> frozenset[str]:
    """The notes that belong into a picture of some nodes: those that are selected with them."""
    return frozenset() if ids is None else frozenset(id for id, item in scene.comments.items.items() if item.selected)


@contextmanager
def _without_marks(scene: CanvasScene) -> Iterator[None]:
    """Selection, focus and hover are the user's business of the moment."""
    lit, scene.frames.lit = scene.frames.lit, ""
    kin = [item for item in scene.nodes.values() if item.kin]
    for item in kin:
        item.show_kin(False)
    nodes = [(item, item.selected, item.hovered, item.focused) for item in scene.nodes.values()]
    links = [(item, item.hovered, item.chosen, item.near) for item in scene.links.values()]
    notes = [item for item in scene.comments.items.values() if item.selected]
    for node, *_ in nodes:
        node.mark(selected=False, hovered=False, focused=False)
    for link, *_ in links:
        link.mark(hovered=False, chosen=False, near=False)
    for note in notes:
        note.mark(selected=False)
    try:
        yield
    finally:
        for note in notes:
            note.mark(selected=True)
        scene.frames.lit = lit
        for item in kin:
            item.show_kin(True)
        for node, selected, hovered, focused in nodes:
            node.mark(selected=selected, hovered=hovered, focused=focused)
        for link, hovered, chosen, near in links:
            link.mark(hovered=hovered, chosen=chosen, near=near)

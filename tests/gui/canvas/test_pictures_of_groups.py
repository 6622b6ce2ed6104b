"""Pictures out of a drawing with groups: cards and frames as on the screen, whole and of a selection."""

from __future__ import annotations

from itertools import product

import pytest
from PySide6.QtCore import QByteArray, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from desktop_nn.graph import groups
from desktop_nn.graph.membership import members
from desktop_nn.graph.model import Graph
from tests.gui.canvas.hands import drawn, node, open_drawing
from ui.canvas import picture
from ui.canvas.looks import looks
from ui.canvas.view import CanvasView

DRAWING = drawn(
    ("InputLayer", "in", 0, 0), ("Dense", "a", 0, 160), ("Dense", "b", 0, 300), ("Dense", "c", 0, 480),
    ("Dense", "far", 330, 230), links=(("in", "a"), ("a", "b"), ("b", "c")),
)  # fmt: skip


def grouped(*, folded: bool) -> tuple[Graph, str]:
    ids = {DRAWING.name_of(id): id for id in DRAWING.nodes}
    graph, group = groups.make_group(DRAWING, {ids["a"], ids["b"]}, "block", colour="pooling")
    return groups.change_group(graph, group, folded=folded), group


def pixel(image: QImage, canvas: CanvasView, point: QPointF, area_of: frozenset[str] | None = None) -> QColor:
    """The colour that a scene point has in a picture at scale 1."""
    area = picture._area(canvas.board, area_of)
    return image.pixelColor((point - area.topLeft()).toPoint())


def test_that_a_frame_is_in_the_picture_with_its_colour(canvas: CanvasView) -> None:
    graph, group = grouped(folded=False)
    open_drawing(canvas, graph)
    box = canvas.board.frames.frames[group].box
    image = picture.picture(canvas.board, 1.0)
    assert pixel(image, canvas, QPointF(box.left() + 5, box.center().y())) != looks.colour["canvas"]
    assert image.height() >= canvas.board.contents().height() + 60


def test_that_a_picture_of_a_whole_group_has_its_frame_and_title(canvas: CanvasView) -> None:
    graph, group = grouped(folded=False)
    open_drawing(canvas, graph)
    ids = frozenset(members(graph, group))
    box = canvas.board.frames.frames[group].box
    assert picture._area(canvas.board, ids).contains(box)
    image = picture.picture(canvas.board, 1.0, ids)
    assert pixel(image, canvas, QPointF(box.left() + 5, box.center().y()), ids) != looks.colour["canvas"]
    assert canvas.board.frames.left_out == frozenset()


def test_that_a_part_of_a_group_has_no_cut_off_frame(canvas: CanvasView) -> None:
    graph, _ = grouped(folded=False)
    open_drawing(canvas, graph)
    ids = frozenset({node(canvas, "a")})
    image = picture.picture(canvas.board, 1.0, ids)
    assert image.pixelColor(4, 60) == looks.colour["canvas"]


def test_that_a_layer_selected_inside_a_card_brings_the_card(canvas: CanvasView) -> None:
    graph, group = grouped(folded=True)
    open_drawing(canvas, graph)
    ids = frozenset({node(canvas, "b"), node(canvas, "c")})
    canvas.session.select(ids)
    image = picture.picture(canvas.board, 1.0, ids)
    card = canvas.board.nodes[group].card_in_scene()
    assert pixel(image, canvas, card.center() + QPointF(-60, 30), ids) != looks.colour["canvas"]
    assert all(item.isVisible() for item in canvas.board.nodes.values())
    assert canvas.board.nodes[group].kin


@pytest.mark.parametrize("folded", [True, False])
def test_that_svg_and_pdf_show_the_same(canvas: CanvasView, folded: bool) -> None:
    graph, group = grouped(folded=folded)
    open_drawing(canvas, graph)
    ids = frozenset(members(graph, group))
    renderer = QSvgRenderer(QByteArray(picture.svg(canvas.board, "test", ids)))
    image = QImage(renderer.defaultSize(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    shown = picture.picture(canvas.board, 1.0, ids)
    small = [one.scaled(12, 12, mode=Qt.TransformationMode.SmoothTransformation) for one in (image, shown)]
    for x, y in product(range(12), range(12)):
        one, other = (tiny.pixelColor(x, y).lightness() for tiny in small)
        assert abs(one - other) < 30
    assert picture.pdf(canvas.board, "test").startswith(b"%PDF-")

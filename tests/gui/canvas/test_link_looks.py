"""How links look: the style that the user chose, and what they carry."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainterPath
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from desktop_nn import settings
from desktop_nn.graph.facts import GraphFacts, NodeFacts
from tests.gui.canvas.hands import at_port, drawn, glide, node, open_drawing, press, release
from ui.canvas import picture
from ui.canvas.looks import looks
from ui.canvas.view import CanvasView
from ui.theme.theme import theme

PAIR = drawn(("InputLayer", "in1", 0, 0), ("Dense", "a", 300, 200), links=(("in1", "a"),))
SKIP = drawn(
    ("InputLayer", "in1", 0, 0), ("Dense", "a", 0, 160), ("Add", "sum", 0, 320),
    links=(("in1", "a"), ("a", "sum"), ("in1", "sum")),
)  # fmt: skip


def path(canvas: CanvasView) -> QPainterPath:
    (item,) = canvas.board.links.values()
    return item.path()


def show_dtype(canvas: CanvasView, dtype: str) -> None:
    canvas.session.facts = GraphFacts({node(canvas, "in1"): NodeFacts(((None, 28, 28),), dtype)})
    canvas.session.facts_changed.emit()


def test_that_links_take_the_style_that_is_chosen_and_it_is_remembered(canvas: CanvasView, qtbot: QtBot) -> None:
    open_drawing(canvas, PAIR)
    curve = path(canvas)
    saved = QSignalSpy(canvas.session.saved_changed)
    canvas.link_styles.choose("orthogonal")
    assert path(canvas) != curve
    canvas.link_styles.choose("straight")
    assert path(canvas).elementCount() == 2
    assert canvas.session.settings.links == "straight"
    qtbot.waitUntil(lambda: not canvas.session.files.busy)
    assert settings.load().links == "straight"
    assert saved.count() == 0  # no edit of the drawing
    assert not canvas.session.history.labels()


def test_that_a_canvas_starts_with_the_style_of_the_settings(canvas: CanvasView) -> None:
    canvas.link_styles.choose("straight")
    other = CanvasView(canvas.session)
    assert other.link_styles.style == "straight"
    other.deleteLater()


def test_that_the_overview_and_pictures_follow_the_style(canvas: CanvasView) -> None:
    open_drawing(canvas, PAIR)
    canvas.camera.fly(canvas.board.contents().center(), 0.4, animated=False)
    far, near = canvas.grab().toImage(), picture.picture(canvas.board, 1.0)
    canvas.link_styles.choose("orthogonal")
    assert canvas.grab().toImage() != far
    assert picture.picture(canvas.board, 1.0) != near


def test_that_long_links_go_round_cards_in_every_style(canvas: CanvasView) -> None:
    open_drawing(canvas, SKIP)
    card = canvas.board.nodes[node(canvas, "a")].card_in_scene()
    for style in ("orthogonal", "straight", "curved"):
        canvas.link_styles.choose(style)
        skip = next(item for link, item in canvas.board.links.items() if link.target_port == 1)
        assert not any(card.contains(skip.path().pointAtPercent(step / 200)) for step in range(201)), style


def test_that_the_wire_in_the_air_has_the_style_too(canvas: CanvasView) -> None:
    open_drawing(canvas, drawn(("InputLayer", "in1", 0, 0), ("Dense", "a", 300, 200)))
    canvas.link_styles.choose("straight")
    start, end = at_port(canvas, "in1", "out"), at_port(canvas, "a", "in")
    press(canvas, start)
    glide(canvas, start, end)
    straight = canvas.viewport().grab().toImage()
    canvas.board.link_layer.style = "curved"
    canvas.viewport().update()
    assert canvas.viewport().grab().toImage() != straight
    release(canvas, end)


def test_that_a_link_tells_its_dtype_where_it_is_not_the_usual_one(canvas: CanvasView) -> None:
    open_drawing(canvas, PAIR)
    show_dtype(canvas, "uint8")
    assert list(canvas.board.link_layer.labels.shown.values()) == ["28 × 28 · uint8"]
    show_dtype(canvas, "float32")
    assert list(canvas.board.link_layer.labels.shown.values()) == ["28 × 28"]


def test_that_links_of_other_values_differ_in_more_than_colour(canvas: CanvasView) -> None:
    open_drawing(canvas, PAIR)
    (item,) = canvas.board.links.values()
    patterns = []
    for dtype in ("float32", "float16", "int64", "uint8", "string", "bool"):
        show_dtype(canvas, dtype)
        patterns.append((item.pen().style(), tuple(item.pen().dashPattern())))
    solid, half, whole, byte, text, truth = patterns
    assert solid == half
    assert solid[0] == Qt.PenStyle.SolidLine
    assert whole == byte
    assert text == truth
    assert len({solid, whole, text}) == 3


def test_that_a_selected_link_keeps_its_dashes_and_a_change_of_theme_too(canvas: CanvasView) -> None:
    open_drawing(canvas, PAIR)
    show_dtype(canvas, "int32")
    (item,) = canvas.board.links.values()
    dashes = item.pen().dashPattern()
    item.mark(chosen=True)
    assert item.pen().dashPattern() == dashes
    assert item.pen().color() == looks.colour["accent"]
    try:
        theme.apply("dark")
        assert item.pen().dashPattern() == dashes
        assert item.pen().color() == looks.colour["accent"]
    finally:
        theme.apply("light")


def test_that_the_tool_tip_says_what_the_dashes_mean(canvas: CanvasView) -> None:
    from ui.canvas.tool_tips import of_link

    open_drawing(canvas, PAIR)
    show_dtype(canvas, "uint8")
    (link,) = canvas.session.graph.links
    assert "whole numbers" in of_link(link, canvas.session.graph, canvas.session.facts)
    show_dtype(canvas, "float32")
    assert "numbers" not in of_link(link, canvas.session.graph, canvas.session.facts)

"""A wire in the air: what Keras would not take looks doubtful and says why; it may be connected all the same."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_nn.graph.model import Graph, Link
from desktop_nn.problems import Problem
from tests.gui.canvas.hands import (
    at_node,
    at_port,
    drawn,
    glide,
    key,
    links,
    node,
    open_drawing,
    press,
    release,
)
from ui import engine_door
from ui.canvas.view import CanvasView

FORK = drawn(
    ("InputLayer", "in1", 0, 0),
    ("Conv2D", "conv", -240, 180),
    ("Dense", "dense", 0, 180),
    ("MultiHeadAttention", "attend", 260, 180),
)
DOWN = QPoint(12, 30)
FIRST = frozenset({("in", 0)})
_WHY = Problem("conv wants 4 axes.", fix="Reshape first.")


class Keras:
    """Stands in for the engine: links into `bad` targets (or to one of its ports) do not fit."""

    def __init__(self, *bad: tuple[str, int]) -> None:
        self.bad = set(bad)
        self.asked: list[Link] = []
        self.goes_on = threading.Event()
        self.goes_on.set()
        self.cancelled = False

    def doubts(
        self, graph: Graph, _old: Link | None, links: Collection[Link], cancelled: Callable[[], bool]
    ) -> dict[Link, Problem | None]:
        self.goes_on.wait(5)
        self.cancelled = self.cancelled or cancelled()
        self.asked += links
        return {
            link: _WHY
            if {(graph.name_of(link.target), link.target_port), (graph.name_of(link.source), -1)} & self.bad
            else None
            for link in links
        }


@pytest.fixture
def keras(canvas: CanvasView, monkeypatch: pytest.MonkeyPatch) -> Keras:
    """Convolutions do not fit."""
    found = Keras(("conv", 0))
    monkeypatch.setattr(engine_door, "doubts", found.doubts)
    monkeypatch.setattr(engine_door, "loaded", lambda: True)
    monkeypatch.setattr(canvas.session, "_engine_wanted", True)
    monkeypatch.setattr(canvas.session, "_infer", lambda: None)
    return found


def pick_up(canvas: CanvasView, start: QPoint, by: QPoint = DOWN) -> None:
    press(canvas, start)
    glide(canvas, start, start + by)


def doubted(canvas: CanvasView) -> set[str]:
    nodes = canvas.board.nodes
    return {canvas.session.graph.name_of(id) for id, item in nodes.items() if item.doubted_ports}


def test_that_ports_that_would_not_fit_look_doubtful_on_picking_up(
    canvas: CanvasView, keras: Keras, qtbot: QtBot
) -> None:
    open_drawing(canvas, FORK)
    pick_up(canvas, at_port(canvas, "in1", "out"))
    qtbot.waitUntil(lambda: doubted(canvas) == {"conv"})
    item = canvas.board.nodes[node(canvas, "conv")]
    assert item.doubted_ports == item.lit_ports == FIRST
    assert not canvas.note.isVisible()


def test_that_a_doubtful_port_says_why_and_connects_all_the_same(
    canvas: CanvasView, keras: Keras, qtbot: QtBot
) -> None:
    open_drawing(canvas, FORK)
    start, end = at_port(canvas, "in1", "out"), at_port(canvas, "conv", "in")
    press(canvas, start)
    glide(canvas, start, end)
    qtbot.waitUntil(canvas.note.isVisible)
    assert canvas.note.text() == "conv wants 4 axes. Reshape first."
    release(canvas, end)
    assert links(canvas) == {("in1", "conv", 0)}
    assert canvas.session.history.labels() == ("Connect in1 to conv",)
    assert not canvas.note.isVisible()
    assert not doubted(canvas)


def test_that_outputs_are_doubted_for_a_wire_from_an_input(canvas: CanvasView, keras: Keras, qtbot: QtBot) -> None:
    keras.bad = {("in1", -1)}
    open_drawing(canvas, FORK)
    start = at_port(canvas, "dense", "in")
    pick_up(canvas, start, QPoint(12, -30))
    qtbot.waitUntil(lambda: doubted(canvas) == {"in1"})
    assert canvas.board.nodes[node(canvas, "in1")].doubted_ports == frozenset({("out", 0)})
    end = at_port(canvas, "in1", "out")
    glide(canvas, start, end)
    qtbot.waitUntil(canvas.note.isVisible)
    release(canvas, end)
    assert links(canvas) == {("in1", "dense", 0)}


def test_that_a_drop_on_a_card_takes_its_first_input_that_fits(canvas: CanvasView, keras: Keras, qtbot: QtBot) -> None:
    keras.bad = {("attend", 0)}
    open_drawing(canvas, FORK)
    start, end = at_port(canvas, "in1", "out"), at_node(canvas, "attend")
    pick_up(canvas, start)
    qtbot.waitUntil(lambda: doubted(canvas) == {"attend"})
    glide(canvas, start, end)
    release(canvas, end)
    assert links(canvas) == {("in1", "attend", 1)}


def test_that_a_drop_on_a_card_where_nothing_fits_takes_the_first_input(
    canvas: CanvasView, keras: Keras, qtbot: QtBot
) -> None:
    open_drawing(canvas, FORK)
    start, end = at_port(canvas, "in1", "out"), at_node(canvas, "conv")
    pick_up(canvas, start)
    qtbot.waitUntil(lambda: doubted(canvas) == {"conv"})
    glide(canvas, start, end)
    release(canvas, end)
    assert links(canvas) == {("in1", "conv", 0)}


def test_that_the_nearest_are_asked_first_and_none_twice(canvas: CanvasView, keras: Keras, qtbot: QtBot) -> None:
    open_drawing(canvas, drawn(*(("Dense", f"d{i}", 230 * (i % 3), 150 * (i // 3)) for i in range(9))))
    start = at_port(canvas, "d1", "out")
    pick_up(canvas, start)
    qtbot.waitUntil(lambda: len(keras.asked) == 8)
    names = [canvas.session.graph.name_of(link.target) for link in keras.asked]
    assert names[0] == "d4"
    assert len(set(names)) == 8


def test_that_only_what_is_in_sight_is_asked_about_until_the_view_moves(
    canvas: CanvasView, keras: Keras, qtbot: QtBot
) -> None:
    open_drawing(canvas, drawn(("Dense", "a", 0, 0), ("Dense", "b", 0, 200), ("Dense", "far", 5000, 0)))
    canvas.camera.fly(QPointF(100, 150), 1.0, animated=False)
    start = at_port(canvas, "a", "out")
    pick_up(canvas, start)
    qtbot.waitUntil(lambda: len(keras.asked) == 1)
    canvas.camera.fly(QPointF(5000, 0), 1.0, animated=False)
    glide(canvas, start, start + QPoint(20, 20))
    qtbot.waitUntil(lambda: len(keras.asked) == 2)
    assert {canvas.session.graph.name_of(link.target) for link in keras.asked} == {"b", "far"}


def test_that_no_answer_comes_once_the_wire_is_dropped(canvas: CanvasView, keras: Keras, qtbot: QtBot) -> None:
    open_drawing(canvas, FORK)
    keras.goes_on.clear()
    pick_up(canvas, at_port(canvas, "in1", "out"))
    key(canvas, Qt.Key.Key_Escape)
    keras.goes_on.set()
    qtbot.waitUntil(lambda: not canvas.session.shapes.busy)
    QApplication.processEvents()
    assert not doubted(canvas)
    assert len(keras.asked) <= 4


def test_that_a_port_that_can_never_be_linked_still_says_so(canvas: CanvasView, keras: Keras) -> None:
    open_drawing(canvas, drawn(("Dense", "a", 0, 0), ("Dense", "b", 0, 160), links=(("a", "b"),)))
    start = at_port(canvas, "b", "out")
    press(canvas, start)
    glide(canvas, start, at_port(canvas, "a", "in"))
    assert "loop" in canvas.note.text()
    assert not keras.asked


def test_that_before_keras_is_loaded_wires_are_drawn_without_doubts(canvas: CanvasView) -> None:
    open_drawing(canvas, FORK)
    start, end = at_port(canvas, "in1", "out"), at_port(canvas, "conv", "in")
    press(canvas, start)
    glide(canvas, start, end)
    release(canvas, end)
    assert links(canvas) == {("in1", "conv", 0)}

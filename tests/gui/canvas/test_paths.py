"""The path of the layer under the pointer, or of the selected ones, stays bright while the rest steps back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_nn.graph.groups import make_group
from tests.gui.canvas.hands import at_node, click, drawn, node, open_drawing
from ui.canvas.looks import looks
from ui.canvas.view import CanvasView

FORK = drawn(
    ("InputLayer", "in", 0, 0),
    ("Dense", "left", -240, 180),
    ("Dense", "right", 240, 180),
    ("Add", "sum", 0, 360),
    ("Dense", "aside", 400, 360),
    links=(("in", "left"), ("in", "right"), ("left", "sum"), ("in", "sum"), ("right", "aside")),
)


@pytest.fixture
def fork(canvas: CanvasView) -> CanvasView:
    """A fork with the highlighting switched on."""
    open_drawing(canvas, FORK)
    wish(canvas, True)
    return canvas


def wish(canvas: CanvasView, on: bool) -> None:
    canvas.session.settings = replace(canvas.session.settings, highlight_paths=on)
    canvas.paths.refresh()


def bright(canvas: CanvasView) -> set[str]:
    """Names of the nodes that do not step back."""
    return {canvas.session.graph.name_of(id) for id, item in canvas.board.nodes.items() if not item.faded}


def traced(canvas: CanvasView) -> set[tuple[str, str]]:
    """The links on the path."""
    name = canvas.session.graph.name_of
    return {(name(link.source), name(link.target)) for link, item in canvas.board.links.items() if item.traced}


ALL = {"in", "left", "right", "sum", "aside"}


def test_that_a_selected_layer_shows_its_path(fork: CanvasView) -> None:
    click(fork, at_node(fork, "left"))
    assert bright(fork) == {"in", "left", "sum"}
    assert traced(fork) == {("in", "left"), ("left", "sum")}


def test_that_a_link_past_the_layer_is_not_on_its_path(fork: CanvasView) -> None:
    click(fork, at_node(fork, "left"))
    past = next(item for link, item in fork.board.links.items() if item.dimmed and link.target == node(fork, "sum"))
    assert past.link.source == node(fork, "in")
    assert past.pen() == looks.link_dim


def test_that_a_layer_under_the_pointer_shows_its_path_after_a_pause(fork: CanvasView, qtbot: QtBot) -> None:
    QTest.mouseMove(fork.viewport(), at_node(fork, "right"))
    assert bright(fork) == ALL
    qtbot.waitUntil(lambda: bright(fork) == {"in", "right", "aside"})


def test_that_passing_over_a_layer_shows_nothing(fork: CanvasView, qtbot: QtBot) -> None:
    QTest.mouseMove(fork.viewport(), at_node(fork, "right"))
    QTest.mouseMove(fork.viewport(), QPoint(2, 2))
    QTest.mouseMove(fork.viewport(), at_node(fork, "left"))
    qtbot.waitUntil(lambda: bright(fork) != ALL)
    assert bright(fork) == {"in", "left", "sum"}


def test_that_the_pointer_comes_before_the_selection(fork: CanvasView, qtbot: QtBot) -> None:
    click(fork, at_node(fork, "left"))
    QTest.mouseMove(fork.viewport(), at_node(fork, "aside"))
    qtbot.waitUntil(lambda: bright(fork) == {"in", "right", "aside"})
    QTest.mouseMove(fork.viewport(), QPoint(2, 2))
    qtbot.waitUntil(lambda: bright(fork) == {"in", "left", "sum"})


def test_that_without_pointer_and_selection_all_is_bright(fork: CanvasView) -> None:
    click(fork, at_node(fork, "left"))
    fork.select_nothing()
    assert bright(fork) == ALL
    assert not traced(fork)
    assert not any(item.dimmed for item in fork.board.links.values())


def test_that_it_is_off_at_first(canvas: CanvasView) -> None:
    open_drawing(canvas, FORK)
    click(canvas, at_node(canvas, "left"))
    assert bright(canvas) == ALL


def test_that_switching_it_off_brings_all_back(fork: CanvasView) -> None:
    click(fork, at_node(fork, "left"))
    wish(fork, False)
    assert bright(fork) == ALL
    assert not traced(fork)


def test_that_several_selected_layers_show_all_their_paths(fork: CanvasView) -> None:
    fork.session.select({node(fork, "left"), node(fork, "aside")})
    assert bright(fork) == ALL
    assert ("in", "sum") not in traced(fork)


def test_that_the_path_follows_edits_and_undo(fork: CanvasView) -> None:
    click(fork, at_node(fork, "left"))
    fork.marks.choose_links([link for link in fork.session.graph.links if link.source == node(fork, "left")])
    chosen = fork.session.selection
    fork.session.select(())
    fork.delete_selection()
    fork.session.select(chosen)
    assert bright(fork) == {"in", "left"}
    fork.session.undo()
    assert bright(fork) == {"in", "left", "sum"}


def test_that_another_document_starts_bright(fork: CanvasView) -> None:
    click(fork, at_node(fork, "left"))
    open_drawing(fork, drawn(("Dense", "x", 0, 0), ("Dense", "y", 0, 200)))
    assert bright(fork) == {"x", "y"}


def test_that_the_rest_steps_back_near_by(fork: CanvasView) -> None:
    place = at_node(fork, "aside") + QPoint(60, 0)
    before = fork.grab().toImage().pixelColor(place)
    click(fork, at_node(fork, "left"))
    assert fork.grab().toImage().pixelColor(place) != before
    fork.select_nothing()
    assert fork.grab().toImage().pixelColor(place) == before


@pytest.mark.parametrize("zoom", [0.35, 0.12])
def test_that_the_rest_steps_back_from_far(fork: CanvasView, zoom: float) -> None:
    fork.camera.fly(fork.board.contents().center(), zoom)
    card = fork.board.nodes[node(fork, "aside")].card_in_scene()
    place = fork.mapFromScene(QPointF(card.right() - 24, card.bottom() - 16))
    before = fork.grab().toImage().pixelColor(place)
    fork.session.select({node(fork, "left")})
    assert fork.grab().toImage().pixelColor(place) != before
    fork.session.select(())
    assert fork.grab().toImage().pixelColor(place) == before


def test_that_a_folded_group_under_the_pointer_is_no_mistake(fork: CanvasView, qtbot: QtBot) -> None:
    ids = {node(fork, "left"), node(fork, "sum")}
    fork.session.edit_graph("Group", lambda graph: make_group(graph, ids, "Block")[0])
    group = next(iter(fork.session.graph.groups))
    fork.paths.hover(group)
    qtbot.waitUntil(lambda: bright(fork) != ALL)
    assert bright(fork) >= {"in", "left", "sum"}
    assert "aside" not in bright(fork)

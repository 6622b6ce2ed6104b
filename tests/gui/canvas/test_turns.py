"""Very many nodes are shown in slices: the window answers between two, and in the end all is as if shown at once."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_nn.graph import edits, groups
from desktop_nn.graph.facts import GraphFacts
from desktop_nn.graph.folding import seen
from desktop_nn.graph.model import Graph
from desktop_nn.project.document import Project
from tests.benchmarks.drawings import facts, grid
from tests.gui.canvas.hands import at_node, click, open_drawing
from tests.gui.canvas.test_remembered import ways
from ui.canvas import showing, turns
from ui.canvas.node_item import NodeItem
from ui.canvas.scene import CanvasScene
from ui.canvas.view import CanvasView

COUNT = 60


@pytest.fixture
def slow(canvas: CanvasView, monkeypatch: pytest.MonkeyPatch) -> Iterator[CanvasView]:
    """A canvas to which few nodes are very many, and that does one thing a slice."""
    monkeypatch.setattr(showing, "MANY", 3)
    monkeypatch.setattr(turns, "SLICE", 0.0)
    yield canvas
    canvas.board.turns.finish()


def show(canvas: CanvasView, graph: Graph, known: GraphFacts | None = None) -> None:
    canvas.session.show(Project(graph), known or GraphFacts(), path=None, title="test")


def come(canvas: CanvasView, qtbot: QtBot) -> None:
    """Let the window do it in its spare time."""
    qtbot.waitUntil(lambda: not canvas.board.turns.busy)


def until(canvas: CanvasView, count: int) -> None:
    """Let slices pass until so many cards are there."""
    while len(canvas.board.made) < count:
        assert canvas.board.turns.busy
        QApplication.processEvents()


def looks(item: NodeItem) -> tuple[object, ...]:
    return item.node_id, item.face, item.card_in_scene(), item.selected, item.node


def check(canvas: CanvasView) -> None:
    """All items are those of a scene that shows the drawing at once."""
    graph = canvas.session.graph
    fresh = CanvasScene()
    fresh.direction = canvas.board.direction
    fresh.show_graph(graph, canvas.faces, seen(graph))
    for id in fresh.nodes:
        shown = canvas.board.seen.cards[id].members if id in canvas.board.seen.cards else (id,)
        fresh.nodes[id].selected = canvas.session.selection.issuperset(shown)
    assert canvas.board.nodes.keys() == fresh.nodes.keys()
    for id, item in canvas.board.nodes.items():
        assert looks(item) == looks(fresh.nodes[id])
    assert ways(canvas.board) == ways(fresh)
    assert {item.link: text for item, text in canvas.board.link_layer.labels.shown.items()}.keys() <= fresh.links.keys()


def test_that_the_window_has_its_turn_while_many_nodes_come(slow: CanvasView, qtbot: QtBot) -> None:
    show(slow, grid(COUNT))
    assert slow.board.turns.busy
    until(slow, COUNT // 2)
    assert len(slow.board.made) < COUNT
    come(slow, qtbot)
    assert len(slow.board.made) == COUNT
    check(slow)


def test_that_all_is_fitted_before_all_is_there(slow: CanvasView, qtbot: QtBot) -> None:
    graph = grid(COUNT)
    show(slow, graph)
    until(slow, 2)
    assert slow.camera.sight().contains(QRectF(0, 0, max(n.x for n in graph.nodes.values()), 10))
    come(slow, qtbot)
    assert slow.camera.sight().contains(slow.board.contents())


def test_that_what_is_in_sight_comes_first(slow: CanvasView) -> None:
    graph = grid(COUNT)
    show(slow, graph)
    last = slow.board.nodes["n57"].card_in_scene().center()
    slow.camera.fly(last, 2.0, animated=False)
    slow.session.look = slow.session.look  # where it was looked at
    show(slow, Graph())
    slow.board.turns.finish()
    slow.fit_wanted = False
    slow.session.edit("All again", lambda _: Project(graph))
    until(slow, 1)
    assert slow.camera.sight().intersects(next(iter(slow.board.made.values())).card_in_scene())
    slow.board.turns.finish()
    assert list(slow.board.made) == list(graph.nodes)


def test_that_whoever_asks_for_the_items_gets_all(slow: CanvasView) -> None:
    show(slow, grid(COUNT))
    until(slow, 5)
    assert len(slow.board.nodes) == COUNT
    assert not slow.board.turns.busy


def test_that_a_press_of_the_mouse_finds_every_card(slow: CanvasView) -> None:
    show(slow, grid(COUNT))
    until(slow, 5)
    slow.fitted = False
    where = at_node(slow, "dense_57")
    slow.board.turns.finish()
    click(slow, where)
    assert slow.session.selection == {"n57"}


def test_that_selecting_all_meanwhile_selects_those_that_are_still_to_come(slow: CanvasView, qtbot: QtBot) -> None:
    show(slow, grid(COUNT))
    until(slow, 5)
    slow.select_all()
    come(slow, qtbot)
    assert all(item.selected for item in slow.board.made.values())


def test_that_shapes_told_meanwhile_are_shown(slow: CanvasView, qtbot: QtBot) -> None:
    graph = grid(COUNT)
    show(slow, graph)
    until(slow, COUNT // 2)
    slow.session.facts = facts(graph)
    slow.session.facts_changed.emit()
    come(slow, qtbot)
    assert {item.face.shape for item in slow.board.made.values()} == {"64"}
    check(slow)


def test_that_another_document_takes_the_place_of_one_half_shown(slow: CanvasView, qtbot: QtBot) -> None:
    show(slow, grid(COUNT))
    until(slow, COUNT // 2)
    show(slow, grid(10))
    come(slow, qtbot)
    assert len(slow.board.made) == 10
    check(slow)


def test_that_the_overview_shows_all_once_all_is_there(slow: CanvasView, qtbot: QtBot) -> None:
    show(slow, grid(COUNT))
    slow.grab()
    come(slow, qtbot)
    left_to_paint = slow.overview.contents
    assert left_to_paint.contains(slow.board.nodes["n59"].card_in_scene())


@pytest.mark.parametrize("seed", [0, 1, *(pytest.param(n, marks=pytest.mark.thorough) for n in range(2, 30))])
def test_that_edits_in_the_midst_of_it_leave_all_as_if_shown_at_once(slow: CanvasView, qtbot: QtBot, seed: int) -> None:
    dice = random.Random(seed)
    open_drawing(slow, grid(40))
    slow.session.edit_graph("Group", lambda graph: groups.make_group(graph, ["n3", "n4", "n5", "n28"])[0])
    for _ in range(8):
        _do_something(slow, dice)
        for _ in range(dice.randint(0, 60)):
            QApplication.processEvents()
        if dice.random() < 0.3:
            slow.select_all()
        elif dice.random() < 0.3:
            slow.select_nothing()
    come(slow, qtbot)
    check(slow)


def _do_something(canvas: CanvasView, dice: random.Random) -> None:
    session = canvas.session
    ids = [id for id in session.graph.nodes if dice.random() < 0.5]
    deed = dice.choice(("move", "delete", "undo", "redo", "fold", "copy", "facts"))
    if deed == "move":
        places = {id: (session.graph.nodes[id].x + 30, session.graph.nodes[id].y + 40) for id in ids}
        session.edit_graph("Move", lambda graph: edits.move(graph, places))
    elif deed == "delete":
        session.edit_graph("Delete", lambda graph: edits.delete(graph, ids))
    elif deed == "fold" and session.graph.groups:
        group = next(iter(session.graph.groups.values()))
        session.edit_graph("Fold", lambda graph: groups.fold(graph, [group.id], not group.folded))
    elif deed == "copy":
        session.select(ids)
        canvas.duplicate()
    elif deed == "facts":
        session.facts = facts(session.graph)
        session.facts_changed.emit()
    elif deed in ("undo", "redo"):
        getattr(session, deed)()

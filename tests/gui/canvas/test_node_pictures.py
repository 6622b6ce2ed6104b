"""Cards copied from pictures look as if painted anew, whatever changes about them, and pictures never grow endless."""

from __future__ import annotations

from collections.abc import Callable

import numpy
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage

from desktop_nn.graph import edits
from desktop_nn.graph.bypassing import set_bypassed
from desktop_nn.graph.facts import GraphFacts, NodeFacts
from desktop_nn.problems import Problem
from tests.gui.canvas.hands import drawn, node, open_drawing
from ui.canvas import node_pictures
from ui.canvas.heat import Heat
from ui.canvas.view import CanvasView

ALMOST = 60
"""So many pixels may differ: Qt places a letter by quarters of a pixel, and may round to the next one."""
NAMES = tuple(f"d{number}" for number in range(6))


def row_of_cards(canvas: CanvasView, zoom: float = 1.0) -> None:
    """Six linked cards at places between the pixels."""
    layers = [("Dense", name, 230.3 * (at % 3), 140.7 * (at // 3)) for at, name in enumerate(NAMES)]
    open_drawing(canvas, drawn(*layers, links=(("d0", "d3"), ("d1", "d4"))))
    canvas.session.problems = ()
    canvas.session.problems_changed.emit()
    canvas.camera.fly(canvas.board.contents().center(), zoom, animated=False)


def shot(canvas: CanvasView) -> QImage:
    """What the canvas shows now."""
    return canvas.viewport().grab().toImage()


def settled(canvas: CanvasView) -> QImage:
    """What it shows once all cards in sight are copied from pictures.

    Two looks are enough, unless the pictures of earlier tests filled the room and all are forgotten in between.
    """
    for _ in range(2):
        shot(canvas)
    if not all_copied(canvas):
        for _ in range(2):
            shot(canvas)
    assert all_copied(canvas)
    return shot(canvas)


def all_copied(canvas: CanvasView) -> bool:
    """Whether each card has a picture to be copied from."""
    pictures = [item.picture for item in canvas.board.nodes.values()]
    return all(picture is not None and picture.pixels is not None for picture in pictures)


def differ(one: QImage, other: QImage) -> int:
    """How many pixels differ so much that it could be seen."""
    first, second = (
        numpy.frombuffer(image.constBits(), numpy.uint8).reshape(-1, 4).astype(int) for image in (one, other)
    )
    return int((abs(first - second).max(axis=1) > 4).sum())


def painted_anew(canvas: CanvasView) -> QImage:
    """What it shows when each card is painted."""
    for item in canvas.board.nodes.values():
        item.picture = None
    return shot(canvas)


@pytest.mark.parametrize("zoom", [0.5, 0.6, 0.83, 1.0, 1.5])
def test_that_pictures_are_what_is_painted(canvas: CanvasView, zoom: float) -> None:
    row_of_cards(canvas, zoom)
    painted = painted_anew(canvas)
    assert differ(settled(canvas), painted) <= ALMOST


def test_that_panning_moves_pictures_by_whole_pixels(canvas: CanvasView) -> None:
    row_of_cards(canvas, 0.7)
    settled(canvas)
    canvas.camera.pan(QPointF(7, -4))
    panned = shot(canvas)
    assert differ(panned, painted_anew(canvas)) <= ALMOST


CHANGES: dict[str, Callable[[CanvasView, str], object]] = {
    "selected": lambda canvas, id: canvas.session.select({id}),
    "hovered": lambda canvas, id: canvas.board.nodes[id].mark(hovered=True),
    "focused": lambda canvas, id: canvas.board.nodes[id].mark(focused=True),
    "kin": lambda canvas, id: canvas.board.nodes[id].show_kin(True),
    "faded": lambda canvas, id: canvas.board.nodes[id].fade(True),
    "measured": lambda canvas, id: canvas.board.nodes[id].warm(Heat(0.5, "12")),
    "lit": lambda canvas, id: canvas.board.nodes[id].light(frozenset({("in", 0)}), ("in", 0)),
    "renamed": lambda canvas, id: canvas.session.edit_graph(
        "Rename", lambda graph: edits.rename(graph, graph.nodes[id].layer, "other")
    ),
    "bypassed": lambda canvas, id: canvas.session.edit_graph("Bypass", lambda graph: set_bypassed(graph, [id], True)),
}


@pytest.mark.parametrize("change", CHANGES)
def test_that_a_changed_card_is_not_copied_from_its_old_picture(canvas: CanvasView, change: str) -> None:
    row_of_cards(canvas)
    before = settled(canvas)
    CHANGES[change](canvas, node(canvas, "d4"))
    after = shot(canvas)
    assert differ(after, before) > 3 * ALMOST
    assert differ(after, painted_anew(canvas)) <= ALMOST


def test_that_what_keras_says_is_seen_at_once(canvas: CanvasView) -> None:
    row_of_cards(canvas)
    before = settled(canvas)
    wrong = Problem("It does not fit.", "d4", "Change it.")
    canvas.session.facts = GraphFacts({node(canvas, "d4"): NodeFacts(((None, 4),), "float32", 9, 9, wrong)})
    canvas.session.facts_changed.emit()
    after = shot(canvas)
    assert differ(after, before) > 3 * ALMOST
    assert differ(after, painted_anew(canvas)) <= ALMOST


def test_that_a_moved_card_takes_its_picture_along(canvas: CanvasView) -> None:
    row_of_cards(canvas)
    settled(canvas)
    item = canvas.board.nodes[node(canvas, "d2")]
    picture = item.picture
    canvas.session.edit_graph("Move", lambda graph: edits.move(graph, {item.node_id: (item.x() + 24, item.y() + 8)}))
    assert differ(shot(canvas), painted_anew(canvas)) <= ALMOST
    assert picture is not None
    assert picture.pixels is not None


def test_that_zooming_makes_no_pictures(canvas: CanvasView) -> None:
    row_of_cards(canvas)
    settled(canvas)
    for zoom in (0.9, 0.8, 0.9):
        canvas.camera.fly(canvas.board.contents().center(), zoom, animated=False)
        shot(canvas)
        assert all(item.picture is None or item.picture.pixels is None for item in canvas.board.nodes.values())


def test_that_pictures_are_forgotten_when_they_take_too_much(
    canvas: CanvasView, monkeypatch: pytest.MonkeyPatch
) -> None:
    row_of_cards(canvas)
    painted = painted_anew(canvas)
    monkeypatch.setattr(node_pictures, "MOST_PIXELS", 60_000)
    for _ in range(6):
        assert differ(shot(canvas), painted) <= ALMOST
        kept = [item.picture for item in canvas.board.nodes.values()]
        assert sum(picture is not None and picture.pixels is not None for picture in kept) <= 2


def test_that_an_exported_picture_is_painted_at_its_own_scale(canvas: CanvasView) -> None:
    row_of_cards(canvas)
    before = canvas.picture(2.0)
    settled(canvas)
    assert canvas.picture(2.0) == before

"""Whatever comes between the press and the release of any drag leaves nothing half done and nothing stuck."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_nn.graph import edits
from desktop_nn.graph.facts import GraphFacts, NodeFacts
from desktop_nn.problems import Problem
from tests.gui.canvas.hands import (
    ALT,
    CTRL,
    LEFT,
    MIDDLE,
    NONE,
    PaletteDrag,
    at_node,
    at_port,
    drawn,
    glide,
    key,
    node,
    open_drawing,
    press,
    release,
    wheel,
)
from ui.canvas.view import CanvasView

GRAPH = drawn(
    ("InputLayer", "in", 0, 0),
    ("Dense", "a", -180, 180),
    ("Dense", "b", 180, 180),
    ("Add", "sum", 0, 360),
    ("Dropout", "lonely", 420, 0),
    links=(("in", "a"), ("in", "b"), ("a", "sum"), ("b", "sum")),
)


@dataclass(frozen=True)
class Drag:
    """A drag that is under way: where it would end, and what was held and pressed."""

    end: QPoint
    held: Qt.KeyboardModifier = NONE
    button: Qt.MouseButton = LEFT


def _start(
    canvas: CanvasView, start: QPoint, by: QPoint, held: Qt.KeyboardModifier = NONE, button: Qt.MouseButton = LEFT
) -> Drag:
    press(canvas, start, held, button)
    glide(canvas, start, start + by)
    return Drag(start + by, held, button)


def move(canvas: CanvasView) -> Drag:
    return _start(canvas, at_node(canvas, "a"), QPoint(-40, 33))


def move_several(canvas: CanvasView) -> Drag:
    canvas.select_all()
    return _start(canvas, at_node(canvas, "a"), QPoint(-40, 33))


def move_onto_a_link(canvas: CanvasView) -> Drag:
    start = at_node(canvas, "lonely")
    middle = (at_port(canvas, "b", "out") + at_port(canvas, "sum", "in", 1)) / 2
    return _start(canvas, start, middle - start)


def copy(canvas: CanvasView) -> Drag:
    return _start(canvas, at_node(canvas, "a"), QPoint(-40, 133), ALT)


def wire(canvas: CanvasView) -> Drag:
    start = at_port(canvas, "lonely", "out")
    return _start(canvas, start, at_port(canvas, "sum", "in", 2) - start)


def replug(canvas: CanvasView) -> Drag:
    return _start(canvas, at_port(canvas, "sum", "in", 1), QPoint(120, -30))


def move_links(canvas: CanvasView) -> Drag:
    start = at_port(canvas, "in", "out")
    return _start(canvas, start, at_port(canvas, "lonely", "out") - start, CTRL)


def band(canvas: CanvasView) -> Drag:
    return _start(canvas, at_node(canvas, "a") - QPoint(130, 80), QPoint(200, 160))


def cut(canvas: CanvasView) -> Drag:
    return _start(canvas, at_node(canvas, "in") + QPoint(-190, 75), QPoint(380, 0), ALT)


def pan(canvas: CanvasView) -> Drag:
    return _start(canvas, at_node(canvas, "a"), QPoint(30, 20), button=MIDDLE)


DRAGS = [move, move_several, move_onto_a_link, copy, wire, replug, move_links, band, cut, pan]


def undo(canvas: CanvasView, _: Drag) -> None:
    canvas.session.undo()


def undo_by_key(canvas: CanvasView, _: Drag) -> None:
    key(canvas, Qt.Key.Key_Z, CTRL)


def redo(canvas: CanvasView, _: Drag) -> None:
    canvas.session.undo()
    canvas.session.redo()


def delete(canvas: CanvasView, _: Drag) -> None:
    key(canvas, Qt.Key.Key_Delete)


def node_goes(canvas: CanvasView, _: Drag) -> None:
    gone = [node(canvas, "a"), node(canvas, "sum")]
    canvas.session.edit_graph("Elsewhere", lambda graph: edits.delete(graph, gone))


def another_document(canvas: CanvasView, _: Drag) -> None:
    open_drawing(canvas, drawn(("Dense", "x", 0, 0), ("Dense", "y", 0, 200), links=(("x", "y"),)))


def empty_document(canvas: CanvasView, _: Drag) -> None:
    open_drawing(canvas, drawn())


def facts(canvas: CanvasView, _: Drag) -> None:
    session = canvas.session
    problem = Problem("Bad.", "a", "Mend it.", node=node(canvas, "a"))
    known = {id: NodeFacts(((None, 3),), "float32", 12, 12) for id in session.graph.nodes}
    session._take_facts(GraphFacts({**known, node(canvas, "a"): replace(NodeFacts(), problem=problem)}))


def escape(canvas: CanvasView, _: Drag) -> None:
    key(canvas, Qt.Key.Key_Escape)


def right_button(canvas: CanvasView, drag: Drag) -> None:
    QTest.mousePress(canvas.viewport(), Qt.MouseButton.RightButton, NONE, drag.end)
    place = canvas.viewport().mapToGlobal(drag.end)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, drag.end, place)
    QApplication.sendEvent(canvas.viewport(), event)
    QTest.mouseRelease(canvas.viewport(), Qt.MouseButton.RightButton, NONE, drag.end)


def other_button(canvas: CanvasView, drag: Drag) -> None:
    other = LEFT if drag.button == MIDDLE else MIDDLE
    QTest.mousePress(canvas.viewport(), other, NONE, drag.end)
    QTest.mouseRelease(canvas.viewport(), other, NONE, drag.end)


def window_loses_its_turn(canvas: CanvasView, _: Drag) -> None:
    QApplication.sendEvent(canvas, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.ActiveWindowFocusReason))


def release_is_lost(canvas: CanvasView, drag: Drag) -> None:
    """The button went up over another window: the next move comes without it."""
    place = QPointF(drag.end + QPoint(4, 4))
    over = QPointF(canvas.viewport().mapToGlobal(drag.end + QPoint(4, 4)))
    none = Qt.MouseButton.NoButton
    QApplication.sendEvent(canvas.viewport(), QMouseEvent(QEvent.Type.MouseMove, place, over, none, none, NONE))


def direction(canvas: CanvasView, _: Drag) -> None:
    canvas.set_direction("right")
    canvas.set_direction("down")


ENDING = [
    undo, undo_by_key, redo, node_goes, another_document, empty_document, escape, right_button, other_button,
    window_loses_its_turn, release_is_lost, direction,
]  # fmt: skip
"""What ends a drag."""


def leave(canvas: CanvasView, _: Drag) -> None:
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))


def zoom(canvas: CanvasView, drag: Drag) -> None:
    wheel(canvas, drag.end, QPoint(0, -240))


def far_zoom(canvas: CanvasView, drag: Drag) -> None:
    wheel(canvas, drag.end, QPoint(0, -120 * 12))


def resize(canvas: CanvasView, _: Drag) -> None:
    canvas.resize(canvas.width() - 90, canvas.height() - 60)
    QApplication.processEvents()


PASSING = [facts, leave, zoom, far_zoom, resize]
"""What a drag outlives."""

Step = Callable[[CanvasView], Drag]
Trouble = Callable[[CanvasView, Drag], None]


def assert_calm(canvas: CanvasView) -> None:
    """Nothing is under way, everything stands where the document has it, nothing is marked."""
    board, graph = canvas.board, canvas.session.graph
    assert canvas.pointing.gesture is None
    assert canvas.dropping.gesture is None
    assert not canvas.pointing.edges.active
    assert not canvas.dropping.edges.active
    assert not canvas.note.isVisible()
    assert board.nodes.keys() == graph.nodes.keys()
    assert set(board.links) == set(graph.links)
    for id, item in board.nodes.items():
        assert item.pos() == QPointF(graph.nodes[id].x, graph.nodes[id].y)
        assert item.lit_ports is None
        assert item.selected == (id in canvas.session.selection)
    for link, line in board.links.items():
        assert line.isVisible()
        assert line.start == board.nodes[link.source].port_point("out", link.source_port)
    canvas.grab()


def under_way(canvas: CanvasView) -> bool:
    """Whether something is being dragged."""
    return canvas.pointing.gesture is not None and canvas.pointing.gesture.dragged


def with_history(canvas: CanvasView) -> None:
    """A document with a step to take back."""
    open_drawing(canvas, GRAPH)
    ids = {node(canvas, "b"): (190.0, 190.0)}
    canvas.session.edit_graph("Move b", lambda graph: edits.move(graph, ids))


@pytest.mark.parametrize("trouble", ENDING, ids=lambda trouble: trouble.__name__)
@pytest.mark.parametrize("start", DRAGS, ids=lambda start: start.__name__)
def test_that_a_drag_that_is_ended_does_nothing_more(canvas: CanvasView, start: Step, trouble: Trouble) -> None:
    with_history(canvas)
    drag = start(canvas)
    assert under_way(canvas)
    trouble(canvas, drag)
    assert not under_way(canvas)
    after = canvas.session.project
    glide(canvas, drag.end, drag.end + QPoint(12, 9))
    release(canvas, drag.end + QPoint(12, 9), drag.held, drag.button)
    assert canvas.session.project is after
    assert_calm(canvas)


@pytest.mark.parametrize("trouble", PASSING, ids=lambda trouble: trouble.__name__)
@pytest.mark.parametrize("start", DRAGS, ids=lambda start: start.__name__)
def test_that_a_drag_outlives_what_does_not_concern_it(canvas: CanvasView, start: Step, trouble: Trouble) -> None:
    with_history(canvas)
    drag = start(canvas)
    steps = len(canvas.session.history.labels())
    trouble(canvas, drag)
    assert under_way(canvas)
    canvas.grab()
    glide(canvas, drag.end, drag.end + QPoint(3, 2))
    release(canvas, drag.end + QPoint(3, 2), drag.held, drag.button)
    assert len(canvas.session.history.labels()) <= steps + 1
    assert_calm(canvas)
    canvas.search.dismiss()


@pytest.mark.parametrize("start", DRAGS, ids=lambda start: start.__name__)
def test_that_delete_during_a_drag_deletes_what_was_selected_and_no_more(canvas: CanvasView, start: Step) -> None:
    with_history(canvas)
    canvas.session.select({node(canvas, "b")})
    drag = start(canvas)
    doomed = canvas.session.selection
    delete(canvas, drag)
    release(canvas, drag.end, drag.held, drag.button)
    assert canvas.session.graph.nodes.keys() == GRAPH.nodes.keys() - doomed
    assert_calm(canvas)


@pytest.mark.parametrize("trouble", [undo, node_goes, another_document, empty_document, facts, direction],
                         ids=lambda trouble: trouble.__name__)  # fmt: skip
@pytest.mark.parametrize("ends", ["drop", "leave"])
def test_that_a_drag_from_the_palette_stands_changes_of_the_document(
    canvas: CanvasView, trouble: Trouble, ends: str
) -> None:
    with_history(canvas)
    middle = (at_port(canvas, "in", "out") + at_port(canvas, "a", "in")) / 2
    drag = PaletteDrag(canvas, "Dropout")
    assert drag.enter(middle - QPoint(60, 60))
    drag.move(middle)
    trouble(canvas, Drag(middle))
    canvas.grab()
    before = canvas.session.graph
    if ends == "drop":
        drag.drop(middle)
        assert len(canvas.session.graph.nodes) == len(before.nodes) + 1
        assert set(before.nodes) < set(canvas.session.graph.nodes)
    else:
        drag.leave()
        assert canvas.session.graph is before
    assert not any(item.hovered for item in canvas.board.links.values())
    assert_calm(canvas)


def test_that_escape_in_a_palette_drag_leaves_nothing_lit(canvas: CanvasView) -> None:
    with_history(canvas)
    middle = (at_port(canvas, "in", "out") + at_port(canvas, "a", "in")) / 2
    drag = PaletteDrag(canvas, "Dropout")
    drag.enter(middle)
    drag.move(middle)
    key(canvas, Qt.Key.Key_Escape)
    drag.leave()
    assert not any(item.hovered for item in canvas.board.links.values())
    assert_calm(canvas)


@pytest.mark.parametrize("start", DRAGS[:-1], ids=lambda start: start.__name__)
def test_that_the_view_pans_while_any_drag_is_held_at_its_edge(canvas: CanvasView, qtbot: QtBot, start: Step) -> None:
    with_history(canvas)
    drag = start(canvas)
    edge = QPoint(2, drag.end.y())
    left = canvas.camera.sight().left()
    glide(canvas, drag.end, edge)
    qtbot.waitUntil(lambda: canvas.camera.sight().left() < left - 40)
    key(canvas, Qt.Key.Key_Escape)
    still = canvas.camera.sight()
    QApplication.processEvents()
    release(canvas, edge, drag.held, drag.button)
    assert canvas.camera.sight() == still
    assert_calm(canvas)


def test_that_a_right_click_that_cancels_a_drag_asks_for_no_menu(canvas: CanvasView) -> None:
    with_history(canvas)
    wanted: list[str] = []
    canvas.context_menu_wanted.connect(lambda kind, _: wanted.append(kind))
    drag = move(canvas)
    right_button(canvas, drag)
    release(canvas, drag.end)
    assert not wanted
    right_button(canvas, Drag(QPoint(4, 4)))
    assert wanted == ["canvas"]


def test_that_a_drag_goes_on_at_the_same_place_after_zooming(canvas: CanvasView) -> None:
    with_history(canvas)
    drag = move(canvas)
    item = canvas.board.nodes[node(canvas, "a")]
    wheel(canvas, drag.end, QPoint(0, -360))
    gap = canvas.mapFromScene(item.card_in_scene().center()) - drag.end
    assert gap.manhattanLength() < 12
    release(canvas, drag.end)

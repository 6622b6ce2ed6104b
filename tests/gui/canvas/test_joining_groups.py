"""Into a group and out of it again: layers and whole groups, by dragging and by command."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_nn.graph import edits, groups
from desktop_nn.graph.membership import members
from desktop_nn.graph.model import Graph
from tests.gui.canvas.hands import LEFT, SHIFT, at_node, drawn, glide, node, open_drawing, press, release
from ui.canvas.view import CanvasView

DRAWING = drawn(
    ("InputLayer", "in", 0, 0), ("Dense", "a", 0, 160), ("Dense", "b", 0, 420), ("Dense", "lone", -300, 160),
    ("Dense", "p", 320, 0), ("Dense", "q", 320, 400), links=(("in", "a"), ("a", "b")),
)  # fmt: skip


def two_groups(*, folded: bool = False) -> tuple[Graph, str, str]:
    """Two groups beside each other with room inside: left holds a and b, right p and q."""
    ids = {DRAWING.name_of(id): id for id in DRAWING.nodes}
    graph, left = groups.make_group(DRAWING, {ids["a"], ids["b"]}, "left")
    graph, right = groups.make_group(graph, {ids["p"], ids["q"]}, "right")
    return groups.change_group(graph, left, folded=folded), left, right


def shown(canvas: CanvasView, graph: Graph) -> None:
    open_drawing(canvas, graph)
    canvas.camera.fly(canvas.board.contents().center(), 0.75, animated=False)


def inside(canvas: CanvasView, group: str) -> QPoint:
    """The middle of a frame."""
    return canvas.mapFromScene(canvas.board.frames.frames[group].box.center())


def carry(canvas: CanvasView, start: QPoint, end: QPoint, held: Qt.KeyboardModifier) -> None:
    """Drag with a key held, which QTest does not say while the mouse moves."""
    press(canvas, start, held)
    for step in range(1, 6):
        at = QPointF(start + (end - start) * step / 5)
        event = QMouseEvent(QMouseEvent.Type.MouseMove, at, canvas.viewport().mapToGlobal(at), LEFT, LEFT, held)
        QApplication.sendEvent(canvas.viewport(), event)
    release(canvas, end, held)


def group_of(canvas: CanvasView, name: str) -> str:
    return canvas.session.graph.nodes[node(canvas, name)].group


def at_title(canvas: CanvasView, group: str) -> QPoint:
    box = canvas.board.frames.title_box(group)
    return canvas.mapFromScene(QPointF(box.left() + 60, box.center().y()))


def test_that_a_layer_of_one_group_joins_the_other_whose_frame_it_is_dropped_in(canvas: CanvasView) -> None:
    graph, left, right = two_groups()
    shown(canvas, graph)
    start, end = at_node(canvas, "b"), inside(canvas, right)
    press(canvas, start)
    glide(canvas, start, end)
    assert canvas.board.frames.lit == right
    assert canvas.note.text() == "Into right"
    release(canvas, end)
    assert group_of(canvas, "b") == right
    assert members(canvas.session.graph, left) == (node(canvas, "a"),)
    assert not canvas.note.isVisible()
    canvas.session.undo()
    assert canvas.session.graph == graph


def test_that_a_layer_moved_over_nothing_stays_in_its_group(canvas: CanvasView) -> None:
    graph, left, _ = two_groups()
    shown(canvas, graph)
    start = at_node(canvas, "b")
    press(canvas, start)
    glide(canvas, start, start + QPoint(-60, 60))
    assert canvas.board.frames.lit == ""
    release(canvas, start + QPoint(-60, 60))
    assert group_of(canvas, "b") == left


def test_that_a_layer_dropped_with_shift_beside_all_frames_lies_in_none(canvas: CanvasView) -> None:
    graph, _, _ = two_groups()
    shown(canvas, graph)
    start = at_node(canvas, "b")
    carry(canvas, start, start + QPoint(-200, 40), SHIFT)
    assert group_of(canvas, "b") == ""


def test_that_shift_inside_an_outer_frame_leads_one_level_out(canvas: CanvasView) -> None:
    graph, left, _ = two_groups()
    ids = {graph.name_of(id): id for id in graph.nodes}
    graph, outer = groups.make_group(graph, {ids["a"], ids["b"], ids["in"]}, "outer")
    shown(canvas, graph)
    start = at_node(canvas, "b")
    carry(canvas, start, start + QPoint(8, -4), SHIFT)
    assert group_of(canvas, "b") == outer
    assert members(canvas.session.graph, left) == (node(canvas, "a"),)


def test_that_a_frame_dragged_into_another_one_lies_in_it_as_a_group(canvas: CanvasView) -> None:
    graph, left, right = two_groups()
    graph = groups.put_into(graph, {id for id in graph.nodes if graph.name_of(id) == "b"}, "")
    shown(canvas, graph)
    start = at_title(canvas, left)
    end = inside(canvas, right) - canvas.mapFromScene(canvas.board.frames.frames[left].box.center()) + start
    press(canvas, start)
    glide(canvas, start, end)
    assert canvas.board.frames.lit == right
    release(canvas, end)
    assert canvas.session.graph.groups[left].parent == right
    assert set(members(canvas.session.graph, right)) == {node(canvas, name) for name in ("a", "p", "q")}


def test_that_a_card_dropped_in_a_frame_lies_in_it_as_a_folded_group(canvas: CanvasView) -> None:
    graph, left, right = two_groups(folded=True)
    shown(canvas, graph)
    card = canvas.mapFromScene(canvas.board.nodes[left].card_in_scene().center())
    press(canvas, card)
    glide(canvas, card, inside(canvas, right))
    release(canvas, inside(canvas, right))
    assert canvas.session.graph.groups[left].parent == right
    assert left in canvas.board.seen.cards


def test_that_esc_puts_back_and_takes_in_nothing(canvas: CanvasView) -> None:
    graph, _, right = two_groups()
    shown(canvas, graph)
    start, end = at_node(canvas, "b"), inside(canvas, right)
    press(canvas, start)
    glide(canvas, start, end)
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    release(canvas, end)
    assert canvas.session.graph == graph
    assert canvas.board.frames.lit == ""
    assert not canvas.note.isVisible()


def test_that_a_layer_is_added_to_a_group_by_its_title(canvas: CanvasView) -> None:
    graph, _, right = two_groups()
    shown(canvas, graph)
    canvas.session.select({node(canvas, "lone")})
    assert canvas.grouping.can_add_to()
    canvas.grouping.add_to()
    search = canvas.grouping.search
    assert len(search.offered()) == 2
    QTest.keyClicks(search._field, "rig")
    QTest.keyClick(search._field, Qt.Key.Key_Return)
    assert group_of(canvas, "lone") == right
    assert canvas.session.history.undo_label == "Add lone to right"
    canvas.session.undo()
    assert canvas.session.graph == graph


def test_that_a_group_is_offered_neither_itself_nor_what_it_holds(canvas: CanvasView) -> None:
    graph, left, right = two_groups()
    ids = {graph.name_of(id): id for id in graph.nodes}
    graph, _ = groups.make_group(graph, {ids["a"]}, "inner")
    shown(canvas, graph)
    canvas.session.select(members(graph, left))
    assert list(canvas.grouping.search.targets()) == [right]
    canvas.session.select({ids["lone"]})
    assert len(list(canvas.grouping.search.targets())) == 3


def test_that_a_whole_top_group_cannot_be_taken_out(canvas: CanvasView) -> None:
    graph, left, _ = two_groups()
    shown(canvas, graph)
    canvas.session.select(members(graph, left))
    assert not canvas.grouping.can_take_out()
    canvas.session.select({node(canvas, "a")})
    assert canvas.grouping.can_take_out()


def test_that_what_is_put_into_a_link_inside_a_group_joins_it(canvas: CanvasView) -> None:
    graph, left, _ = two_groups()
    shown(canvas, graph)
    (wire,) = (item for item in canvas.board.links.values() if item.link.target == node(canvas, "b"))
    start, end = at_node(canvas, "lone"), canvas.mapFromScene((wire.start + wire.end) / 2)
    press(canvas, start)
    glide(canvas, start, end)
    release(canvas, end)
    assert group_of(canvas, "lone") == left
    before = canvas.session.graph
    link = next(link for link in before.links if link.target == node(canvas, "b"))
    made = canvas.adding.place("Dropout", (wire.start + wire.end) / 2, into=link)
    assert made is not None
    assert canvas.session.graph.nodes[made].group == left
    assert edits.free_id(before.nodes, "n") == made

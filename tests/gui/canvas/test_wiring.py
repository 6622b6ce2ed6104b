"""Links are drawn by dragging from port to port; a bad one is refused while it hangs there, with the reason."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt

from desktop_nn.graph.model import Link
from tests.gui.canvas.hands import (
    CTRL,
    at_node,
    at_port,
    click,
    drag,
    drawn,
    glide,
    key,
    links,
    node,
    open_drawing,
    press,
    release,
)
from ui.canvas.view import CanvasView

LOOSE = drawn(
    ("InputLayer", "in1", 0, 0), ("Dense", "a", 0, 180), ("Dense", "b", 260, 180), ("Concatenate", "join", 130, 360)
)
JOINED_AND_BESIDE = drawn(
    ("Dense", "a", 0, 0), ("Dense", "c", 260, 0), ("Dense", "b", 0, 200), ("Dense", "d", 260, 200), links=(("a", "b"),)
)
CHAIN = drawn(
    ("InputLayer", "in1", 0, 0), ("Dense", "a", 0, 160), ("Dense", "b", 0, 320), links=(("in1", "a"), ("a", "b"))
)


def test_that_dragging_from_output_to_input_connects(canvas: CanvasView) -> None:
    open_drawing(canvas, LOOSE)
    drag(canvas, at_port(canvas, "in1", "out"), at_port(canvas, "a", "in"))
    assert links(canvas) == {("in1", "a", 0)}
    assert canvas.session.history.labels() == ("Connect in1 to a",)
    assert len(canvas.board.links) == 1


def test_that_dragging_from_input_to_output_connects_too(canvas: CanvasView) -> None:
    open_drawing(canvas, LOOSE)
    drag(canvas, at_port(canvas, "a", "in"), at_port(canvas, "in1", "out"))
    assert links(canvas) == {("in1", "a", 0)}


def test_that_the_wire_snaps_to_a_port_nearby(canvas: CanvasView) -> None:
    open_drawing(canvas, LOOSE)
    drag(canvas, at_port(canvas, "in1", "out"), at_port(canvas, "a", "in") + QPoint(14, -12))
    assert links(canvas) == {("in1", "a", 0)}


def test_that_the_wire_does_not_snap_from_afar(canvas: CanvasView) -> None:
    open_drawing(canvas, LOOSE)
    drag(canvas, at_port(canvas, "in1", "out"), at_port(canvas, "a", "in") + QPoint(0, -32))
    assert links(canvas) == set()


def test_that_a_drop_on_a_node_takes_its_first_free_input(canvas: CanvasView) -> None:
    open_drawing(canvas, LOOSE)
    drag(canvas, at_port(canvas, "a", "out"), at_node(canvas, "join"))
    drag(canvas, at_port(canvas, "b", "out"), at_node(canvas, "join"))
    assert links(canvas) == {("a", "join", 0), ("b", "join", 1)}


def test_that_a_merging_layer_grows_a_port(canvas: CanvasView) -> None:
    open_drawing(canvas, LOOSE)
    item = canvas.board.nodes[node(canvas, "join")]
    assert item.port_count("in") == 2
    drag(canvas, at_port(canvas, "a", "out"), at_port(canvas, "join", "in", 0))
    drag(canvas, at_port(canvas, "b", "out"), at_port(canvas, "join", "in", 1))
    assert item.port_count("in") == 3
    canvas.session.undo()
    assert item.port_count("in") == 2


def test_that_ports_that_fit_light_up_and_the_others_do_not(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    start = at_port(canvas, "b", "out")
    press(canvas, start)
    glide(canvas, start, start + QPoint(60, 40))
    lit = {canvas.session.graph.name_of(id): item.lit_ports for id, item in canvas.board.nodes.items()}
    assert lit == {"in1": frozenset(), "a": frozenset(), "b": frozenset()}
    key(canvas, Qt.Key.Key_Escape)
    assert all(item.lit_ports is None for item in canvas.board.nodes.values())


def test_that_free_inputs_light_up_for_an_output(canvas: CanvasView) -> None:
    open_drawing(canvas, LOOSE)
    start = at_port(canvas, "a", "out")
    press(canvas, start)
    glide(canvas, start, start + QPoint(-60, 40))
    assert canvas.board.nodes[node(canvas, "b")].lit_ports == frozenset({("in", 0)})
    assert canvas.board.nodes[node(canvas, "join")].lit_ports == frozenset({("in", 0), ("in", 1)})
    assert canvas.board.nodes[node(canvas, "a")].lit_ports == frozenset()


def test_that_a_loop_is_refused_with_the_reason_before_the_release(canvas: CanvasView) -> None:
    open_drawing(canvas, drawn(("Dense", "a", 0, 0), ("Dense", "b", 0, 160), links=(("a", "b"),)))
    start, end = at_port(canvas, "b", "out"), at_port(canvas, "a", "in")
    press(canvas, start)
    glide(canvas, start, end)
    assert canvas.note.isVisible()
    assert "loop" in canvas.note.text()
    release(canvas, end)
    assert links(canvas) == {("a", "b", 0)}
    assert not canvas.note.isVisible()


def test_that_a_second_wire_into_one_port_is_refused_with_the_reason(canvas: CanvasView) -> None:
    open_drawing(canvas, JOINED_AND_BESIDE)
    start, end = at_port(canvas, "c", "out"), at_port(canvas, "b", "in")
    press(canvas, start)
    glide(canvas, start, end)
    assert "has a link already" in canvas.note.text()
    assert canvas.note.isVisible()
    release(canvas, end)
    assert links(canvas) == {("a", "b", 0)}


def test_that_a_model_input_takes_no_wire_and_says_so(canvas: CanvasView) -> None:
    open_drawing(canvas, LOOSE)
    start = at_port(canvas, "a", "out")
    press(canvas, start)
    glide(canvas, start, at_node(canvas, "in1"))
    assert "input of the model" in canvas.note.text()
    assert canvas.note.isVisible()


def test_that_two_outputs_cannot_be_joined_and_it_says_so(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    start = at_port(canvas, "b", "out")
    press(canvas, start)
    glide(canvas, start, at_port(canvas, "in1", "out"))
    assert canvas.note.isVisible()
    release(canvas, at_port(canvas, "in1", "out"))
    assert len(canvas.session.graph.links) == 2


def test_that_the_note_stays_inside_the_view(canvas: CanvasView) -> None:
    open_drawing(canvas, LOOSE)
    start = at_port(canvas, "a", "out")
    press(canvas, start)
    canvas.camera.pan(-QPoint(at_node(canvas, "in1").x() - 6, 0))
    glide(canvas, at_port(canvas, "a", "out"), at_node(canvas, "in1"))
    assert canvas.rect().contains(canvas.note.geometry())


def test_that_escape_cancels_a_wire(canvas: CanvasView) -> None:
    open_drawing(canvas, LOOSE)
    start, end = at_port(canvas, "in1", "out"), at_port(canvas, "a", "in")
    press(canvas, start)
    glide(canvas, start, end)
    key(canvas, Qt.Key.Key_Escape)
    release(canvas, end)
    assert links(canvas) == set()
    assert not canvas.session.history.labels()


def test_that_an_end_dragged_to_another_port_re_plugs_the_link(canvas: CanvasView) -> None:
    open_drawing(canvas, JOINED_AND_BESIDE)
    drag(canvas, at_port(canvas, "b", "in"), at_port(canvas, "d", "in"))
    assert links(canvas) == {("a", "d", 0)}
    assert len(canvas.session.history.labels()) == 1
    canvas.session.undo()
    assert links(canvas) == {("a", "b", 0)}


def test_that_an_end_dragged_off_into_the_open_removes_the_link(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    drag(canvas, at_port(canvas, "b", "in"), at_port(canvas, "b", "in") + QPoint(180, 10))
    assert links(canvas) == {("in1", "a", 0)}
    assert not canvas.search.isVisible()


def test_that_an_end_put_back_where_it_was_changes_nothing(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    port = at_port(canvas, "b", "in")
    press(canvas, port)
    glide(canvas, port, port + QPoint(120, 0))
    assert not canvas.board.links[canvas.session.graph.links[1]].isVisible()
    glide(canvas, port + QPoint(120, 0), port)
    release(canvas, port)
    assert links(canvas) == {("in1", "a", 0), ("a", "b", 0)}
    assert not canvas.session.history.labels()
    assert all(item.isVisible() for item in canvas.board.links.values())


def test_that_a_cancelled_re_plugging_keeps_the_link(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    port = at_port(canvas, "b", "in")
    press(canvas, port)
    glide(canvas, port, port + QPoint(150, 0))
    key(canvas, Qt.Key.Key_Escape)
    assert all(item.isVisible() for item in canvas.board.links.values())
    assert len(canvas.session.graph.links) == 2


def test_that_the_source_end_can_be_re_plugged_by_the_line(canvas: CanvasView) -> None:
    open_drawing(canvas, JOINED_AND_BESIDE)
    drag(canvas, at_port(canvas, "a", "out") + QPoint(0, 30), at_port(canvas, "c", "out"))
    assert links(canvas) == {("c", "b", 0)}


def test_that_inputs_of_a_merging_layer_change_places(canvas: CanvasView) -> None:
    open_drawing(
        canvas,
        drawn(
            ("Dense", "a", 0, 0),
            ("Dense", "b", 260, 0),
            ("Concatenate", "join", 130, 200),
            links=(("a", "join"), ("b", "join")),
        ),
    )
    drag(canvas, at_port(canvas, "join", "in", 0), at_port(canvas, "join", "in", 1))
    assert links(canvas) == {("b", "join", 0), ("a", "join", 1)}


def test_that_delete_removes_a_clicked_link(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    middle = (at_port(canvas, "a", "out") + at_port(canvas, "b", "in")) / 2
    click(canvas, middle)
    assert canvas.has_selection()
    assert canvas.marks.links == {Link(node(canvas, "a"), node(canvas, "b"))}
    key(canvas, Qt.Key.Key_Delete)
    assert links(canvas) == {("in1", "a", 0)}
    assert not canvas.has_selection()


def test_that_a_click_on_a_connected_port_changes_nothing(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    click(canvas, at_port(canvas, "b", "in"))
    assert len(canvas.session.graph.links) == 2
    assert all(item.isVisible() for item in canvas.board.links.values())


def test_that_a_port_of_its_own_meaning_is_named_at_the_pointer(canvas: CanvasView) -> None:
    open_drawing(canvas, drawn(("Dense", "a", 0, 0), ("MultiHeadAttention", "attend", 0, 200)))
    start = at_port(canvas, "a", "out")
    press(canvas, start)
    glide(canvas, start, at_port(canvas, "attend", "in", 1))
    assert canvas.note.isVisible()
    assert canvas.note.text() == "attend: value"


FAN = drawn(
    ("Dense", "a", 0, 0),
    ("Dense", "other", 260, 0),
    ("Dense", "b", 0, 200),
    ("Dense", "c", 260, 200),
    links=(("a", "b"), ("a", "c")),
)


def test_that_ctrl_drag_moves_all_links_of_an_output(canvas: CanvasView) -> None:
    open_drawing(canvas, FAN)
    drag(canvas, at_port(canvas, "a", "out"), at_port(canvas, "other", "out"), CTRL)
    assert links(canvas) == {("other", "b", 0), ("other", "c", 0)}
    assert canvas.session.history.labels() == ("Move links to other",)


def test_that_links_dragged_together_into_the_open_stay(canvas: CanvasView) -> None:
    open_drawing(canvas, FAN)
    start = at_port(canvas, "a", "out")
    press(canvas, start, CTRL)
    glide(canvas, start, start + QPoint(110, 40))
    assert not any(item.isVisible() for item in canvas.board.links.values())
    release(canvas, start + QPoint(110, 40), CTRL)
    assert links(canvas) == {("a", "b", 0), ("a", "c", 0)}
    assert all(item.isVisible() for item in canvas.board.links.values())
    assert not canvas.session.history.labels()

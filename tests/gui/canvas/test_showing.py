"""What nodes and links show, and that only what changed is shown anew."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_nn.graph import edits
from desktop_nn.graph.facts import GraphFacts, NodeFacts
from desktop_nn.graph.model import Graph
from desktop_nn.problems import Problem, Severity
from tests.gui.canvas.hands import at_node, at_port, click, drawn, node, open_drawing
from ui.canvas import under_pointer
from ui.canvas.view import CanvasView
from ui.theme.theme import theme

CHAIN = drawn(
    ("InputLayer", "in1", 0, 0), ("Dense", "a", 0, 160), ("Dense", "b", 0, 320), links=(("in1", "a"), ("a", "b"))
)


def know(canvas: CanvasView, **shapes: tuple[int, int]) -> None:
    """Facts as the engine would send them: name -> (units, parameters)."""
    canvas.session.facts = GraphFacts(
        {
            node(canvas, name): NodeFacts(((None, units),), "float32", parameters, parameters)
            for name, (units, parameters) in shapes.items()
        }
    )
    canvas.session.facts_changed.emit()


def blame(canvas: CanvasView, name: str, problem: Problem) -> None:
    """A problem of a node as the checks would find it."""
    canvas.session.problems = (replace(problem, node=node(canvas, name)),)
    canvas.session.problems_changed.emit()


def tip(canvas: CanvasView, at: QPoint) -> str:
    """The tool tip at a place."""
    return under_pointer.about(canvas, QPointF(at))


def test_that_facts_show_on_nodes_and_links(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    know(canvas, in1=(4, 0), a=(3, 15), b=(3, 12_345))
    face = canvas.board.nodes[node(canvas, "b")].face
    assert (face.shape, face.parameters) == ("3", "12,345")
    assert sorted(canvas.board.link_layer.labels.shown.values()) == ["3", "4"]


def test_that_labels_go_with_their_links(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    know(canvas, in1=(4, 0), a=(3, 15), b=(3, 12))
    canvas.session.edit_graph("Delete", lambda graph: edits.delete(graph, [node(canvas, "a")]))
    assert not canvas.board.link_layer.labels.shown


def test_that_a_move_keeps_all_items_and_faces(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    items, faces = dict(canvas.board.nodes), {id: item.face for id, item in canvas.board.nodes.items()}
    moved = node(canvas, "a")
    canvas.session.edit_graph("Move", lambda graph: edits.move(graph, {moved: (50, 170)}))
    assert canvas.board.nodes == items
    assert all(item.face is faces[id] for id, item in canvas.board.nodes.items())
    assert canvas.board.nodes[moved].pos() == QPointF(50, 170)


def test_that_a_changed_parameter_changes_one_face(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    faces = {id: item.face for id, item in canvas.board.nodes.items()}
    layer = canvas.session.graph.nodes[node(canvas, "a")].layer
    canvas.session.edit_graph(
        "Units", lambda graph: edits.configure(graph, layer, {"units": 300, "activation": "relu"})
    )
    assert canvas.board.nodes[node(canvas, "a")].face.details == "300 · relu"
    changed = [id for id, item in canvas.board.nodes.items() if item.face is not faces[id]]
    assert changed == [node(canvas, "a")]


def test_that_ends_of_the_model_are_marked(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    roles = {canvas.session.graph.name_of(id): item.face.role for id, item in canvas.board.nodes.items()}
    assert roles == {"in1": "input", "a": "", "b": "output"}
    inner = node(canvas, "a")
    canvas.session.edit_graph("Output", lambda graph: edits.mark_output(graph, inner, True))
    assert canvas.board.nodes[inner].face.role == "output"


def test_that_problems_show_on_their_node_with_what_and_fix(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    blame(canvas, "a", Problem("The units are missing.", fix="Set units to 1 or more."))
    assert canvas.board.nodes[node(canvas, "a")].face.severity == "error"
    assert canvas.board.nodes[node(canvas, "b")].face.severity is None
    text = tip(canvas, at_node(canvas, "a"))
    assert "The units are missing." in text
    assert "Set units to 1 or more." in text


def test_that_warnings_are_milder_than_errors(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    blame(canvas, "a", Problem("Hm.", severity="warning"))
    assert canvas.board.nodes[node(canvas, "a")].face.severity == "warning"
    own = NodeFacts(problem=Problem("No.", node=node(canvas, "a")))
    canvas.session.facts = GraphFacts({node(canvas, "a"): own})
    canvas.session.facts_changed.emit()
    assert canvas.board.nodes[node(canvas, "a")].face.severity == "error"


def test_that_calls_of_one_layer_carry_the_same_mark(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    shared = canvas.session.graph.nodes[node(canvas, "a")].layer

    def call_again(graph: Graph) -> Graph:
        return edits.place_call(graph, shared, 260, 160)[0]

    canvas.session.edit_graph("Call again", call_again)
    faces = [item.face for item in canvas.board.nodes.values() if item.face.calls > 1]
    assert len(faces) == 2
    assert {face.letter for face in faces} == {"A"}


def test_that_unknown_and_locked_kinds_are_told_apart(canvas: CanvasView) -> None:
    open_drawing(canvas, drawn(("Lambda", "code", 0, 0), ("Capsule", "strange", 260, 0), ("Dense", "plain", 520, 0)))
    states = {canvas.session.graph.name_of(id): item.face.state for id, item in canvas.board.nodes.items()}
    assert states == {"code": "locked", "strange": "unknown", "plain": ""}
    assert "no layer of this kind" in tip(canvas, at_node(canvas, "strange"))


def test_that_tool_tips_tell_ports_and_links_too(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    know(canvas, in1=(4, 0), a=(3, 15), b=(3, 12))
    assert "input “inputs”" in tip(canvas, at_port(canvas, "a", "in"))
    assert "in1 → a" in tip(canvas, (at_port(canvas, "in1", "out") + at_port(canvas, "a", "in")) / 2)
    assert tip(canvas, QPoint(3, 3)) == ""


def test_that_markup_in_a_name_is_shown_as_text(canvas: CanvasView) -> None:
    open_drawing(canvas, drawn(("Dense", "<b>x</b>", 0, 0)))
    assert "&lt;b&gt;x" in tip(canvas, at_node(canvas, "<b>x</b>"))


def test_that_the_node_under_the_pointer_is_marked(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    QTest.mouseMove(canvas.viewport(), at_node(canvas, "a"))
    assert canvas.board.nodes[node(canvas, "a")].hovered
    QTest.mouseMove(canvas.viewport(), QPoint(5, 5))
    assert not canvas.board.nodes[node(canvas, "a")].hovered


def test_that_facts_may_come_in_the_middle_of_a_drag(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    item, start = canvas.board.nodes[node(canvas, "a")], at_node(canvas, "a")
    QTest.mousePress(canvas.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(canvas.viewport(), start + QPoint(40, 0))
    know(canvas, in1=(4, 0), a=(3, 15), b=(3, 12))
    assert item.pos().x() == 40
    assert item.face.shape == "3"
    assert canvas.pointing.gesture is not None


def test_that_every_zoom_and_scheme_paints(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    know(canvas, in1=(4, 0), a=(3, 15), b=(3, 12))
    blame(canvas, "b", Problem("No.", node="b"))
    canvas.select_all()
    card = canvas.board.nodes[node(canvas, "a")]
    try:
        for scheme in ("light", "dark"):
            theme.apply("dark" if scheme == "dark" else "light")
            for zoom in (2.0, 1.0, 0.6, 0.4, 0.2, 0.08):
                canvas.camera.fly(card.card_in_scene().center(), zoom)
                QApplication.processEvents()
                image = canvas.viewport().grab().toImage()
                middle = image.pixelColor(image.rect().center())
                assert middle != theme.colour("canvas"), (scheme, zoom)
    finally:
        theme.apply("light")


def test_that_larger_text_brings_the_canvas_nearer_and_moves_no_card(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    item = canvas.board.nodes[node(canvas, "a")]
    card, middle = item.card_in_scene(), canvas.camera.centre()
    try:
        theme.apply("light", 1.6)
        assert item.card_in_scene() == card
        assert canvas.camera.zoom == pytest.approx(1.6)
        assert (canvas.camera.centre() - middle).manhattanLength() < 2
        assert canvas.board.links_at(node(canvas, "a"))[0].end == item.port_point("in", 0)
    finally:
        theme.apply("light", 1.0)
    assert canvas.camera.zoom == pytest.approx(1.0)


def test_that_a_fitted_drawing_stays_fitted_with_larger_text(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    canvas.fit(animated=False)
    try:
        theme.apply("light", 1.6)
        assert canvas.camera.sight().contains(canvas.board.contents())
    finally:
        theme.apply("light", 1.0)


def test_that_the_direction_moves_ports_and_links(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    canvas.session.edit_graph("Turn", lambda graph: replace(graph, direction="right"))
    item = canvas.board.nodes[node(canvas, "a")]
    assert item.port_point("in", 0).x() == item.pos().x()
    (line,) = [line for line in canvas.board.links_at(node(canvas, "a")) if line.link.target == node(canvas, "a")]
    assert line.end == item.port_point("in", 0)


def test_that_a_picture_shows_all_details_without_marks(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    plain = canvas.picture(1.0)
    canvas.select_all()
    canvas.zoom_to(0.1)
    assert canvas.picture(1.0) == plain
    area = canvas.board.contents()
    assert plain.width() == round(area.width() + 64)
    assert all(item.selected for item in canvas.board.nodes.values())


def test_that_clicks_find_nodes_at_every_zoom(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    for zoom in (2.0, 0.4, 0.1):
        canvas.select_nothing()
        canvas.camera.fly(canvas.board.nodes[node(canvas, "a")].card_in_scene().center(), zoom)
        click(canvas, at_node(canvas, "a"))
        assert canvas.session.selection == {node(canvas, "a")}, zoom


def test_that_a_card_says_what_its_layer_does_with_its_input(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    know(canvas, in1=(4, 0), a=(3, 15), b=(3, 999))
    faces = {canvas.session.graph.name_of(id): item.face for id, item in canvas.board.nodes.items()}
    assert faces["a"].tells == ("4 × 3 + 3 = 15", "15 weights")
    assert faces["b"].tells == ("999 weights",)  # Keras counts otherwise than the formula
    assert faces["in1"].tells == ("4 values a sample",)
    assert faces["a"].dtype == "float32"


def test_that_a_card_without_shapes_says_what_is_wrong(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    blame(canvas, "a", Problem("The units are missing."))
    face = canvas.board.nodes[node(canvas, "a")].face
    assert not face.tells
    assert face.trouble == "The units are missing."


def test_that_errors_and_warnings_differ_in_shape_too(canvas: CanvasView) -> None:
    open_drawing(canvas, CHAIN)
    shapes = []
    severities: tuple[Severity, ...] = ("error", "warning")
    for severity in severities:
        blame(canvas, "a", Problem("Hm.", severity=severity))
        QApplication.processEvents()
        canvas.viewport().grab()
        layout = canvas.board.nodes[node(canvas, "a")].layout
        assert layout is not None
        shapes.append(layout.badge)
    assert shapes[0] != shapes[1]


def test_that_long_names_that_begin_alike_are_cut_so_that_they_differ(canvas: CanvasView) -> None:
    names = [f"a_block_with_a_rather_long_name_{end}" for end in ("conv", "relu")]
    open_drawing(canvas, drawn(*(("Dense", name, 0, 200 * number) for number, name in enumerate(names))))
    canvas.grab()
    written = [canvas.board.nodes[node(canvas, name)].texts["name"].runs for name in names]
    assert [run.glyphIndexes() for run in written[0]] != [run.glyphIndexes() for run in written[1]]

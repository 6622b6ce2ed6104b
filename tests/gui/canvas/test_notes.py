"""Sticky notes by mouse and keys: adding, writing, moving, sizing, colouring, copying, with layers and alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_nn.graph import comments, edits, groups
from desktop_nn.graph.model import Comment, Graph
from tests.gui.canvas.hands import (
    ALT,
    CTRL,
    NONE,
    SHIFT,
    at_node,
    click,
    double_click,
    drag,
    drawn,
    glide,
    key,
    node,
    open_drawing,
    press,
    release,
    selected,
)
from ui.canvas import picture, under_pointer
from ui.canvas.looks import looks
from ui.canvas.view import CanvasView
from ui.theme.theme import theme

TWO = drawn(("InputLayer", "input", 0, 0), ("Dense", "dense", 0, 200), links=(("input", "dense"),))


def with_note(graph: Graph = TWO, text: str = "# Hello\nworld", x: float = 260.0, y: float = 0.0) -> Graph:
    return comments.add(graph, text, x, y, (200, 96))[0]


def notes(canvas: CanvasView) -> list[Comment]:
    return list(canvas.session.graph.comments.values())


def at_note(canvas: CanvasView, id: str = "c1") -> QPoint:
    return canvas.mapFromScene(canvas.board.comments.items[id].box.center())


def corner(canvas: CanvasView, id: str = "c1") -> QPoint:
    return canvas.mapFromScene(canvas.board.comments.items[id].box.bottomRight()) - QPoint(2, 2)


def place(canvas: CanvasView, x: float, y: float) -> QPoint:
    return canvas.mapFromScene(QPointF(x, y))


def chosen(canvas: CanvasView) -> set[str]:
    """Names of the selected layers, ids of the selected notes."""
    return selected(canvas) | canvas.session.marked


def write(canvas: CanvasView, text: str) -> None:
    QTest.keyClicks(canvas.commenting.editor, text)


def rewrite(canvas: CanvasView, text: str) -> None:
    QTest.keyClick(canvas.commenting.editor, Qt.Key.Key_A, CTRL)
    QTest.keyClick(canvas.commenting.editor, Qt.Key.Key_Delete)
    write(canvas, text)


def keep(canvas: CanvasView) -> None:
    QTest.keyClick(canvas.commenting.editor, Qt.Key.Key_Return, CTRL)


# --- adding and writing ------------------------------------------------------------------------------------------


def test_that_n_adds_a_note_at_the_pointer(canvas: CanvasView) -> None:
    open_drawing(canvas, TWO)
    at = place(canvas, 260, 40)
    QTest.mouseMove(canvas.viewport(), at)
    key(canvas, Qt.Key.Key_N)
    assert canvas.commenting.editor.hasFocus()
    write(canvas, "Remember this")
    keep(canvas)
    (note,) = notes(canvas)
    assert note.text == "Remember this"
    assert (note.x, note.y) == (260, 40)
    assert canvas.session.marked == {note.id}
    assert canvas.hasFocus()
    assert canvas.session.history.undo_label == "Add note “Remember this”"


def test_that_a_new_note_is_one_step_back(canvas: CanvasView) -> None:
    open_drawing(canvas, TWO)
    key(canvas, Qt.Key.Key_N)
    write(canvas, "x")
    keep(canvas)
    key(canvas, Qt.Key.Key_Z, CTRL)
    assert canvas.session.graph == TWO
    assert not canvas.board.comments.items


def test_that_an_empty_new_note_disappears(canvas: CanvasView) -> None:
    open_drawing(canvas, TWO)
    key(canvas, Qt.Key.Key_N)
    write(canvas, "  ")
    keep(canvas)
    assert canvas.commenting.editor.isHidden()
    assert canvas.session.history.undo_label is None


def test_that_esc_backs_out_of_a_new_note(canvas: CanvasView) -> None:
    open_drawing(canvas, TWO)
    key(canvas, Qt.Key.Key_N)
    write(canvas, "never mind")
    QTest.keyClick(canvas.commenting.editor, Qt.Key.Key_Escape)
    assert not notes(canvas)
    assert canvas.hasFocus()


def test_that_a_click_elsewhere_keeps_the_text(canvas: CanvasView) -> None:
    open_drawing(canvas, TWO)
    key(canvas, Qt.Key.Key_N)
    write(canvas, "kept")
    click(canvas, QPoint(20, 20))
    assert [note.text for note in notes(canvas)] == ["kept"]


def test_that_enter_is_a_new_line(canvas: CanvasView) -> None:
    open_drawing(canvas, TWO)
    key(canvas, Qt.Key.Key_N)
    write(canvas, "one")
    QTest.keyClick(canvas.commenting.editor, Qt.Key.Key_Return)
    write(canvas, "two")
    keep(canvas)
    assert notes(canvas)[0].text == "one\ntwo"


def test_that_search_to_add_offers_a_note(canvas: CanvasView) -> None:
    open_drawing(canvas, TWO)
    double_click(canvas, place(canvas, 260, 60))
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, "note")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert canvas.commenting.editor.hasFocus()
    write(canvas, "by search")
    keep(canvas)
    assert (notes(canvas)[0].x, notes(canvas)[0].y) == (260, 60)


def test_that_a_wire_is_offered_no_note(canvas: CanvasView) -> None:
    open_drawing(canvas, TWO)
    canvas.search.notes = False
    assert all(entry.key != "note:" for entry in canvas.search.found("note"))
    canvas.search.notes = True
    assert any(entry.key == "note:" for entry in canvas.search.found("no"))


def test_that_a_double_click_edits(canvas: CanvasView) -> None:
    open_drawing(canvas, with_note())
    double_click(canvas, at_note(canvas))
    assert canvas.commenting.editor.toPlainText() == "# Hello\nworld"
    rewrite(canvas, "Other")
    keep(canvas)
    assert notes(canvas)[0].text == "Other"
    assert canvas.session.history.undo_label == "Edit note “Hello”"


@pytest.mark.parametrize("edit", [Qt.Key.Key_Return, Qt.Key.Key_F2])
def test_that_keys_edit_the_selected_note(canvas: CanvasView, edit: Qt.Key) -> None:
    open_drawing(canvas, with_note())
    click(canvas, at_note(canvas))
    key(canvas, edit)
    assert canvas.commenting.editor.hasFocus()


def test_that_esc_while_editing_leaves_the_text_alone(canvas: CanvasView) -> None:
    open_drawing(canvas, with_note())
    double_click(canvas, at_note(canvas))
    rewrite(canvas, "Other")
    QTest.keyClick(canvas.commenting.editor, Qt.Key.Key_Escape)
    assert notes(canvas)[0].text == "# Hello\nworld"
    assert canvas.session.history.undo_label is None


def test_that_a_note_without_text_is_deleted(canvas: CanvasView) -> None:
    open_drawing(canvas, with_note())
    double_click(canvas, at_note(canvas))
    rewrite(canvas, "")
    keep(canvas)
    assert not notes(canvas)
    assert canvas.session.history.undo_label == "Delete note “Hello”"


def test_that_undo_while_writing_undoes_the_writing(canvas: CanvasView) -> None:
    open_drawing(canvas, with_note())
    double_click(canvas, at_note(canvas))
    rewrite(canvas, "")
    QTest.keyClick(canvas.commenting.editor, Qt.Key.Key_Z, CTRL)
    assert canvas.commenting.editor.toPlainText() == "# Hello\nworld"
    assert canvas.commenting.editor.isVisible()


def test_that_an_undo_from_elsewhere_does_not_bring_a_lost_note_back(canvas: CanvasView) -> None:
    open_drawing(canvas, TWO)
    canvas.session.edit_graph("Add note", with_note)
    double_click(canvas, at_note(canvas))
    rewrite(canvas, "Other")
    canvas.session.undo()
    keep(canvas)
    assert canvas.session.graph == TWO


def test_that_rich_text_is_pasted_as_plain_text(canvas: CanvasView) -> None:
    data = QMimeData()
    data.setHtml("<b>bold</b> <a href='http://example.org'>link</a>")
    data.setText("bold link")
    QGuiApplication.clipboard().setMimeData(data)
    open_drawing(canvas, TWO)
    key(canvas, Qt.Key.Key_N)
    QTest.keyClick(canvas.commenting.editor, Qt.Key.Key_V, CTRL)
    keep(canvas)
    assert notes(canvas)[0].text == "bold link"


def test_that_a_new_note_is_as_large_as_its_text_up_to_a_limit(canvas: CanvasView) -> None:
    open_drawing(canvas, TWO)
    key(canvas, Qt.Key.Key_N)
    canvas.commenting.editor.setPlainText("word " * 2000)
    keep(canvas)
    (note,) = notes(canvas)
    assert len(note.text) == 10_000
    assert note.height == 480
    assert note.width == 300


def test_that_another_document_ends_the_writing(canvas: CanvasView) -> None:
    open_drawing(canvas, with_note())
    double_click(canvas, at_note(canvas))
    open_drawing(canvas, with_note(text="of another document"))
    assert canvas.commenting.editor.isHidden()
    assert notes(canvas)[0].text == "of another document"


def test_that_the_editor_can_be_read_from_far_away(canvas: CanvasView) -> None:
    open_drawing(canvas, with_note())
    canvas.zoom_to(0.2)
    double_click(canvas, at_note(canvas))
    assert canvas.commenting.editor.width() >= 220
    assert canvas.commenting.editor.font().pixelSize() >= 11
    assert canvas.viewport().rect().contains(canvas.commenting.editor.geometry())


# --- selecting and moving ----------------------------------------------------------------------------------------


def test_that_a_click_selects_a_note_alone(canvas: CanvasView) -> None:
    open_drawing(canvas, with_note())
    click(canvas, at_node(canvas, "dense"))
    click(canvas, at_note(canvas))
    assert canvas.session.marked == {"c1"}
    assert not canvas.session.selection
    click(canvas, at_node(canvas, "dense"))
    assert not canvas.session.marked
    assert not canvas.board.comments.items["c1"].selected


def test_that_shift_adds_and_ctrl_toggles(canvas: CanvasView) -> None:
    open_drawing(canvas, with_note())
    click(canvas, at_note(canvas))
    click(canvas, at_node(canvas, "dense"), SHIFT)
    assert chosen(canvas) == {"c1", "dense"}
    click(canvas, at_note(canvas), CTRL)
    assert chosen(canvas) == {"dense"}
    click(canvas, at_note(canvas), SHIFT)
    assert chosen(canvas) == {"c1", "dense"}


def test_that_the_rubber_band_takes_notes_and_layers(canvas: CanvasView) -> None:
    open_drawing(canvas, with_note())
    drag(canvas, place(canvas, -40, -40), place(canvas, 300, 60))
    assert canvas.session.marked == {"c1"}
    assert selected(canvas) == {"input"}


def test_that_select_all_and_esc_know_notes(canvas: CanvasView) -> None:
    open_drawing(canvas, with_note())
    key(canvas, Qt.Key.Key_A, CTRL)
    assert canvas.session.marked == {"c1"}
    assert len(canvas.session.selection) == 2
    key(canvas, Qt.Key.Key_Escape)
    assert not canvas.has_selection()


def test_that_dragging_moves_a_note(canvas: CanvasView) -> None:
    open_drawing(canvas, with_note())
    drag(canvas, at_note(canvas), at_note(canvas) + QPoint(50, 30))
    assert (notes(canvas)[0].x, notes(canvas)[0].y) == (310, 30)
    assert canvas.session.history.undo_label == "Move note “Hello”"


def test_that_esc_puts_a_dragged_note_back(canvas: CanvasView) -> None:
    open_drawing(canvas, with_note())
    start = at_note(canvas)
    press(canvas, start)
    glide(canvas, start, start + QPoint(50, 30))
    assert canvas.board.comments.items["c1"].pos().x() == 310
    key(canvas, Qt.Key.Key_Escape)
    assert canvas.board.comments.items["c1"].pos().x() == 260
    release(canvas, start + QPoint(50, 30))
    assert canvas.session.history.undo_label is None


@pytest.mark.parametrize("grip", ["note", "layer"])
def test_that_notes_and_layers_move_together_in_one_step(canvas: CanvasView, grip: str) -> None:
    open_drawing(canvas, with_note())
    key(canvas, Qt.Key.Key_A, CTRL)
    start = at_note(canvas) if grip == "note" else at_node(canvas, "dense")
    drag(canvas, start, start + QPoint(64, 32), CTRL)
    graph = canvas.session.graph
    assert (graph.comments["c1"].x, graph.comments["c1"].y) == (324, 32)
    assert (graph.nodes[node(canvas, "dense")].x, graph.nodes[node(canvas, "dense")].y) == (64, 232)
    key(canvas, Qt.Key.Key_Z, CTRL)
    assert canvas.session.graph == with_note()


def test_that_ctrl_and_arrows_nudge_both_in_one_step(canvas: CanvasView) -> None:
    open_drawing(canvas, with_note())
    key(canvas, Qt.Key.Key_A, CTRL)
    QTest.keyPress(canvas, Qt.Key.Key_Control, CTRL)
    for _ in range(3):
        QApplication.sendEvent(canvas, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Right, CTRL))
    QTest.keyRelease(canvas, Qt.Key.Key_Control)
    assert notes(canvas)[0].x == 284
    assert canvas.session.graph.nodes[node(canvas, "dense")].x == 24
    key(canvas, Qt.Key.Key_Z, CTRL)
    assert canvas.session.graph == with_note()


def test_that_layers_lie_above_notes(canvas: CanvasView) -> None:
    open_drawing(canvas, with_note(x=0, y=180))
    click(canvas, at_node(canvas, "dense"))
    assert selected(canvas) == {"dense"}
    assert not canvas.session.marked


def test_that_a_note_in_a_frame_moves_with_the_group(canvas: CanvasView) -> None:
    graph, group = groups.make_group(TWO, TWO.nodes)
    open_drawing(canvas, with_note(graph, x=20, y=100, text="in it"))
    open_drawing(canvas, replace(canvas.session.graph, comments=comments.resize(
        comments.move(canvas.session.graph, {"c1": (20, 110)}), "c1", 20, 110, 150, 60).comments))  # fmt: skip
    start = canvas.mapFromScene(canvas.board.frames.title_box(group).center())
    drag(canvas, start, start + QPoint(64, 32), CTRL)
    assert (notes(canvas)[0].x, notes(canvas)[0].y) == (84, 142)


# --- size, colour, copies ----------------------------------------------------------------------------------------


def test_that_the_corner_makes_a_note_larger(canvas: CanvasView) -> None:
    open_drawing(canvas, with_note())
    drag(canvas, corner(canvas), corner(canvas) + QPoint(40, 24))
    (note,) = notes(canvas)
    assert (note.x, note.y, note.width, note.height) == (260, 0, 240, 120)
    assert canvas.session.history.undo_label == "Resize note “Hello”"


def test_that_the_left_edge_leaves_the_right_one_where_it_is(canvas: CanvasView) -> None:
    open_drawing(canvas, with_note())
    start = place(canvas, 262, 48)
    drag(canvas, start, start - QPoint(40, 0))
    (note,) = notes(canvas)
    assert (note.x, note.width) == (220, 240)


def test_that_a_note_keeps_a_least_size(canvas: CanvasView) -> None:
    open_drawing(canvas, with_note())
    drag(canvas, corner(canvas), corner(canvas) - QPoint(400, 400))
    assert (notes(canvas)[0].width, notes(canvas)[0].height) == comments.LEAST


def test_that_esc_gives_the_old_size_back(canvas: CanvasView) -> None:
    open_drawing(canvas, with_note())
    start = corner(canvas)
    press(canvas, start)
    glide(canvas, start, start + QPoint(60, 60))
    key(canvas, Qt.Key.Key_Escape)
    release(canvas, start + QPoint(60, 60))
    assert canvas.board.comments.items["c1"].box.width() == 200
    assert canvas.session.history.undo_label is None


def test_that_the_pointer_shows_what_an_edge_does(canvas: CanvasView) -> None:
    open_drawing(canvas, with_note())
    QTest.mouseMove(canvas.viewport(), corner(canvas))
    assert canvas.viewport().cursor().shape() == Qt.CursorShape.SizeFDiagCursor
    QTest.mouseMove(canvas.viewport(), at_note(canvas))
    assert canvas.viewport().cursor().shape() == Qt.CursorShape.ArrowCursor


def test_that_all_selected_notes_are_coloured_in_one_step(canvas: CanvasView) -> None:
    open_drawing(canvas, with_note(with_note(), "second", 260, 200))
    key(canvas, Qt.Key.Key_A, CTRL)
    canvas.commenting.recolour("blue")
    assert [note.colour for note in notes(canvas)] == ["blue", "blue"]
    assert canvas.commenting.colour() == "blue"
    assert canvas.session.history.undo_label == "Colour 2 notes"


def test_that_delete_takes_notes_and_layers_in_one_step(canvas: CanvasView) -> None:
    open_drawing(canvas, with_note())
    key(canvas, Qt.Key.Key_A, CTRL)
    key(canvas, Qt.Key.Key_Delete)
    assert not canvas.session.graph.nodes
    assert not notes(canvas)
    key(canvas, Qt.Key.Key_Z, CTRL)
    assert canvas.session.graph == with_note()


def test_that_a_note_is_copied_with_a_layer(canvas: CanvasView) -> None:
    open_drawing(canvas, with_note())
    click(canvas, at_note(canvas))
    click(canvas, at_node(canvas, "dense"), SHIFT)
    key(canvas, Qt.Key.Key_C, CTRL)
    key(canvas, Qt.Key.Key_V, CTRL)
    assert [note.text for note in notes(canvas)] == ["# Hello\nworld"] * 2
    assert len(canvas.session.graph.nodes) == 3
    assert canvas.session.marked == {"c2"}
    first, second = notes(canvas)
    made = canvas.session.graph.nodes[next(iter(canvas.session.selection))]
    assert (second.x - made.x, second.y - made.y) == (first.x, first.y - 200)
    assert canvas.session.history.undo_label == "Paste dense and note “Hello”"


def test_that_a_note_alone_is_cut_and_pasted(canvas: CanvasView) -> None:
    open_drawing(canvas, with_note())
    click(canvas, at_note(canvas))
    key(canvas, Qt.Key.Key_X, CTRL)
    assert not notes(canvas)
    key(canvas, Qt.Key.Key_V, CTRL)
    assert [note.text for note in notes(canvas)] == ["# Hello\nworld"]
    assert canvas.session.history.undo_label == "Paste note “Hello”"


def test_that_duplicate_knows_notes(canvas: CanvasView) -> None:
    open_drawing(canvas, with_note())
    click(canvas, at_note(canvas))
    key(canvas, Qt.Key.Key_D, CTRL)
    assert [(note.x, note.y) for note in notes(canvas)] == [(260, 0), (292, 32)]


def test_that_alt_drags_off_a_copy(canvas: CanvasView) -> None:
    open_drawing(canvas, with_note())
    drag(canvas, at_note(canvas), at_note(canvas) + QPoint(40, 150), ALT)
    assert [(note.x, note.y) for note in notes(canvas)] == [(260, 0), (300, 150)]


def test_that_the_menu_is_that_of_a_note(canvas: CanvasView) -> None:
    open_drawing(canvas, with_note())
    wanted: list[str] = []
    canvas.context_menu_wanted.connect(lambda kind, _at: wanted.append(kind))
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.RightButton, NONE, at_note(canvas))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at_note(canvas), canvas.mapToGlobal(at_note(canvas)))
    QApplication.sendEvent(canvas.viewport(), event)
    assert wanted == ["comment"]
    assert canvas.session.marked == {"c1"}


# --- in sight ----------------------------------------------------------------------------------------------------


def test_that_a_note_belongs_to_what_fit_shows(canvas: CanvasView) -> None:
    open_drawing(canvas, with_note(x=3000, y=2000))
    canvas.fit(animated=False)
    assert canvas.camera.sight().contains(canvas.board.comments.items["c1"].box)


@pytest.mark.parametrize("zoom", [1.0, 0.3, 0.1])
def test_that_a_note_is_seen_in_its_colour_at_any_zoom(canvas: CanvasView, zoom: float) -> None:
    open_drawing(canvas, comments.recolour(with_note(), {"c1"}, "red"))
    canvas.camera.fly(canvas.board.comments.items["c1"].box.center(), zoom, animated=False)
    seen = canvas.mapFromScene(canvas.board.comments.items["c1"].box).boundingRect()
    image = canvas.viewport().grab(seen).toImage()
    places = [(x, y) for x in range(image.width()) for y in range(image.height())]
    paper = looks.note("red").paper.color()
    assert sum(image.pixelColor(x, y) == paper for x, y in places) > len(places) / 4


def test_that_a_selected_note_goes_into_the_picture_of_the_selection(canvas: CanvasView) -> None:
    open_drawing(canvas, with_note())
    click(canvas, at_node(canvas, "dense"))
    alone = canvas.picture(1.0, selected=True).width()
    click(canvas, at_note(canvas), SHIFT)
    assert canvas.picture(1.0, selected=True).width() > alone + 200
    assert canvas.board.comments.items["c1"].selected
    assert canvas.board.comments.items["c1"].isVisible()


def test_that_larger_text_shows_notes_larger(canvas: CanvasView) -> None:
    open_drawing(canvas, with_note())
    theme.apply("light", 1.6)
    try:
        assert canvas.board.comments.items["c1"].box.width() * canvas.camera.zoom == pytest.approx(320)
        drag(canvas, corner(canvas), corner(canvas) + QPoint(32, 0))
        assert notes(canvas)[0].width == 220
    finally:
        theme.apply("light", 1.0)


def test_that_the_tool_tip_says_what_does_not_fit(canvas: CanvasView) -> None:
    open_drawing(canvas, with_note(text="short <b>"))
    canvas.viewport().grab()
    assert under_pointer.about(canvas, QPointF(at_note(canvas))) == ""
    open_drawing(canvas, with_note(text="<b>\n" + "word " * 2000))
    canvas.viewport().grab()
    tip = under_pointer.about(canvas, QPointF(at_note(canvas)))
    assert tip.startswith("&lt;b&gt;<br>word word")
    assert len(tip) < 700


def test_that_the_keyboard_puts_a_note_beside_what_is_selected(canvas: CanvasView) -> None:
    open_drawing(canvas, TWO)
    canvas.session.select((node(canvas, "dense"),))
    canvas.pointing.leave()
    key(canvas, Qt.Key.Key_N)
    write(canvas, "x")
    keep(canvas)
    card = canvas.board.nodes[node(canvas, "dense")].card_in_scene()
    assert (notes(canvas)[0].x, notes(canvas)[0].y) == (card.right() + 32, card.top())


def test_that_pictures_hold_notes(canvas: CanvasView) -> None:
    open_drawing(canvas, comments.recolour(with_note(), {"c1"}, "red"))
    click(canvas, at_note(canvas))
    paper = looks.note("red").paper.color()
    image = canvas.picture(1.0)
    assert image.pixelColor(image.width() - 40, 60) == paper
    assert paper.name() in picture.svg(canvas.board, "test").decode()
    canvas.select_nothing()
    assert len(picture.pdf(canvas.board, "test")) > len(picture.pdf(canvas.board, "test", set(TWO.nodes)))


def test_that_a_nested_model_has_notes_of_its_own(canvas: CanvasView) -> None:
    graph, model = edits.place(Graph(), "Functional", 0, 0)
    layer = graph.nodes[model].layer
    graph = replace(graph, layers={layer: replace(graph.layers[layer], model=TWO)})
    open_drawing(canvas, with_note(graph, text="outside"))
    canvas.session.select((), ("c1",))
    canvas.session.look_into((layer,))
    assert not canvas.session.marked
    assert not canvas.board.comments.items
    key(canvas, Qt.Key.Key_N)
    write(canvas, "inside")
    keep(canvas)
    assert [note.text for note in notes(canvas)] == ["inside"]
    canvas.session.go_out()
    assert [note.text for note in notes(canvas)] == ["outside"]
    assert canvas.board.comments.items["c1"].note.text == "outside"

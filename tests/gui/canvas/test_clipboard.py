"""Copy, cut, paste and duplicate through the system's clipboard."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_nn.graph import edits
from tests.gui.canvas.hands import CTRL, SHIFT, at_node, click, drawn, key, links, node, open_drawing, selected
from ui.canvas.view import CanvasView
from ui.session import Notice, Session

PAIR = drawn(("Dense", "a", 0, 0), ("Add", "b", 0, 200), ("Dense", "c", 260, 0), links=(("a", "b"), ("c", "b")))


def select(canvas: CanvasView, *names: str) -> None:
    """Select nodes by name."""
    canvas.session.select([node(canvas, name) for name in names])


def names(canvas: CanvasView) -> set[str]:
    """Names of all nodes' layers."""
    return {canvas.session.graph.name_of(id) for id in canvas.session.graph.nodes}


def test_that_copy_and_paste_bring_nodes_with_the_links_among_them(canvas: CanvasView) -> None:
    open_drawing(canvas, PAIR)
    select(canvas, "a", "b")
    key(canvas, Qt.Key.Key_C, CTRL)
    key(canvas, Qt.Key.Key_V, CTRL)
    assert names(canvas) == {"a", "b", "c", "a_1", "b_1"}
    assert links(canvas) >= {("a_1", "b_1", 0)}
    assert selected(canvas) == {"a_1", "b_1"}
    assert canvas.session.history.labels() == ("Paste 2 layers",)


def test_that_a_paste_lands_at_the_pointer(canvas: CanvasView) -> None:
    open_drawing(canvas, PAIR)
    select(canvas, "a")
    key(canvas, Qt.Key.Key_C, CTRL)
    QTest.mouseMove(canvas.viewport(), QPoint(600, 450))
    key(canvas, Qt.Key.Key_V, CTRL)
    gap = at_node(canvas, "a_1") - QPoint(600, 450)
    assert max(abs(gap.x()), abs(gap.y())) <= 1


def test_that_pastes_do_not_lie_on_each_other(canvas: CanvasView) -> None:
    open_drawing(canvas, PAIR)
    select(canvas, "a")
    key(canvas, Qt.Key.Key_C, CTRL)
    QTest.mouseMove(canvas.viewport(), QPoint(600, 450))
    key(canvas, Qt.Key.Key_V, CTRL)
    key(canvas, Qt.Key.Key_V, CTRL)
    assert at_node(canvas, "a_1") != at_node(canvas, "a_2")


def test_that_cut_removes_and_paste_brings_back(canvas: CanvasView) -> None:
    open_drawing(canvas, PAIR)
    select(canvas, "a", "b")
    key(canvas, Qt.Key.Key_X, CTRL)
    assert names(canvas) == {"c"}
    key(canvas, Qt.Key.Key_V, CTRL)
    assert names(canvas) == {"a", "b", "c"}
    canvas.session.undo()
    canvas.session.undo()
    assert names(canvas) == {"a", "b", "c"}
    assert len(canvas.session.graph.links) == 2


def test_that_duplicate_leaves_the_clipboard_alone(canvas: CanvasView) -> None:
    open_drawing(canvas, PAIR)
    QGuiApplication.clipboard().setText("mine")
    click(canvas, at_node(canvas, "c"))
    key(canvas, Qt.Key.Key_D, CTRL)
    assert names(canvas) == {"a", "b", "c", "c_1"}
    assert QGuiApplication.clipboard().text() == "mine"


def test_that_another_window_can_paste(canvas: CanvasView, session: Session, qtbot: QtBot) -> None:
    open_drawing(canvas, PAIR)
    select(canvas, "a", "b")
    canvas.copy()
    other = CanvasView(session)
    qtbot.addWidget(other)
    other.paste()
    assert links(other) >= {("a_1", "b_1", 0)}


def test_that_foreign_text_is_passed_over_with_a_word(canvas: CanvasView) -> None:
    open_drawing(canvas, PAIR)
    said: list[Notice] = []
    canvas.session.noticed.connect(said.append)
    QGuiApplication.clipboard().setText("def hello(): pass")
    key(canvas, Qt.Key.Key_V, CTRL)
    assert names(canvas) == {"a", "b", "c"}
    assert not canvas.session.history.labels()
    assert [notice.level for notice in said] == ["info"]


def test_that_damaged_layers_are_told_and_change_nothing(canvas: CanvasView) -> None:
    open_drawing(canvas, PAIR)
    select(canvas, "a")
    canvas.copy()
    said: list[Notice] = []
    canvas.session.noticed.connect(said.append)
    text = QGuiApplication.clipboard().text()
    QGuiApplication.clipboard().setText(text.replace('"kind"', '"kynd"'))
    canvas.paste()
    assert names(canvas) == {"a", "b", "c"}
    assert "damaged" in said[0].text


def test_that_copying_nothing_keeps_the_clipboard(canvas: CanvasView) -> None:
    open_drawing(canvas, PAIR)
    QGuiApplication.clipboard().setText("mine")
    canvas.select_nothing()
    key(canvas, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "mine"


def test_that_a_kind_unknown_to_keras_is_copied_with_its_settings(canvas: CanvasView) -> None:
    settings = {"capsules": 8, "routing": {"steps": [1, None, {"deep": True}]}}
    graph, strange = edits.place(drawn(("Dense", "a", 0, 0)), "CapsuleOfTomorrow", 260, 0, config=settings)
    open_drawing(canvas, graph)
    face = canvas.board.nodes[strange].face
    assert (face.state, face.kind) == ("unknown", "CapsuleOfTomorrow")
    canvas.session.select({strange})
    key(canvas, Qt.Key.Key_C, CTRL)
    key(canvas, Qt.Key.Key_V, CTRL)
    (copy,) = canvas.session.selection
    assert copy != strange
    assert canvas.session.graph.layer_of(copy).config == settings
    key(canvas, Qt.Key.Key_Delete)
    canvas.session.undo()
    assert canvas.session.graph.layer_of(copy).config == settings


FED = drawn(("InputLayer", "in1", 0, 0), ("Dense", "a", 0, 160), links=(("in1", "a"),))


def test_that_a_paste_with_links_is_fed_as_the_original_was(canvas: CanvasView) -> None:
    open_drawing(canvas, FED)
    select(canvas, "a")
    key(canvas, Qt.Key.Key_C, CTRL)
    key(canvas, Qt.Key.Key_V, CTRL | SHIFT)
    assert links(canvas) == {("in1", "a", 0), ("in1", "a_1", 0)}
    assert canvas.session.history.labels() == ("Paste a",)
    assert selected(canvas) == {"a_1"}


def test_that_a_paste_with_links_into_another_document_has_none(canvas: CanvasView) -> None:
    open_drawing(canvas, FED)
    select(canvas, "a")
    key(canvas, Qt.Key.Key_C, CTRL)
    open_drawing(canvas, drawn(("InputLayer", "in1", 0, 0)))
    key(canvas, Qt.Key.Key_V, CTRL | SHIFT)
    assert names(canvas) == {"in1", "a"}
    assert not links(canvas)

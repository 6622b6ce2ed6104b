"""What is wrong with a node, told at its badge, with buttons that mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from desktop_nn.engine.wiring import model_problems, node_problems
from desktop_nn.graph.facts import GraphFacts, NodeFacts
from desktop_nn.graph.model import Graph
from desktop_nn.problems import Problem
from tests.gui.canvas.hands import LEFT, NONE, at_node, click, drawn, key, links, node, open_drawing
from ui.canvas import under_pointer
from ui.canvas.node_paint import badge_point
from ui.canvas.view import CanvasView
from ui.theme.theme import theme

LONELY = drawn(("InputLayer", "in1", 0, 0), ("Dense", "a", 0, 160), ("Dense", "b", 0, 320), links=(("a", "b"),))
TWICE = drawn(
    ("InputLayer", "in1", 0, 0), ("Dense", "a", 0, 160), ("Dense", "b", 0, 320), links=(("in1", "a"), ("a", "b"))
)


def open_checked(canvas: CanvasView, graph: Graph = LONELY) -> None:
    """Open a drawing and find what is wrong with its wiring, as the worker would."""
    open_drawing(canvas, graph)
    check(canvas)


def check(canvas: CanvasView) -> None:
    """What the worker would find now."""
    graph = canvas.session.graph
    broken = node_problems(graph)
    canvas.session.facts = GraphFacts(
        {id: NodeFacts(problem=broken.get(id)) for id in graph.nodes}, problems=model_problems(graph)
    )
    canvas.session.facts_changed.emit()
    canvas.session.problems = ()  # no data is chosen either, which is not what this is about
    canvas.session.problems_changed.emit()


def at_badge(canvas: CanvasView, name: str) -> QPoint:
    """The middle of a node's badge in the viewport."""
    return canvas.mapFromScene(badge_point(canvas.board.nodes[node(canvas, name)].card_in_scene()))


def labels(canvas: CanvasView) -> Sequence[str]:
    """What the card's buttons offer."""
    return canvas.troubles.card.mends.labels


def test_that_a_click_on_the_badge_tells_what_is_wrong_and_offers_mends(canvas: CanvasView) -> None:
    open_checked(canvas)
    click(canvas, at_badge(canvas, "a"))
    card = canvas.troubles.card
    assert card.isVisible()
    assert "a has no input. Link the layer before it to it." in card.accessibleName()
    assert labels(canvas) == ("Connect in1 to a",)
    assert canvas.session.selection == {node(canvas, "a")}


def test_that_a_mend_is_one_undo_step_with_its_own_name(canvas: CanvasView) -> None:
    open_checked(canvas)
    click(canvas, at_badge(canvas, "a"))
    QTest.mouseClick(canvas.troubles.card.mends.buttons[0], LEFT)
    assert links(canvas) == {("in1", "a", 0), ("a", "b", 0)}
    assert not canvas.troubles.card.isVisible()
    assert canvas.session.history.undo_label == "Connect in1 to a"
    canvas.session.undo()
    assert links(canvas) == {("a", "b", 0)}
    check(canvas)


def test_that_a_second_click_or_a_click_elsewhere_closes_the_card(canvas: CanvasView) -> None:
    open_checked(canvas)
    click(canvas, at_badge(canvas, "a"))
    click(canvas, at_badge(canvas, "a"))
    assert not canvas.troubles.card.isVisible()
    click(canvas, at_badge(canvas, "a"))
    click(canvas, QPoint(5, 590))
    assert not canvas.troubles.card.isVisible()


def test_that_a_double_click_on_the_badge_does_not_rename(canvas: CanvasView) -> None:
    open_checked(canvas)
    place = at_badge(canvas, "a")
    click(canvas, place)
    QTest.mouseDClick(canvas.viewport(), LEFT, NONE, place)
    assert not canvas.rename_editor.isVisible()


def test_that_a_drag_that_begins_on_the_badge_moves_nothing(canvas: CanvasView) -> None:
    open_checked(canvas)
    place, before = at_badge(canvas, "a"), canvas.session.graph
    QTest.mousePress(canvas.viewport(), LEFT, NONE, place)
    for step in range(1, 6):
        QTest.mouseMove(canvas.viewport(), place + QPoint(12 * step, 8 * step))
    QTest.mouseRelease(canvas.viewport(), LEFT, NONE, place + QPoint(60, 40))
    assert canvas.session.graph is before


def test_that_enter_opens_the_card_and_esc_gives_the_keys_back(canvas: CanvasView) -> None:
    open_checked(canvas)
    canvas.session.select({node(canvas, "a")})
    key(canvas, Qt.Key.Key_Return)
    card = canvas.troubles.card
    assert card.mends.buttons[0].hasFocus()
    QTest.keyClick(card.mends.buttons[0], Qt.Key.Key_Escape)
    assert not card.isVisible()
    assert canvas.hasFocus()
    assert canvas.session.selection == {node(canvas, "a")}


def test_that_enter_in_the_card_mends(canvas: CanvasView) -> None:
    open_checked(canvas)
    canvas.session.select({node(canvas, "a")})
    key(canvas, Qt.Key.Key_Return)
    QTest.keyClick(canvas.troubles.card.mends.buttons[0], Qt.Key.Key_Return)
    assert ("in1", "a", 0) in links(canvas)
    assert canvas.hasFocus()


def test_that_tab_goes_round_in_the_card(canvas: CanvasView) -> None:
    open_checked(canvas)
    canvas.session.select({node(canvas, "a")})
    key(canvas, Qt.Key.Key_Return)
    card = canvas.troubles.card
    QTest.keyClick(card.mends.buttons[0], Qt.Key.Key_Tab)
    assert card.close_button.hasFocus()
    QTest.keyClick(card.close_button, Qt.Key.Key_Tab)
    assert card.mends.buttons[0].hasFocus()


def test_that_esc_on_the_canvas_closes_the_card_before_it_deselects(canvas: CanvasView) -> None:
    open_checked(canvas)
    click(canvas, at_badge(canvas, "a"))
    key(canvas, Qt.Key.Key_Escape)
    assert not canvas.troubles.card.isVisible()
    assert canvas.session.selection == {node(canvas, "a")}
    key(canvas, Qt.Key.Key_Escape)
    assert not canvas.session.selection


def test_that_enter_on_a_sound_node_opens_nothing(canvas: CanvasView) -> None:
    open_checked(canvas)
    canvas.session.select({node(canvas, "b")})
    key(canvas, Qt.Key.Key_Return)
    assert not canvas.troubles.card.isVisible()


def test_that_the_one_mend_of_a_node_is_made_at_once(canvas: CanvasView) -> None:
    open_checked(canvas)
    canvas.session.select({node(canvas, "a")})
    assert canvas.troubles.can_mend()
    canvas.troubles.mend_selected()
    assert ("in1", "a", 0) in links(canvas)


def test_that_several_mends_are_offered_instead(canvas: CanvasView) -> None:
    open_checked(canvas, TWICE)
    graph = canvas.session.graph
    doubled = replace(graph, links=(*graph.links, replace(graph.links[0], target=node(canvas, "b"))))
    canvas.session.edit_graph("Link", lambda _: doubled)
    check(canvas)
    canvas.session.select({node(canvas, "b")})
    canvas.troubles.mend_selected()
    assert labels(canvas) == ("Join the links with Concatenate", "Remove the link from in1 to b")
    assert canvas.session.graph is doubled


def test_that_the_card_goes_when_the_problem_goes(canvas: CanvasView) -> None:
    open_checked(canvas)
    click(canvas, at_badge(canvas, "a"))
    canvas.session.facts = GraphFacts()
    canvas.session.facts_changed.emit()
    assert not canvas.troubles.card.isVisible()


def test_that_the_card_goes_with_its_node(canvas: CanvasView) -> None:
    open_checked(canvas)
    click(canvas, at_badge(canvas, "a"))
    key(canvas, Qt.Key.Key_Delete)
    assert node(canvas, "b")
    assert not canvas.troubles.card.isVisible()


@pytest.mark.parametrize("zoom", [0.2, 0.4, 1.0, 3.0])
def test_that_badge_and_card_work_at_every_zoom_and_stay_in_the_view(canvas: CanvasView, zoom: float) -> None:
    open_checked(canvas)
    canvas.camera.fly(canvas.board.nodes[node(canvas, "a")].card_in_scene().topRight(), zoom, animated=False)
    click(canvas, at_badge(canvas, "a") + QPoint(5, -4))
    card = canvas.troubles.card
    assert card.isVisible()
    assert canvas.rect().contains(card.geometry())


def test_that_the_card_follows_its_node_and_stays_in_the_view(canvas: CanvasView) -> None:
    open_checked(canvas)
    click(canvas, at_badge(canvas, "a"))
    before = canvas.troubles.card.pos()
    canvas.camera.pan(QPointF(-60, 30))
    assert canvas.troubles.card.pos() != before
    canvas.camera.pan(QPointF(-900, 700))
    assert canvas.rect().contains(canvas.troubles.card.geometry())


def test_that_the_pointer_over_a_badge_reads_the_reason(canvas: CanvasView) -> None:
    open_checked(canvas)
    place = at_badge(canvas, "a") + QPoint(6, -6)  # beside the card
    move = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(place), QPointF(place), Qt.MouseButton.NoButton, Qt.MouseButton.NoButton, NONE
    )
    QApplication.sendEvent(canvas.viewport(), move)
    assert canvas.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor
    assert "a has no input." in under_pointer.about(canvas, QPointF(place))


def test_that_going_on_walks_round_the_problems(canvas: CanvasView) -> None:
    open_checked(canvas)  # in1 leads nowhere, a has no input
    seen = []
    for _ in range(3):
        canvas.troubles.go_on(1)
        seen.append(canvas.session.graph.name_of(next(iter(canvas.session.selection))))
    assert seen == ["in1", "a", "in1"]
    canvas.troubles.go_on(-1)
    assert canvas.session.selection == {node(canvas, "a")}
    assert canvas.troubles.card.isVisible()


def test_that_a_drawing_without_problems_says_so(canvas: CanvasView) -> None:
    told: list[str] = []
    canvas.session.noticed.connect(lambda notice: told.append(notice.text))
    open_drawing(canvas, TWICE)
    canvas.session.problems = ()
    canvas.session.problems_changed.emit()
    canvas.troubles.go_on(1)
    assert told == ["No node of the drawing has a problem."]


@pytest.mark.parametrize("scale", [1.0, 1.4])
def test_that_no_text_of_the_card_is_cut(canvas: CanvasView, scale: float) -> None:
    try:
        theme.apply("light", scale)
        open_drawing(canvas, TWICE)
        id = node(canvas, "a")
        words = "Something long enough to need a second line or even a third one is wrong, number"
        found = tuple(Problem(f"{words} {i}.", fix="Do something about it.", node=id) for i in range(5))
        canvas.session.problems = found
        canvas.session.problems_changed.emit()
        click(canvas, at_badge(canvas, "a"))
        QApplication.processEvents()
        card = canvas.troubles.card
        assert card.more.text() == "2 more in the list of problems."
        wrapped = [text for text in card.findChildren(QLabel) if text.wordWrap() and text.isVisible()]
        assert len(wrapped) == 7
        assert all(text.height() >= text.heightForWidth(text.width()) for text in wrapped)
        assert canvas.rect().contains(card.geometry())
    finally:
        theme.apply("light", 1.0)


def test_that_a_click_beside_the_badge_still_takes_the_node(canvas: CanvasView) -> None:
    open_checked(canvas)
    click(canvas, at_node(canvas, "a"))
    assert canvas.session.selection == {node(canvas, "a")}
    assert not canvas.troubles.card.isVisible()


def test_that_the_card_goes_when_another_node_is_selected(canvas: CanvasView) -> None:
    open_checked(canvas)
    click(canvas, at_badge(canvas, "a"))
    key(canvas, Qt.Key.Key_Down)
    assert canvas.session.selection == {node(canvas, "b")}
    assert not canvas.troubles.card.isVisible()
    assert not canvas.troubles.can_mend()

"""Templates and snippets on the canvas: from the search, by a wire, from the palette, from the empty canvas."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from desktop_nn import settings
from desktop_nn.project import snippets
from tests.gui.canvas.hands import PaletteDrag, at_node, at_port, click, drag, drawn, key, links, open_drawing, selected
from tests.helpers.waiting import wait_until
from ui.canvas.view import CanvasView

CHAIN = drawn(("InputLayer", "input", 0, 0), ("Dense", "hidden", 0, 200), links=(("input", "hidden"),))


@pytest.fixture(autouse=True)
def _folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(settings.DATA_VARIABLE, str(tmp_path))


@pytest.fixture
def ready(canvas: CanvasView) -> CanvasView:
    """The canvas, with templates read."""
    _ = canvas.placing.shelf.all
    wait_until(lambda: canvas.placing.shelf.all)
    return canvas


def search_for(canvas: CanvasView, text: str) -> None:
    field = canvas.search.findChild(QLineEdit, "layer_search_field")
    assert field is not None
    QTest.keyClicks(field, text)


def choose(canvas: CanvasView, text: str) -> None:
    search_for(canvas, text)
    field = canvas.search.findChild(QLineEdit, "layer_search_field")
    assert field is not None
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_that_two_letters_and_enter_add_a_layer(ready: CanvasView) -> None:
    for text, kind in (("de", "Dense"), ("dr", "Dropout"), ("fl", "Flatten"), ("bn", "BatchNormalization")):
        key(ready, Qt.Key.Key_Tab)
        choose(ready, text)
        assert kind in {layer.kind for layer in ready.session.graph.layers.values()}, text


def test_that_a_template_comes_from_the_search_as_one_step(ready: CanvasView) -> None:
    key(ready, Qt.Key.Key_Tab)
    choose(ready, "residual")
    assert len(ready.session.graph.nodes) == 9
    assert ready.session.selection == frozenset(ready.session.graph.nodes)
    assert ready.session.history.undo_label == "Add Residual block"
    ready.session.undo()
    assert not ready.session.graph.nodes


def test_that_entries_say_what_they_are(ready: CanvasView) -> None:
    open_drawing(ready, CHAIN)
    key(ready, Qt.Key.Key_Tab)
    search_for(ready, "hidden")
    marks = {entry.title: entry.mark for entry in ready.search.found("hidden")}
    assert marks["hidden"] == "shared"
    assert {entry.mark for entry in ready.search.found("mlp")} >= {"template"}


def test_that_one_more_call_of_a_layer_comes_from_the_search(ready: CanvasView) -> None:
    open_drawing(ready, CHAIN)
    key(ready, Qt.Key.Key_Tab)
    choose(ready, "hidden")
    assert len(ready.session.graph.nodes) == 3
    assert len(ready.session.graph.layers) == 2


def test_that_a_wire_dropped_on_empty_canvas_leads_into_a_template(ready: CanvasView) -> None:
    open_drawing(ready, CHAIN)
    drag(ready, at_port(ready, "hidden", "out"), at_port(ready, "hidden", "out") + QPoint(60, 120))
    choose(ready, "conv block")
    assert ("hidden", "conv", 0) in links(ready)


def test_that_a_template_without_a_way_in_is_not_offered_to_a_wire(ready: CanvasView) -> None:
    open_drawing(ready, CHAIN)
    drag(ready, at_port(ready, "hidden", "out"), at_port(ready, "hidden", "out") + QPoint(60, 120))
    assert "template:wide_and_deep" not in ready.search.offered()
    assert "template:conv_block" in ready.search.offered()


def test_that_a_template_dropped_on_a_link_stands_in_it(ready: CanvasView) -> None:
    open_drawing(ready, CHAIN)
    middle = (at_port(ready, "input", "out") + at_port(ready, "hidden", "in")) / 2
    palette = PaletteDrag(ready, "template:conv_block")
    palette.enter(QPoint(20, 20))
    palette.move(middle)
    palette.drop(middle)
    assert ("input", "conv", 0) in links(ready)
    assert ("pool", "hidden", 0) in links(ready)
    cards = [item.card_in_scene() for item in ready.board.nodes.values()]
    assert not any(one.intersects(other) for one in cards for other in cards if one is not other)


def test_that_a_selection_is_saved_under_the_title_that_was_typed(ready: CanvasView) -> None:
    open_drawing(ready, CHAIN)
    click(ready, at_node(ready, "hidden"))
    ready.placing.save_selection()
    field = ready.placing.title.field
    assert field.hasFocus()
    field.clear()
    QTest.keyClicks(field, "My layer")
    QTest.keyClick(field, Qt.Key.Key_Return)
    wait_until(lambda: any(one.own for one in ready.placing.shelf.all))
    assert ready.hasFocus()
    key(ready, Qt.Key.Key_Tab)
    choose(ready, "my la")
    assert selected(ready) == {"hidden_1"}


def test_that_esc_gives_the_title_up(ready: CanvasView, tmp_path: Path) -> None:
    open_drawing(ready, CHAIN)
    click(ready, at_node(ready, "hidden"))
    ready.placing.save_selection()
    QTest.keyClick(ready.placing.title.field, Qt.Key.Key_Escape)
    assert not ready.placing.title.isVisible()
    assert snippets.own_snippets(tmp_path / "snippets") == ((), ())


def test_that_an_empty_title_is_refused_and_stays(ready: CanvasView) -> None:
    open_drawing(ready, CHAIN)
    click(ready, at_node(ready, "hidden"))
    ready.placing.save_selection()
    ready.placing.title.field.clear()
    QTest.keyClick(ready.placing.title.field, Qt.Key.Key_Return)
    assert ready.placing.title.isVisible()


def test_that_a_bad_snippet_is_told_and_the_others_are_there(canvas: CanvasView, tmp_path: Path) -> None:
    folder = tmp_path / "snippets"
    folder.mkdir()
    (folder / "bad.json").write_text("{")
    told: list[str] = []
    canvas.session.noticed.connect(lambda notice: told.append(notice.text))
    _ = canvas.placing.shelf.all
    wait_until(lambda: canvas.placing.shelf.all)
    assert len(told) == 1
    assert "damaged" in told[0]


def test_that_a_starter_card_begins_a_model(canvas: CanvasView) -> None:
    assert canvas.starters.isVisible()
    card = canvas.starters.cards[1]
    QTest.mouseClick(card, Qt.MouseButton.LeftButton, pos=card.rect().center())
    wait_until(lambda: canvas.session.graph.nodes)
    assert "wide_and_deep" in {layer.name for layer in canvas.session.graph.layers.values()}
    assert not canvas.starters.isVisible()
    assert canvas.hasFocus()


def test_that_starters_can_be_reached_and_pressed_by_keyboard(canvas: CanvasView) -> None:
    canvas.starters.cards[0].setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(canvas.starters.cards[0], Qt.Key.Key_Return)
    wait_until(lambda: canvas.session.graph.nodes)


def test_that_the_last_starter_asks_for_a_file(canvas: CanvasView) -> None:
    asked: list[bool] = []
    canvas.project_wanted.connect(lambda: asked.append(True))
    card = canvas.starters.cards[-1]
    QTest.mouseClick(card, Qt.MouseButton.LeftButton, pos=card.rect().center())
    assert asked == [True]


def test_that_a_chosen_template_follows_the_selected_end_of_a_chain(ready: CanvasView) -> None:
    open_drawing(ready, CHAIN)
    click(ready, at_node(ready, "hidden"))
    ready.add_layer("template:conv_block")
    assert ("hidden", "conv", 0) in links(ready)
    assert ready.board.nodes[next(iter(ready.session.selection))].pos().y() > 200


def test_that_a_template_is_placed_where_the_pointer_is(ready: CanvasView) -> None:
    template = ready.placing.shelf.find("template:mlp")
    assert template is not None
    ready.placing.place(template, QPointF(500, 400))
    assert (ready.board.contents().center() - QPointF(500, 400)).manhattanLength() < 3

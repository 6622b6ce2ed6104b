"""The canvas by a real mouse and real keys: look, select, move, wire, add, take away; each one step of undo."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from tests.gui.canvas.hands import drawn
from tests.helpers.hand import XHand
from tests.screen.easel import Easel
from ui.main_window import MainWindow

pytestmark = pytest.mark.screen

CHAIN = drawn(
    ("InputLayer", "rows", 0, 0),
    ("Dense", "first", 0, 120),
    ("Dense", "second", 0, 240),
    links=(("rows", "first"), ("first", "second")),
)
LOOSE = drawn(
    ("InputLayer", "rows", 0, 0),
    ("Dense", "first", 0, 140),
    ("Dense", "second", 0, 280),
    ("Concatenate", "both", 230, 280),
    links=(("rows", "first"),),
)


@pytest.fixture
def easel(window: MainWindow, hand: XHand) -> Easel:
    """The chain, just opened."""
    easel = Easel(window, hand.mouse)
    easel.show(CHAIN)
    return easel


# --- looking ---------------------------------------------------------------------------------------------------------


def test_that_the_wheel_zooms_at_the_pointer_within_limits(easel: Easel) -> None:
    camera, place = easel.canvas.camera, easel.layer("second")
    easel.mouse.move(place)
    easel.mouse.wheel(down=False, clicks=2)
    easel.becomes(lambda: camera.zoom > 1.2, "a nearer view")
    assert (easel.layer("second") - place).manhattanLength() < 6
    easel.mouse.wheel(down=False, clicks=30, held="ctrl")
    easel.becomes(lambda: camera.zoom == pytest.approx(4.0), "the nearest view")
    easel.mouse.wheel(down=True, clicks=60)
    easel.becomes(lambda: camera.zoom == pytest.approx(0.05), "the farthest view")


@pytest.mark.parametrize(("held", "button"), [("", 2), ("space", 1)])
def test_that_middle_button_and_space_pan(easel: Easel, held: str, button: int) -> None:
    before, way = easel.layer("first"), QPoint(70, -40)
    easel.mouse.drag(before, before + way, held=held, button=button)
    assert easel.layer("first") == before + way
    assert easel.session.history.undo_label is None


def test_that_home_shows_all_and_f_the_selection(easel: Easel) -> None:
    easel.mouse.move(easel.bare(20, 20))
    easel.mouse.wheel(down=False, clicks=20)
    easel.mouse.key("Home")
    sight = easel.canvas.camera.sight
    easel.becomes(lambda: sight().contains(easel.canvas.board.contents()), "all in sight")
    easel.click(easel.layer("second"))
    easel.mouse.key("f")
    card = easel.canvas.board.nodes[next(iter(easel.session.selection))].card_in_scene()
    easel.becomes(lambda: (sight().center() - card.center()).manhattanLength() < 2, "the selected layer in the middle")


def test_that_the_minimap_leads_elsewhere(easel: Easel) -> None:
    easel.canvas.camera.fly(easel.canvas.board.contents().center(), 3.0, animated=False)
    easel.mouse.key("m")
    easel.becomes(lambda: easel.seen("canvas_minimap"), "the minimap")
    minimap, before = easel.canvas.minimap, easel.canvas.camera.centre()
    place = minimap.map_point(easel.canvas.board.contents().bottomRight()).toPoint()
    easel.mouse.click(minimap, place)
    easel.becomes(lambda: easel.canvas.camera.centre().y() > before.y() + 40, "the lower end")
    easel.picture("row40-minimap")
    easel.mouse.key("m")
    easel.becomes(lambda: not easel.seen("canvas_minimap"), "no minimap")


def test_that_ctrl_f_finds_and_f3_goes_on(easel: Easel) -> None:
    easel.mouse.key("ctrl+f")
    easel.becomes(lambda: easel.seen("node_search"), "the search")
    easel.mouse.type("dense")
    easel.picture("row41-find")
    easel.mouse.key("Return")
    easel.becomes(lambda: easel.selected() == {"first"}, "the first that was found")
    easel.mouse.key("F3")
    easel.becomes(lambda: easel.selected() == {"second"}, "the next")
    easel.mouse.key("shift+F3")
    easel.becomes(lambda: easel.selected() == {"first"}, "the one before")


# --- selecting and moving --------------------------------------------------------------------------------------------


def test_that_a_rubber_band_selects_with_shift_and_ctrl(easel: Easel) -> None:
    corner, far = easel.layer("rows") - QPoint(150, 60), easel.layer("first") + QPoint(120, 20)
    easel.mouse.drag(corner, far)
    easel.becomes(lambda: easel.selected() == {"rows", "first"}, "what the band touches")
    below = easel.layer("second")
    easel.mouse.drag(below - QPoint(150, 0), below - QPoint(40, 0), held="shift")
    easel.becomes(lambda: easel.selected() == {"rows", "first", "second"}, "one more")
    easel.mouse.drag(below - QPoint(150, 0), below - QPoint(40, 0), held="ctrl")
    easel.becomes(lambda: easel.selected() == {"rows", "first"}, "one less")
    easel.mouse.key("ctrl+a")
    easel.becomes(lambda: len(easel.selected()) == 3, "all")
    easel.mouse.key("Escape")
    easel.becomes(lambda: not easel.selected(), "none")


def test_that_selected_layers_are_dragged_together_in_one_step(easel: Easel) -> None:
    places = easel.place("first"), easel.place("second")
    easel.click(easel.layer("first"))
    easel.click(easel.layer("second"), held="shift")
    start = easel.layer("first")
    easel.mouse.drag(start, start + QPoint(120, 30))
    easel.becomes(lambda: easel.place("first") != places[0] and easel.place("second") != places[1], "both moved")
    easel.undone()
    easel.becomes(lambda: (easel.place("first"), easel.place("second")) == places, "both back")


def test_that_escape_gives_a_drag_up(easel: Easel) -> None:
    start, place = easel.layer("first"), easel.place("first")
    easel.mouse.take(start, start + QPoint(120, 30))
    easel.mouse.key("Escape")
    easel.mouse.drop()
    assert easel.place("first") == place
    assert easel.session.history.undo_label is None


def test_that_undo_during_a_drag_ends_it(easel: Easel) -> None:
    start, place = easel.layer("first"), easel.place("first")
    easel.mouse.drag(start, start + QPoint(120, 30))
    easel.becomes(lambda: easel.place("first") != place, "the move")
    again = easel.layer("second")
    easel.mouse.take(again, again + QPoint(60, 60))
    easel.mouse.key("ctrl+z")
    easel.mouse.drop()
    easel.becomes(lambda: easel.place("first") == place, "the first move taken back")
    assert easel.session.history.undo_label is None
    assert easel.layer("second") == again


def test_that_alt_drag_lands_a_copy(easel: Easel) -> None:
    start = easel.layer("second")
    half, end = start + QPoint(90, 20), start + QPoint(180, 40)
    easel.mouse.take(start, half)
    easel.mouse.hold("alt")  # this window manager moves windows by a press with Alt
    easel.mouse.carry(half, end)
    easel.picture("row18-alt-drag")
    easel.mouse.drop(held="alt")
    easel.becomes(lambda: len(easel.names()) == 4, "a copy")
    assert "second" in easel.names()
    easel.undone()
    easel.becomes(lambda: len(easel.names()) == 3, "no copy")


def test_that_layers_are_copied_and_pasted_at_the_pointer(easel: Easel) -> None:
    easel.click(easel.layer("first"))
    easel.click(easel.layer("second"), held="shift")
    easel.mouse.key("ctrl+c")
    easel.mouse.move(easel.bare(120, 160))
    easel.mouse.key("ctrl+v")
    easel.becomes(lambda: len(easel.names()) == 5, "two copies")
    assert len(easel.links()) == 3
    easel.mouse.key("ctrl+d")
    easel.becomes(lambda: len(easel.names()) == 7, "two more")
    easel.undone()
    easel.undone()
    easel.becomes(lambda: easel.names() == {"rows", "first", "second"}, "no copies")


def test_that_ctrl_g_groups_e_folds_and_a_double_click_unfolds(easel: Easel) -> None:
    easel.click(easel.layer("first"))
    easel.click(easel.layer("second"), held="shift")
    easel.mouse.key("ctrl+g")
    easel.becomes(lambda: easel.session.graph.groups, "a group")
    easel.mouse.key("Escape", "Escape")
    easel.click(easel.layer("first"))
    easel.picture("row28-group")
    easel.mouse.key("e")
    group = next(iter(easel.session.graph.groups))
    easel.becomes(lambda: group in easel.canvas.board.nodes, "one card")
    easel.picture("row24-folded")
    card = easel.canvas.mapFromScene(easel.canvas.board.nodes[group].card_in_scene().center())
    easel.click(easel.canvas.viewport().mapToGlobal(card), times=2)
    easel.becomes(lambda: group not in easel.canvas.board.nodes, "the layers again")
    easel.undone()
    easel.becomes(lambda: group in easel.canvas.board.nodes, "one card again")


# --- wiring ----------------------------------------------------------------------------------------------------------


def test_that_a_wire_connects_and_its_end_is_plugged_elsewhere_or_off(easel: Easel) -> None:
    easel.show(LOOSE)
    easel.mouse.take(easel.port("first", "out"), easel.port("second", "in") + QPoint(12, -8))
    easel.picture("row06-wire-in-the-air")
    easel.mouse.drop()
    easel.becomes(lambda: ("first", "second", 0) in easel.links(), "the link")
    easel.mouse.drag(easel.port("second", "in"), easel.port("both", "in"))
    easel.becomes(lambda: ("first", "both", 0) in easel.links(), "the end plugged in elsewhere")
    assert ("first", "second", 0) not in easel.links()
    easel.mouse.drag(easel.port("both", "in"), easel.bare(40, 40))
    easel.becomes(lambda: easel.links() == {("rows", "first", 0)}, "the link removed")
    for count in (2, 2, 1):
        easel.undone()
        easel.becomes(lambda count=count: len(easel.links()) == count, "undo")


def test_that_a_wire_that_cannot_be_says_why_before_the_release(easel: Easel) -> None:
    easel.mouse.take(easel.port("second", "out"), easel.port("first", "in"))
    easel.becomes(lambda: easel.canvas.pointing.gesture is not None, "the gesture")
    easel.picture("row07-loop-refused")
    easel.mouse.drop()
    assert len(easel.links()) == 2
    assert easel.session.history.undo_label is None


def test_that_a_wire_dropped_on_a_card_takes_its_input(easel: Easel) -> None:
    easel.show(LOOSE)
    easel.mouse.drag(easel.port("first", "out"), easel.layer("both"))
    easel.becomes(lambda: ("first", "both", 0) in easel.links(), "the link")


def test_that_a_wire_dropped_on_bare_canvas_offers_what_fits(easel: Easel) -> None:
    at = easel.port("second", "out")
    easel.mouse.drag(at, at + QPoint(140, 60))
    easel.becomes(lambda: easel.seen("layer_search"), "the search")
    easel.picture("row09-wire-on-bare-canvas")
    easel.search("drop")
    easel.becomes(lambda: any(link[0] == "second" for link in easel.links()), "the new layer connected")
    easel.undone()
    easel.becomes(lambda: easel.names() == {"rows", "first", "second"} and len(easel.links()) == 2, "one step back")


def test_that_ctrl_drag_moves_all_links_of_an_output(easel: Easel) -> None:
    easel.show(
        drawn(
            ("InputLayer", "rows", 0, 0),
            ("InputLayer", "others", 240, 0),
            ("Dense", "first", 0, 140),
            ("Dense", "second", 240, 140),
            links=(("rows", "first"), ("rows", "second")),
        )
    )
    easel.mouse.drag(easel.port("rows", "out"), easel.port("others", "out"), held="ctrl")
    easel.becomes(lambda: easel.links() == {("others", "first", 0), ("others", "second", 0)}, "both moved")
    easel.undone()
    easel.becomes(lambda: easel.links() == {("rows", "first", 0), ("rows", "second", 0)}, "both back")


def test_that_a_line_drawn_with_y_cuts_links(easel: Easel) -> None:
    at = easel.between("rows", "first")
    easel.mouse.take(at - QPoint(130, 0), at + QPoint(130, 0), held="y")
    easel.picture("row16-cut")
    easel.mouse.drop(held="y")
    easel.becomes(lambda: easel.links() == {("first", "second", 0)}, "the cut")
    easel.undone()
    easel.becomes(lambda: len(easel.links()) == 2, "the link again")


# --- adding and taking away ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["Tab", "double-click", "menu"])
def test_that_a_layer_is_added_by_a_few_letters(easel: Easel, way: str) -> None:
    at = easel.bare(110, 300)
    easel.mouse.move(at)
    if way == "Tab":
        easel.mouse.key("Tab")
    else:
        easel.click(at, button=3 if way == "menu" else 1, times=1 if way == "menu" else 2)
    if way == "menu":
        easel.becomes(QApplication.activePopupWidget, "the menu")
        easel.picture("row57-menu-of-the-canvas")
        easel.mouse.key("a")
    easel.search("FC")
    easel.becomes(lambda: len(easel.names()) == 4, "the new layer")
    node = next(iter(easel.session.selection))
    assert easel.session.graph.layer_of(node).kind == "Dense"
    card = easel.canvas.board.nodes[node].card_in_scene()
    assert card.contains(easel.canvas.mapToScene(easel.canvas.viewport().mapFromGlobal(at)))
    easel.undone()
    easel.becomes(lambda: len(easel.names()) == 3, "one step back")


def test_that_a_layer_dropped_on_a_link_is_inserted(easel: Easel) -> None:
    easel.show(
        drawn(
            ("InputLayer", "rows", 0, 0),
            ("Dense", "first", 0, 200),
            ("Dropout", "loose", 230, 90),
            links=(("rows", "first"),),
        )
    )
    easel.mouse.take(easel.layer("loose"), easel.between("rows", "first"))
    easel.picture("row14-insert")
    easel.mouse.drop()
    wanted = {("rows", "loose", 0), ("loose", "first", 0)}
    easel.becomes(lambda: easel.links() == wanted, "the layer in the link")
    easel.undone()
    easel.becomes(lambda: easel.links() == {("rows", "first", 0)}, "one step back")


@pytest.mark.parametrize(("keys", "left"), [("Delete", set()), ("ctrl+Delete", {("rows", "second", 0)})])
def test_that_delete_removes_and_ctrl_delete_heals(easel: Easel, keys: str, left: set[tuple[str, str, int]]) -> None:
    easel.click(easel.layer("first"))
    easel.mouse.key(keys)
    easel.becomes(lambda: easel.names() == {"rows", "second"}, "one layer less")
    assert easel.links() == left
    easel.undone()
    easel.becomes(lambda: len(easel.links()) == 2, "all again")


def test_that_a_layer_is_bypassed_replaced_and_renamed(easel: Easel) -> None:
    easel.click(easel.layer("second"))
    easel.mouse.key("b")
    node = next(iter(easel.session.selection))
    easel.becomes(lambda: easel.session.graph.nodes[node].bypassed, "the layer bypassed")
    easel.picture("row44-bypassed")
    easel.mouse.key("b")
    easel.becomes(lambda: not easel.session.graph.nodes[node].bypassed, "the layer back")
    easel.mouse.key("r")
    easel.search("relu", "replace_search")
    easel.becomes(lambda: easel.session.graph.layer_of(node).kind == "ReLU", "another kind")
    assert len(easel.links()) == 2
    easel.mouse.key("F2")
    easel.becomes(lambda: QApplication.focusWidget() is not easel.canvas, "the editor")
    easel.mouse.key("ctrl+a")
    easel.mouse.type("bend")
    easel.mouse.key("Return")
    easel.becomes(lambda: "bend" in easel.names(), "the new name")

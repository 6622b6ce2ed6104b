"""What menus, panels and keys do to the drawing, by a real mouse and real keys; each one step of undo."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFileDialog, QLineEdit, QPushButton, QTreeView, QWidget

from tests.gui.canvas.hands import drawn, node
from tests.helpers.hand import XHand
from tests.helpers.waiting import wait_until
from tests.screen.easel import Easel
from ui.canvas.node_paint import badge_point
from ui.main_window import MainWindow

pytestmark = pytest.mark.screen

MESS = drawn(
    ("InputLayer", "rows", 0, 0),
    ("Dense", "first", 30, 150),
    ("Dense", "second", 190, 270),
    ("Dense", "third", -160, 280),
    links=(("rows", "first"), ("first", "second")),
)


@pytest.fixture
def easel(window: MainWindow, hand: XHand) -> Easel:
    """A drawing that is not in line, just opened."""
    easel = Easel(window, hand.mouse)
    easel.show(MESS)
    return easel


def select(easel: Easel, *names: str) -> None:
    """Click on layers, with Shift from the second on."""
    for number, name in enumerate(names):
        easel.click(easel.layer(name), held="shift" if number else "")
    easel.becomes(lambda: easel.selected() == set(names), f"{names} to be selected")


# --- arranging -------------------------------------------------------------------------------------------------------


def test_that_ctrl_l_tidies_and_a_menu_turns_the_flow(easel: Easel) -> None:
    before = easel.place("second")
    easel.mouse.key("ctrl+l")
    easel.becomes(lambda: easel.place("second") != before, "the layout")
    assert easel.place("second")[0] == easel.place("first")[0]
    easel.choose("Model", "Arrange", "Flow left to right / top to bottom")
    easel.becomes(lambda: easel.session.graph.direction == "right", "the other way")
    easel.becomes(lambda: easel.place("second")[1] == easel.place("first")[1], "the layout in rows")
    easel.picture("row22-left-to-right")
    easel.mouse.key("F6")
    easel.undone()
    easel.becomes(lambda: easel.session.graph.direction == "down", "the first way")
    easel.undone()
    easel.becomes(lambda: easel.place("second") == before, "the mess")


def test_that_selected_layers_are_lined_up_by_a_key(easel: Easel) -> None:
    places = {name: easel.place(name) for name in ("first", "second")}
    select(easel, "first", "second")
    easel.mouse.key("shift+a")
    easel.becomes(lambda: easel.place("first")[0] == easel.place("second")[0], "the same left edge")
    easel.undone()
    easel.becomes(lambda: {name: easel.place(name) for name in places} == places, "one step back")


def test_that_a_dragged_card_is_drawn_into_line(easel: Easel) -> None:
    start = easel.layer("third")
    end = QPoint(easel.layer("rows").x() + 4, start.y() + 90)
    easel.mouse.take(start, end)
    easel.picture("row26-guide")
    easel.mouse.drop()
    easel.becomes(lambda: easel.place("third")[0] == easel.place("rows")[0], "the card in line")
    easel.undone()
    easel.becomes(lambda: easel.place("third")[0] == -160, "one step back")


def test_that_the_view_moves_on_while_a_card_is_held_at_its_edge(easel: Easel) -> None:
    before, start = easel.canvas.camera.centre(), easel.layer("first")
    edge = easel.bare(6, easel.canvas.viewport().height() // 2)
    easel.mouse.take(start, edge)
    easel.becomes(lambda: easel.canvas.camera.centre().x() < before.x() - 40, "the view to move on")
    easel.mouse.drop()
    easel.becomes(lambda: easel.place("first")[0] < -300, "the card far to the left")
    easel.undone()
    easel.becomes(lambda: easel.place("first") == (30, 150), "one step back")


# --- looks -----------------------------------------------------------------------------------------------------------


def test_that_links_run_at_right_angles_by_menu(easel: Easel) -> None:
    easel.choose("View", "Links", "Links at right angles")
    easel.becomes(lambda: easel.canvas.link_styles.style == "orthogonal", "the style")
    easel.picture("row32-right-angles")
    easel.choose("View", "Links", "Curved links")
    easel.becomes(lambda: easel.canvas.link_styles.style == "curved", "the style of before")


def test_that_h_shows_the_path_of_the_layer_under_the_pointer(easel: Easel) -> None:
    easel.mouse.key("h")
    easel.mouse.move(easel.layer("second"))
    loose = easel.canvas.board.nodes[node(easel.canvas, "third")]
    easel.becomes(lambda: loose.faded, "the rest to step back")
    easel.picture("row33-path")
    easel.mouse.key("h")
    easel.becomes(lambda: not loose.faded, "all bright again")


def test_that_an_overlay_is_chosen_by_menu(easel: Easel) -> None:
    easel.choose("View", "Overlay", "Parameters")
    easel.becomes(lambda: easel.seen("canvas_legend"), "the legend")
    easel.picture("row66-overlay")
    easel.choose("View", "Overlay", "None")
    easel.becomes(lambda: not easel.seen("canvas_legend"), "no legend")


def test_that_each_layer_is_timed_by_menu(easel: Easel) -> None:
    layers = ("InputLayer", "in1", 0, 0), ("Dense", "first", 0, 160), ("Dense", "second", 0, 320)
    easel.show(drawn(*layers, links=(("in1", "first"), ("first", "second"))))
    easel.choose("View", "Overlay", "Time per layer")
    card = easel.canvas.board.nodes[node(easel.canvas, "second")]
    easel.becomes(lambda: card.heat is not None and card.heat.text.endswith("s"), "the times", seconds=60)
    easel.picture("row66-time-per-layer")
    easel.choose("View", "Overlay", "None")
    easel.becomes(lambda: card.heat is None, "no times")


def test_that_contrast_and_text_size_are_chosen_by_menu_and_keys(easel: Easel) -> None:
    easel.choose("View", "Appearance", "High contrast dark")
    easel.mouse.key("ctrl+shift+plus")
    easel.becomes(lambda: easel.window.scheme() == "contrast_dark", "the scheme")
    easel.picture("row55-contrast-and-larger-text")
    easel.choose("View", "Appearance", "Text normal")
    easel.choose("View", "Appearance", "Light")


# --- problems, parameters, ports, shared layers --------------------------------------------------------------------


def test_that_f8_goes_from_problem_to_problem(easel: Easel) -> None:
    seen = set()
    easel.becomes(lambda: len(easel.session.problems) > 2, "the problems")
    for _ in range(2):
        easel.mouse.key("F8")
        easel.becomes(easel.selected, "a layer with a problem")
        seen |= easel.selected()
    assert seen == {"second", "third"}


def test_that_a_problem_is_mended_at_its_badge(easel: Easel) -> None:
    third = easel.canvas.board.nodes[node(easel.canvas, "third")]
    easel.becomes(lambda: third.face.severity and not easel.session.shapes.busy, "the badge")
    corner = easel.canvas.mapFromScene(badge_point(third.card_in_scene()))
    easel.click(easel.canvas.viewport().mapToGlobal(corner))
    easel.becomes(lambda: easel.seen("problem_card"), "the card that tells the problem")
    easel.picture("row35-problem-card")
    button = next(one for one in easel.window.findChildren(QPushButton) if one.isVisible() and "Connect" in one.text())
    easel.mouse.click(button)
    easel.becomes(lambda: any(link[1] == "third" for link in easel.links()), "the mend")
    easel.mouse.key("F6")
    easel.undone()
    easel.becomes(lambda: len(easel.links()) == 2, "one step back")


def test_that_parameters_of_several_layers_are_set_together(easel: Easel) -> None:
    select(easel, "first", "second", "third")
    wait_until(lambda: easel.seen("field_units"), 10, "the common parameters")
    holder = easel.seen("field_units")
    assert holder is not None
    field = holder if isinstance(holder, QLineEdit) else holder.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    XHand().retype(field, "7")
    easel.picture("row46-several")

    def units() -> list[object]:
        graph = easel.session.graph
        return [graph.layer_of(node(easel.canvas, name)).config["units"] for name in ("first", "second", "third")]

    easel.becomes(lambda: units() == [7, 7, 7], "all three set")
    easel.mouse.key("F6")
    easel.undone()
    easel.becomes(lambda: units() == [3, 3, 3], "one step back")


def test_that_a_merging_layer_grows_ports_and_inputs_change_places(easel: Easel) -> None:
    easel.show(
        drawn(
            ("InputLayer", "one", -230, 0),
            ("InputLayer", "two", 0, 0),
            ("InputLayer", "three", 230, 0),
            ("Concatenate", "all", 0, 200),
        )
    )
    for number, name in enumerate(("one", "two", "three")):
        easel.mouse.drag(easel.port(name, "out"), easel.port("all", "in", number))
        easel.becomes(lambda name=name, number=number: (name, "all", number) in easel.links(), f"{name} connected")
    easel.click(easel.between("one", "all"))
    easel.becomes(lambda: easel.canvas.marks.links, "the link to be selected")
    easel.mouse.key("ctrl+bracketright")
    easel.becomes(lambda: ("one", "all", 1) in easel.links(), "the next input")
    easel.picture("row49-ports")
    easel.undone()
    easel.becomes(lambda: ("one", "all", 0) in easel.links(), "one step back")


def test_that_a_layer_is_shared(easel: Easel) -> None:
    select(easel, "second")
    easel.mouse.key("ctrl+shift+d")
    easel.becomes(lambda: len(easel.session.graph.nodes) == 5, "one more call")
    assert len(easel.session.graph.layers) == 4
    easel.picture("row50-shared")
    easel.undone()
    easel.becomes(lambda: len(easel.session.graph.nodes) == 4, "one step back")


def test_that_a_nested_model_is_made_entered_and_left(easel: Easel) -> None:
    select(easel, "first", "second")
    easel.mouse.key("ctrl+shift+n")
    easel.becomes(lambda: len(easel.session.graph.nodes) == 3, "one layer in place of two")
    made = (easel.names() - {"rows", "third"}).pop()
    easel.click(easel.layer(made), times=2)
    easel.becomes(lambda: {"first", "second"} <= easel.names(), "the layers inside")
    easel.picture("row29-inside")
    easel.mouse.key("alt+Up")
    easel.becomes(lambda: made in easel.names(), "the drawing round it")
    easel.undone()
    easel.becomes(lambda: easel.names() == {"rows", "first", "second", "third"}, "one step back")


def test_that_a_note_is_written_at_the_pointer(easel: Easel) -> None:
    easel.mouse.move(easel.bare(60, 60))
    easel.mouse.key("n")
    easel.becomes(lambda: QApplication.focusWidget() is not easel.canvas, "the editor")
    easel.mouse.type("two ways")
    easel.mouse.key("ctrl+Return")
    easel.becomes(lambda: [note.text for note in easel.session.graph.comments.values()] == ["two ways"], "the note")
    easel.picture("row30-note")
    easel.undone()
    easel.becomes(lambda: not easel.session.graph.comments, "one step back")


# --- the keyboard alone, and panels --------------------------------------------------------------------------------


def test_that_a_model_is_drawn_by_keys_alone(easel: Easel) -> None:
    easel.mouse.key("ctrl+n")
    easel.becomes(lambda: not easel.session.graph.nodes, "an empty canvas")
    easel.mouse.key("F6")
    for words in ("input", "dense"):
        easel.mouse.key("Tab")
        easel.search(words)
        easel.becomes(lambda words=words: any(words in name for name in easel.names()), words)
    easel.mouse.key("Escape")
    easel.mouse.key("Up")
    if not easel.links():
        easel.mouse.key("c")
        easel.search("dense", "connect_search")
    easel.becomes(lambda: len(easel.links()) == 1, "the link")
    easel.mouse.key("shift+F10")
    easel.becomes(QApplication.activePopupWidget, "the menu of the layer")
    easel.picture("row51-keys-alone")
    easel.mouse.key("Escape")


def test_that_the_outline_selects_and_deletes(easel: Easel) -> None:
    tabs, index = easel.window.panels.tab_of("outline")
    easel.mouse.click(tabs, tabs.tabRect(index).center())
    easel.becomes(lambda: easel.seen("outline_tree"), "the outline")
    tree = easel.seen("outline_tree")
    assert isinstance(tree, QTreeView)
    row = next(
        tree.model().index(row, 0)
        for row in range(tree.model().rowCount())
        if "second" in str(tree.model().index(row, 0).data())
    )
    easel.mouse.click(tree.viewport(), tree.visualRect(row).center())
    easel.becomes(lambda: easel.selected() == {"second"}, "the layer on the canvas")
    easel.picture("row54-outline")
    easel.mouse.key("Delete")
    easel.becomes(lambda: "second" not in easel.names(), "one layer less")
    easel.mouse.key("ctrl+z")
    easel.becomes(lambda: "second" in easel.names(), "the layer again")


def test_that_the_history_goes_back_several_steps_by_a_click(easel: Easel) -> None:
    for name in ("first", "third"):
        start = easel.layer(name)
        easel.mouse.drag(start, start + QPoint(0, 70))
    easel.becomes(lambda: len(easel.session.history.labels()) == 2, "two steps")
    tabs, index = easel.window.panels.tab_of("history")
    easel.mouse.click(tabs, tabs.tabRect(index).center())
    easel.becomes(lambda: easel.seen("history_list"), "the history")
    view = easel.seen("history_list")
    assert isinstance(view, QAbstractItemView)
    easel.picture("row19-history")
    easel.mouse.click(view.viewport(), view.visualRect(view.model().index(0, 0)).center())
    easel.becomes(lambda: easel.place("first") == (30, 150) and easel.place("third") == (-160, 280), "both back")


@pytest.mark.parametrize("what", ["node", "link", "port", "selection", "group"])
def test_that_what_is_clicked_has_a_menu_of_its_own(easel: Easel, what: str) -> None:
    if what in ("selection", "group"):
        select(easel, "first", "second")
    if what == "group":
        easel.mouse.key("ctrl+g")
        easel.becomes(lambda: easel.session.graph.groups, "the group")
        easel.mouse.key("Escape", "Escape")
    places = {
        "node": lambda: easel.layer("second"),
        "selection": lambda: easel.layer("second"),
        "link": lambda: easel.between("rows", "first"),
        "port": lambda: easel.port("second", "out"),
        "group": lambda: easel.layer("first") - QPoint(60, 70),
    }
    easel.click(places[what](), button=3)
    easel.becomes(QApplication.activePopupWidget, "the menu")
    menu = QApplication.activePopupWidget()
    assert menu is not None
    name = menu.objectName()
    easel.picture(f"row57-menu-{what}")
    easel.mouse.key("Escape")
    assert name == f"context_{what}"


def test_that_the_sheet_of_shortcuts_is_searched(easel: Easel) -> None:
    easel.mouse.key("F1")
    easel.becomes(lambda: easel.seen("shortcuts_dialog"), "the sheet")
    easel.mouse.type("drag")
    easel.picture("row56-shortcuts")
    easel.mouse.key("Escape")
    easel.becomes(lambda: not easel.seen("shortcuts_dialog"), "no sheet")


# --- snippets, starters, files -------------------------------------------------------------------------------------


def test_that_a_selection_is_saved_as_a_snippet_and_placed_again(easel: Easel) -> None:
    select(easel, "first", "second")
    easel.mouse.key("ctrl+alt+s")
    easel.becomes(lambda: easel.seen("snippet_title_field"), "the field for the title")
    easel.mouse.key("ctrl+a")
    easel.mouse.type("two dense")
    easel.mouse.key("Return")
    easel.becomes(lambda: not easel.seen("snippet_title_field"), "the snippet")
    easel.mouse.move(easel.bare(60, 60))
    easel.mouse.key("Escape", "Escape", "Tab")
    easel.becomes(lambda: easel.seen("layer_search"), "the search")
    easel.mouse.type("two dense")
    easel.picture("row65-snippet")
    easel.mouse.key("Return")
    easel.becomes(lambda: len(easel.names()) == 6, "two layers more")
    easel.undone()
    easel.becomes(lambda: len(easel.names()) == 4, "one step back")


def test_that_a_starter_begins_a_model(easel: Easel) -> None:
    easel.mouse.key("ctrl+n")
    easel.becomes(lambda: easel.seen("canvas_starters"), "the starters")
    easel.picture("row67-empty-canvas")
    easel.mouse.click(easel.canvas.starters.cards[1])
    easel.becomes(lambda: easel.session.graph.nodes, "a model")
    easel.mouse.key("F6")
    easel.undone()
    easel.becomes(lambda: easel.seen("canvas_starters"), "the starters again")


def test_that_a_picture_with_the_project_is_dropped_back(
    easel: Easel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "drawing.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), "PNG picture (*.png)"))
    easel.choose("File", "Export picture")
    easel.becomes(lambda: file.exists() and not easel.session.files.busy, "the picture")
    easel.show(drawn(("Dense", "alone", 0, 0)))
    source = _Source(file)
    source.show()
    wait_until(source.isActiveWindow, 10, "the other window")
    start = source.mapToGlobal(source.rect().center())
    easel.mouse.drag(start, easel.bare(200, 200))
    source.close()
    easel.becomes(lambda: easel.names() == {"rows", "first", "second", "third"}, "the project in the picture")


class _Source(QWidget):
    """Another window, from which a file is dragged."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setGeometry(4, 4, 50, 50)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the file off."""
        drag, data = QDrag(self), QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(self._file))])
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.CopyAction)

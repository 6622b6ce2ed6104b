"""Open groups on the canvas: frames with titles, moving, joining and leaving, commands and keys of the window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTreeView
from pytestqt.qtbot import QtBot

from desktop_nn.graph import groups
from desktop_nn.graph.membership import members
from desktop_nn.graph.model import Graph
from desktop_nn.settings import Settings
from tests.gui.canvas.hands import (
    CTRL,
    LEFT,
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
from tests.helpers.waiting import wait_until
from ui.canvas.view import CanvasView
from ui.main_window import MainWindow
from ui.theme.theme import theme

DRAWING = drawn(
    ("InputLayer", "in", 0, 0), ("Dense", "a", 0, 160), ("Dense", "b", 0, 300), ("Dense", "c", 0, 480),
    ("Dense", "far", 330, 230), links=(("in", "a"), ("a", "b"), ("b", "c")),
)  # fmt: skip


def framed(count: int = 1) -> tuple[Graph, str]:
    """in → [a → b] → c with a frame round the two in the middle, and a layer beside."""
    ids = {DRAWING.name_of(id): id for id in DRAWING.nodes}
    graph, group = groups.make_group(DRAWING, {ids["a"], ids["b"]}, "block")
    return groups.change_group(graph, group, count=count), group


def at_title(canvas: CanvasView, group: str) -> QPoint:
    box = canvas.board.frames.title_box(group)
    return canvas.mapFromScene(QPointF(box.left() + 60, box.center().y()))


def typed(canvas: CanvasView, text: str) -> None:
    editor = canvas.grouping.editor
    assert editor.isVisible()
    editor.selectAll()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)


# --- frames ------------------------------------------------------------------------------------------------------


def test_that_a_frame_lies_round_what_the_group_holds(canvas: CanvasView) -> None:
    graph, group = framed()
    open_drawing(canvas, graph)
    box = canvas.board.frames.frames[group].box
    assert all(box.contains(canvas.board.nodes[id].card_in_scene()) for id in members(graph, group))
    assert not box.intersects(canvas.board.nodes[node(canvas, "far")].card_in_scene())


def test_that_the_frame_follows_while_a_member_is_dragged(canvas: CanvasView) -> None:
    graph, group = framed()
    open_drawing(canvas, graph)
    start = at_node(canvas, "b")
    before = canvas.board.frames.frames[group].box.left()
    press(canvas, start)
    glide(canvas, start, start - QPoint(80, 0))
    assert canvas.board.frames.frames[group].box.left() == before - 80
    release(canvas, start - QPoint(80, 0))
    assert canvas.session.graph.nodes[node(canvas, "b")].group == group


def test_that_dragging_the_title_moves_all_that_the_group_holds(canvas: CanvasView) -> None:
    graph, group = framed()
    open_drawing(canvas, graph)
    start = at_title(canvas, group)
    drag(canvas, start, start + QPoint(-70, 30))
    for name in ("a", "b"):
        id = node(canvas, name)
        now, before = canvas.session.graph.nodes[id], graph.nodes[id]
        assert (now.x - before.x, now.y - before.y) == (-70, 30)
    canvas.session.undo()
    assert canvas.session.graph == graph


def test_that_a_click_on_the_title_selects_what_the_group_holds(canvas: CanvasView) -> None:
    graph, group = framed()
    open_drawing(canvas, graph)
    click(canvas, at_title(canvas, group))
    assert selected(canvas) == {"a", "b"}


def test_that_a_click_on_the_chevron_folds_the_group(canvas: CanvasView) -> None:
    graph, group = framed()
    open_drawing(canvas, graph)
    box = canvas.board.frames.title_box(group)
    click(canvas, canvas.mapFromScene(QPointF(box.left() + 10, box.center().y())))
    assert canvas.session.graph.groups[group].folded
    assert canvas.session.history.undo_label == "Fold block"


def test_that_a_layer_dropped_inside_the_frame_joins_the_group(canvas: CanvasView) -> None:
    graph, group = framed()
    graph = groups.put_into(graph, (), "")
    open_drawing(canvas, graph)
    wide = canvas.board.nodes[node(canvas, "a")].pos()
    id = node(canvas, "a")
    canvas.session.edit_graph("Move", lambda graph: _moved(graph, id, wide.x() - 260, wide.y()))
    start = at_node(canvas, "far")
    box = canvas.board.frames.frames[group].box
    end = canvas.mapFromScene(QPointF(box.left() + 125, box.bottom() - 62))
    press(canvas, start)
    glide(canvas, start, end)
    assert canvas.board.frames.lit == group
    release(canvas, end)
    assert canvas.session.graph.nodes[node(canvas, "far")].group == group
    assert canvas.board.frames.lit == ""
    canvas.session.undo()
    assert canvas.session.graph.nodes[node(canvas, "far")].group == ""


def test_that_a_drop_with_shift_takes_a_layer_out_of_its_group(canvas: CanvasView) -> None:
    graph, _ = framed()
    open_drawing(canvas, graph)
    canvas.session.select({node(canvas, "b")})
    start = at_node(canvas, "b")
    press(canvas, start, SHIFT)
    glide_held(canvas, start, start + QPoint(60, 0))
    release(canvas, start + QPoint(60, 0), SHIFT)
    assert canvas.session.graph.nodes[node(canvas, "b")].group == ""


def test_that_double_click_on_the_title_renames_the_group(canvas: CanvasView) -> None:
    graph, group = framed()
    open_drawing(canvas, graph)
    double_click(canvas, at_title(canvas, group))
    typed(canvas, "encoder")
    assert canvas.session.graph.groups[group].title == "encoder"
    assert canvas.session.history.undo_label == "Rename block"


def test_that_double_click_on_the_pill_changes_the_count(canvas: CanvasView) -> None:
    graph, group = framed(count=3)
    open_drawing(canvas, graph)
    canvas.grab()
    frame = canvas.board.frames.frames[group]
    assert frame.title is not None
    bar = canvas.board.frames.title_box(group)
    spots = [QPointF(bar.left() + step, bar.center().y()) for step in range(0, round(bar.width()), 4)]
    pill = [spot for spot in spots if canvas.board.frames.part_at(group, spot, 1.0) == "pill"]
    double_click(canvas, canvas.mapFromScene(pill[len(pill) // 2]))
    typed(canvas, "5")
    assert canvas.session.graph.groups[group].count == 5


@pytest.mark.parametrize("bad", ["0", "many", "-3", "1001", "2.5", str(10**9)])
def test_that_a_bad_count_is_refused_in_a_sentence(canvas: CanvasView, bad: str) -> None:
    graph, group = framed(count=3)
    open_drawing(canvas, graph)
    canvas.session.select(members(graph, group))
    canvas.grouping.ask_repeat()
    typed(canvas, bad)
    assert canvas.session.graph.groups[group].count == 3
    assert canvas.grouping.editor.isVisible()
    assert "whole number from 1 to 1000" in canvas.note.text()
    key_on_editor(canvas, Qt.Key.Key_Escape)
    assert not canvas.grouping.editor.isVisible()


def test_that_an_empty_title_is_refused(canvas: CanvasView) -> None:
    graph, group = framed()
    open_drawing(canvas, graph)
    double_click(canvas, at_title(canvas, group))
    typed(canvas, " ")
    assert canvas.session.graph.groups[group].title == "block"
    assert canvas.grouping.editor.isVisible()


def test_that_titles_are_hit_from_far_where_they_are_drawn(canvas: CanvasView) -> None:
    graph, group = framed()
    open_drawing(canvas, graph)
    canvas.camera.fly(canvas.board.contents().center(), 0.2, animated=False)
    top = canvas.board.frames.frames[group].box.topLeft()
    assert canvas.board.frames.title_at(top + QPointF(40, -20), 0.2) == group
    assert canvas.board.frames.title_at(top + QPointF(40, -20), 1.0) is None
    assert not canvas.grab().isNull()


# --- commands by keys, in the window -----------------------------------------------------------------------------


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The real window on the drawing without groups."""
    theme.animated = False
    window = MainWindow(Settings(runs_folder=str(tmp_path / "runs"), open_browser=False))
    with qtbot.waitSignal(window.usable):
        window.show()
    open_drawing(window.canvas, DRAWING)
    window.activateWindow()
    window.canvas.setFocus()
    yield window
    window.session.history.mark_saved(window.session.project)
    window.close()
    window.deleteLater()


def choose(window: MainWindow, *names: str) -> None:
    window.session.select({node(window.canvas, name) for name in names})
    window.actions_by_id.refresh()


def test_that_ctrl_g_groups_and_ctrl_shift_g_takes_apart(window: MainWindow) -> None:
    choose(window, "a", "b")
    key(window.canvas, Qt.Key.Key_G, CTRL)
    (group,) = window.session.graph.groups
    assert set(members(window.session.graph, group)) == {node(window.canvas, "a"), node(window.canvas, "b")}
    assert window.session.history.undo_label == "Group 2 layers"
    key(window.canvas, Qt.Key.Key_G, CTRL | SHIFT)
    assert not window.session.graph.groups
    window.session.undo()
    assert list(window.session.graph.groups) == [group]


def test_that_e_folds_and_unfolds(window: MainWindow) -> None:
    choose(window, "a", "b")
    key(window.canvas, Qt.Key.Key_G, CTRL)
    (group,) = window.session.graph.groups
    before = window.session.graph
    key(window.canvas, Qt.Key.Key_E)
    assert window.session.graph.groups[group].folded
    assert group in window.canvas.board.nodes
    key(window.canvas, Qt.Key.Key_E)
    assert window.session.graph == before


def test_that_all_groups_fold_and_unfold_by_keys(window: MainWindow) -> None:
    for names in (("a", "b"), ("c", "far")):
        choose(window, *names)
        key(window.canvas, Qt.Key.Key_G, CTRL)
    key(window.canvas, Qt.Key.Key_E, CTRL | SHIFT)
    assert len(window.canvas.board.seen.cards) == 2
    key(window.canvas, Qt.Key.Key_E, CTRL | Qt.KeyboardModifier.AltModifier)
    assert not window.canvas.board.seen.cards


def test_that_many_groups_unfold_with_a_layout_on_the_worker(window: MainWindow) -> None:
    graph = drawn(*((("InputLayer", f"in{number}", 300 * number, 0)) for number in range(10)))
    for id in tuple(graph.nodes):
        graph, group = groups.make_group(graph, {id})
        graph = groups.fold(graph, (group,))
    open_drawing(window.canvas, graph)
    window.canvas.grouping.fold_all(False)
    wait_until(lambda: not window.canvas.board.seen.cards, what="all groups unfolded")
    assert window.session.history.undo_label == "Unfold all groups"
    window.session.undo()
    assert window.session.graph == graph


def test_that_f2_renames_a_selected_group_and_a_command_repeats_it(window: MainWindow) -> None:
    choose(window, "a", "b")
    key(window.canvas, Qt.Key.Key_G, CTRL)
    (group,) = window.session.graph.groups
    window.actions_by_id.refresh()
    key(window.canvas, Qt.Key.Key_F2)
    typed(window.canvas, "stem")
    assert window.session.graph.groups[group].title == "stem"
    window.actions_by_id["group.repeat"].trigger()
    typed(window.canvas, "4")
    assert window.session.graph.groups[group].count == 4
    assert window.session.history.undo_label == "Repeat stem × 4"


def test_that_a_colour_is_an_undo_step(window: MainWindow) -> None:
    choose(window, "a", "b")
    key(window.canvas, Qt.Key.Key_G, CTRL)
    (group,) = window.session.graph.groups
    window.actions_by_id.refresh()
    window.actions_by_id["group.colour_pooling"].trigger()
    assert window.session.graph.groups[group].colour == "pooling"
    window.session.undo()
    assert window.session.graph.groups[group].colour == ""


def test_that_a_command_takes_layers_out(window: MainWindow) -> None:
    choose(window, "a", "b")
    key(window.canvas, Qt.Key.Key_G, CTRL)
    choose(window, "b")
    window.actions_by_id["group.take_out"].trigger()
    assert window.session.graph.nodes[node(window.canvas, "b")].group == ""


def test_that_the_menu_of_a_title_has_the_groups_commands(window: MainWindow) -> None:
    choose(window, "a", "b")
    key(window.canvas, Qt.Key.Key_G, CTRL)
    window.session.select(())
    menu = window.actions_by_id.context_menu("group", window)
    names = {action.objectName() for action in menu.actions() if isinstance(action, QAction)}
    assert {"group.fold", "group.ungroup", "group.rename", "group.repeat"} <= names


def test_that_the_outline_folds_unfolds_and_goes_to_a_group(window: MainWindow) -> None:
    choose(window, "a", "b")
    key(window.canvas, Qt.Key.Key_G, CTRL)
    (group,) = window.session.graph.groups
    window.show_panel("outline")
    panel = window.panels.made("outline")
    assert panel is not None
    tree = panel.findChild(QTreeView, "outline_tree")
    assert tree is not None
    wait_until(tree.isVisible, what="the outline")
    row = tree.model().match(tree.model().index(0, 0), Qt.ItemDataRole.DisplayRole, "Group")[0]
    tree.setFocus()
    QTest.mouseClick(tree.viewport(), LEFT, pos=tree.visualRect(row).center())
    QTest.keyClick(tree, Qt.Key.Key_E)
    assert window.session.graph.groups[group].folded
    QTest.keyClick(tree, Qt.Key.Key_E)
    assert not window.session.graph.groups[group].folded
    window.canvas.camera.fly(QPointF(5000, 5000), 1.0, animated=False)
    QTest.keyClick(tree, Qt.Key.Key_Return)
    assert window.canvas.camera.sight().contains(window.canvas.board.frames.frames[group].box)


# --- small helpers -----------------------------------------------------------------------------------------------


def _moved(graph: Graph, id: str, x: float, y: float) -> Graph:
    from desktop_nn.graph import edits

    return edits.move(graph, {id: (x, y)})


def glide_held(canvas: CanvasView, start: QPoint, end: QPoint) -> None:
    """Moves with Shift held, which QTest cannot say."""
    from PySide6.QtGui import QMouseEvent

    for step in range(1, 5):
        at = QPointF(start + (end - start) * step / 4)
        event = QMouseEvent(QMouseEvent.Type.MouseMove, at, canvas.viewport().mapToGlobal(at), LEFT, LEFT, SHIFT)
        QApplication.sendEvent(canvas.viewport(), event)


def key_on_editor(canvas: CanvasView, key: Qt.Key) -> None:
    QTest.keyClick(canvas.grouping.editor, key)


def test_that_from_far_the_outer_title_stands_for_those_inside(canvas: CanvasView) -> None:
    graph, outer = framed()
    ids = {graph.name_of(id): id for id in graph.nodes}
    graph, inner = groups.make_group(graph, {ids["a"], ids["b"]}, "inner")
    open_drawing(canvas, graph)
    frames = canvas.board.frames
    assert frames.title_at(frames.title_box(inner).center(), 1.0) == inner
    assert frames.title_at(frames.title_box(outer).center(), 0.2) == outer  # where both bars reach, from far
    canvas.camera.fly(canvas.board.contents().center(), 0.2, animated=False)
    assert not canvas.grab().isNull()

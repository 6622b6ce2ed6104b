"""The palette: search, keyboard, choosing, dragging, what is used comes first, locked kinds say why."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.helpers.waiting import wait_until
from ui.palette.kind_model import MIME, NEW_LAYER, OFTEN, OWN, TEMPLATES
from ui.palette.panel import PalettePanel
from ui.session import Session
from ui.snippet_shelf import SnippetShelf


@pytest.fixture
def panel(session: Session, qtbot: QtBot) -> PalettePanel:
    """A palette on the screen."""
    panel = PalettePanel(session, SnippetShelf(session))
    qtbot.addWidget(panel)
    panel.resize(230, 600)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.activateWindow()
    panel.focus_search()
    return panel


def names(panel: PalettePanel, parent: QModelIndex | None = None) -> list[str]:
    """The texts of the rows below a row, or of the first level."""
    parent = parent or QModelIndex()
    return [panel.kinds.index(row, 0, parent).data() for row in range(panel.kinds.rowCount(parent))]


def row_of(panel: PalettePanel, name: str) -> QModelIndex:
    """The first row with that text, searched at both levels."""
    rows = panel.kinds.match(
        panel.kinds.index(0, 0),
        Qt.ItemDataRole.DisplayRole,
        name,
        1,
        Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive,
    )
    assert rows, name
    return rows[0]


def test_that_every_layer_of_keras_is_listed_under_a_category(panel: PalettePanel) -> None:
    heads = [panel.kinds.index(row, 0) for row in range(panel.kinds.rowCount())]
    assert heads[0].data() == OFTEN
    pieces = (TEMPLATES, OWN)
    listed = {name for head in heads[1:] if head.data() not in pieces for name in names(panel, head)}
    assert listed == {*panel.kinds.catalogue.layers, NEW_LAYER}


def test_that_an_alias_finds_the_layer(panel: PalettePanel) -> None:
    QTest.keyClicks(panel.line, "FC")
    assert names(panel)[0] == "Dense"


def test_that_a_search_without_result_says_so(panel: PalettePanel) -> None:
    QTest.keyClicks(panel.line, "qqqq")
    assert panel.nothing.isVisible()
    assert "qqqq" in panel.nothing.text()


def test_that_escape_clears_the_search(panel: PalettePanel) -> None:
    QTest.keyClicks(panel.line, "dense")
    QTest.keyClick(panel.line, Qt.Key.Key_Escape)
    assert names(panel)[0] == OFTEN


def test_that_enter_in_the_search_adds_the_best_result(panel: PalettePanel, qtbot: QtBot) -> None:
    QTest.keyClicks(panel.line, "dropout")
    with qtbot.waitSignal(panel.chosen) as told:
        QTest.keyClick(panel.line, Qt.Key.Key_Return)
    assert told.args == ["Dropout"]


def test_that_down_goes_into_the_list_enter_adds_and_up_comes_back(panel: PalettePanel, qtbot: QtBot) -> None:
    QTest.keyClicks(panel.line, "conv2d")
    QTest.keyClick(panel.line, Qt.Key.Key_Down)
    assert panel.list.hasFocus()
    with qtbot.waitSignal(panel.chosen) as told:
        QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert told.args == ["Conv2D"]
    QTest.keyClick(panel.list, Qt.Key.Key_Up)
    assert panel.line.hasFocus()


def test_that_typing_in_the_list_searches(panel: PalettePanel) -> None:
    QTest.keyClick(panel.line, Qt.Key.Key_Down)
    QTest.keyClicks(panel.list, "g")
    assert (panel.line.text(), panel.line.hasFocus()) == ("g", True)


def test_that_a_double_click_adds(panel: PalettePanel, qtbot: QtBot) -> None:
    QTest.keyClicks(panel.line, "flatten")
    at = panel.list.visualRect(row_of(panel, "Flatten")).center()
    with qtbot.waitSignal(panel.chosen) as told:
        QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
        QTest.mouseDClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert told.args == ["Flatten"]


def test_that_what_was_used_last_comes_first(panel: PalettePanel) -> None:
    for name in ("GRU", "Masking"):
        QTest.keyClicks(panel.line, name)
        QTest.keyClick(panel.line, Qt.Key.Key_Return)
        panel.line.clear()
    assert names(panel, panel.kinds.index(0, 0))[:2] == ["Masking", "GRU"]


def test_that_a_click_on_a_category_folds_and_unfolds_it(panel: PalettePanel) -> None:
    often = panel.kinds.index(0, 0)
    at = panel.list.visualRect(often).center()
    states = [panel.list.isExpanded(often)]
    for _ in range(2):
        QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
        states.append(panel.list.isExpanded(often))
    assert states == [True, False, True]


def test_that_a_locked_layer_says_why_and_can_neither_be_chosen_nor_dragged(panel: PalettePanel) -> None:
    chosen: list[str] = []
    panel.chosen.connect(chosen.append)
    QTest.keyClicks(panel.line, "Lambda")
    QTest.keyClick(panel.line, Qt.Key.Key_Down)
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    index = panel.list.currentIndex()
    assert chosen == []
    assert "code" in panel.detail.text()
    assert not index.flags() & Qt.ItemFlag.ItemIsDragEnabled


def test_that_a_drag_carries_the_kind(panel: PalettePanel) -> None:
    data = panel.kinds.mimeData([row_of(panel, "Dense")])
    assert bytes(data.data(MIME).data()) == b"Dense"


def test_that_the_focused_layer_is_explained_at_the_bottom(panel: PalettePanel) -> None:
    QTest.keyClicks(panel.line, "Flatten")
    QTest.keyClick(panel.line, Qt.Key.Key_Down)
    assert panel.detail.text().startswith("Flatten: ")


def test_that_templates_stand_in_the_palette_and_are_dragged_by_their_key(panel: PalettePanel) -> None:
    wait_until(lambda: panel.kinds.findItems(TEMPLATES))
    head = panel.kinds.findItems(TEMPLATES)[0].index()
    assert "Residual block" in names(panel, head)
    row = panel.kinds.index(names(panel, head).index("Residual block"), 0, head)
    assert bytes(panel.kinds.mimeData([row]).data(MIME).data()) == b"template:residual_block"


def test_that_a_template_is_found_by_its_words_and_chosen_by_enter(panel: PalettePanel, qtbot: QtBot) -> None:
    wait_until(lambda: panel.kinds.findItems(TEMPLATES))
    QTest.keyClicks(panel.line, "resnet")
    panel.list.setFocus()
    panel.list.setCurrentIndex(row_of(panel, "Residual block"))
    with qtbot.waitSignal(panel.chosen) as chosen:
        QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert chosen.args == ["template:residual_block"]

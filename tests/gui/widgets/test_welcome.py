"""The welcome page: its cards and files by mouse and keyboard, and that it fits small windows."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from ui.widgets.welcome import WelcomePage

EXAMPLES = [(f"example-{n}", f"Example {n}", "What it shows, in one line that may well wrap.") for n in range(7)]


@pytest.fixture
def page(qtbot: QtBot) -> WelcomePage:
    """The page in the smallest window."""
    page = WelcomePage(EXAMPLES)
    qtbot.addWidget(page)
    page.resize(740, 400)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    return page


def test_that_a_card_opens_its_example(page: WelcomePage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.example_wanted) as told:
        QTest.mouseClick(page.cards[1], Qt.MouseButton.LeftButton)
    assert told.args == ["example-1"]


def test_that_the_buttons_tell_what_is_wanted(page: WelcomePage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.new_wanted):
        QTest.mouseClick(page.new_button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(page.open_wanted):
        QTest.mouseClick(page.open_button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_that_the_keyboard_reaches_and_presses_a_card(page: WelcomePage, qtbot: QtBot, key: Qt.Key) -> None:
    page.new_button.setFocus()
    for _ in range(2):
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
    assert page.cards[0].hasFocus()
    with qtbot.waitSignal(page.example_wanted) as told:
        QTest.keyClick(page.cards[0], key)
    assert told.args == ["example-0"]


def test_that_the_keyboard_brings_a_hidden_card_into_view(page: WelcomePage, qtbot: QtBot) -> None:
    page.cards[-2].setFocus()
    QTest.keyClick(page.cards[-2], Qt.Key.Key_Tab)
    assert page.cards[-1].hasFocus()
    top = page.cards[-1].mapTo(page.viewport(), page.cards[-1].rect().topLeft()).y()
    assert 0 <= top < page.viewport().height()


def test_that_recent_files_are_offered_and_the_newest_list_replaces_the_old(page: WelcomePage, qtbot: QtBot) -> None:
    page.set_recent([Path("/models/old.dnn")])
    page.set_recent([Path("/models/new.dnn"), Path("/models/older.h5")])
    rows = [row for row in page.findChildren(QAbstractButton) if row.objectName().startswith("recent_")]
    qtbot.waitUntil(rows[-1].isVisible)
    assert [row.accessibleName() for row in rows] == [
        f"Open {Path('/models/new.dnn')}",
        f"Open {Path('/models/older.h5')}",
    ]
    with qtbot.waitSignal(page.recent_wanted) as told:
        QTest.mouseClick(rows[1], Qt.MouseButton.LeftButton)
    assert told.args == [Path("/models/older.h5")]


@pytest.mark.parametrize(("width", "columns"), [(420, 1), (740, 2), (1400, 3)])
def test_that_as_many_cards_stand_beside_each_other_as_fit(page: WelcomePage, width: int, columns: int) -> None:
    page.resize(width, 700)
    QTest.qWait(0)
    tops = [card.y() for card in page.cards]
    assert tops.count(tops[0]) == columns
    assert page.cards[columns - 1].mapTo(page, page.cards[0].rect().topRight()).x() <= width

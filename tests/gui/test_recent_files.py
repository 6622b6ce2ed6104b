"""The files that were open last: in the menu and on the start page, with those that are gone."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_nn import settings
from tests.helpers.waiting import wait_until
from ui.recent_files import RecentFiles, RecentMenu
from ui.session import Session
from ui.widgets.icon_button import IconButton
from ui.widgets.welcome import WelcomePage


@pytest.fixture
def recent(session: Session, tmp_path: Path) -> RecentFiles:
    """One file that is there and one that is gone, in the list."""
    recent = RecentFiles(session)
    (tmp_path / "there & here.dnn").write_text("")
    for name in ("gone.h5", "there & here.dnn"):
        recent.remember(tmp_path / name)
    return recent


@pytest.fixture
def menu(recent: RecentFiles, qtbot: QtBot) -> RecentMenu:
    """The menu, opened once, so that it has looked."""
    menu = RecentMenu(recent)
    qtbot.addWidget(menu)
    menu.aboutToShow.emit()
    wait_until(lambda: recent.missing)
    return menu


def test_that_the_newest_file_comes_first_and_once(recent: RecentFiles, tmp_path: Path) -> None:
    recent.remember(tmp_path / "gone.h5")
    assert [path.name for path in recent.files] == ["gone.h5", "there & here.dnn"]
    assert settings.load().recent_files == tuple(map(str, recent.files))


def test_that_missing_files_are_grey_and_can_be_forgotten(recent: RecentFiles, menu: RecentMenu) -> None:
    there, gone, *rest = (action for action in menu.actions() if not action.isSeparator())
    assert there.isEnabled()
    assert "there && here.dnn" in there.text()
    assert not gone.isEnabled()
    assert "missing" in gone.text()
    rest[0].trigger()
    assert [path.name for path in recent.files] == ["there & here.dnn"]
    assert settings.load().recent_files == (str(recent.files[0]),)


def test_that_a_file_of_the_menu_is_wanted(menu: RecentMenu, tmp_path: Path) -> None:
    wanted: list[Path] = []
    menu.wanted.connect(wanted.append)
    menu.actions()[0].trigger()
    assert wanted == [tmp_path / "there & here.dnn"]


def test_that_the_list_can_be_cleared_and_the_menu_then_rests(recent: RecentFiles, menu: RecentMenu) -> None:
    menu.actions()[-1].trigger()
    assert recent.files == []
    assert not menu.menuAction().isEnabled()


def test_that_a_missing_file_on_the_start_page_can_only_be_taken_out(qtbot: QtBot, tmp_path: Path) -> None:
    page = WelcomePage(())
    qtbot.addWidget(page)
    page.show()
    page.set_recent([tmp_path / "gone.h5", tmp_path / "here.dnn"], {tmp_path / "gone.h5"})
    forget = page.findChild(IconButton, "forget_0")
    assert forget is not None
    assert page.findChild(IconButton, "forget_1") is None
    with qtbot.waitSignal(page.forget_wanted) as told:
        forget.click()
    assert told.args == [tmp_path / "gone.h5"]

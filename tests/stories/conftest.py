"""A window for stories: the real one, with settings and runs of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_nn.settings import Settings
from tests.helpers.waiting import wait_until
from ui.main_window import MainWindow
from ui.theme.theme import theme


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The main window, shown, with Keras loading on its worker; closed without questions at the end."""
    theme.animated = False
    theme.start("light")
    window = MainWindow(Settings(runs_folder=str(tmp_path / "runs"), open_browser=False))
    window.resize(1280, 840)
    usable: list[bool] = []
    window.usable.connect(lambda: usable.append(True))
    window.show()
    wait_until(lambda: usable, what="the window")
    wait_until(window.isActiveWindow, what="the keyboard in the window")
    window.session.start_engine()
    yield window
    window.session.history.mark_saved(window.session.project)
    window.close()
    window.deleteLater()

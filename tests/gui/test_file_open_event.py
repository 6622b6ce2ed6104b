"""macOS hands files over as events: a double click in the Finder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent

from ui.app import Application


class Window:
    """Stands for the main window and its documents."""

    def __init__(self) -> None:
        self.documents = self
        self.opened: list[Path] = []

    def open(self, path: Path) -> None:
        self.opened.append(path)


class Bare:
    """An application's own part without Qt's, of which a process can have but one."""

    window: Any = None
    early = ""
    event: Any = Application.event


@pytest.fixture
def double_click(tmp_path: Path) -> QFileOpenEvent:
    return QFileOpenEvent(QUrl.fromLocalFile(str(tmp_path / "my mödel.dnn")))


def test_that_a_double_clicked_file_opens_in_the_window(double_click: QFileOpenEvent, tmp_path: Path) -> None:
    app = Bare()
    app.window = Window()
    assert app.event(double_click)
    assert app.window.opened == [tmp_path / "my mödel.dnn"]


def test_that_a_file_that_comes_before_the_window_waits_for_it(double_click: QFileOpenEvent, tmp_path: Path) -> None:
    app = Bare()
    assert app.event(double_click)
    assert app.early == str(tmp_path / "my mödel.dnn")

"""Programs that are not ours look for their libraries where they always do."""

from __future__ import annotations

import ctypes
import sys
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot

from ui import outside


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What is asked of the system, in order; nothing is opened."""
    found: list[object] = []

    def opened(url: QUrl) -> bool:
        found.append(url.toString())
        return True

    monkeypatch.setattr(outside, "QDesktopServices", SimpleNamespace(openUrl=opened))
    kernel = SimpleNamespace(SetDllDirectoryW=found.append)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    return found


def test_that_a_bundle_on_windows_steps_aside_while_it_opens_something(
    qtbot: QtBot, calls: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", "C:/bundle", raising=False)
    assert outside.open_outside(QUrl("http://localhost:6006/"))
    assert calls == [None, "http://localhost:6006/", "C:/bundle"]


def test_that_nothing_is_changed_where_there_is_no_bundle(qtbot: QtBot, calls: list[object]) -> None:
    assert outside.open_outside(QUrl("http://localhost:6006/"))
    assert calls == ["http://localhost:6006/"]

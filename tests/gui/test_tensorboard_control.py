"""TensorBoard from the window, with a server that comes up when the test says so."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop_nn.runs.tensorboard import TensorBoardProcess
from ui.runs.tensorboard_control import TensorBoardControl
from ui.session import Session


def test_that_one_ended_while_it_starts_does_not_answer(
    session: Session, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    up = threading.Event()

    def start(_process: TensorBoardProcess, *_: Any, **__: Any) -> str:
        up.wait(10)
        return "http://127.0.0.1:1/"

    monkeypatch.setattr(TensorBoardProcess, "start", start)
    said: list[str] = []
    session.noticed.connect(lambda notice: said.append(notice.text))
    control = TensorBoardControl(session)
    control.open(tmp_path)
    control.end()
    up.set()
    qtbot.waitUntil(lambda: "TensorBoard ended." in said)
    assert not control.running
    assert not any("answers" in text for text in said)
    control.stop()

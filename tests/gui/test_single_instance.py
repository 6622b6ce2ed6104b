"""A second start hands its file to the window that is there."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from pytestqt.qtbot import QtBot

from tests.helpers.waiting import wait_until
from ui.single_instance import Listener, hand_over, server_name

ROOT = Path(__file__).parents[2]


@pytest.fixture
def listener(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Listener]:
    monkeypatch.setenv("DESKTOP_NN_CONFIG", str(tmp_path / "config"))
    listener = Listener()
    assert listener.listen()
    yield listener
    listener.close()


SECOND = """
import sys
from PySide6.QtCore import QCoreApplication
from ui.single_instance import hand_over
app = QCoreApplication([])
sys.exit(not hand_over(sys.argv[1] if len(sys.argv) > 1 else None))
"""


def handed_over(*document: str, folder: Path | None = None) -> bool:
    """What the second start does, in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    second = subprocess.Popen([sys.executable, "-c", SECOND, *document], cwd=folder, env=environment)
    wait_until(lambda: second.poll() is not None, 60, "the second start")
    return second.returncode == 0


def test_that_a_file_arrives_with_its_whole_path(listener: Listener, tmp_path: Path) -> None:
    asked: list[object] = []
    listener.asked.connect(asked.append)
    (tmp_path / "my mödel.dnn").touch()
    assert handed_over("my mödel.dnn", folder=tmp_path)
    assert asked == [str(tmp_path / "my mödel.dnn")]


def test_that_a_start_without_a_file_brings_the_window_to_the_front(listener: Listener) -> None:
    asked: list[object] = []
    listener.asked.connect(asked.append)
    assert handed_over()
    assert asked == [None]


def test_that_an_examples_name_stays_one(listener: Listener) -> None:
    asked: list[object] = []
    listener.asked.connect(asked.append)
    assert handed_over("two-outputs")
    assert asked == ["two-outputs"]


def test_that_nobody_takes_a_file_where_no_window_is(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESKTOP_NN_CONFIG", str(tmp_path / "config"))
    assert not hand_over("two-outputs")


def test_that_other_settings_mean_another_window(
    listener: Listener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESKTOP_NN_CONFIG", str(tmp_path / "others"))
    assert not hand_over(None)


def test_that_a_second_window_leaves_the_firsts_socket_alone(listener: Listener) -> None:
    assert not Listener(listener).listen()
    assert handed_over()


def test_that_a_socket_left_by_a_crash_is_taken_over(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESKTOP_NN_CONFIG", str(tmp_path / "config"))
    gone = QLocalServer()
    assert gone.listen(server_name())
    path = Path(gone.fullServerName())
    gone.close()
    path.touch()  # a socket's file without anybody behind it
    listener = Listener()
    assert listener.listen()
    listener.close()


@pytest.mark.parametrize("words", [b"no json\n", b"{}\n", b'{"open": 7}\n', b"[" * 5000 + b"\n"])
def test_that_foreign_words_open_nothing(listener: Listener, words: bytes) -> None:
    asked: list[object] = []
    listener.asked.connect(asked.append)
    socket = QLocalSocket()
    socket.connectToServer(server_name())
    wait_until(lambda: socket.state() == QLocalSocket.LocalSocketState.ConnectedState, what="the connection")
    socket.write(words)
    socket.flush()
    socket.waitForBytesWritten(1000)
    heard: list[bool] = []
    socket.readyRead.connect(lambda: heard.append(True))
    wait_until(lambda: bool(heard) or socket.state() == QLocalSocket.LocalSocketState.UnconnectedState, what="an end")
    socket.abort()
    assert asked == []

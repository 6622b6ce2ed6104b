"""TensorBoard's process: up on a free port, told when the port is taken, gone with the app."""

from __future__ import annotations

import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from desktop_nn.problems import ProblemError
from desktop_nn.runs import tensorboard
from desktop_nn.runs.library import alive
from desktop_nn.runs.tensorboard import TensorBoardProcess, command, free_port


def test_that_it_answers_and_stops(tmp_path: Path) -> None:
    with TensorBoardProcess(tmp_path) as board:
        url = board.start()
        assert url == board.start(), "a second start does nothing"
        with urllib.request.urlopen(f"{url}data/environment", timeout=10) as answer:
            assert str(tmp_path).encode() in answer.read()
        pid = board.pid
        assert alive(pid)
    assert not alive(pid)
    assert board.url == ""


def test_that_it_ends_when_the_app_dies(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from desktop_nn.runs.tensorboard import TensorBoardProcess\n"
        "board = TensorBoardProcess(Path(sys.argv[1])); board.start(); print(board.pid, flush=True); os._exit(9)"
    )
    app = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False)
    assert app.returncode == 9, app.stderr
    deadline = 200
    while alive(int(app.stdout)) and deadline:
        deadline -= 1
        subprocess.run([sys.executable, "-c", ""], check=True)
    assert deadline


def test_that_a_taken_port_is_told(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(ProblemError) as raised:
            TensorBoardProcess(tmp_path).start(port)
    assert raised.value.problem.what == f"Port {port} is used by another program already."


def test_that_the_server_itself_refuses_a_taken_port_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        line = command(tmp_path, other.getsockname()[1])
        result = subprocess.run(line, capture_output=True, text=True, check=False, input="")
    assert result.returncode == 2
    assert result.stderr.count("\n") == 1
    assert "used by another program" in result.stderr


def test_that_a_port_that_cannot_be_is_told(tmp_path: Path) -> None:
    with pytest.raises(ProblemError) as raised:
        TensorBoardProcess(tmp_path).start(99_999)
    assert "from 1024 to 65535" in raised.value.problem.fix


def test_that_waiting_can_be_cancelled_and_leaves_nothing_behind(tmp_path: Path) -> None:
    board = TensorBoardProcess(tmp_path)
    with pytest.raises(ProblemError):
        board.start(cancelled=lambda: True)
    assert not board.running


def test_that_a_server_that_ends_at_once_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        tensorboard, "command", lambda logdir, port, runs: [sys.executable, "-c", "raise SystemExit('broken')"]
    )
    with pytest.raises(ProblemError) as raised:
        TensorBoardProcess(tmp_path).start()
    assert raised.value.problem.what == "TensorBoard ended at once: broken."


def test_that_a_bundle_starts_its_own_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert command(tmp_path, 6006)[:4] == [sys.executable, "tensorboard", str(tmp_path), "--port"]


def test_that_a_free_port_is_free() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", free_port()))

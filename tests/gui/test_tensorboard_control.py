"""TensorBoard from the window, with a server that comes up and dies when the test says so."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop_nn.problems import Problem, ProblemError
from desktop_nn.runs.label import RunLabel
from desktop_nn.runs.library import alive
from desktop_nn.runs.tensorboard import TensorBoardProcess
from desktop_nn.runs.tensorboard_server import port_taken
from desktop_nn.settings import Settings
from tests.gui.runs.run_folders import make_run
from tests.helpers.clicking import click
from tests.helpers.waiting import wait_until
from ui.runs.tensorboard_control import MOST_RESTARTS, TensorBoardControl
from ui.runs.tensorboard_strip import TensorBoardStrip
from ui.session import Session


class Servers:
    """What stands for TensorBoard's processes: those that were started, and whether they live."""

    def __init__(self) -> None:
        self.up = threading.Event()
        self.up.set()
        self.alive: list[TensorBoardProcess] = []
        self.ports: list[int | None] = []
        self.taken: set[int] = set()

    def start(self, process: TensorBoardProcess, port: int | None = None, **_: Any) -> str:
        self.up.wait(10)
        self.ports.append(port)
        if port in self.taken:
            raise ProblemError(port_taken(port or 0))
        self.alive.append(process)
        process.port = port or 5000 + len(self.ports)
        process.url = f"http://127.0.0.1:{process.port}/"
        return process.url

    def stop(self, process: TensorBoardProcess) -> None:
        if process in self.alive:
            self.alive.remove(process)


@pytest.fixture
def servers(monkeypatch: pytest.MonkeyPatch) -> Servers:
    found = Servers()
    monkeypatch.setattr(TensorBoardProcess, "start", lambda self, port=None, **more: found.start(self, port, **more))

    def stop(process: TensorBoardProcess) -> None:
        found.stop(process)

    monkeypatch.setattr(TensorBoardProcess, "stop", stop)
    monkeypatch.setattr(TensorBoardProcess, "running", property(lambda self: self in found.alive))
    return found


@pytest.fixture
def control(session: Session) -> Iterator[TensorBoardControl]:
    session.settings = Settings(open_browser=False)
    control = TensorBoardControl(session)
    control._watch.setInterval(20)
    yield control
    control.stop()


@pytest.fixture
def strip(control: TensorBoardControl, qtbot: QtBot) -> TensorBoardStrip:
    strip = TensorBoardStrip(control)
    qtbot.addWidget(strip)
    strip.resize(700, 30)
    return strip


@pytest.fixture
def said(session: Session) -> list[str]:
    found: list[str] = []
    session.noticed.connect(lambda notice: found.append(notice.text))
    return found


def answering(control: TensorBoardControl) -> None:
    wait_until(lambda: control.state == "answers", 20, "TensorBoard to answer")


def test_that_one_ended_while_it_starts_does_not_answer(
    control: TensorBoardControl, servers: Servers, said: list[str], tmp_path: Path
) -> None:
    servers.up.clear()
    control.open(tmp_path)
    control.end()
    servers.up.set()
    wait_until(lambda: "TensorBoard ended." in said)
    assert not control.running
    assert not servers.alive
    assert not any("answers" in text for text in said)


def test_that_the_strip_says_each_state(
    control: TensorBoardControl, servers: Servers, strip: TensorBoardStrip, tmp_path: Path
) -> None:
    strip.show()
    strip.refresh()
    assert not strip.isVisible()
    servers.up.clear()
    control.open(tmp_path, [tmp_path / "a", tmp_path / "b"])
    assert strip.text == "TensorBoard is starting on 2 runs…"
    assert strip.isVisible()
    control.end()
    assert not strip.isVisible()
    servers.up.set()


def test_that_open_and_stop_work_from_the_strip(
    control: TensorBoardControl,
    servers: Servers,
    strip: TensorBoardStrip,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    control.open(tmp_path)
    answering(control)
    assert strip.text == f"TensorBoard answers at {control.url} on all runs"
    strip.show()
    opened: list[str] = []
    monkeypatch.setattr(control, "_browse", opened.append)
    buttons = {button.text(): button for button in strip.findChildren(QPushButton)}
    click(buttons["Open"])
    assert opened == [control.url]
    click(buttons["Stop"])
    wait_until(lambda: not servers.alive)
    assert control.state == "off"


def test_that_one_that_dies_comes_again_at_the_same_address(
    control: TensorBoardControl, servers: Servers, strip: TensorBoardStrip, said: list[str], tmp_path: Path
) -> None:
    control.open(tmp_path)
    answering(control)
    url = control.url
    servers.alive.clear()
    wait_until(lambda: control.restarts == 1 and control.state == "answers")
    assert control.url == url
    assert strip.text.endswith("on all runs, started again once")
    assert any("after it had ended by itself" in text for text in said)


def test_that_it_is_not_started_again_for_ever(
    control: TensorBoardControl, servers: Servers, strip: TensorBoardStrip, said: list[str], tmp_path: Path
) -> None:
    control.open(tmp_path)
    answering(control)
    for number in range(MOST_RESTARTS):
        servers.alive.clear()
        wait_until(lambda number=number: control.restarts == number + 1 and control.state == "answers")  # type: ignore[misc]
    servers.alive.clear()
    wait_until(lambda: control.state == "ended")
    assert len(servers.ports) == 1 + MOST_RESTARTS
    assert strip.text == f"TensorBoard ended by itself, started again {MOST_RESTARTS} times"
    assert "again and again" in said[-1]
    control.open_again()
    answering(control)
    assert control.restarts == 0


def test_that_a_taken_port_is_told_and_another_one_used(
    control: TensorBoardControl, servers: Servers, session: Session, said: list[str], tmp_path: Path
) -> None:
    session.settings = Settings(open_browser=False, tensorboard_port=6006)
    servers.taken = {6006}
    control.open(tmp_path)
    answering(control)
    assert servers.ports == [6006, None]
    assert said[-1] == f"Port 6006 is used by another program. TensorBoard answers at {control.url}"


def test_that_other_runs_end_the_one_before(control: TensorBoardControl, servers: Servers, tmp_path: Path) -> None:
    run = make_run(tmp_path, 1, RunLabel("Wide"))
    control.open(tmp_path)
    answering(control)
    first = servers.alive[0]
    control.open(tmp_path, [run])
    wait_until(lambda: control.state == "answers" and first not in servers.alive)
    assert servers.alive[0].runs == (("Wide", run),)
    control.open(tmp_path, [run])
    assert control.state == "answers", "asked for the same runs it only opens the browser"


def test_that_runs_that_are_gone_are_told(
    control: TensorBoardControl, servers: Servers, said: list[str], tmp_path: Path
) -> None:
    control.open(tmp_path, [tmp_path / "run_9"])
    wait_until(lambda: control.state == "off")
    assert "The run run_9 is gone." in said[-1]
    control.open(tmp_path / "nowhere")
    wait_until(lambda: control.state == "off")
    assert "There are no runs" in said[-1]


def test_that_a_server_that_cannot_start_again_is_shown_as_ended(
    control: TensorBoardControl, servers: Servers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    control.open(tmp_path)
    answering(control)

    def refuse(_self: TensorBoardProcess, _port: int | None = None, **_: Any) -> str:
        raise ProblemError(Problem("broken"))

    monkeypatch.setattr(TensorBoardProcess, "start", refuse)
    servers.alive.clear()
    wait_until(lambda: control.state == "ended")


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_that_a_real_one_that_is_killed_answers_again(control: TensorBoardControl, tmp_path: Path) -> None:
    control.open(tmp_path)
    answering(control)
    process = control._process
    assert process is not None
    url, killed = control.url, process.pid
    os.kill(killed, signal.SIGKILL)
    wait_until(lambda: control.restarts == 1 and control.state == "answers", 30)
    assert control.url == url
    with urllib.request.urlopen(url, timeout=10) as answer:
        assert answer.status == 200
    second = control._process.pid if control._process else 0
    control.stop()
    assert not alive(killed)
    assert not alive(second)


def test_that_a_real_one_finds_another_port(
    control: TensorBoardControl, session: Session, said: list[str], tmp_path: Path
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        session.settings = Settings(open_browser=False, tensorboard_port=port)
        control.open(tmp_path)
        answering(control)
    assert said[-1].startswith(f"Port {port} is used by another program. TensorBoard answers at")

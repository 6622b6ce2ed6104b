"""Workers: jobs on a thread, answers on the GUI thread."""

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_nn.problems import Problem, ProblemError
from ui.workers import Worker


@pytest.fixture
def worker(qapp: QApplication) -> Iterator[Worker]:
    worker = Worker("test")
    yield worker
    assert worker.stop(5000)


def test_that_work_is_done_elsewhere_and_answered_here(worker: Worker, qtbot: QtBot) -> None:
    answers: list[tuple[bool, bool]] = []
    here = QThread.currentThread()
    worker.submit(
        lambda _: QThread.currentThread() is here,
        done=lambda on_gui_thread: answers.append((on_gui_thread, QThread.currentThread() is here)),
    )
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == [(False, True)]


def test_that_jobs_keep_their_order(worker: Worker, qtbot: QtBot) -> None:
    seen: list[int] = []
    for number in range(20):
        worker.submit(lambda _, n=number: n, done=seen.append)  # type: ignore[misc]
    qtbot.waitUntil(lambda: len(seen) == 20)
    assert seen == list(range(20))


def test_that_only_the_newest_of_a_kind_is_heard(worker: Worker, qtbot: QtBot) -> None:
    gate = threading.Event()
    heard: list[int] = []
    worker.submit(lambda _: gate.wait(5))
    for number in range(3):
        worker.submit(lambda _, n=number: n, done=heard.append, latest="shapes")  # type: ignore[misc]
    gate.set()
    qtbot.waitUntil(lambda: not worker.busy)
    assert heard == [2]


def test_that_a_users_mistake_arrives_as_problems(worker: Worker, qtbot: QtBot) -> None:
    def work(_cancelled: Callable[[], bool]) -> None:
        raise ProblemError(Problem("No.", fix="Do."))

    heard: list[tuple[Problem, ...]] = []
    worker.submit(work, refused=heard.append)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard[0][0].what == "No."


def test_that_a_bug_reaches_the_crash_signal(worker: Worker, qtbot: QtBot) -> None:
    with qtbot.waitSignal(worker.crashed) as caught:
        worker.submit(lambda _: 1 / 0)
    assert isinstance(caught.args[0], ZeroDivisionError)


def test_that_running_work_sees_that_it_was_cancelled(worker: Worker, qtbot: QtBot) -> None:
    started, left = threading.Event(), threading.Event()

    def work(cancelled: Callable[[], bool]) -> None:
        started.set()
        while not cancelled():
            pass
        left.set()

    job = worker.submit(work)
    qtbot.waitUntil(started.is_set)
    job.cancel()
    qtbot.waitUntil(left.is_set)

"""The control of pre-flight and rate test: one at a time, never beside a training, cancelled at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pytestqt.qtbot import QtBot

from desktop_nn.graph.facts import GraphFacts
from desktop_nn.graph.model import Node
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.training.preflight import CheckBegins
from tests.gui.preflight.conftest import CHECKS, Engine, curve
from tests.helpers.drawings import dense_chain, with_name
from tests.helpers.waiting import wait_until
from ui.session import Notice, Session
from ui.trials import Trials


def test_that_checks_are_told_one_by_one_and_end_with_their_time(trials: Trials, engine: Engine, qtbot: QtBot) -> None:
    assert trials.start_checks()
    assert trials.busy == "checks"
    for number in range(1, len(CHECKS)):
        engine.go.release()
        wait_until(lambda count=number: len(trials.checks) == count)  # type: ignore[misc]
    assert trials.progress == CheckBegins(CHECKS[-1].title, len(CHECKS), len(CHECKS))
    engine.go.release()
    qtbot.waitUntil(lambda: trials.busy is None)
    assert trials.checks == CHECKS
    assert trials.seconds == 4.2


def test_that_cancel_ends_it_at_once_and_keeps_what_is_known(trials: Trials, engine: Engine, qtbot: QtBot) -> None:
    trials.start_checks()
    engine.go.release()
    qtbot.waitUntil(lambda: len(trials.checks) == 1)
    trials.cancel()
    assert trials.busy is None
    assert trials.checks == CHECKS[:1]
    assert engine.cancelled.wait(5)
    assert trials.may_start()


def test_that_one_waits_for_no_other(trials: Trials, engine: Engine, qtbot: QtBot) -> None:
    trials.start_checks()
    assert not trials.start_rates()
    assert not trials.may_start()
    engine.finish()
    qtbot.waitUntil(lambda: trials.busy is None)
    assert trials.start_rates()
    qtbot.waitUntil(lambda: trials.busy is None)
    assert trials.rates == curve()


def test_that_a_training_goes_first(trials: Trials, engine: Engine, session: Session, qtbot: QtBot) -> None:
    told: list[Notice] = []
    session.noticed.connect(told.append)
    trials.start_checks()
    qtbot.waitUntil(lambda: trials.progress is not None)
    trials.run.state = "starting"
    trials.run.state_changed.emit()
    assert trials.busy is None
    assert engine.cancelled.wait(5)
    assert not trials.start_checks()
    assert "training is under way" in told[-1].text


def test_that_errors_of_the_model_are_said(trials: Trials, session: Session) -> None:
    session.problems = (Problem("No loss."),)
    assert "errors" in trials.why_not()
    assert not trials.start_checks()


def test_that_a_refusal_of_the_engine_is_kept_as_a_problem(trials: Trials, engine: Engine, qtbot: QtBot) -> None:
    engine.fails = ProblemError(Problem("The file is gone.", "Data", "Choose another."))
    engine.finish()
    trials.start_checks()
    qtbot.waitUntil(lambda: trials.busy is None)
    assert trials.problem == Problem("The file is gone.", "Data", "Choose another.")


def test_that_a_bug_leaves_it_usable_and_reaches_the_crash_hook(
    trials: Trials, engine: Engine, session: Session, qtbot: QtBot
) -> None:
    crashes: list[object] = []
    session.crashed.connect(crashes.append)
    engine.fails = RuntimeError("a bug")
    engine.finish()
    trials.start_checks()
    qtbot.waitUntil(lambda: trials.busy is None and bool(crashes))
    assert trials.may_start()
    assert len(crashes) == 1


def test_that_checks_are_outdated_by_a_change_of_the_model_but_not_of_its_place(
    trials: Trials, engine: Engine, session: Session, qtbot: QtBot
) -> None:
    engine.finish()
    trials.start_checks()
    qtbot.waitUntil(lambda: trials.busy is None)
    session.edit("Move", lambda p: replace(p, graph=replace(p.graph, nodes=_moved(p.graph.nodes))))
    assert not trials.outdated("checks")
    session.edit("Epochs", lambda p: replace(p, training=replace(p.training, batch_size=7)))
    assert trials.outdated("checks")


def test_that_using_a_rate_does_not_outdate_the_test_of_rates(
    trials: Trials, engine: Engine, session: Session, qtbot: QtBot
) -> None:
    engine.finish()
    trials.start_rates()
    qtbot.waitUntil(lambda: trials.busy is None)
    trials.use_rate(0.02)
    assert session.project.training.optimizer.config == {"learning_rate": 0.02}
    assert not trials.outdated("rates")
    session.undo()
    assert session.project == dense_chain()


def test_that_another_document_begins_afresh(trials: Trials, engine: Engine, session: Session, qtbot: QtBot) -> None:
    engine.finish()
    trials.start_checks()
    qtbot.waitUntil(lambda: trials.busy is None)
    session.show(with_name(dense_chain(), "other"), GraphFacts(), path=None, title="other")
    assert trials.checks == ()
    assert not trials.outdated("checks")


def _moved(nodes: Mapping[str, Node]) -> dict[str, Node]:
    return {id: replace(node, x=node.x + 40) for id, node in nodes.items()}

"""The pre-flight panel as a user meets it."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_nn.problems import Problem
from desktop_nn.training.choices import Configured
from desktop_nn.training.rate_test import RateTest, rounded
from tests.gui.preflight.conftest import CHECKS, Engine, curve
from tests.helpers.clicking import click, click_row
from ui.actions.catalogue import ALL_ACTIONS
from ui.preflight.model import ICONS
from ui.preflight.panel import PreflightPanel
from ui.preflight.rate_chart import RateAxis
from ui.session import Session
from ui.trials import Trials


@pytest.fixture
def tested(panel: PreflightPanel, trials: Trials, engine: Engine, qtbot: QtBot) -> PreflightPanel:
    """The panel with a curve."""
    engine.finish()
    click(panel.test)
    qtbot.waitUntil(lambda: trials.busy is None and trials.rates is not None)
    return panel


@pytest.fixture
def checked(panel: PreflightPanel, trials: Trials, engine: Engine, qtbot: QtBot) -> PreflightPanel:
    """The panel with all checks."""
    engine.finish()
    click(panel.start)
    qtbot.waitUntil(lambda: trials.busy is None and trials.seconds is not None)
    return panel


def rate_now(session: Session) -> float:
    return float(session.project.training.optimizer.config["learning_rate"])


def in_plot(panel: PreflightPanel, rate: float) -> QPoint:
    plot = panel.rates.chart.plot
    return QPoint(plot.mapFromScene(panel.rates.chart.place_of(rate)))


def test_that_an_empty_panel_says_what_it_is_for(panel: PreflightPanel) -> None:
    assert panel.empty.isVisible()
    assert panel.rates.empty.isVisible()
    assert not panel.cancel.isVisible()
    assert panel.start.isEnabled()


def test_that_progress_is_shown_and_cancel_stops_it(
    panel: PreflightPanel, trials: Trials, engine: Engine, qtbot: QtBot
) -> None:
    click(panel.start)
    engine.go.release()
    qtbot.waitUntil(lambda: panel.checks.model.rowCount() == 1)
    assert panel.words.text().startswith(CHECKS[1].title)
    assert not panel.start.isEnabled()
    click(panel.cancel)
    assert trials.busy is None
    assert panel.start.isEnabled()
    assert "Cancelled" in panel.words.text()


def test_that_checks_say_what_was_expected_and_seen(checked: PreflightPanel) -> None:
    model = checked.checks.model
    shown = [[model.data(model.index(row, column)) for column in range(3)] for row in range(model.rowCount())]
    assert shown == [[check.title, check.expected, check.seen] for check in CHECKS]
    assert checked.words.text() == "1 wrong, 1 to look at, 1 without a rule, 1 good · 4.2 s"


def test_that_a_verdict_is_told_by_more_than_its_colour(checked: PreflightPanel) -> None:
    assert len({name for name, _ in ICONS.values()}) == len(ICONS)
    model = checked.checks.model
    spoken = model.data(model.index(1, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Look at this: First loss"


def test_that_the_worst_check_is_explained_first(checked: PreflightPanel) -> None:
    assert checked.checks.current() == CHECKS[3]
    assert checked.checks.words.text() == "Wrong. More units. By heart."


def test_that_the_button_goes_to_the_layer_of_a_check(checked: PreflightPanel, session: Session, qtbot: QtBot) -> None:
    table = checked.checks.table
    click_row(table, checked.checks.model.index(1, 0))
    with qtbot.waitSignal(checked.go_to) as told:
        click(checked.checks.button)
    assert told.args == ["n3"]
    assert session.selection == {"n3"}
    click_row(table, checked.checks.model.index(2, 0))
    assert not checked.checks.button.isVisible()


def test_that_enter_in_the_list_goes_to_the_layer(checked: PreflightPanel, qtbot: QtBot) -> None:
    click_row(checked.checks.table, checked.checks.model.index(0, 0))
    with qtbot.waitSignal(checked.go_to) as told:
        QTest.keyClick(checked.checks.table, Qt.Key.Key_Return)
    assert told.args == ["n1"]


def test_that_checks_of_an_older_model_say_so(checked: PreflightPanel, session: Session) -> None:
    session.edit("Batch", lambda p: replace(p, training=replace(p.training, batch_size=9)))
    assert "has changed" in checked.words.text()


def test_that_errors_of_the_model_are_said_instead(panel: PreflightPanel, session: Session) -> None:
    session.problems = (Problem("No loss."),)
    session.problems_changed.emit()
    assert "errors" in panel.note.text
    assert not panel.start.isEnabled()
    assert not panel.test.isEnabled()


def test_that_the_suggested_rate_is_written_as_one_step(tested: PreflightPanel, session: Session) -> None:
    suggestion = curve().suggestion
    assert tested.rates.use.text() == f"Use {suggestion:g}"
    click(tested.rates.use)
    assert rate_now(session) == suggestion
    assert session.history.undo_label == "Change learning rate"
    assert not tested.rates.use.isEnabled()
    session.undo()
    assert tested.rates.use.isEnabled()


def test_that_the_pointer_shows_a_rate_and_its_loss(tested: PreflightPanel, qtbot: QtBot) -> None:
    viewport = tested.rates.chart.plot.viewport()
    QTest.mouseMove(viewport, in_plot(tested, 0.001))
    qtbot.waitUntil(lambda: "click to use" in tested.rates.chart.words.text())
    assert "loss" in tested.rates.chart.words.text()


def test_that_a_click_writes_the_rate_under_the_pointer(tested: PreflightPanel, session: Session, qtbot: QtBot) -> None:
    viewport = tested.rates.chart.plot.viewport()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=in_plot(tested, 0.003))
    qtbot.waitUntil(lambda: rate_now(session) != 0.01)
    assert abs(math.log10(rate_now(session) / 0.003)) < 0.1
    assert rate_now(session) == rounded(rate_now(session))
    session.undo()
    assert rate_now(session) == 0.01


def test_that_the_keyboard_chooses_a_rate_as_well(tested: PreflightPanel, session: Session) -> None:
    chart = tested.rates.chart
    chart.setFocus()
    for _ in range(4):
        QTest.keyClick(chart, Qt.Key.Key_Left)
    QTest.keyClick(chart, Qt.Key.Key_Return)
    suggestion = curve().suggestion
    assert suggestion is not None
    assert rate_now(session) == rounded(suggestion * 10 ** (-4 / 20))


def test_that_enter_without_a_pointer_writes_nothing(tested: PreflightPanel, session: Session) -> None:
    tested.rates.chart.setFocus()
    QTest.keyClick(tested.rates.chart, Qt.Key.Key_Return)
    assert rate_now(session) == 0.01


def test_that_a_schedule_is_named_before_it_is_replaced(tested: PreflightPanel, session: Session) -> None:
    schedule = {"class_name": "ExponentialDecay", "config": {"initial_learning_rate": 0.1}}
    optimizer = Configured("Adam", {"learning_rate": schedule})
    session.edit("Schedule", lambda p: replace(p, training=replace(p.training, optimizer=optimizer)))
    assert "ExponentialDecay" in tested.rates.words.text()
    click(tested.rates.use)
    assert rate_now(session) == curve().suggestion
    session.undo()
    assert session.project.training.optimizer == optimizer


def test_that_a_curve_that_never_fell_offers_no_rate(panel: PreflightPanel, trials: Trials) -> None:
    flat = curve()
    trials.rates = RateTest(flat.rates, (1.0,) * len(flat.rates), (1.0,) * len(flat.rates), "SGD", 0.01)
    trials.changed.emit()
    assert not panel.rates.use.isVisible()
    assert "never fell" in panel.rates.words.text()


def test_that_ticks_are_powers_of_ten_that_do_not_crowd() -> None:
    axis = RateAxis()
    ((_, wide),) = axis.tickValues(-7, 1, 600)
    ((_, narrow),) = axis.tickValues(-7, 1, 200)
    assert wide == [float(power) for power in range(-7, 2)]
    assert narrow == [-6.0, -4.0, -2.0, 0.0]
    assert axis.tickStrings([-6.0, -2.0, 0.0, 1.0], 1, 1) == ["1e-6", "0.01", "1", "10"]


def test_that_both_are_commands_of_the_run_menu() -> None:
    found = {action.id: action for action in ALL_ACTIONS if action.id in ("run.preflight", "run.rate_test")}
    assert found["run.preflight"].shortcut == "Ctrl+Shift+F5"
    assert {action.menu for action in found.values()} == {"Run"}

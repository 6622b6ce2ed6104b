"""Preprocessing steps: adding, removing, ordering, and their columns."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAction

from desktop_nn.data.choices import Step
from tests.gui.data.conftest import wait_read
from tests.helpers.clicking import click, click_check, pick
from ui.data.panel import DataPanel
from ui.session import Session


@pytest.fixture
def iris(panel: DataPanel, session: Session, nodes: tuple[str, ...]) -> DataPanel:
    """The panel with iris chosen and connected: one step, standardize."""
    pick(panel.source.combo, "Iris")
    wait_read(session)
    return panel


def add(panel: DataPanel, kind: str) -> None:
    action = panel.preprocessing.menu.findChild(QAction, f"add_step_{kind}") or next(
        action for action in panel.preprocessing.menu.actions() if action.objectName() == f"add_step_{kind}"
    )
    action.trigger()


def kinds(session: Session) -> list[str]:
    return [step.kind for step in session.project.data.preprocessing]


def test_that_a_step_is_added_behind_the_others(iris: DataPanel, session: Session) -> None:
    add(iris, "min-max")
    assert kinds(session) == ["standardize", "min-max"]
    assert len(iris.preprocessing.cards) == 2


def test_that_steps_change_places(iris: DataPanel, session: Session) -> None:
    add(iris, "min-max")
    click(iris.preprocessing.cards[1].up)
    assert kinds(session) == ["min-max", "standardize"]
    assert not iris.preprocessing.cards[0].up.isEnabled()
    assert not iris.preprocessing.cards[1].down.isEnabled()


def test_that_a_step_is_removed_and_comes_back_by_undo(iris: DataPanel, session: Session) -> None:
    click(iris.preprocessing.cards[0].remove)
    assert kinds(session) == []
    assert not iris.preprocessing.cards
    session.undo()
    assert kinds(session) == ["standardize"]
    assert len(iris.preprocessing.cards) == 1


def test_that_the_kind_of_a_step_can_be_changed(iris: DataPanel, session: Session) -> None:
    pick(iris.preprocessing.cards[0].kind, "Min-max")
    assert kinds(session) == ["min-max"]


def test_that_a_step_can_work_on_chosen_columns_only(iris: DataPanel, session: Session) -> None:
    card = iris.preprocessing.cards[0]
    assert card.columns.text().startswith("All suitable (4 columns)")
    click(card.columns)
    click_check(card.list.view, card.list.view.model().index(0, 0))
    assert len(session.project.data.preprocessing[0].columns) == 3
    assert card.columns.text().startswith("Only 3 columns")
    click(card.all)
    assert session.project.data.preprocessing[0] == Step("standardize")


def test_that_unchecking_every_column_does_not_mean_all(iris: DataPanel, session: Session) -> None:
    card = iris.preprocessing.cards[0]
    click(card.columns)
    click(card.list.none)
    assert session.project.data.preprocessing[0] == Step("standardize")
    click_check(card.list.view, card.list.view.model().index(2, 0))
    assert len(session.project.data.preprocessing[0].columns) == 1


def test_that_steps_in_an_impossible_order_are_reported(iris: DataPanel, session: Session) -> None:
    add(iris, "one-hot")
    pick(next(iter(iris.bindings.outputs.values())).target, "sepal length")
    for card in iris.bindings.inputs.values():
        click(card.fold)
        click(card.list.all)
    add(iris, "impute")
    assert "Put Impute before One-hot." in iris.preprocessing.note.text

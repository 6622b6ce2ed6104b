"""The split and its bar."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_nn.data.choices import Part
from tests.gui.data.conftest import wait_read
from tests.helpers.clicking import click, pick, retype
from ui.data.panel import DataPanel
from ui.session import Session


@pytest.fixture
def iris(panel: DataPanel, session: Session) -> DataPanel:
    """The panel with iris chosen: 150 samples."""
    pick(panel.source.combo, "Iris")
    wait_read(session)
    return panel


def test_that_the_bar_shows_the_three_counts(iris: DataPanel) -> None:
    assert iris.split.bar.counts == (96, 24, 30)
    assert iris.split.bar.accessibleName() == "Training 96 samples, Validation 24 samples, Test 30 samples"


def test_that_counts_follow_the_typing(iris: DataPanel, session: Session) -> None:
    retype(iris.split.test.size_field, "5", enter=False)
    assert iris.split.bar.counts == (113, 29, 8)
    QTest.keyClicks(iris.split.test.size_field, "0")
    assert session.project.data.split.test == Part(0.5)
    assert iris.split.bar.counts == (60, 15, 75)


def test_that_typing_a_size_is_one_undo_step(iris: DataPanel, session: Session) -> None:
    steps = len(session.history.labels())
    retype(iris.split.test.size_field, "12.5")
    assert session.project.data.split.test == Part(0.125)
    assert len(session.history.labels()) == steps + 1
    session.undo()
    assert iris.split.test.size_field.text() == "20"


def test_that_another_unit_keeps_the_part(iris: DataPanel, session: Session) -> None:
    pick(iris.split.test.unit, "samples")
    assert session.project.data.split.test == Part(30)
    retype(iris.split.test.size_field, "50")
    assert iris.split.bar.counts == (80, 20, 50)
    pick(iris.split.validation.unit, "samples")
    assert session.project.data.split.validation == Part(20)


def test_that_the_last_samples_can_be_held_out(iris: DataPanel, session: Session) -> None:
    pick(iris.split.validation.held, "The last")
    assert session.project.data.split.validation == Part(0.2, "last")


def test_that_an_impossible_split_is_explained(iris: DataPanel) -> None:
    pick(iris.split.test.unit, "samples")
    retype(iris.split.test.size_field, "500")
    assert "500" in iris.split.note.text
    assert iris.split.bar.counts is None


def test_that_a_test_part_of_its_own_is_offered_only_where_there_is_one(iris: DataPanel) -> None:
    held = iris.split.test.held
    row = held.findData("given")
    assert not held.model().flags(held.model().index(row, 0)) & Qt.ItemFlag.ItemIsEnabled


def test_that_the_given_test_part_needs_no_size(panel: DataPanel, session: Session) -> None:
    pick(panel.source.combo, "Fashion-MNIST")
    wait_read(session)
    assert session.project.data.split.test.held == "given"
    assert panel.split.bar.counts == (48_000, 12_000, 10_000)
    assert not panel.split.test.size_field.isVisible()


def test_that_classes_can_be_kept_in_proportion(iris: DataPanel, session: Session) -> None:
    click(iris.split.stratify)
    assert session.project.data.split.stratify


def test_that_the_seed_is_typed(iris: DataPanel, session: Session) -> None:
    retype(iris.split.seed, "4000000000")
    assert session.project.data.split.seed == 4_000_000_000

"""The first look at the samples."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from tests.gui.data.conftest import wait_read
from tests.helpers.clicking import click, click_row, pick
from tests.helpers.waiting import wait_until
from ui.data.panel import DataPanel
from ui.session import Session


def look_at(panel: DataPanel, session: Session, title: str) -> None:
    pick(panel.source.combo, title)
    wait_read(session)
    wait_until(lambda: panel.look.preview is not None, what="the preview")


def test_that_pictures_are_shown_with_their_class_names(panel: DataPanel, session: Session) -> None:
    look_at(panel, session, "Digits")
    assert panel.look.pictures.isVisible()
    assert panel.look.pictures.count == 12
    assert panel.look.pictures.accessibleName().startswith("Sample pictures: 0, 1, 2")
    assert not panel.look.table.isVisible()


def test_that_a_table_shows_its_first_rows(panel: DataPanel, session: Session) -> None:
    look_at(panel, session, "Iris")
    model = panel.look.table.model()
    assert panel.look.table.isVisible()
    assert not panel.look.pictures.isVisible()
    assert model.columnCount() == 5
    assert model.index(0, 0).data() == "5.1"


def test_that_the_target_is_counted_first(panel: DataPanel, session: Session) -> None:
    look_at(panel, session, "Iris")
    assert panel.look.column.currentText() == "species (target)"
    assert panel.look.balance.isVisible()
    assert "setosa 50" in panel.look.balance.accessibleName()


def test_that_a_click_on_a_column_shows_its_distribution(panel: DataPanel, session: Session) -> None:
    look_at(panel, session, "Iris")
    figures = panel.look.figures
    click_row(figures, figures.model().index(0, 0))
    assert panel.look.histogram.isVisible()
    assert not panel.look.balance.isVisible()
    assert panel.look.column.currentData() == session.description.columns[0].name if session.description else False


def test_that_every_column_has_its_figures(panel: DataPanel, session: Session) -> None:
    look_at(panel, session, "Iris")
    model = panel.look.figures.model()
    assert [model.index(0, column).data() for column in range(1, 4)] == ["4.3", "5.843", "7.9"]


def test_that_a_folded_section_reads_nothing_until_it_is_opened(panel: DataPanel, session: Session) -> None:
    click(panel.look.heading)
    pick(panel.source.combo, "Iris")
    wait_read(session)
    assert panel.look.preview is None
    click(panel.look.heading)
    wait_until(lambda: panel.look.preview is not None, what="the preview")


def test_that_nothing_chosen_says_what_to_do(panel: DataPanel) -> None:
    state = panel.findChild(QLabel, "look_state")
    assert state is not None
    assert state.text() == "Choose a data set to see its samples."

"""Choosing a data set, its options, and the user's own file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from desktop_nn.data.choices import Bindings, DataChoices, Source, Step
from desktop_nn.graph.facts import GraphFacts
from desktop_nn.project.document import Project
from tests.gui.data.conftest import wait_read
from tests.helpers.clicking import click, click_row, pick, retype
from ui.data.panel import DataPanel
from ui.session import Session
from ui.widgets.calm_combo import CalmComboBox
from ui.widgets.number_field import NumberField


def text(panel: DataPanel, name: str) -> str:
    label = panel.findChild(QLabel, name)
    assert label is not None
    return label.text() if label.isVisible() else ""


def option(panel: DataPanel, name: str) -> NumberField:
    field = panel.findChild(NumberField, f"option_{name}")
    assert field is not None
    return field


def write(path: Path, rows: str) -> str:
    path.write_text(rows, "utf-8")
    return str(path)


def test_that_choosing_a_set_describes_it(panel: DataPanel, session: Session) -> None:
    pick(panel.source.combo, "Iris")
    wait_read(session)
    assert session.project.data.source == Source("iris")
    assert text(panel, "source_facts").startswith("150 samples · 5 columns")
    assert text(panel, "source_licence")


def test_that_a_set_that_is_still_read_says_so(panel: DataPanel, session: Session) -> None:
    pick(panel.source.combo, "Wine")
    assert text(panel, "source_reading") == "Reading…"
    wait_read(session)
    assert text(panel, "source_reading") == ""


def test_that_a_chosen_set_is_connected_in_the_same_undo_step(
    panel: DataPanel, session: Session, nodes: tuple[str, ...]
) -> None:
    pick(panel.source.combo, "Iris")
    wait_read(session)
    bindings = session.project.data.bindings
    assert len(bindings.inputs[nodes[0]]) == 4
    assert bindings.targets[nodes[-1]] == "species"
    assert [step.kind for step in session.project.data.preprocessing] == ["standardize"]
    session.undo()
    assert session.project.data.source is None
    assert session.graph.nodes


def test_that_undo_shows_the_former_set_again(panel: DataPanel, session: Session) -> None:
    pick(panel.source.combo, "Iris")
    wait_read(session)
    pick(panel.source.combo, "Wine")
    wait_read(session)
    session.undo()
    wait_read(session)
    assert panel.source.combo.currentText() == "Iris"
    assert text(panel, "source_facts").startswith("150 samples")


def test_that_redo_does_not_connect_a_second_time(panel: DataPanel, session: Session, nodes: tuple[str, ...]) -> None:
    pick(panel.source.combo, "Iris")
    wait_read(session)
    labels = session.history.labels()
    session.undo()
    session.redo()
    wait_read(session)
    assert session.history.labels() == labels


def test_that_an_option_of_a_made_set_is_taken_with_enter(panel: DataPanel, session: Session) -> None:
    pick(panel.source.combo, "Blobs")
    wait_read(session)
    retype(option(panel, "samples"), "300", enter=False)
    assert session.project.data.source == Source("blobs")
    QTest.keyClick(option(panel, "samples"), Qt.Key.Key_Return)
    wait_read(session)
    assert session.project.data.source == Source("blobs", {"samples": 300})
    assert text(panel, "source_facts").startswith("300 samples")


def test_that_more_features_are_bound_as_well_if_all_were(
    panel: DataPanel, session: Session, nodes: tuple[str, ...]
) -> None:
    pick(panel.source.combo, "Blobs")
    wait_read(session)
    retype(option(panel, "features"), "8")
    wait_read(session)
    assert len(session.project.data.bindings.inputs[nodes[0]]) == 8
    session.undo()
    assert len(session.project.data.bindings.inputs[nodes[0]]) == 5
    assert session.project.data.source == Source("blobs")


def test_that_an_illegal_option_is_marked_and_taken_back(panel: DataPanel, session: Session) -> None:
    pick(panel.source.combo, "Blobs")
    wait_read(session)
    field = option(panel, "samples")
    retype(field, "1", enter=False)
    assert field.property("invalid")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "2000"
    assert session.project.data.source == Source("blobs")


def test_that_the_users_own_file_is_recognised(
    panel: DataPanel, session: Session, answers: list[str], tmp_path: Path
) -> None:
    answers.append(write(tmp_path / "mine.csv", "size;colour\n1,5;red\n2,5;blue\n3,5;red\n"))
    pick(panel.source.combo, "Your CSV file")
    wait_read(session)
    separator = panel.findChild(CalmComboBox, "option_separator")
    assert separator is not None
    assert separator.currentText() == "Automatic (semicolon)"
    assert text(panel, "csv_file") == "mine.csv"
    assert text(panel, "source_facts").startswith("3 samples · 2 columns")


def test_that_a_cancelled_file_dialog_keeps_the_set(panel: DataPanel, session: Session) -> None:
    pick(panel.source.combo, "Iris")
    wait_read(session)
    pick(panel.source.combo, "Your CSV file")
    assert session.project.data.source == Source("iris")
    assert panel.source.combo.currentText() == "Iris"


def test_that_a_click_changes_the_type_of_a_column(
    panel: DataPanel, session: Session, answers: list[str], tmp_path: Path
) -> None:
    answers.append(write(tmp_path / "codes.csv", "code,value\n" + "".join(f"{i % 3},{i}\n" for i in range(9))))
    pick(panel.source.combo, "Your CSV file")
    wait_read(session)
    types = panel.source.csv.types
    click_row(types, types.model().index(0, 1))
    wait_read(session)
    assert session.description is not None
    column = session.description.column("code")
    assert column is not None
    assert column.categories == ("0", "1", "2")
    assert session.history.undo_label == "Change types of the data"


def test_that_a_bad_file_gives_one_sentence_with_a_way_out(
    panel: DataPanel, session: Session, answers: list[str], tmp_path: Path
) -> None:
    answers.append(write(tmp_path / "bad.csv", "a,b,c\n1,2,3\n4,5\n6,7,8\n"))
    pick(panel.source.combo, "Your CSV file")
    wait_read(session)
    assert panel.source.note.text.startswith("Row 3 has 2 values, the first row has 3.")
    assert "\n" not in panel.source.note.text
    assert not text(panel, "source_facts")


def test_that_another_separator_mends_a_file_read_wrongly(
    panel: DataPanel, session: Session, answers: list[str], tmp_path: Path
) -> None:
    answers.append(write(tmp_path / "bars.csv", "a|b\n1|2\n3|4\n"))
    pick(panel.source.combo, "Your CSV file")
    wait_read(session)
    separator = panel.findChild(CalmComboBox, "option_separator")
    assert separator is not None
    pick(separator, "Comma")
    wait_read(session)
    assert text(panel, "source_facts") == "2 samples · 1 column"
    pick(separator, "Bar")
    wait_read(session)
    assert text(panel, "source_facts") == "2 samples · 2 columns"


def test_that_another_file_can_be_opened_by_its_button(
    panel: DataPanel, session: Session, answers: list[str], tmp_path: Path
) -> None:
    first, second = write(tmp_path / "a.csv", "x,y\n1,2\n3,4\n"), write(tmp_path / "b.csv", "x,y\n1,2\n3,4\n5,6\n")
    answers.extend((first, second))
    pick(panel.source.combo, "Your CSV file")
    wait_read(session)
    click(panel.source.csv.change)
    wait_read(session)
    assert session.project.data.source == Source("csv", {"path": second})


def test_that_a_moved_file_is_found_again_without_losing_what_was_set(
    panel: DataPanel, session: Session, nodes: tuple[str, ...], answers: list[str], tmp_path: Path
) -> None:
    rows = "x,z,y\n" + "".join(f"{i},{i % 3},{2 * i}\n" for i in range(9))
    gone, there = tmp_path / "old" / "mine.csv", tmp_path / "mine.csv"
    write(there, rows)
    data = DataChoices(
        Source("csv", {"path": str(gone), "types": {"z": "category"}}),
        (Step("min-max", ("x",)),),
        bindings=Bindings({nodes[0]: ("x",)}, {nodes[-1]: "y"}),
    )
    session.show(Project(session.graph, data), GraphFacts(), path=None, title="Moved")
    wait_read(session)
    assert "mine.csv" in str(session.data_problems[0])
    answers.append(str(there))
    click(panel.source.csv.change)
    wait_read(session)
    found = session.project.data
    assert found.source == Source("csv", {"path": str(there), "types": {"z": "category"}})
    assert (found.preprocessing, found.bindings) == (data.preprocessing, data.bindings)
    assert text(panel, "source_facts").startswith("9 samples")


def test_that_a_file_that_has_changed_is_read_again(
    panel: DataPanel, session: Session, answers: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "growing.csv"
    answers.append(write(path, "x,y\n1,2\n3,4\n"))
    pick(panel.source.combo, "Your CSV file")
    wait_read(session)
    write(path, "x,y\n1,2\n3,4\n5,6\n7,8\n")
    click(panel.source.csv.again)
    wait_read(session)
    assert text(panel, "source_facts").startswith("4 samples")
    assert session.history.labels() == ("Use CSV file",)

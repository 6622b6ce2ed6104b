"""Two runs compared by what lies in their folders."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from desktop_nn.graph.facts import GraphFacts
from desktop_nn.project import examples, file
from desktop_nn.runs.difference import compare
from desktop_nn.runs.folder import RunFolder
from desktop_nn.runs.label import RunLabel, write_label
from desktop_nn.runs.record import RunRecord


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    project = examples.read("blobs-deep").project
    longer = replace(project, training=replace(project.training, epochs=50))
    for name, what, loss, keras in (("a", project, 0.5, "3.15.0"), ("b", longer, 0.25, "3.15.1")):
        folder = RunFolder(tmp_path / name)
        folder.path.mkdir()
        file.write(folder.project, what, GraphFacts())
        metrics = {"loss": loss, "val_loss": loss * 2}
        record = RunRecord(
            folder.path, "finished", title="blobs", epochs=what.training.epochs, seconds=60 * loss, parameters=1234,
            metrics=metrics, test={"accuracy": 1 - loss}, versions={"keras": keras, "python": "3.12"},
        )  # fmt: skip
        folder.write_state(record)
    return tmp_path / "a", tmp_path / "b"


def test_that_figures_stand_side_by_side_with_their_difference(two: tuple[Path, Path]) -> None:
    rows = {row.name: (row.before, row.after, row.change) for row in compare(*two).figures}
    assert rows["val_loss"] == ("1.0000", "0.5000", "−0.5000")
    assert rows["test accuracy"] == ("0.5000", "0.7500", "+0.2500")
    assert rows["Epochs"][2].startswith("+")
    assert rows["Time"] == ("30 s", "15 s", "0.5 ×")
    assert rows["Parameters"] == ("1,234", "1,234", "")


def test_that_choices_and_versions_are_told(two: tuple[Path, Path]) -> None:
    found = {section.title: section.lines for section in compare(*two).sections}
    assert found["Model"] == ()
    assert found["Training"][0].endswith("→ 50")
    assert found["Versions"] == ("keras: 3.15.0 → 3.15.1",)


def test_that_runs_of_one_title_are_told_apart_by_their_folders(two: tuple[Path, Path]) -> None:
    assert compare(*two).titles == ("a", "b")
    write_label(two[1], RunLabel("Longer"))
    assert compare(*two).titles == ("blobs", "Longer")


def test_that_it_can_be_copied_as_text(two: tuple[Path, Path]) -> None:
    text = compare(*two).text()
    assert text.startswith("a → b\n")
    assert "val_loss: 1.0000 → 0.5000  (−0.5000)" in text
    assert "Model\nThe same." in text


def test_that_what_cannot_be_read_is_told_and_the_rest_compared(two: tuple[Path, Path]) -> None:
    RunFolder(two[1]).project.write_text("{")
    found = compare(*two)
    assert len(found.problems) == 1
    assert [section.title for section in found.sections] == ["Versions"]
    assert any(row.name == "val_loss" for row in found.figures)


def test_that_folders_that_are_gone_break_nothing(tmp_path: Path) -> None:
    found = compare(tmp_path / "x", tmp_path / "y")
    assert len(found.problems) == 4
    assert found.text()

"""What the user says about a run stays in the run's own folder, and nothing in that file can do harm."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop_nn.problems import ProblemError
from desktop_nn.runs.label import RunLabel, label_file, read_label, write_label


def test_that_a_label_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    label = RunLabel("Wider, slower", "orange", True, "Überraschend gut.\nSee chapter 10.")
    write_label(tmp_path, label)
    assert read_label(tmp_path) == label


def test_that_a_run_without_a_label_has_an_empty_one(tmp_path: Path) -> None:
    assert read_label(tmp_path) == RunLabel()


def test_that_what_is_wrong_in_it_falls_back_and_the_rest_stays(tmp_path: Path) -> None:
    label_file(tmp_path).write_text(json.dumps({"title": 3, "colour": "#ff0000", "star": "yes", "notes": "kept"}))
    assert read_label(tmp_path) == RunLabel(notes="kept")


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff\xfe\x00", b"[" * 100_000, b'{"title": "\\ud800"}'])
def test_that_a_damaged_file_breaks_nothing(tmp_path: Path, content: bytes) -> None:
    label_file(tmp_path).write_bytes(content)
    label = read_label(tmp_path)
    assert label.title in ("", "?")
    write_label(tmp_path, label)


def test_that_a_title_is_one_line(tmp_path: Path) -> None:
    write_label(tmp_path, RunLabel("two\n lines "))
    assert read_label(tmp_path).title == "two lines"


def test_that_a_run_that_is_gone_cannot_be_labelled(tmp_path: Path) -> None:
    with pytest.raises(ProblemError, match="gone"):
        write_label(tmp_path / "gone", RunLabel("x"))

"""CSV files that cannot be read: each gives one clear problem."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from desktop_nn.data.choices import Source
from desktop_nn.data.sources import csv_text, describe, load
from desktop_nn.problems import Problem, ProblemError
from tests.core.data.tables import csv_dataset


def refusal(folder: Path, content: str | bytes, **options: object) -> Problem:
    """The problem of a file with this content; it names the file and has a way out."""
    with pytest.raises(ProblemError) as caught:
        csv_dataset(folder, content, **options)
    assert len(caught.value.problems) == 1
    problem = caught.value.problem
    assert problem.where == str(folder / "table.csv")
    assert problem.fix
    return problem


def test_that_a_file_that_is_gone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProblemError) as caught:
        describe(Source("csv", {"path": str(tmp_path / "gone.csv")}))
    assert "no such file" in caught.value.problem.what


def test_that_a_file_must_be_chosen() -> None:
    with pytest.raises(ProblemError) as caught:
        load(Source("csv"))
    assert "not set" in caught.value.problem.what


def test_that_a_path_with_a_nul_in_it_is_refused() -> None:
    with pytest.raises(ProblemError) as caught:
        load(Source("csv", {"path": "a\0b.csv"}))
    assert "path" in caught.value.problem.what


def test_that_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProblemError) as caught:
        load(Source("csv", {"path": str(tmp_path)}))
    assert "folder" in caught.value.problem.what


@pytest.mark.parametrize("content", ["", "\n\n  \n", "\ufeff"])
def test_that_an_empty_file_is_refused(tmp_path: Path, content: str) -> None:
    assert "empty" in refusal(tmp_path, content).what


def test_that_a_file_with_names_only_is_refused(tmp_path: Path) -> None:
    assert "no samples" in refusal(tmp_path, "a,b,c\n").what


def test_that_a_huge_file_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_text, "LARGEST_FILE", 100)
    assert "GB" in refusal(tmp_path, "a,b\n" + "1,2\n" * 100).what


def test_that_a_row_that_is_too_long_is_refused_by_number(tmp_path: Path) -> None:
    assert refusal(tmp_path, "a,b,c\n1,2,3\n1,2,3,4\n1,2,3\n").what.startswith("Row 3 has 4 values")


def test_that_a_row_that_is_too_short_is_refused_by_number(tmp_path: Path) -> None:
    assert refusal(tmp_path, "a,b,c\n1,2,3\n1,2,3\n1,2\n").what.startswith("Row 4 has 2 values")


def test_that_rows_longer_than_the_header_are_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, "a,b\n1,2,3\n4,5,6\n").what.startswith("Row 2 has 3 values")


def test_that_a_ragged_row_far_down_is_found(tmp_path: Path) -> None:
    content = "a,b\n" + "1,2\n" * 5_000 + "1\n"
    assert refusal(tmp_path, content).what.startswith("Row 5002 has 1 value,")


def test_that_a_ragged_table_with_spaces_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, "1 2 3\n4 5 6\n" * 20 + "7 8\n").what.startswith("Row 41 has 2 values")


def test_that_an_open_quotation_mark_is_refused(tmp_path: Path) -> None:
    refusal(tmp_path, 'a,b\n1,2\n"3,4\n5,6\n')


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (bytes(range(256)) * 4, "binary"),
        (b"a,b\n1,2\n" * 20_000 + b"\x00\x01", "binary"),
        (gzip.compress(b"a,b\n1,2\n", mtime=0), "compressed"),
        (b"PK\x03\x04 and so on", "Excel"),
        (b"PAR1 and so on", "Parquet"),
        (b"\x89HDF\r\n\x1a\n", "HDF5"),
        (b"%PDF-1.7", "PDF"),
    ],
)
def test_that_a_file_that_is_no_text_is_refused_by_its_kind(tmp_path: Path, content: bytes, words: str) -> None:
    assert words in refusal(tmp_path, content).what


def test_that_a_broken_utf16_file_is_refused(tmp_path: Path) -> None:
    refusal(tmp_path, "a,b\n1,2\n".encode("utf-16") + b"\x00\xd8x")


def test_that_a_table_of_nothing_usable_is_refused(tmp_path: Path) -> None:
    rows = "".join(f"2020-01-{day:02}\n" for day in range(1, 29))
    assert "No column" in refusal(tmp_path, f"when\n{rows}").what


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"separator": "xyz"}, "Separator"),
        ({"header": "yes"}, "First row"),
        ({"types": {"a": "date"}}, "Types"),
        ({"path": 5}, "File"),
    ],
)
def test_that_an_impossible_option_is_refused(tmp_path: Path, options: dict[str, object], words: str) -> None:
    (tmp_path / "table.csv").write_text("a,b\n1,2\n")
    with pytest.raises(ProblemError) as caught:
        load(Source("csv", {"path": str(tmp_path / "table.csv"), **options}))
    assert words in caught.value.problem.what


def test_that_a_file_that_cannot_be_opened_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "table.csv").write_text("a,b\n1,2\n")
    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(ProblemError) as caught:
        load(Source("csv", {"path": str(tmp_path / "table.csv")}))
    assert "Permission denied" in caught.value.problem.what

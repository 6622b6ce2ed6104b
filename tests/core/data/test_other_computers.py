"""A project from elsewhere cannot make this computer log in to another one, nor read a device without end."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from desktop_nn.data import other_computers
from desktop_nn.data.choices import Source
from desktop_nn.data.sources import describe, identity
from desktop_nn.problems import ProblemError

SHARE = "//203.0.113.1/share/table.csv"


@pytest.fixture(autouse=True)
def nothing_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(other_computers, "_for_now", set())
    monkeypatch.setattr("desktop_nn.settings.state_folder", lambda: tmp_path / "state")


@pytest.fixture
def touched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Paths that anybody asks the file system about."""
    asked: list[str] = []
    real = Path.stat

    def stat(path: Path, *, follow_symlinks: bool = True) -> object:
        asked.append(str(path))
        return real(path, follow_symlinks=follow_symlinks)

    monkeypatch.setattr(Path, "stat", stat)
    return asked


@pytest.mark.parametrize("path", [SHARE, "\\\\203.0.113.1\\share\\table.csv", "\\\\?\\UNC\\203.0.113.1\\share\\t.csv"])
def test_that_a_table_on_another_computer_is_not_even_looked_at_unasked(path: str, touched: list[str]) -> None:
    source = Source("csv", {"path": path})
    with pytest.raises(ProblemError, match="another computer"):
        describe(source)
    identity(source)
    assert not any("203.0.113.1" in one for one in touched)


def test_that_a_computer_is_read_from_once_the_user_has_chosen_a_file_there() -> None:
    other_computers.chosen(Path(SHARE))
    assert other_computers.may_read("//203.0.113.1/other/x.csv")
    assert not other_computers.may_read("//203.0.113.2/share/table.csv")


def test_that_the_choice_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    other_computers.chosen(SHARE)
    monkeypatch.setattr(other_computers, "_for_now", set())
    assert other_computers.may_read(SHARE)


def test_that_a_project_opened_from_a_computer_may_have_its_data_there_until_the_program_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other_computers.project_opened(Path("//203.0.113.1/share/model.dnn"))
    assert other_computers.may_read(SHARE)
    monkeypatch.setattr(other_computers, "_for_now", set())
    assert not other_computers.may_read(SHARE)


@pytest.mark.parametrize("path", ["C:\\data\\x.csv", "/home/x.csv", "x.csv", "", "/"])
def test_that_paths_of_this_computer_are_no_other_one_s(path: str) -> None:
    assert other_computers.computer_of(path) == ""


@pytest.mark.skipif(sys.platform != "linux", reason="devices stand elsewhere")
def test_that_a_device_is_no_table() -> None:
    with pytest.raises(ProblemError, match="device"):
        describe(Source("csv", {"path": "/dev/zero"}))

"""Writing a file whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from desktop_nn import atomic
from desktop_nn.problems import ProblemError


def test_that_nothing_but_the_file_is_left_in_the_folder(tmp_path: Path) -> None:
    atomic.write_text(tmp_path / "a.txt", "one")
    atomic.write_text(tmp_path / "a.txt", "two")
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    assert (tmp_path / "a.txt").read_text() == "two"


def test_that_a_full_disk_leaves_the_old_file_and_no_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    atomic.write_text(path, "old")

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ProblemError, match="disk is full"):
        atomic.write_text(path, "new")
    assert [item.name for item in tmp_path.iterdir()] == ["a.txt"]
    assert path.read_text() == "old"


@pytest.mark.skipif(os.name != "posix", reason="symbolic links need rights on Windows")
def test_that_a_symbolic_link_stays_one(tmp_path: Path) -> None:
    real, link = tmp_path / "real.txt", tmp_path / "link.txt"
    real.write_text("old")
    link.symlink_to(real)
    atomic.write_text(link, "new")
    assert link.is_symlink()
    assert real.read_text() == "new"


def test_that_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProblemError, match="no such file or folder") as caught:
        atomic.write_text(tmp_path / "none" / "a.txt", "text")
    assert caught.value.problem.where == str(tmp_path / "none" / "a.txt")


def test_that_a_folder_in_the_way_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProblemError, match="folder, not a file"):
        atomic.write_text(tmp_path, "text")


@pytest.mark.skipif(os.name != "posix", reason="permission bits are POSIX's")
def test_that_a_new_file_has_the_permissions_that_other_programs_would_give_it(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    atomic.write_text(tmp_path / "ours", "text")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "plain").stat().st_mode

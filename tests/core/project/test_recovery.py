"""Recovery copies: kept while work is unsaved, offered after a crash."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_nn.graph.facts import GraphFacts
from desktop_nn.graph.groups import fold, make_group
from desktop_nn.graph.model import Comment
from desktop_nn.problems import ProblemError
from desktop_nn.project import file, recovery
from desktop_nn.project.document import with_graph
from tests.helpers.drawings import dense_chain

ROOT = Path(__file__).parents[3]
CRASHING = """
import os
from pathlib import Path
from desktop_nn.project import recovery
from desktop_nn.project.document import Project
recovery.write_copy(Project(notes="lost"), Path("/somewhere/mine.dnn"))
print(os.getpid(), flush=True)
{end}
"""


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("DESKTOP_NN_STATE", str(tmp_path))
    yield tmp_path
    recovery.discard_own()


def crash() -> int:
    """Another process writes a copy and dies without a word; returns its id."""
    script = CRASHING.format(end="os._exit(3)")
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 3, done.stderr
    return int(done.stdout)


def test_that_a_crash_leaves_a_copy_with_its_origin() -> None:
    process = crash()
    (copy,) = recovery.copies()
    assert copy.process == process
    assert copy.origin == Path("/somewhere/mine.dnn")
    assert file.read(copy.path).project.notes == "lost"


def test_that_copies_of_living_processes_are_not_offered() -> None:
    recovery.write_copy(dense_chain(), None)
    script = CRASHING.format(end="input()")
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        assert recovery.copies() == ()
        other.kill()
    assert len(recovery.copies()) == 1


def test_that_the_newest_copy_comes_first() -> None:
    processes = [crash(), crash()]
    assert [copy.process for copy in recovery.copies()] == processes[::-1]


def test_that_a_process_keeps_one_copy(state: Path) -> None:
    first = recovery.write_copy(dense_chain(), None)
    second = recovery.write_copy(dense_chain(), Path("b.dnn"))
    assert first.path == second.path
    assert second.origin == Path("b.dnn").absolute()
    assert len(list(state.rglob("*.dnn"))) == 1


def test_that_discarding_ones_own_leaves_nothing(state: Path) -> None:
    recovery.write_copy(dense_chain(), None)
    recovery.discard_own()
    assert [path for path in state.rglob("*") if path.is_file()] == []
    recovery.discard_own()


def test_that_a_copy_can_be_written_again_after_discarding() -> None:
    recovery.write_copy(dense_chain(), None)
    recovery.discard_own()
    assert recovery.write_copy(dense_chain(), None).path.exists()


def test_that_a_discarded_copy_is_gone_with_its_note(state: Path) -> None:
    crash()
    (copy,) = recovery.copies()
    recovery.discard(copy)
    recovery.discard(copy)
    assert recovery.copies() == ()
    assert [path for path in state.rglob("*") if path.is_file()] == []


def test_that_a_copy_with_a_broken_note_is_still_offered() -> None:
    crash()
    (copy,) = recovery.copies()
    copy.path.with_suffix(".json").write_text("{broken")
    (found,) = recovery.copies()
    assert found.path == copy.path
    assert found.origin is None


def test_that_without_a_folder_there_are_no_copies(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DESKTOP_NN_STATE", str(tmp_path / "nowhere"))
    assert recovery.copies() == ()


def test_that_a_copy_knows_its_shapes() -> None:
    facts = GraphFacts(parameters=17)
    assert file.read(recovery.write_copy(dense_chain(), None, facts).path).facts.parameters == 17


def test_that_a_folder_that_cannot_be_made_is_a_problem(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("DESKTOP_NN_STATE", str(tmp_path / "file" / "state"))
    with pytest.raises(ProblemError):
        recovery.write_copy(dense_chain(), None)


def test_that_a_copy_names_this_process() -> None:
    assert recovery.write_copy(dense_chain(), None).process == os.getpid()


def test_that_groups_and_comments_are_kept_in_a_copy() -> None:
    project = dense_chain()
    graph, group = make_group(project.graph, list(project.graph.nodes)[1:3], "Block")
    graph = replace(fold(graph, {group}), comments={"c1": Comment("c1", "Mind this.", 10, 20)})
    kept = file.read(recovery.write_copy(with_graph(project, graph), None).path).project.graph
    assert kept.groups[group].folded
    assert kept.comments["c1"].text == "Mind this."

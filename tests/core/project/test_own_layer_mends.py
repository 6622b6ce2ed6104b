"""Ways out where the code of a layer of the user's own is what is wrong: each leads to where the user decides."""

from __future__ import annotations

import pytest

from desktop_nn.catalogue.code_files import of_text
from desktop_nn.graph.facts import GraphFacts, NodeFacts
from desktop_nn.problems import Problem
from desktop_nn.project.document import Project, with_graph
from desktop_nn.project.mends.finding import mends
from desktop_nn.project.mends.mend import Mend
from desktop_nn.project.validate import problems
from desktop_nn.training import consent
from tests.core.engine.drawings import chain

MINE = of_text("mine.py", "class Mine(Layer):\n    def call(self, x): return x")


def found(project: Project, problem: Problem) -> tuple[Mend, ...]:
    facts = GraphFacts({problem.node: NodeFacts(problem=problem)} if problem.node else {})
    return mends(project, facts, None, problem)


def drawn(*code: object, kind: str = "Mine") -> tuple[Project, str]:
    project = with_graph(Project(code=code), chain((kind, {}), shape=(3,)))  # type: ignore[arg-type]
    return project, list(project.graph.nodes)[1]


def test_that_code_nobody_agreed_to_is_looked_at() -> None:
    project, node = drawn(MINE)
    what = consent.layer_problem(MINE, "Mine").what
    (mend,) = found(project, Problem(what, node=node))
    assert (mend.label, mend.code, mend.line) == ("Look at the code…", "mine.py", 0)
    assert mend.applied(project) == project


def test_that_a_mistake_leads_to_its_line() -> None:
    project, node = drawn(MINE)
    (mend,) = found(project, Problem("Mine failed in call, line 2: no.", node=node, at=("mine.py", 2)))
    assert (mend.label, mend.code, mend.line) == ("Show line 2 of mine.py", "mine.py", 2)


def test_that_a_class_that_is_not_there_can_be_written() -> None:
    project, node = drawn()
    (mend,) = found(project, Problem("There is no layer called “Mine” in Keras 3.", node=node))
    assert (mend.label, mend.new_class) == ("Write Mine in Python…", "Mine")


@pytest.mark.parametrize("kind", ["X: pass\nimport os", "a b", ""])
def test_that_a_name_that_is_none_in_python_is_not_written(kind: str) -> None:
    project, node = drawn(kind=kind)
    ways = found(project, Problem(f"There is no layer called “{kind}” in Keras 3.", node=node))
    assert [mend.new_class for mend in ways if mend.new_class] == []


def test_that_a_file_that_python_cannot_read_is_told_and_leads_there() -> None:
    project, _ = drawn(of_text("mine.py", "x = 1\nclass Mine(:"))
    (problem,) = (item for item in problems(project, GraphFacts(), None) if item.at)
    assert problem.what == "Line 2 is no Python: invalid syntax."
    assert problem.severity == "warning"
    assert [mend.line for mend in found(project, problem)] == [2]


def test_that_two_files_with_one_class_are_told() -> None:
    project, _ = drawn(MINE, of_text("other.py", MINE.text))
    told = [item.what for item in problems(project, GraphFacts(), None) if item.at]
    assert told == ["mine.py and other.py both have a class Mine; that of mine.py counts."]

"""What is wrong with a whole project."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_nn.data.choices import Bindings, Part, Split
from desktop_nn.data.columns import Column, Description
from desktop_nn.graph import edits
from desktop_nn.graph.facts import GraphFacts, NodeFacts
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.project import validate
from desktop_nn.project.document import Project
from desktop_nn.training.choices import Configured, OutputChoices
from tests.helpers.drawings import dense_chain

NUMBERS = tuple(Column(name, "number") for name in ("bmi", "bp", "progression"))
DIABETES = Description("diabetes", "Diabetes", NUMBERS, 442, ("progression",))
FACTS = GraphFacts({"n1": NodeFacts(((None, 2),)), "n2": NodeFacts(((None, 4),)), "n3": NodeFacts(((None, 1),))})


def found(project: Project, facts: GraphFacts = FACTS, description: Description | None = DIABETES) -> list[Problem]:
    return list(validate.problems(project, facts, description))


def test_that_a_sound_project_has_no_problem() -> None:
    assert found(dense_chain()) == []


def test_that_an_unknown_data_set_is_waited_for() -> None:
    assert found(dense_chain(), description=None) == []


def test_that_an_empty_project_only_hears_about_its_drawing() -> None:
    empty = Problem("The drawing is empty.")
    assert found(Project(), GraphFacts(problems=(empty,)), None) == [empty]


def test_that_problems_come_from_drawing_data_and_training_in_this_order() -> None:
    project = dense_chain()
    bad = Problem("The shapes do not fit.", node="n2")
    facts = replace(FACTS, nodes={**FACTS.nodes, "n2": NodeFacts(problem=bad)})
    data = replace(project.data, bindings=Bindings({"n1": ("bmi", "gone")}, {"n3": "progression"}))
    training = replace(project.training, outputs={"n3": OutputChoices(Configured("CategoricalCrossentropy"))}, epochs=0)
    problems = found(replace(project, data=data, training=training), facts)
    assert problems[0] == bad
    assert "gone" in problems[1].what
    assert problems[2].node == "n3"
    assert "epochs" in problems[3].what


def test_that_errors_come_before_warnings() -> None:
    project = dense_chain()
    warned = Problem("Slow.", severity="warning", node="n2")
    facts = replace(FACTS, nodes={**FACTS.nodes, "n2": NodeFacts(((None, 4),), problem=warned)})
    problems = found(replace(project, training=replace(project.training, epochs=0)), facts)
    assert [problem.severity for problem in problems] == ["error", "warning"]


def test_that_facts_of_deleted_nodes_say_nothing() -> None:
    gone = replace(FACTS, nodes={**FACTS.nodes, "n9": NodeFacts(problem=Problem("Old.", node="n9"))})
    assert found(dense_chain(), gone) == []


def test_that_three_units_and_binary_crossentropy_do_not_fit() -> None:
    project = dense_chain(units=3)
    outputs = {"n3": OutputChoices(Configured("BinaryCrossentropy"))}
    target = Column("progression", "category", categories=("a", "b", "c"))
    description = replace(DIABETES, columns=(*NUMBERS[:2], target))
    facts = replace(FACTS, nodes={**FACTS.nodes, "n3": NodeFacts(((None, 3),))})
    wrong = replace(project, training=replace(project.training, outputs=outputs))
    (problem, *_) = found(wrong, facts, description)
    assert problem.node == "n3"
    assert problem.fix


def test_that_an_impossible_split_is_told_once() -> None:
    project = dense_chain()
    data = replace(project.data, split=Split(Part(900), Part(0.2)))
    problems = found(replace(project, data=data))
    assert len(problems) == 1
    assert problems[0].where == "Split"


def test_that_a_new_node_without_loss_and_target_is_told() -> None:
    project = dense_chain()
    graph, node = edits.place(project.graph, "Dense", 0, 0)
    problems = found(replace(project, graph=graph))
    assert {problem.node for problem in problems} == {node}
    assert len(problems) == 2


def test_that_work_goes_on_with_warnings_and_stops_with_errors() -> None:
    project = dense_chain()
    validate.refuse_wrong(project, FACTS, DIABETES)
    with pytest.raises(ProblemError, match="epochs"):
        validate.refuse_wrong(replace(project, training=replace(project.training, epochs=0)), FACTS, DIABETES)

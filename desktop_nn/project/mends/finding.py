"""Which mends there are for a problem, the most obvious first. What a mend does is told in the modules by topic."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain

from desktop_nn.data.choices import Bindings
from desktop_nn.data.columns import Description
from desktop_nn.graph.facts import GraphFacts
from desktop_nn.graph.topology import output_nodes
from desktop_nn.problems import Problem
from desktop_nn.project.document import Project
from desktop_nn.project.mends import inputs, links, merges, nested, outputs, shapes
from desktop_nn.project.mends.mend import Case, Mend
from desktop_nn.project.mends.own_layers import own_layer_mends
from desktop_nn.project.mends.surgery import appended
from desktop_nn.training import consent

_Finder = Callable[[Case], Iterator[Mend]]
MOST = 3
"""More ways out than this are no help."""

_OF_DRAWING: tuple[_Finder, ...] = (
    links.name_mends,
    links.second_input_mends,
    links.loop_mends,
    links.surplus_mends,
    inputs.missing_input_mends,
    links.missing_mends,
    links.leading_nowhere_mends,
    inputs.missing_output_mends,
)
"""For what is wrong before any shape is known."""

_OF_SHAPES: tuple[_Finder, ...] = (
    nested.inner_input_mends,
    shapes.axis_mends,
    merges.merge_mends,
    shapes.window_mends,
    shapes.target_shape_mends,
    shapes.own_weights_mends,
)
"""For what Keras refuses although everything is wired."""


def mends(project: Project, facts: GraphFacts, description: Description | None, problem: Problem) -> tuple[Mend, ...]:
    """Obvious ways out of a problem of the project, at most a few; none where the user has to decide."""
    if problem.node is not None and problem.node not in project.graph.nodes:
        return ()
    case = Case(project, facts, description, problem)
    found: dict[str, Mend] = {}
    for mend in chain.from_iterable(finder(case) for finder in _finders(case)):
        found.setdefault(mend.label, mend)
    return tuple(found.values())[:MOST]


def _finders(case: Case) -> tuple[_Finder, ...]:
    if not case.node:
        return (_code_mends, inputs.missing_input_mends, inputs.missing_output_mends, _apart_mends, inputs.data_mends)
    if next(own_layer_mends(case), None) is not None:
        return (own_layer_mends,)
    known = case.facts.nodes.get(case.node)
    if known is None or known.problem != case.problem:
        return (outputs.output_mends, inputs.input_mends)
    first = next((finder for finder in _OF_DRAWING if next(finder(case), None) is not None), None)
    return (first,) if first is not None else _OF_SHAPES


def _code_mends(case: Case) -> Iterator[Mend]:
    """Code that nobody has agreed to here is looked at; the consent itself is the user's."""
    at = case.problem.at
    if at is not None and any(code.name == at[0] for code in case.project.code):
        yield Mend(f"Show line {at[1]} of {at[0]}", code=at[0], line=at[1])
    for code in consent.unagreed(case.project.training):
        if case.problem == consent.problem(code):
            yield Mend("Look at the code", code=code.name)


def _apart_mends(case: Case) -> Iterator[Mend]:
    """Outputs that are calls of one shared layer: an Identity behind each, so that each has a name of its own."""
    ends = [id for id in output_nodes(case.graph) if case.graph.name_of(id) == case.problem.where]
    if len(ends) < 2:
        return

    def change(project: Project) -> Project:
        for node in ends:
            graph, new = appended(project.graph, node, "Identity", name=f"{case.problem.where}_output")
            project = _handed_on(replace(project, graph=graph), node, new)
        return project

    yield Mend(f"Put Identity behind each call of {case.problem.where}", whole=change)


def _handed_on(project: Project, old: str, new: str) -> Project:
    """Target and loss of an output belong to the node behind it now."""
    targets = {new if id == old else id: name for id, name in project.data.bindings.targets.items()}
    judged = {new if id == old else id: choices for id, choices in project.training.outputs.items()}
    bindings = Bindings(project.data.bindings.inputs, targets)
    return replace(
        project,
        data=replace(project.data, bindings=bindings),
        training=replace(project.training, outputs=judged),
    )

"""Brings what was found of the effective drawing back to the drawn one: node by node, and group by group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from desktop_nn.graph.effective import Effective
from desktop_nn.graph.facts import Counts, GraphFacts, NodeFacts
from desktop_nn.graph.membership import members_of_all
from desktop_nn.graph.model import Graph
from desktop_nn.problems import Problem


def on_drawing(graph: Graph, found: Effective, facts: GraphFacts) -> GraphFacts:
    """Facts of `graph`, from those of `found.graph`, the drawing that is built in its place."""
    groups = _groups(found.graph, facts)
    if found.graph is graph and not found.problems:
        return replace(facts, groups=groups) if groups else facts
    nodes = {id: _of_node(graph, found, facts, id) for id in graph.nodes}
    problems = list(facts.problems)
    for problem in found.problems:
        if problem.node in nodes and nodes[problem.node].problem in (None, problem):
            nodes[problem.node] = replace(nodes[problem.node], problem=problem)
        else:
            problems.append(problem)
    unrolled = {} if found.graph is graph else facts.nodes
    return replace(facts, nodes=nodes, problems=tuple(problems), groups=groups, unrolled=unrolled)


def naming_calls(graph: Graph, id: str, facts: NodeFacts) -> NodeFacts:
    """The facts of a node; its problem also says where else its layer is called, if that is so."""
    problem = facts.problem
    calls = graph.calls_of(graph.nodes[id].layer) if problem is not None else ()
    if problem is None or len(calls) < 2:
        return facts
    here, *others = (id, *(call for call in calls if call != id))
    places = " and ".join(f"on {_fed_by(graph, call)}" for call in others)
    what = f"{problem.what} {graph.name_of(id)} is shared: it is called on {_fed_by(graph, here)} here, and {places}."
    return replace(facts, problem=replace(problem, what=what))


def _fed_by(graph: Graph, id: str) -> str:
    """What a call is told apart by: the names of what feeds it."""
    names = dict.fromkeys(graph.name_of(link.source) for link in graph.links_into(id))
    return ", ".join(names) or "nothing"


def _of_node(graph: Graph, found: Effective, facts: GraphFacts, id: str) -> NodeFacts:
    if id in found.passed:
        source, port = found.passed[id]
        before = facts.nodes.get(source, NodeFacts())
        return NodeFacts(before.output_shapes[port : port + 1], before.dtype)
    last = facts.nodes.get(id, NodeFacts())
    copies = found.copies.get(id)
    if copies is None:
        return last
    first = facts.nodes.get(copies[0], NodeFacts())
    problem = _of_copies(graph, facts.nodes, copies, id)
    return replace(last, parameters=first.parameters, trainable=first.trainable, problem=problem)


def _of_copies(graph: Graph, nodes: Mapping[str, NodeFacts], copies: Iterable[str], id: str) -> Problem | None:
    """The first problem of a repeated node, telling in which repetition it is."""
    for number, copy in enumerate(copies, 1):
        problem = nodes.get(copy, NodeFacts()).problem
        if problem is not None:
            what = problem.what if number == 1 else f"In repetition {number}: {problem.what}"
            return replace(problem, what=what, where=graph.name_of(id), node=id)
    return None


def _groups(graph: Graph, facts: GraphFacts) -> dict[str, Counts]:
    if not graph.groups:
        return {}
    totals: dict[str, Counts] = {}
    for group, inside in members_of_all(graph).items():
        layers = {graph.nodes[id].layer: facts.nodes.get(id, NodeFacts()) for id in inside}
        parameters = sum(known.parameters for known in layers.values())
        totals[group] = Counts(parameters, sum(known.trainable for known in layers.values()))
    return totals

"""Whether a link that is not drawn yet would fit, by shape, rank and dtype: Keras is asked about its target alone.

Which links may be drawn at all (loops, taken ports) is `graph/edits.py`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from desktop_nn.catalogue import load
from desktop_nn.engine.plain_words import Words
from desktop_nn.engine.shapes import Call, Outcome, ShapeInference
from desktop_nn.engine.wiring import node_problems
from desktop_nn.graph import wiring
from desktop_nn.graph.effective import effective
from desktop_nn.graph.model import Graph, Layer, Link
from desktop_nn.graph.topology import input_nodes
from desktop_nn.problems import Problem, ProblemError


def _never() -> bool:
    return False


class Fitting:
    """Answers for one drawing after the other; uses what the inference remembers. For the inference's thread only."""

    def __init__(self, inference: ShapeInference) -> None:
        self._inference = inference
        self._known: tuple[Graph, Mapping[str, Outcome]] | None = None

    def doubts(
        self, graph: Graph, old: Link | None, links: Collection[Link], cancelled: Callable[[], bool] = _never
    ) -> dict[Link, Problem | None]:
        """Why each of the links would not fit, None if it would; without an answer for what cannot be known.

        `old` is a link that is being re-plugged. A node that lacks other links still is no reason for a doubt, nor
        is a problem that it has already. `cancelled` is asked before every link.
        """
        found: dict[Link, Problem | None] = {}
        for link in links:
            if cancelled():
                break
            try:
                after = _drawn(graph, old, link)
            except ProblemError:
                continue
            if effective(graph).graph is graph:
                self._one(graph, after, link, found, cancelled)
            else:
                self._whole(graph, after, link, found, cancelled)
        return found

    def _one(
        self,
        graph: Graph,
        after: Graph,
        link: Link,
        found: dict[Link, Problem | None],
        cancelled: Callable[[], bool],
    ) -> None:
        """Ask about the target's call only: what comes out of all others is known."""
        outcomes = self._outcomes(graph, cancelled)
        call = _call(after.links_into(link.target), outcomes)
        if call is None or link.target in node_problems(_around(after, link.target)):
            return
        layer = after.layer_of(link.target)
        others = _other_calls(after, link.target, outcomes)
        outcome = self._inference.outcome(layer, (*others, call))
        refused = outcome.refused or _text_in_sums(layer, call, outcome)
        if refused is None:
            found[link] = None
            return
        before = _call(graph.links_into(link.target), outcomes)
        if before and self._inference.outcome(layer, (*others, before)).refused == refused:
            return
        found[link] = Problem(refused[0], where=layer.name, fix=refused[1], node=link.target)

    def _whole(
        self,
        graph: Graph,
        after: Graph,
        link: Link,
        found: dict[Link, Problem | None],
        cancelled: Callable[[], bool],
    ) -> None:
        """With repeated groups and bypassed nodes a link may stand for many: infer the whole drawing."""
        before = self._inference.infer(graph, cancelled).nodes[link.target].problem
        facts = self._inference.infer(after, cancelled).nodes[link.target]
        if cancelled() or link.target in node_problems(_around(after, link.target)):
            return
        if facts.problem is not None and (before is None or before.what != facts.problem.what):
            found[link] = facts.problem
        elif facts.output_shapes:
            found[link] = None

    def _outcomes(self, graph: Graph, cancelled: Callable[[], bool]) -> Mapping[str, Outcome]:
        if self._known is None or self._known[0] is not graph:
            outcomes = dict(self._inference.outcomes(graph, cancelled))
            if cancelled():
                return outcomes
            for id in input_nodes(graph):
                if id not in outcomes:  # an Input that leads nowhere yet is a problem, but what it brings is known
                    outcomes[id] = self._inference.outcome(graph.layer_of(id), ((),))
            self._known = (graph, outcomes)
        return self._known[1]


def _drawn(graph: Graph, old: Link | None, link: Link) -> Graph:
    return wiring.join(graph, link, load()) if old is None else wiring.replug(graph, old, link, load())


def _call(links: Sequence[Link], outcomes: Mapping[str, Outcome]) -> Call | None:
    """What the links bring, or None while one of them brings nothing known."""
    call = []
    for link in links:
        outcome = outcomes.get(link.source)
        if outcome is None or link.source_port >= len(outcome.outputs):
            return None
        call.append((link.target_port, outcome.outputs[link.source_port]))
    return tuple(call)


def _text_in_sums(layer: Layer, call: Call, outcome: Outcome) -> Words | None:
    """Keras notices only in training that weights cannot be multiplied with text."""
    if outcome.parameters == 0 or all(spec.dtype != "string" for _, spec in call):
        return None
    return f"{layer.kind} computes with numbers, but this link brings text.", "Put a TextVectorization between them."


def _other_calls(graph: Graph, node_id: str, outcomes: Mapping[str, Outcome]) -> tuple[Call, ...]:
    """What else a shared layer is called on, as far as Keras takes it: it has shaped the weights."""
    others = [id for id in graph.calls_of(graph.nodes[node_id].layer) if id != node_id]
    good = [id for id in others if id in outcomes and outcomes[id].refused is None]
    calls = (_call(graph.links_into(id), outcomes) for id in good)
    return tuple(call for call in calls if call)


def _around(graph: Graph, node_id: str) -> Graph:
    """Only a node and what feeds it: enough to see whether it lacks a link."""
    links = graph.links_into(node_id)
    nodes = {id: graph.nodes[id] for id in (node_id, *(link.source for link in links))}
    layers = {node.layer: graph.layers[node.layer] for node in nodes.values()}
    return replace(graph, nodes=nodes, layers=layers, links=links, groups={}, comments={})

"""The drawing as the engine sees it: bypassed nodes left out, repeated groups written out, also in nested models.

Everything that builds, infers, trains, saves or writes code takes `effective(graph).graph`; what it learns goes
back to the drawn nodes by `drawn` and `copies`. Leaving out is `passing_by.py`'s, repeating `unrolling.py`'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from desktop_nn.graph.model import Graph
from desktop_nn.graph.passing_by import without_bypassed
from desktop_nn.graph.unrolling import MOST_NODES, Unrolled, Unrolling, repeated_groups, unrolled_count
from desktop_nn.problems import Problem

_REMEMBERED = 16
_NESTED = 64
"""Models in models in models… are followed so deep; a drawing that goes deeper is left as it is."""


@dataclass(frozen=True, slots=True)
class Effective:
    """What the engine builds in place of a drawing.

    `drawn` leads from each node id of `graph` that is a copy to the drawn node's id; all others are their own.
    `copies` gives, for a drawn node that is repeated, the ids of all its copies in the order in which data pass
    them; the last is the drawn id itself. `passed` leads from each bypassed node to the tensor that passes by.
    `problems` are about groups and bypassed nodes that cannot be what they should. `groups` tells how each repeated
    group was written out. `models` holds the same of nested models that were changed, by layer id.
    """

    graph: Graph
    drawn: Mapping[str, str] = field(default_factory=dict)
    copies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    passed: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    groups: tuple[Unrolled, ...] = ()
    models: Mapping[str, Effective] = field(default_factory=dict)

    def drawn_id(self, id: str) -> str:
        """The drawn node that a node of `graph` stands for."""
        return self.drawn.get(id, id)

    def repetition(self, id: str) -> int:
        """Which copy of its drawn node a node of `graph` is, from 1; 0 for a node that is not repeated."""
        copies = self.copies.get(self.drawn_id(id))
        return copies.index(id) + 1 if copies else 0


def effective(graph: Graph) -> Effective:
    """See `Effective`. A drawing without bypassed nodes and repeated groups is its own effective drawing.

    Remembers the last drawings (they are frozen), so it costs nothing to ask again.
    """
    global _remembered
    for known, found in _remembered:
        if known is graph:
            return found
    found = _effective(graph, _NESTED)
    # A new row each time instead of a changed one: several threads ask.
    own = () if found.graph is graph else ((found.graph, Effective(found.graph)),)
    _remembered = ((graph, found), *own, *_remembered)[:_REMEMBERED]
    return found


def built(graph: Graph) -> Graph:
    """The drawing from which the Keras model of `graph` is built."""
    return effective(graph).graph


def told_outside(problem: Problem, model: str, node: str | None) -> Problem:
    """A problem inside a nested model as it is told of the node that calls the model."""
    return replace(problem, what=f"Inside {model}: {problem.what}", where=f"{model} › {problem.where}", node=node)


_remembered: tuple[tuple[Graph, Effective], ...] = ()


def _effective(graph: Graph, depth: int) -> Effective:
    within, models = _with_models(graph, depth)
    shorter, passed, stuck = without_bypassed(within)
    problems = (*stuck.values(), *_of_models(graph, models))
    repeated = repeated_groups(shorter)
    if not repeated:
        return Effective(shorter, passed=passed, problems=problems, models=models)
    count = unrolled_count(shorter)
    if count > MOST_NODES:
        large = _too_many(shorter, count)
        return Effective(shorter, passed=passed, problems=(*problems, large), models=models)
    unrolling = Unrolling(shorter)
    unrolled = unrolling.all()
    copies: dict[str, list[str]] = {}
    for id in unrolled.nodes:
        if id in unrolling.origins:
            copies.setdefault(unrolling.origins[id], []).append(id)
    return Effective(
        unrolled,
        unrolling.origins,
        {id: (*others, id) for id, others in copies.items()},
        passed,
        (*problems, *unrolling.problems),
        tuple(unrolling.done),
        models,
    )


def _with_models(graph: Graph, depth: int) -> tuple[Graph, dict[str, Effective]]:
    """The drawing with its nested models as the engine sees them, and these by layer id."""
    models: dict[str, Effective] = {}
    for layer in graph.layers.values():
        if layer.model is not None and depth > 0:
            found = _effective(layer.model, depth - 1)
            if found.graph is not layer.model or found.problems:
                models[layer.id] = found
    if not models:
        return graph, models
    changed = {id: replace(graph.layers[id], model=found.graph) for id, found in models.items()}
    return replace(graph, layers={**graph.layers, **changed}), models


def _of_models(graph: Graph, models: Mapping[str, Effective]) -> Iterator[Problem]:
    """Problems inside nested models, told at the first call of each."""
    for id, found in models.items():
        calls = graph.calls_of(id)
        for problem in found.problems:
            yield told_outside(problem, graph.layers[id].name, calls[0] if calls else None)


def _too_many(graph: Graph, count: int) -> Problem:
    group = max(repeated_groups(graph), key=lambda group: group.count)
    node = next((id for id, node in graph.nodes.items() if node.group == group.id), None)
    what = f"With its groups repeated the model has {count:,} layers; {MOST_NODES:,} are the most."
    return Problem(what, group.title or "Group", "Repeat the group less often.", node=node)

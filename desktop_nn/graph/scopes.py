"""Where in a model made of models one is: a scope is the layer ids that lead from the whole drawing into a nested one.

Reading and changing the drawing at a scope, and what is left of a scope whose way is gone. What becomes of the links
outside when a nested model's ports change is `healing.py`'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

from desktop_nn.graph import edits
from desktop_nn.graph.facts import GraphFacts
from desktop_nn.graph.healing import healed
from desktop_nn.graph.model import Graph
from desktop_nn.graph.nesting import DEEPEST, depth_of
from desktop_nn.graph.topology import topological_order
from desktop_nn.problems import Problem, ProblemError, errors

Scope: TypeAlias = tuple[str, ...]
"""Layer ids from the outermost drawing inwards; empty is the whole model."""


def existing(graph: Graph, scope: Scope) -> Scope:
    """As much of the scope as still leads into nested models: the nearest outer one that is there."""
    for depth, layer_id in enumerate(scope):
        layer = graph.layers.get(layer_id)
        if layer is None or layer.model is None:
            return scope[:depth]
        graph = layer.model
    return scope


def graph_at(graph: Graph, scope: Scope) -> Graph:
    """The drawing at the scope. Raises KeyError where it does not lead into a nested model."""
    for layer_id in scope:
        model = graph.layers[layer_id].model
        if model is None:
            raise KeyError(layer_id)
        graph = model
    return graph


def facts_at(facts: GraphFacts, scope: Scope) -> GraphFacts:
    """What Keras says of the drawing at the scope; nothing while it has not seen it."""
    for layer_id in scope:
        facts = facts.inner.get(layer_id) or GraphFacts()
    return facts


def with_graph_at(graph: Graph, scope: Scope, inner: Graph) -> Graph:
    """The whole drawing with another one at the scope; links outside follow the ports that it has now.

    A nested drawing is called as its layer is: another name of the one is the other's as well. Raises ProblemError if
    that name is taken, and if too many models would lie one in the other.
    """
    if not scope:
        return inner
    if len(scope) + depth_of(inner) > DEEPEST:
        what = f"More than {DEEPEST} models would lie one in the other."
        raise ProblemError(Problem(what, inner.name, "Unpack one of them first."))
    layer = graph.layers[scope[0]]
    before = graph_at(graph, scope[:1])
    after = with_graph_at(before, scope[1:], inner)
    if after is before:
        return graph
    if after.name != before.name:
        graph = edits.rename(graph, layer.id, after.name)
    changed = replace(graph.layers[layer.id], model=after)
    return healed(replace(graph, layers={**graph.layers, layer.id: changed}), layer.id, before)


def titles(graph: Graph, scope: Scope) -> tuple[str, ...]:
    """The layers' names along the scope."""
    names: list[str] = []
    for layer_id in scope:
        layer = graph.layers[layer_id]
        names.append(layer.name)
        graph = layer.model or Graph()
    return tuple(names)


def changed_scope(before: Graph, after: Graph) -> Scope:
    """The innermost drawing that holds all that differs between two states of the whole one."""
    for id, layer in after.layers.items():
        old = before.layers.get(id)
        if old is None or old is layer or old.model is None or layer.model is None or old.model == layer.model:
            continue
        same = replace(before, layers={**before.layers, id: layer})
        return (id, *changed_scope(old.model, layer.model)) if same == after else ()
    return ()


def inner_scopes(graph: Graph, scope: Scope = ()) -> Iterator[tuple[Scope, Graph]]:
    """All nested drawings, each before those inside it, with the scopes that lead there."""
    for layer in graph.layers.values():
        if layer.model is not None:
            within = (*scope, layer.id)
            yield within, layer.model
            yield from inner_scopes(layer.model, within)


def layer_key(scope: Scope, layer_id: str) -> str:
    """A layer's mark among all layers of the whole model; its id alone is unique within one drawing only."""
    return "/".join((*scope, layer_id))


def layer_titles(graph: Graph, within: str = "", scope: Scope = ()) -> dict[str, str]:
    """Every layer's name by its `layer_key` as data flows; those of a nested model follow it, with the way to them."""
    found: dict[str, str] = {}
    for id in dict.fromkeys(graph.nodes[node].layer for node in topological_order(graph)):
        layer = graph.layers[id]
        title = f"{within} / {layer.name}" if within else layer.name
        found[layer_key(scope, id)] = title
        if layer.model is not None:
            found |= layer_titles(layer.model, title, (*scope, id))
    return found


def scope_of_place(graph: Graph, place: Sequence[str]) -> Scope:
    """The layer ids of the nested models that a place's node ids lead through, without the last node's own."""
    scope: list[str] = []
    for node_id in place[:-1]:
        layer = graph.layer_of(node_id)
        assert layer.model is not None
        scope.append(layer.id)
        graph = layer.model
    return tuple(scope)


def origin(graph: Graph, facts: GraphFacts, node_id: str) -> tuple[Scope, str]:
    """Where a problem told of a node comes from: a scope below this drawing, and the node in it ("" for none)."""
    layer = graph.layer_of(node_id)
    inner = facts.inner.get(layer.id)
    if layer.model is None or inner is None:
        return (), node_id
    found = next(iter(errors(problems_of(inner))), None)
    if found is None:
        return (), node_id
    if found.node is None or found.node not in layer.model.nodes:
        return (layer.id,), ""
    scope, node = origin(layer.model, inner, found.node)
    return (layer.id, *scope), node


def problems_of(facts: GraphFacts) -> tuple[Problem, ...]:
    """All that Keras finds wrong in a drawing: of its nodes, then of the whole."""
    own = (node.problem for node in facts.nodes.values() if node.problem is not None)
    return tuple(dict.fromkeys((*own, *facts.problems)))

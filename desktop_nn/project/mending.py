"""Makes sense of a drawing that was read from a file and is not sound: a file edited by hand, or by a merge.

What cannot stand is left out or renamed, and every such change is one sentence for the user. Whether Keras
likes the drawing is the engine's word.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from math import isfinite

from desktop_nn.graph.edits import FreeNames, cleaned_name, close_ports, valid_name
from desktop_nn.graph.groups import MOST_REPEATS
from desktop_nn.graph.membership import ancestors, without_empty_groups
from desktop_nn.graph.model import INPUT_KIND, MODEL_KIND, Graph, Link
from desktop_nn.graph.topology import closing_links
from desktop_nn.project.document import Project, with_graph

DEEPEST_GROUP = 50
"""Groups in groups in groups…; nobody sees through more, and each one more makes everything slower."""
FARTHEST = 1e6
"""No drawing reaches further (scene units); a position beyond is a slip and would break zooming to fit."""


def mend(project: Project) -> tuple[Project, tuple[str, ...]]:
    """The project with a sound drawing, and what was changed in it: one sentence each."""
    changes: list[str] = []
    graph = _sound(project.graph, changes)
    return project if graph is project.graph else replace(project, graph=graph), tuple(changes)


def _sound(graph: Graph, changes: list[str]) -> Graph:
    graph = _without_orphans(graph, changes)
    graph = _with_sound_links(graph, changes)
    graph = _with_sound_names(graph, changes)
    graph = _with_sound_groups(graph, changes)
    graph = _within_reach(graph, changes)
    return _with_sound_models(graph, changes)


def _with_sound_models(graph: Graph, changes: list[str]) -> Graph:
    """Nested models mended as well; what was changed in them is told with their names."""
    layers = dict(graph.layers)
    for id, layer in graph.layers.items():
        if layer.kind == MODEL_KIND and layer.model is None:
            changes.append(f"The nested model {layer.name} had no drawing; it has an empty one now.")
            layers[id] = replace(layer, model=Graph(layer.name))
        elif layer.kind != MODEL_KIND and layer.model is not None:
            changes.append(f"The layer {layer.name} held a drawing, but is no nested model; it was left out.")
            layers[id] = replace(layer, model=None)
        elif layer.model is not None:
            inside: list[str] = []
            model = _sound(layer.model, inside)
            changes += [f"Inside {layer.name}: {change}" for change in inside]
            layers[id] = layer if model is layer.model else replace(layer, model=model)
    same = all(layers[id] is layer for id, layer in graph.layers.items())
    return graph if same else replace(graph, layers=layers)


def without_lost_entries(project: Project) -> tuple[Project, tuple[str, ...]]:
    """Bindings and losses of nodes that do not exist would haunt the next node that gets that id."""
    kept = with_graph(project, project.graph)
    if (project.data.bindings, project.training.outputs) == (kept.data.bindings, kept.training.outputs):
        return project, ()
    return kept, ("Bindings or losses of nodes that are not in the drawing were left out.",)


def _without_orphans(graph: Graph, changes: list[str]) -> Graph:
    nodes = {id: node for id, node in graph.nodes.items() if node.layer in graph.layers}
    changes += [
        f"Node {id} called a layer ({node.layer}) that is not in the file; it was left out."
        for id, node in graph.nodes.items()
        if id not in nodes
    ]
    called = {node.layer for node in nodes.values()}
    layers = {id: layer for id, layer in graph.layers.items() if id in called}
    changes += [
        f"No node calls the layer {graph.layers[id].name}; it was left out." for id in graph.layers.keys() - called
    ]
    same = len(nodes) == len(graph.nodes) and len(layers) == len(graph.layers)
    return graph if same else replace(graph, nodes=nodes, layers=layers)


def _with_sound_links(graph: Graph, changes: list[str]) -> Graph:
    sound, taken = [], set[tuple[str, int]]()
    for link in graph.links:
        reason = _unsound(graph, link, taken)
        if reason:
            changes.append(_left_out(graph, link, reason))
        else:
            sound.append(link)
            taken.add((link.target, link.target_port))
    straight = replace(graph, links=tuple(sound))
    loops = set(closing_links(straight))
    changes += [_left_out(graph, link, "closes a loop") for link in sound if link in loops]
    kept = tuple(link for link in sound if link not in loops)
    closed = close_ports(replace(graph, links=kept))
    if closed.links != kept and len(kept) == len(graph.links):
        changes.append("The inputs of a merging layer had gaps; they were closed.")
    return graph if closed.links == graph.links else closed


def _unsound(graph: Graph, link: Link, taken: set[tuple[str, int]]) -> str:
    if link.source not in graph.nodes or link.target not in graph.nodes:
        return "leads to or from a node that is not there"
    if graph.layer_of(link.target).kind == INPUT_KIND:
        return "leads into an input of the model"
    if link.source_port < 0 or link.target_port < 0:
        return "has a negative port"
    if (link.target, link.target_port) in taken:
        return "ends in a port that has a link already"
    return ""


def _left_out(graph: Graph, link: Link, reason: str) -> str:
    return f"A link from {_called(graph, link.source)} to {_called(graph, link.target)} {reason}; it was left out."


def _called(graph: Graph, node_id: str) -> str:
    return graph.name_of(node_id) if node_id in graph.nodes else node_id


def _with_sound_names(graph: Graph, changes: list[str]) -> Graph:
    names = FreeNames(layer.name for layer in graph.layers.values())
    seen: set[str] = set()
    layers = dict(graph.layers)
    for id, layer in graph.layers.items():
        name = layer.name
        if name in seen or not valid_name(name):
            new = names.take(cleaned_name(name, "layer"))
            why = "is another layer's too" if name in seen else "is not one that Keras takes"
            changes.append(f"The name “{name}” {why}; the layer is called {new} now.")
            layers[id] = replace(layer, name=new)
            name = new
        seen.add(name)
    if any(layers[id] is not layer for id, layer in graph.layers.items()):
        graph = replace(graph, layers=layers)
    if not valid_name(graph.name):
        new = cleaned_name(graph.name, "model")
        changes.append(f"The model's name “{graph.name}” is not one that Keras takes; it is called {new} now.")
        graph = replace(graph, name=new)
    return graph


def _with_sound_groups(graph: Graph, changes: list[str]) -> Graph:
    groups = dict(graph.groups)
    seen = replace(graph, groups=groups)  # looks at what was mended so far
    for id, group in graph.groups.items():
        row = list(itertools.islice(ancestors(seen, id), DEEPEST_GROUP + 1))
        last = row[-1].parent
        if last:  # the row ends at a group that is not there, goes round in a circle, or goes on for ever
            changes.append(f"The group “{group.title}” lay in one that cannot hold it; it stands alone now.")
            groups[id] = replace(groups[id], parent="")
        if not 1 <= group.count <= MOST_REPEATS:
            changes.append(f"The group “{group.title}” was repeated {group.count} times; it is not repeated now.")
            groups[id] = replace(groups[id], count=1)
    nodes = {
        id: node if not node.group or node.group in groups else replace(node, group="")
        for id, node in graph.nodes.items()
    }
    mended = without_empty_groups(replace(graph, nodes=nodes, groups=groups))
    changes += [
        f"The group “{graph.groups[id].title}” held nothing; it was left out."
        for id in graph.groups.keys() - mended.groups.keys()
    ]
    return graph if (mended.nodes, mended.groups) == (graph.nodes, graph.groups) else mended


def _within_reach(graph: Graph, changes: list[str]) -> Graph:
    lost = [
        node
        for node in graph.nodes.values()
        if not (isfinite(node.x) and isfinite(node.y) and max(abs(node.x), abs(node.y)) <= FARTHEST)
    ]
    if not lost:
        return graph
    changes.append(f"{len(lost)} nodes lay far outside the canvas; they are at its origin now.")
    return replace(graph, nodes={**graph.nodes, **{node.id: replace(node, x=0.0, y=0.0) for node in lost}})

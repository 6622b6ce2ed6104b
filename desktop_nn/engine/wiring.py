"""What is wrong with the wiring of a drawing, seen without Keras: loops, missing and doubled links, names.

Shapes are not looked at; that is `shapes.py`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from desktop_nn.catalogue import Catalogue, Port, load
from desktop_nn.catalogue.calls import argument_of
from desktop_nn.graph.model import INPUT_KIND, Graph, Link, Node
from desktop_nn.graph.ports import ports_of
from desktop_nn.graph.topology import input_nodes, nodes_on_loops, output_nodes, reachable, successors
from desktop_nn.problems import Problem

_NAME = re.compile(r"^[A-Za-z0-9_.>-]+$")


def node_problems(graph: Graph, catalogue: Catalogue | None = None) -> dict[str, Problem]:
    """The first problem of each node whose wiring or name Keras could not take. Problems carry the node's id."""
    catalogue = catalogue or load()
    into: dict[str, list[Link]] = {id: [] for id in graph.nodes}
    for link in graph.links:
        into[link.target].append(link)
    names = Counter(layer.name for layer in graph.layers.values())
    found = _loops(graph)
    for node in graph.nodes.values():
        problem = _name_problem(graph, node, names) or _link_problem(graph, node, into[node.id], catalogue)
        if problem is not None:
            found.setdefault(node.id, problem)
    return found


def model_problems(graph: Graph, *, nested: bool = False) -> tuple[Problem, ...]:
    """Problems of the drawing as a whole: empty, without input or output, two outputs of one name.

    The outputs of a nested model are told apart by their ports, so their names do not matter.
    """
    return tuple(_model_problems(graph, nested))


def _model_problems(graph: Graph, nested: bool) -> Iterator[Problem]:
    if not graph.nodes:
        yield Problem("The drawing is empty.", fix="Drag an Input and layers onto it, or open an example.")
        return
    if not input_nodes(graph):
        yield Problem("The model has no input.", fix="Place an Input and link it to the first layer.")
    outputs = output_nodes(graph)
    if not outputs:
        yield Problem("The model has no output.", fix="Place a layer behind the Input that leads nowhere further.")
    for name, count in Counter(graph.name_of(id) for id in outputs).items():
        if count > 1 and not nested:
            what = f"{count} outputs of the model come from the shared layer {name}, so nothing could tell them apart."
            yield Problem(what, where=name, fix="Put an Identity layer behind each of its calls.")


def _name_problem(graph: Graph, node: Node, names: Counter[str]) -> Problem | None:
    layer = graph.layers[node.layer]
    if not _NAME.match(layer.name):
        what = f"“{layer.name}” cannot be a layer's name." if layer.name else "This layer has no name."
        return Problem(what, layer.name, "Use letters without accents, digits, and . _ - only.", node=node.id)
    if names[layer.name] > 1:
        return Problem(f"Two layers are called {layer.name}.", layer.name, "Rename one of them.", node=node.id)
    if layer.kind == INPUT_KIND and graph.calls_of(layer.id)[0] != node.id:
        what = f"The Input {layer.name} is placed twice."
        return Problem(what, layer.name, "Delete this one and link the first one instead.", node=node.id)
    return None


def _link_problem(graph: Graph, node: Node, links: Sequence[Link], catalogue: Catalogue) -> Problem | None:
    name = graph.layers[node.layer].name
    ports = ports_of(graph.layers[node.layer], catalogue)

    def problem(what: str, fix: str) -> Problem:
        return Problem(what, where=name, fix=fix, node=node.id)

    if not ports and graph.layers[node.layer].kind != INPUT_KIND:
        return problem(f"{name} has no Input inside, so no data come in.", "Place an Input in it.")
    if not ports:
        if links:
            return problem(f"{name} is an input of the model and takes no link.", "Delete the link into it.")
        used = node.output or any(link.source == node.id for link in graph.links)
        return None if used else problem(f"{name} leads nowhere.", "Link it to a layer, or delete it.")
    taken = Counter(link.target_port for link in links)
    for number, count in taken.items():
        if number >= len(ports) and not ports[-1].many:
            return problem(f"{name} has no input number {number + 1}.", "Delete the link into it.")
        if count > 1:
            place = f"input “{ports[number].name}”" if len(ports) > 1 else "input"
            what = f"{count} links end at the {place} of {name}, which takes one."
            return problem(what, "Delete the others, or join them with a merging layer such as Concatenate.")
    return _missing(name, ports, taken, node)


def _missing(name: str, ports: Sequence[Port], taken: Counter[int], node: Node) -> Problem | None:
    wired = {argument_of(ports, number) for number in taken}
    for number, port in enumerate(ports):
        if number in taken or (port.optional and (port.argument or port.name) not in wired):
            continue
        if port.many and (port.argument or port.name) in wired:
            continue
        if port.optional and port.argument in (ports[0].argument, "mask"):
            continue  # one of a list that may be left out, such as the key of Attention or one of its masks
        if len(ports) == 1 or not taken:
            what, fix = f"{name} has no input.", "Link the layer before it to it."
        else:
            what, fix = f"{name} has nothing at its input “{port.name}”.", f"Link a layer to “{port.name}”."
        return Problem(what, where=name, fix=fix, node=node.id)
    return None


def _loops(graph: Graph) -> dict[str, Problem]:
    """One problem a loop, at its first node in drawing order."""
    following = successors(graph)
    suspects = list(nodes_on_loops(graph))
    found: dict[str, Problem] = {}
    told: set[str] = set()
    for id in suspects:
        ring = reachable(graph, following[id]) & reachable(graph, (id,), upstream=True)
        if id in told or id not in ring:
            continue
        told |= ring
        names = " and ".join(dict.fromkeys(graph.name_of(other) for other in graph.nodes if other in ring))
        what = f"The links of {names} close a loop." if len(ring) > 1 else f"{names} is linked to itself."
        found[id] = Problem(what, where=graph.name_of(id), fix="Delete one of these links.", node=id)
    return found

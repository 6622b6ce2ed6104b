"""Questions about how nodes hang together: order, loops, inputs, outputs, neighbours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from heapq import heappop, heappush

from desktop_nn.catalogue.operations import is_operation
from desktop_nn.graph.model import INPUT_KIND, Graph, Link, Node


def successors(graph: Graph) -> dict[str, list[str]]:
    """Node id -> ids its links lead to (with repetitions, in link order)."""
    following: dict[str, list[str]] = {node: [] for node in graph.nodes}
    for link in graph.links:
        following[link.source].append(link.target)
    return following


def predecessors(graph: Graph) -> dict[str, list[str]]:
    """Node id -> ids its links come from (with repetitions, in link order)."""
    before: dict[str, list[str]] = {node: [] for node in graph.nodes}
    for link in graph.links:
        before[link.target].append(link.source)
    return before


def topological_order(graph: Graph) -> tuple[str, ...]:
    """Node ids so that every link leads forward (Kahn's algorithm); nodes on a loop are left out.

    Of the nodes that could come next, the one drawn first does: a drawing made from front to back keeps its order.
    Seeded weights and generated code both follow this order.
    """
    following = successors(graph)
    waiting = dict.fromkeys(graph.nodes, 0)
    for link in graph.links:
        waiting[link.target] += 1
    place = {node: number for number, node in enumerate(graph.nodes)}
    ids = tuple(graph.nodes)
    ready = [place[node] for node, count in waiting.items() if count == 0]
    order: list[str] = []
    while ready:
        node = ids[heappop(ready)]
        order.append(node)
        for target in following[node]:
            waiting[target] -= 1
            if waiting[target] == 0:
                heappush(ready, place[target])
    return tuple(order)


def nodes_on_loops(graph: Graph) -> tuple[str, ...]:
    """Ids of the nodes that lie on, or behind, a loop."""
    ordered = set(topological_order(graph))
    return tuple(node for node in graph.nodes if node not in ordered)


def closing_links(graph: Graph) -> tuple[Link, ...]:
    """Links without which the drawing has no loop: those that a depth-first walk finds leading back."""
    following: dict[str, list[Link]] = {node: [] for node in graph.nodes}
    for link in graph.links:
        following[link.source].append(link)
    back: list[Link] = []
    open_nodes: set[str] = set()
    done: set[str] = set()
    for start in graph.nodes:
        walk = [] if start in done else [(start, iter(following[start]))]
        open_nodes.update(node for node, _ in walk)
        while walk:
            node, links = walk[-1]
            way = next(links, None)
            if way is None:
                walk.pop()
                open_nodes.discard(node)
                done.add(node)
            elif way.target in open_nodes:
                back.append(way)
            elif way.target not in done:
                open_nodes.add(way.target)
                walk.append((way.target, iter(following[way.target])))
    return tuple(back)


def reachable(graph: Graph, start: Iterable[str], *, upstream: bool = False) -> frozenset[str]:
    """All nodes that can be reached from `start` (included) along the links, or against them."""
    neighbours = predecessors(graph) if upstream else successors(graph)
    seen = {node for node in start if node in graph.nodes}
    todo = list(seen)
    while todo:
        for other in neighbours[todo.pop()]:
            if other not in seen:
                seen.add(other)
                todo.append(other)
    return frozenset(seen)


def would_loop(graph: Graph, source: str, target: str) -> bool:
    """Whether a link from `source` to `target` would close a loop."""
    return source in reachable(graph, (target,))


def input_nodes(graph: Graph) -> tuple[str, ...]:
    """Ids of the model's inputs, in drawing order."""
    inputs = {id for id, layer in graph.layers.items() if layer.kind == INPUT_KIND}
    return tuple(id for id, node in graph.nodes.items() if node.layer in inputs)


def output_nodes(graph: Graph) -> tuple[str, ...]:
    """Ids of the model's outputs in drawing order: nodes marked so, and nodes that nothing follows.

    An input that leads nowhere is not an output.
    """
    sources = {link.source for link in graph.links}
    return tuple(
        id
        for id, node in graph.nodes.items()
        if node.output or (id not in sources and graph.layers[node.layer].kind != INPUT_KIND)
    )


def is_chain(graph: Graph) -> bool:
    """Whether the drawing is one line from one input to one output, each layer called once (a Sequential).

    A drawing with a nested model or an operation on tensors in it is none.
    """
    if any(layer.model is not None or is_operation(layer.kind) for layer in graph.layers.values()):
        return False
    shared = len({node.layer for node in graph.nodes.values()}) < len(graph.nodes)
    if len(graph.nodes) < 2 or len(input_nodes(graph)) != 1 or shared:
        return False
    outgoing: defaultdict[str, int] = defaultdict(int)
    incoming: defaultdict[str, int] = defaultdict(int)
    for link in graph.links:
        outgoing[link.source] += 1
        incoming[link.target] += 1
    simple = all(outgoing[node] <= 1 and incoming[node] <= 1 for node in graph.nodes)
    one_line = len(graph.links) == len(graph.nodes) - 1 and len(topological_order(graph)) == len(graph.nodes)
    ports = all(link.source_port == 0 and link.target_port == 0 for link in graph.links)
    return simple and one_line and ports and len(output_nodes(graph)) == 1


def same_calls(one: Mapping[str, Node], other: Mapping[str, Node]) -> bool:
    """Whether the same nodes, in the same order, call the same layers in the same way; where they stand is left out."""
    if one is other:
        return True
    if len(one) != len(other):
        return False
    for a, b in zip(one.values(), other.values(), strict=True):  # a plain loop: it runs for each edit
        if a is not b and (a.id, a.layer, a.output, a.bypassed) != (b.id, b.layer, b.output, b.bypassed):
            return False
    return True

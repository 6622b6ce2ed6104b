"""The model as a table: a row a layer with its kind, output shape, weights, and where its inputs come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop_nn.graph.effective import Effective, effective
from desktop_nn.graph.facts import GraphFacts, Shape
from desktop_nn.graph.model import Graph
from desktop_nn.graph.topology import nodes_on_loops, topological_order


@dataclass(frozen=True, slots=True)
class Row:
    """A layer. `output_shapes` are those of its first call, empty while unknown; `inbound` names the layers
    before it, of all its calls. `nodes` are the drawn ids of its calls; copies of a repeated layer have the same.
    """

    name: str
    kind: str
    output_shapes: tuple[Shape, ...] = ()
    parameters: int = 0
    trainable: int = 0
    inbound: tuple[str, ...] = ()
    nodes: tuple[str, ...] = ()


def rows(graph: Graph, facts: GraphFacts) -> tuple[Row, ...]:
    """All layers in the order in which data passes them (layers on a loop last); a shared layer has one row."""
    found = effective(graph)
    graph = found.graph
    order = (*topological_order(graph), *nodes_on_loops(graph))
    calls: dict[str, list[str]] = {}
    for node in order:
        calls.setdefault(graph.nodes[node].layer, []).append(node)
    return tuple(_row(found, facts, layer, tuple(nodes)) for layer, nodes in calls.items())


def _row(found: Effective, facts: GraphFacts, layer_id: str, nodes: tuple[str, ...]) -> Row:
    graph = found.graph
    layer = graph.layers[layer_id]
    known = facts.of_built(nodes[0])
    return Row(
        layer.name,
        layer.kind,
        known.output_shapes if known else (),
        known.parameters if known else 0,
        known.trainable if known else 0,
        tuple(graph.name_of(link.source) for node in nodes for link in graph.links_into(node)),
        tuple(dict.fromkeys(map(found.drawn_id, nodes))),
    )


def text(graph: Graph, facts: GraphFacts) -> str:
    """The table and its totals, for people."""
    head = ("Layer", "Kind", "Output shape", "Parameters", "Inputs from")
    body = [
        (row.name, row.kind, _shapes(row.output_shapes), f"{row.parameters:,}", ", ".join(row.inbound))
        for row in rows(graph, facts)
    ]
    return f"{table(head, body, right=(3,))}\n{_totals(facts)}"


def table(head: Sequence[str], body: Sequence[Sequence[str]], right: Sequence[int] = ()) -> str:
    """Columns two blanks apart; the ones in `right` are flush right."""
    widths = [max(len(line[i]) for line in (head, *body)) for i in range(len(head))]

    def line(cells: Sequence[str]) -> str:
        padded = [
            cell.rjust(width) if i in right else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(cells, widths, strict=True))
        ]
        return "  ".join(padded).rstrip()

    return "\n".join([line(head), line(["─" * width for width in widths]), *(line(cells) for cells in body)])


def _shapes(shapes: tuple[Shape, ...]) -> str:
    return " ".join(_shape(shape) for shape in shapes) or "?"


def _shape(shape: Shape) -> str:
    return f"({', '.join(str(size) for size in shape)}{',' if len(shape) == 1 else ''})"


def _totals(facts: GraphFacts) -> str:
    frozen = facts.parameters - facts.trainable
    return f"{facts.parameters:,} parameters, {facts.trainable:,} trainable, {frozen:,} not trainable"

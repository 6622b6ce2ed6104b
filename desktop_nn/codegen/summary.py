"""The model as a table: a row a layer with its kind, output shape, weights, and where its inputs come from.

As text, CSV and Markdown it is written by `summary_formats.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop_nn.graph.effective import Effective, effective
from desktop_nn.graph.facts import GraphFacts, Shape
from desktop_nn.graph.model import Graph, Layer
from desktop_nn.graph.scopes import Scope
from desktop_nn.graph.topology import nodes_on_loops, topological_order


@dataclass(frozen=True, slots=True)
class Row:
    """A layer. `output_shapes` are those of its first call, empty while unknown; `inbound` names the layers
    before it, of all its calls. `nodes` are the drawn ids of its calls; copies of a repeated layer have the same.
    `bytes` is the memory that the weights take. `within` are the names of the nested models around the layer, `scope`
    the ids that lead there.
    """

    name: str
    kind: str
    output_shapes: tuple[Shape, ...] = ()
    parameters: int = 0
    trainable: int = 0
    inbound: tuple[str, ...] = ()
    nodes: tuple[str, ...] = ()
    bytes: int = 0
    within: tuple[str, ...] = ()
    scope: Scope = ()

    @property
    def frozen(self) -> int:
        """Weights that training does not change."""
        return self.parameters - self.trainable

    @property
    def path(self) -> str:
        """The name with those of the nested models around it: `encoder / dense`."""
        return " / ".join((*self.within, self.name))


def rows(graph: Graph, facts: GraphFacts, *, nested: bool = False) -> tuple[Row, ...]:
    """All layers in the order in which data passes them (layers on a loop last); a shared layer has one row.

    `nested` adds, behind each nested model, the layers inside it; their weights are counted in its own row already.
    """
    return tuple(_rows(graph, facts, nested, (), ()))


def weight_bytes(rows: Sequence[Row]) -> int:
    """The memory of all weights; those inside nested models are counted once."""
    return sum(row.bytes for row in rows if not row.within)


def _rows(graph: Graph, facts: GraphFacts, nested: bool, within: tuple[str, ...], scope: Scope) -> Iterator[Row]:
    found = effective(graph)
    built = found.graph
    calls: dict[str, list[str]] = {}
    for node in (*topological_order(built), *nodes_on_loops(built)):
        calls.setdefault(built.nodes[node].layer, []).append(node)
    for id, nodes in calls.items():
        yield _row(found, facts, id, tuple(nodes), within, scope)
        layer = graph.layers.get(id) or built.layers[id]
        if nested and layer.model is not None:
            inside = facts.inner.get(id) or GraphFacts()
            yield from _rows(layer.model, inside, nested, (*within, layer.name), (*scope, id))


def _row(
    found: Effective, facts: GraphFacts, layer_id: str, nodes: tuple[str, ...], within: tuple[str, ...], scope: Scope
) -> Row:
    graph = found.graph
    layer = graph.layers[layer_id]
    known = facts.of_built(nodes[0])
    parameters = known.parameters if known else 0
    return Row(
        layer.name,
        layer.kind,
        known.output_shapes if known else (),
        parameters,
        known.trainable if known else 0,
        tuple(graph.name_of(link.source) for node in nodes for link in graph.links_into(node)),
        tuple(dict.fromkeys(map(found.drawn_id, nodes))),
        parameters * _bytes_a_weight(layer),
        within,
        scope,
    )


def _bytes_a_weight(layer: Layer) -> int:
    """After the layer's own dtype. Mixed precision keeps its weights in float32."""
    said = layer.config.get("dtype")
    if isinstance(said, dict):
        config = said.get("config")
        said = config.get("name") if isinstance(config, dict) else None
    return {"float64": 8, "float16": 2, "bfloat16": 2}.get(str(said), 4)


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

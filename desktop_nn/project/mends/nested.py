"""Mends at a nested model: its Inputs take what comes in now."""

from __future__ import annotations

from collections.abc import Iterator

from desktop_nn.catalogue import load
from desktop_nn.graph import edits
from desktop_nn.graph.model import INPUT_KIND, Graph
from desktop_nn.graph.scopes import graph_at, with_graph_at
from desktop_nn.graph.topology import input_nodes
from desktop_nn.project.mends.mend import Case, Mend, sizes_text


def inner_input_mends(case: Case) -> Iterator[Mend]:
    """The shapes that arrive, for the Inputs inside that have others."""
    layer = case.layer
    if layer.model is None:
        return
    wrong = _wrong(case, layer.model)
    if not wrong:
        return
    defaults = load().layers[INPUT_KIND].defaults

    def change(graph: Graph) -> Graph:
        inner = graph_at(graph, (layer.id,))
        for node, shape in wrong.items():
            changes = {"shape": list(shape), "batch_shape": None}
            inner = edits.configure(inner, inner.nodes[node].layer, changes, defaults)
        return with_graph_at(graph, (layer.id,), inner)

    node, shape = next(iter(wrong.items()))
    what = f"the Input {layer.model.name_of(node)}" if len(wrong) == 1 else f"{len(wrong)} Inputs"
    to = f" to {sizes_text(shape)}" if len(wrong) == 1 else " to what comes in"
    yield Mend(f"Set {what} inside {layer.name}{to}", drawing=change)


def _wrong(case: Case, model: Graph) -> dict[str, tuple[int | None, ...]]:
    """Inputs inside, with the shapes that arrive in place of their own."""
    inputs = input_nodes(model)
    found: dict[str, tuple[int | None, ...]] = {}
    for link, shape in case.arriving():
        if shape is not None and link.target_port < len(inputs):
            node = inputs[link.target_port]
            config = model.layer_of(node).config
            own = config.get("shape") or (config.get("batch_shape") or [None])[1:]
            if list(own) != list(shape):
                found[node] = shape
    return found

"""The ports of a layer in a drawing: those of its kind, or of a nested model those of its own drawing.

What a kind of layer takes is the catalogue's word; which tensors a port's link carries is the engine's.
"""

from __future__ import annotations

from desktop_nn.catalogue import Catalogue, Port
from desktop_nn.graph.model import Layer
from desktop_nn.graph.own_layers import kind_of
from desktop_nn.graph.topology import input_nodes, output_nodes

_ARGUMENT = "inputs"
"""Keras gives a nested model all its tensors as one argument: a list if there are several."""


def ports_of(layer: Layer, catalogue: Catalogue) -> tuple[Port, ...]:
    """Input ports of the layer. A nested model has one for each of its Inputs, named after it, in drawing order."""
    if layer.model is None:
        kind = kind_of(layer, catalogue)
        return kind.ports if kind else catalogue.ports(layer.kind)
    return tuple(Port(layer.model.name_of(id), argument=_ARGUMENT) for id in input_nodes(layer.model))


def output_count(layer: Layer) -> int:
    """How many tensors a nested model gives; 1 for all other layers, of which only Keras knows it."""
    if layer.model is None:
        return 1
    from desktop_nn.graph.effective import built  # itself made of edits that ask for ports

    return len(output_nodes(built(layer.model)))

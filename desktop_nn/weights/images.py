"""Weights as small images: a Dense layer's units in the shape of the input image, a convolution's filters, matrices."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

import numpy as np

from desktop_nn.graph.effective import effective
from desktop_nn.graph.facts import GraphFacts, Shape
from desktop_nn.graph.model import Graph
from desktop_nn.weights.store import Array, Weight

LARGEST_SIDE = 2048
"""A larger matrix is thinned out to so many rows and columns before it is painted."""
_MOST_CHANNELS = 4
_PASSING = frozenset(
    (
        *("Activation", "ActivityRegularization", "AlphaDropout", "BatchNormalization", "Dropout", "ELU"),
        *("GaussianDropout", "GaussianNoise", "LayerNormalization", "LeakyReLU", "Normalization", "PReLU", "ReLU"),
        "Rescaling",
    )
)
"""Kinds that leave every number in its place."""
_TURNED = frozenset({"Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose"})
"""Their kernels have the filters before the channels."""


@dataclass(frozen=True, slots=True, eq=False)
class Tiles:
    """Images in a row: `values` has the axes (image, row, column). `beside` of them belong beside each other (the
    channels of one filter; 0: no such order). `thinned` says that a large matrix shows every so many-th value only.
    `rows` and `columns` are what lies along the axes of an image, in a word.
    """

    values: Array
    word: str = ""
    part: str = ""
    beside: int = 0
    thinned: int = 1
    rows: str = "row"
    columns: str = "column"

    def title(self, number: int) -> str:
        """What the image of that number shows: `unit 12`, `filter 3, channel 1`."""
        if not self.word:
            return ""
        if self.beside <= 1:
            return f"{self.word} {number}"
        return f"{self.word} {number // self.beside}, {self.part} {number % self.beside}"


def tiles(weight: Weight, kind: str = "", image: tuple[int, int, int] | None = None) -> Tiles | None:
    """The images of a weight with two to five axes; None for others (a bias is no image).

    `image` is the (height, width, channels) of what the layer sees in a row (see `image_input`).
    """
    values = weight.values
    if values.ndim == 2 and image is not None and weight.name == "kernel" and prod(image) == values.shape[0]:
        height, width, channels = image
        units = values.reshape(height, width, channels, -1).transpose(3, 2, 0, 1)
        return Tiles(units.reshape(-1, height, width), "unit", "channel", channels)
    if values.ndim == 2:
        every = -(-max(values.shape) // LARGEST_SIDE)
        shown, words = values[None, ::every, ::every], ("input", "output")
        if values.shape[0] > values.shape[1]:  # screens are wide
            shown, words = shown.transpose(0, 2, 1), ("output", "input")
        return Tiles(shown, thinned=every, rows=words[0], columns=words[1])
    if values.ndim == 3:
        return _three_axes(weight, kind)
    if values.ndim in (4, 5):
        return _filters(values, kind)
    return None


def _three_axes(weight: Weight, kind: str) -> Tiles:
    """A kernel over time: an image a filter, time to the right. Attention: an image a head."""
    values = weight.values
    if "Attention" in kind:
        head = 0 if "output" in weight.name else 1
        return Tiles(np.moveaxis(values, head, 0), "head")
    turned = np.swapaxes(values, 1, 2) if kind in _TURNED else values
    return Tiles(turned.transpose(2, 1, 0), "filter")


def _filters(values: Array, kind: str) -> Tiles:
    if kind in _TURNED:
        values = np.swapaxes(values, -1, -2)
    if values.ndim == 5:  # depth, height, width, channels, filters: the slices beside each other
        depth, height, width, channels, _ = values.shape
        rows = values.transpose(4, 3, 0, 1, 2).reshape(-1, height, width)
        return Tiles(rows, "filter", "slice", channels * depth)
    height, width, channels, _ = values.shape
    depthwise = "Depthwise" in kind or "Separable" in kind
    rows = values.transpose(2, 3, 0, 1) if depthwise else values.transpose(3, 2, 0, 1)
    beside = values.shape[3] if depthwise else channels
    words = ("channel", "filter") if depthwise else ("filter", "channel")
    return Tiles(rows.reshape(-1, height, width), *words, beside)


def image_input(graph: Graph, facts: GraphFacts, node_id: str) -> tuple[int, int, int] | None:
    """(height, width, channels) of the image that was laid out in a row before this node; None if there is none.

    Looks back through layers that leave every number in its place to a Flatten, or a Reshape, of an image.
    """
    drawn = effective(graph).graph
    if node_id not in drawn.nodes:
        return None
    node = node_id
    while True:
        before = drawn.links_into(node)
        if len(before) != 1:
            return None
        node = before[0].source
        kind = drawn.layer_of(node).kind
        if kind in ("Flatten", "Reshape"):
            behind = drawn.links_into(node)
            known = facts.of_built(behind[0].source) if behind else None
            return _image(known.output_shapes[behind[0].source_port]) if known and known.output_shapes else None
        if kind not in _PASSING:
            return None


def _image(shape: Shape) -> tuple[int, int, int] | None:
    sizes = shape[1:]
    if len(sizes) not in (2, 3) or any(size is None for size in sizes):
        return None
    height, width, channels = (*(size or 0 for size in sizes), 1)[:3]
    return (height, width, channels) if min(height, width) > 1 and channels <= _MOST_CHANNELS else None

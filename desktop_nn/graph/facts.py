"""What Keras says about each node of a drawing: shapes, dtype, weights counted, problems.

Only the values live here, so that the canvas can show them without Keras; `engine` finds them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from desktop_nn.problems import Problem

Shape: TypeAlias = tuple[int | None, ...]
"""A tensor's shape with the batch axis first as None, e.g. `(None, 28, 28)`."""


@dataclass(frozen=True, slots=True)
class NodeFacts:
    """Facts of one node. `output_shapes` has one shape a source port and is empty while unknown.

    `parameters` counts all weights of the layer's call, `trainable` those that training changes; a shared
    layer reports its full count at each of its nodes.
    """

    output_shapes: tuple[Shape, ...] = ()
    dtype: str = ""
    parameters: int = 0
    trainable: int = 0
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """Weights of a group with all its repetitions: all, and those that training changes; a shared layer once."""

    parameters: int = 0
    trainable: int = 0


@dataclass(frozen=True, slots=True)
class GraphFacts:
    """Facts of a drawing: by node id, the totals (a shared layer counted once), and problems of the whole.

    A node in a repeated group tells its first copy's weights and its last copy's output; `unrolled` has the facts
    of every copy, by the node ids of the effective drawing. A bypassed node tells what passes by it. `groups` are
    the totals by group id. `inner` are the facts of the drawings inside nested models by layer id, for the shapes of
    their own Inputs.
    """

    nodes: Mapping[str, NodeFacts] = field(default_factory=dict)
    parameters: int = 0
    trainable: int = 0
    problems: tuple[Problem, ...] = ()
    groups: Mapping[str, Counts] = field(default_factory=dict)
    unrolled: Mapping[str, NodeFacts] = field(default_factory=dict)
    inner: Mapping[str, GraphFacts] = field(default_factory=dict)

    def shape_of(self, node_id: str, port: int = 0) -> Shape | None:
        """The output shape of a node's port, or None while unknown."""
        facts = self.nodes.get(node_id)
        return facts.output_shapes[port] if facts and port < len(facts.output_shapes) else None

    def of_built(self, node_id: str) -> NodeFacts | None:
        """Facts of a node of the effective drawing (`graph/effective.py`), or None while unknown."""
        return self.unrolled.get(node_id) or self.nodes.get(node_id)


def shape_text(shape: Shape | None) -> str:
    """A shape as the user reads it: without the batch axis, `28 × 28`; a scalar a sample is `1`; unknown is `?`."""
    if shape is None:
        return "?"
    return " × ".join("?" if size is None else str(size) for size in shape[1:]) or "scalar"

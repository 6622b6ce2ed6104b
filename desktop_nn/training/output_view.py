"""An output as the checks see it: its shape, its last activation, its target and how it is judged, in one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop_nn.catalogue import Catalogue
from desktop_nn.data.binding_shapes import one_hot_target
from desktop_nn.data.choices import DataChoices
from desktop_nn.data.columns import Column, Description
from desktop_nn.data.preprocessing import range_of, used_columns
from desktop_nn.graph.effective import built
from desktop_nn.graph.facts import GraphFacts, Shape
from desktop_nn.graph.model import Graph
from desktop_nn.graph.topology import output_nodes
from desktop_nn.problems import Problem, Severity
from desktop_nn.training.choices import Configured, TrainingChoices

PASSING = frozenset({"ActivityRegularization", "Dropout", "Flatten", "Identity", "Permute", "Reshape"})
"""Layers that hand values on as they are, so that the activation before them is still the last one."""

_ACTIVATION_LAYERS = {
    "ELU": "elu",
    "LeakyReLU": "leaky_relu",
    "PReLU": "leaky_relu",
    "ReLU": "relu",
    "Softmax": "softmax",
}


@dataclass(frozen=True, slots=True)
class OutputView:
    """One output. `shape` has the batch axis first and is None while unknown; `activation` is Keras's name of the
    last activation, "linear" for none, "" if it cannot be told. `target_minimum` and `target_maximum` are the
    range of the target as Keras gets it, None if unknown, infinite if it is standardized.
    """

    node: str
    name: str
    shape: Shape | None
    activation: str = ""
    loss: Configured | None = None
    metrics: tuple[Configured, ...] = ()
    weight: float = 1.0
    target: Column | None = None
    one_hot: bool = False
    target_minimum: float | None = None
    target_maximum: float | None = None

    @property
    def sample_shape(self) -> Shape | None:
        """The shape without the batch axis."""
        return None if self.shape is None else self.shape[1:]

    @property
    def units(self) -> int | None:
        """How many values a sample has, if the output is a row of them (or a single one); None if not, or unknown."""
        if self.shape is None or len(self.shape) > 2:
            return None
        return self.shape[1] if len(self.shape) == 2 else 1

    @property
    def from_logits(self) -> bool:
        """Whether the loss takes raw numbers instead of probabilities."""
        return self.loss is not None and bool(self.loss.config.get("from_logits", False))

    def problem(self, what: str, fix: str, severity: Severity = "error") -> Problem:
        """A problem of this output."""
        return Problem(what, self.name, fix, severity, self.node)


def output_views(
    graph: Graph,
    facts: GraphFacts,
    data: DataChoices,
    training: TrainingChoices,
    description: Description | None,
    catalogue: Catalogue,
) -> tuple[OutputView, ...]:
    """A view of every output of the model, in drawing order."""
    graph = built(graph)
    return tuple(_view(graph, facts, data, training, description, catalogue, node) for node in output_nodes(graph))


def _view(
    graph: Graph,
    facts: GraphFacts,
    data: DataChoices,
    training: TrainingChoices,
    description: Description | None,
    catalogue: Catalogue,
    node: str,
) -> OutputView:
    choices = training.output(node)
    name = data.bindings.targets.get(node, "")
    target = description.column(name) if description else None
    one_hot = description is not None and one_hot_target(name, description, data.preprocessing, data.bindings)
    limits = range_of(target, data.preprocessing, used_columns(data.bindings)) if target else None
    low, high = limits or (None, None)
    return OutputView(
        node=node,
        name=graph.name_of(node),
        shape=facts.shape_of(node),
        activation=last_activation(graph, node, catalogue),
        loss=choices.loss,
        metrics=choices.metrics,
        weight=choices.weight,
        target=target,
        one_hot=one_hot,
        target_minimum=low,
        target_maximum=high,
    )


def last_activation(graph: Graph, node: str, catalogue: Catalogue) -> str:
    """Name of the activation that the node's values went through last, "linear" for none, "" if it cannot be told."""
    seen: set[str] = set()
    while node not in seen:
        seen.add(node)
        layer = graph.layer_of(node)
        before = graph.links_into(node)
        if layer.kind not in PASSING or len(before) != 1:
            return _activation(layer.kind, layer.config, catalogue)
        node = before[0].source
    return ""


def _activation(kind: str, config: Mapping[str, Any], catalogue: Catalogue) -> str:
    if kind in _ACTIVATION_LAYERS:
        return _ACTIVATION_LAYERS[kind]
    known = catalogue.layers.get(kind)
    parameter = known.parameter("activation") if known else None
    if parameter is None:
        return ""
    value = config.get("activation", parameter.default)
    if isinstance(value, Mapping):
        value = value.get("class_name", "")
    if value is None:
        return "linear"
    found = catalogue.find("activations", str(value))
    return found.name if found else str(value)

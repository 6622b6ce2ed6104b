"""The losses of a model's outputs one by one, computed beside Keras's own, so that nothing of a training is touched.

What Keras's compiled loss counts (its trackers) stays as it is; the sum is the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop_nn.engine.build import output_names
from desktop_nn.engine.instantiate import find, make
from desktop_nn.graph.model import Graph
from desktop_nn.training.choices import TrainingChoices
from desktop_nn.training.losses import Family, family_of


@dataclass(frozen=True, slots=True)
class OutputLoss:
    """How one output is judged: its node, its name, the loss's class, a Keras loss object, and its weight."""

    node: str
    name: str
    kind: str
    loss: Any
    weight: float
    from_logits: bool = False

    @property
    def family(self) -> Family:
        """What the loss expects of targets and outputs."""
        return family_of(self.kind)

    def of(self, targets: Any, outputs: Any) -> Any:
        """The loss of these outputs, a tensor without axes."""
        return self.loss(targets, outputs)


def output_losses(graph: Graph, choices: TrainingChoices) -> tuple[OutputLoss, ...]:
    """The loss of each output that has one, in drawing order. Raises ProblemError for a loss Keras refuses."""
    found = []
    for node, name in output_names(graph).items():
        chosen, weight = choices.output(node).loss, choices.output(node).weight
        if chosen is not None:
            kind = find("losses", chosen.kind).name
            logits = bool(chosen.config.get("from_logits", False))
            found.append(OutputLoss(node, name, kind, make("losses", kind, chosen.config), float(weight), logits))
    return tuple(found)


def total(model: Any, losses: Sequence[OutputLoss], targets: Mapping[str, Any], outputs: Mapping[str, Any]) -> Any:
    """What training makes small: the weighted sum of the losses and of what regularizers add.

    `outputs` must come from the model's newest call, whose activity regularizers are counted.
    """
    values = [loss.weight * loss.of(targets[loss.name], outputs[loss.name]) for loss in losses]
    return sum([*values, *model.losses])

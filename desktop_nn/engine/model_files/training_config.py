"""Translates what Keras was given to compile with into training choices, per output of the drawing.

A model opens also when its loss is somebody's own function: then that choice is left open, and the report says so.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeVar

from desktop_nn.catalogue import Group
from desktop_nn.engine.model_files import safe_json
from desktop_nn.engine.model_files.catalogue_names import Names
from desktop_nn.engine.model_files.model_config import Translated
from desktop_nn.engine.model_files.report import clause
from desktop_nn.problems import ProblemError
from desktop_nn.training.choices import Configured, OutputChoices, TrainingChoices

_NAME = "training configuration"
Value = TypeVar("Value")


def translate(config: Mapping[str, Any], model: Translated, names: Names) -> TrainingChoices:
    """The choices; what the file does not say (epochs, batch size) is the app's default."""
    reader = _Reader(model, names)
    optimizer = reader.left_open("optimizers", config.get("optimizer_config") or config.get("optimizer"), "optimizer")
    losses = reader.by_output(config.get("loss"), _is_one_loss, spread=True)
    weights = reader.by_output(config.get("loss_weights"), _is_number, spread=False)
    metrics = reader.by_output(config.get("metrics"), _is_one_metric, spread=False)
    weighted = reader.by_output(config.get("weighted_metrics"), _is_one_metric, spread=False)
    outputs = {
        node: OutputChoices(
            reader.left_open("losses", losses[node], "loss"),
            float(weights[node]) if _is_number(weights[node]) else 1.0,
            reader.metrics([metrics[node], weighted[node]], node),
        )
        for node in model.outputs
    }
    return TrainingChoices(optimizer or TrainingChoices().optimizer, outputs)


class _Reader:
    def __init__(self, model: Translated, names: Names) -> None:
        self.model, self.names = model, names
        self.output_names = [model.graph.name_of(node) for node in model.outputs]

    def by_output(self, value: Any, is_one: Callable[[Any], bool], *, spread: bool) -> dict[str, Any]:
        """Entries by output node, out of one for all, a list in the outputs' order, or a dict by output name."""
        nodes = self.model.outputs
        if isinstance(value, dict) and not is_one(value):
            ours = {self.model.names.get(name, name): entry for name, entry in value.items()}
            return {node: ours.get(name) for node, name in zip(nodes, self.output_names, strict=True)}
        if isinstance(value, list) and len(nodes) > 1:
            entries = safe_json.items(value, _NAME)
            return {node: entries[i] if i < len(entries) else None for i, node in enumerate(nodes)}
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        return {node: value if i == 0 or spread else None for i, node in enumerate(nodes)}

    def left_open(self, group: Group, value: Any, what: str) -> Configured | None:
        """A configured object, or None with a word in the report if it is not one of Keras's."""
        try:
            return self.names.configured(group, value, what)
        except ProblemError as error:
            self.names.notes.left_out(what, "it was left open", clause(error.problem.what))
            return None

    def metrics(self, values: Sequence[Any], node: str) -> tuple[Configured, ...]:
        ours = self.model.graph.name_of(node)
        outputs = {ours, *(theirs for theirs, name in self.model.names.items() if name == ours)}
        items = [item for value in values for item in _flat(value)]
        if len(self.model.outputs) > 1:
            items = [_without_output(item, outputs) for item in items]
        found = [self.left_open("metrics", item, "metric") for item in items]
        return tuple(metric for metric in found if metric is not None)


def _without_output(metric: Any, outputs: Collection[str]) -> Any:
    """A metric under its own name: Keras 2 put the name of the output before it (“price_mae”)."""
    config = metric.get("config") if isinstance(metric, dict) else None
    if not isinstance(config, dict) or not isinstance(config.get("name"), str):
        return metric
    name = config["name"]
    for output in outputs:
        if name.startswith(f"{output}_"):
            return {**metric, "config": {**config, "name": name.removeprefix(f"{output}_")}}
    return metric


def _flat(value: Any) -> list[Any]:
    if isinstance(value, list):
        return [item for entry in value for item in _flat(entry)]
    return [] if value is None else [value]


def _is_one_loss(value: Any) -> bool:
    return isinstance(value, str) or (isinstance(value, dict) and isinstance(value.get("class_name"), str))


def _is_one_metric(value: Any) -> bool:
    return _is_one_loss(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)

"""What a chart is called and what its axis says, from Keras's names in the log; pure text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isnan

from desktop_nn.graph.effective import built
from desktop_nn.graph.model import Graph
from desktop_nn.graph.topology import output_nodes
from desktop_nn.training.choices import TrainingChoices

_PLAIN = {
    "loss": "Loss",
    "acc": "Accuracy",
    "mae": "Mean absolute error",
    "mse": "Mean squared error",
    "auc": "AUC",
}
_UNITS = {
    "accuracy": "fraction correct",
    "precision": "fraction",
    "recall": "fraction",
    "auc": "area, 0 to 1",
    "mean_absolute_error": "target's unit",
    "root_mean_squared_error": "target's unit",
    "mean_squared_error": "target's unit, squared",
    "mean_absolute_percentage_error": "%",
    "crossentropy": "nats",
    "hinge": "margin",
    "learning_rate": "step size",
}


@dataclass(frozen=True, slots=True)
class ChartTitle:
    """A chart's title, its axis label, and the output that it belongs to ("" for the whole model).

    `short` is the title where a heading names the output already.
    """

    title: str
    unit: str
    output: str = ""
    short: str = ""


def snake(kind: str) -> str:
    """A class name as Keras names its metric: `MeanSquaredError` -> `mean_squared_error`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", kind).lower()


def losses_by_output(graph: Graph, choices: TrainingChoices) -> Mapping[str, str]:
    """Output name -> the loss's class name; one output is also found under ""."""
    names = {}
    graph = built(graph)
    for id in output_nodes(graph):
        loss = choices.output(id).loss
        names[graph.name_of(id)] = loss.kind if loss else ""
    return {**names, "": next(iter(names.values()))} if len(names) == 1 else names


def title_of(metric: str, losses: Mapping[str, str]) -> ChartTitle:
    """The words of the chart of a metric. `losses` comes from `losses_by_output`."""
    several = len([name for name in losses if name]) > 1
    output = ""
    rest = metric
    if several:
        output = max((name for name in losses if name and metric.startswith(f"{name}_")), key=len, default="")
        rest = metric.removeprefix(f"{output}_") if output else metric
    words = _PLAIN.get(rest, rest.replace("_", " ").capitalize())
    if rest == "loss":
        kind = losses.get(output, "")
        unit = _unit(snake(kind)) if kind else "weighted sum of the outputs' losses"
        words = "Loss of all outputs" if several and not output else "Loss"
    else:
        unit = _unit({"mae": "mean_absolute_error", "mse": "mean_squared_error"}.get(rest, rest))
    return ChartTitle(f"{output} · {words.lower()}" if output else words, unit, output, words)


def _unit(name: str) -> str:
    return next((unit for part, unit in _UNITS.items() if part in name), name.replace("_", " "))


def number_text(value: float | None) -> str:
    """A figure as it is read: four significant digits or all of a whole number's, no needless exponent."""
    if value is None:
        return "–"
    if isnan(value):
        return "NaN"
    if 1e4 <= abs(value) < 1e9:
        return f"{value:,.0f}"
    return f"{value:.4f}" if 1e-3 <= abs(value) < 10 else f"{value:.4g}"


def in_order(names: Iterable[str]) -> tuple[str, ...]:
    """Names of figures as they are shown: the total loss first, then losses of outputs, then metrics; no doubles."""

    def rank(name: str) -> int:
        plain = name.removeprefix("test ").removeprefix("val_")
        return 0 if plain == "loss" else 1 if plain.endswith("_loss") else 2

    return tuple(sorted(dict.fromkeys(names), key=rank))

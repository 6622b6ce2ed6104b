"""The names that Keras will give to a run's figures, known before it runs, so that callbacks can watch one of them."""

from __future__ import annotations

from desktop_nn.catalogue import Catalogue, load
from desktop_nn.graph.edits import snake_case
from desktop_nn.graph.effective import built
from desktop_nn.graph.model import Graph
from desktop_nn.graph.topology import output_nodes
from desktop_nn.training.choices import Configured, TrainingChoices
from desktop_nn.training.metric_log import VALIDATION


def monitor_names(graph: Graph, choices: TrainingChoices, *, validated: bool = True) -> tuple[str, ...]:
    """Names of all figures, those of the validation part first (left out if nothing is `validated`), loss first."""
    figures = figure_names(graph, choices)
    return (*(VALIDATION + name for name in figures), *figures) if validated else figures


def figure_names(graph: Graph, choices: TrainingChoices) -> tuple[str, ...]:
    """Names of the training part's figures: with several outputs each has a loss, and its name stands before all."""
    graph = built(graph)
    nodes = output_nodes(graph)
    if len(nodes) == 1:
        return ("loss", *(metric_name(metric) for metric in choices.output(nodes[0]).metrics))
    names = ["loss"]
    for node in nodes:
        metrics = ("loss", *(metric_name(metric) for metric in choices.output(node).metrics))
        names += [f"{graph.name_of(node)}_{metric}" for metric in metrics]
    return tuple(names)


def metric_name(metric: Configured, catalogue: Catalogue | None = None) -> str:
    """What Keras calls a metric in its logs: its own name, or the one that it has by default."""
    given = metric.config.get("name")
    if given:
        return str(given)
    kind = (catalogue or load()).find("metrics", metric.kind)
    if kind is None or metric.kind[:1].islower():
        return metric.kind
    parameter = kind.parameter("name")
    return str(parameter.default) if parameter and parameter.default else snake_case(kind.name)

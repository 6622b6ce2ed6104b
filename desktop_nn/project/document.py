"""The one document: a frozen `Project`, and the edits that concern more than its drawing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from desktop_nn.catalogue.code_files import CodeFile
from desktop_nn.data.choices import Bindings, DataChoices
from desktop_nn.graph.model import Graph
from desktop_nn.graph.own_layers import resolved, with_carried
from desktop_nn.training.choices import TrainingChoices


@dataclass(frozen=True, slots=True)
class Project:
    """Everything the user makes: the drawing, the data and how to train. `notes` is free text (Markdown).

    `code` are files of the user's own with classes of layers; those of callbacks are in `training`.
    """

    graph: Graph = field(default_factory=Graph)
    data: DataChoices = field(default_factory=DataChoices)
    training: TrainingChoices = field(default_factory=TrainingChoices)
    notes: str = ""
    code: tuple[CodeFile, ...] = ()


@dataclass(frozen=True)
class View:
    """Where the canvas looked last: the scene point in its middle, and the zoom (1.0 = 100 %).

    It is kept in the project's file but is no part of the document: looking around changes nothing. `zoom` is 0 while
    it is not known; the drawing is then fitted.
    """

    x: float = 0.0
    y: float = 0.0
    zoom: float = 0.0


def with_graph(project: Project, graph: Graph) -> Project:
    """The project with another drawing; bindings and losses of nodes that are gone are dropped with them.

    Ids of deleted nodes may be given out again, so nothing may stay behind under them. Layers of the user's own find
    their code in the project; code that they bring from elsewhere comes into it.
    """
    code = with_carried(project.code, graph)
    graph = resolved(graph, code)
    bindings = project.data.bindings
    inputs = _kept(bindings.inputs, graph)
    targets = _kept(bindings.targets, graph)
    outputs = _kept(project.training.outputs, graph)
    return replace(
        project,
        graph=graph,
        code=code,
        data=replace(project.data, bindings=Bindings(inputs, targets)),
        training=replace(project.training, outputs=outputs),
    )


def with_code(project: Project, code: tuple[CodeFile, ...]) -> Project:
    """The project with other files of code; layers whose class is in none of them any more stay, without code."""
    return replace(project, code=code, graph=resolved(project.graph, code))


Entry = TypeVar("Entry")


def _kept(entries: Mapping[str, Entry], graph: Graph) -> Mapping[str, Entry]:
    if all(id in graph.nodes for id in entries):
        return entries
    return {id: entry for id, entry in entries.items() if id in graph.nodes}

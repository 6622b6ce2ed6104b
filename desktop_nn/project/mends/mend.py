"""A way out of a problem as a value, and what is known where one is looked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from desktop_nn.catalogue import Catalogue, Kind, load
from desktop_nn.data.columns import Description
from desktop_nn.graph.facts import GraphFacts, Shape
from desktop_nn.graph.model import Graph, Layer, Link
from desktop_nn.graph.own_layers import kind_of
from desktop_nn.problems import Problem
from desktop_nn.project.document import Project, with_graph


@dataclass(frozen=True, slots=True)
class Mend:
    """`label` says exactly what is done ("Insert Flatten before classes"); it is the undo step's label too.

    `drawing` changes the drawing alone; where data or training change as well, `whole` changes the project. `code`
    names a file of code in the project that has to be looked at first: that changes nothing yet. With a `line` it is
    opened there to be corrected; `new_class` names a class that is to be written.
    """

    label: str
    drawing: Callable[[Graph], Graph] | None = None
    whole: Callable[[Project], Project] | None = None
    code: str = ""
    line: int = 0
    new_class: str = ""

    @property
    def asks(self) -> bool:
        """Whether it changes nothing yet, but leads to where the user decides."""
        return bool(self.code or self.new_class)

    def applied(self, project: Project) -> Project:
        """The project after it."""
        if self.whole is not None:
            return self.whole(project)
        return with_graph(project, self.drawing(project.graph)) if self.drawing is not None else project


@dataclass(frozen=True, slots=True)
class Case:
    """A problem with all that is known about it. `node` is the node concerned, empty if none is."""

    project: Project
    facts: GraphFacts
    description: Description | None
    problem: Problem

    @property
    def node(self) -> str:
        """The node concerned."""
        return self.problem.node or ""

    @property
    def graph(self) -> Graph:
        """The drawing."""
        return self.project.graph

    @property
    def layer(self) -> Layer:
        """The layer of the node concerned."""
        return self.graph.layer_of(self.node)

    @property
    def catalogue(self) -> Catalogue:
        """What Keras offers."""
        return load()

    @property
    def kind(self) -> Kind | None:
        """The kind of the node's layer, None if Keras has no such kind."""
        return kind_of(self.layer, self.catalogue)

    def arriving(self) -> list[tuple[Link, tuple[int | None, ...] | None]]:
        """The links into the node with the shapes (without the batch axis) that they bring."""
        links = self.graph.links_into(self.node)
        shapes = [self.facts.shape_of(link.source, link.source_port) for link in links]
        return [(link, None if shape is None else shape[1:]) for link, shape in zip(links, shapes, strict=True)]

    def sample_shape(self, node: str) -> Shape | None:
        """What a node gives a sample, None while unknown."""
        shape = self.facts.shape_of(node)
        return None if shape is None else shape[1:]

    def at(self, node: str) -> Case:
        """The same case looked at from another node."""
        return replace(self, problem=replace(self.problem, node=node))


def sizes_text(shape: tuple[int | None, ...]) -> str:
    """A sample's shape for a label: `28 × 28 × 1`."""
    return " × ".join("?" if size is None else str(size) for size in shape) or "one number"

"""What the commands that need a sound project ask before they begin: facts from Keras, the data's description."""

from __future__ import annotations

from desktop_nn.data.columns import Description
from desktop_nn.graph.facts import GraphFacts
from desktop_nn.graph.model import Graph
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.project.document import Project


def facts_of(graph: Graph) -> GraphFacts:
    """Shapes, counts and problems from Keras (loads it)."""
    from desktop_nn.engine.shapes import ShapeInference

    return ShapeInference().infer(graph)


def description_of(project: Project) -> Description | None:
    """The data set's description, or None if none is chosen. Raises ProblemError if it cannot be read."""
    if project.data.source is None:
        return None
    from desktop_nn.data import sources

    return sources.describe(project.data.source)


def needed_description(project: Project) -> Description:
    """As `description_of`. Raises ProblemError also if no data is chosen."""
    description = description_of(project)
    if description is None:
        raise ProblemError(Problem("No data is chosen.", "Data", "Choose a data set in the window's data panel."))
    return description

"""The styles in which a model is written, and which of them a drawing can have."""

from __future__ import annotations

from typing import TypeAlias

from desktop_nn.codegen import sequential
from desktop_nn.graph.effective import built
from desktop_nn.graph.model import Graph
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.settings import CodeStyle

Style: TypeAlias = CodeStyle
"""As the user chooses; `auto` is the simplest that the drawing can have."""

STYLES: dict[Style, str] = {
    "auto": "Automatic",
    "sequential": "Sequential",
    "functional": "Functional",
    "subclassing": "Subclassing",
}
"""All styles with their names."""


def why_not(graph: Graph, style: Style) -> Problem | None:
    """Why a drawing cannot be written in a style, or None if it can."""
    return sequential.why_not(built(graph)) if style == "sequential" else None


def simplest(graph: Graph) -> Style:
    """The simplest style that can say all of a drawing."""
    return "functional" if why_not(graph, "sequential") else "sequential"


def chosen(graph: Graph, style: Style) -> Style:
    """The style itself, never `auto`. Raises ProblemError for one that the drawing cannot have."""
    problem = why_not(graph, style)
    if problem is not None:
        raise ProblemError(problem)
    return simplest(graph) if style == "auto" else style


def fitting(graph: Graph, style: Style) -> Style:
    """The style if the drawing can have it, else the simplest that it can; never `auto`."""
    return simplest(graph) if style == "auto" or why_not(graph, style) else style

"""What the code panel shows of a project: the style that was chosen, or the simplest if that cannot be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_nn.problems import Problem
from desktop_nn.project.document import Project

if TYPE_CHECKING:
    from desktop_nn.codegen.listing import Listing
    from desktop_nn.codegen.styles import Style
    from desktop_nn.data.columns import Description


@dataclass(frozen=True, slots=True)
class Written:
    """A script in some style, and why it is not the one that was wished; `bare` if no data was chosen."""

    listing: Listing
    style: Style
    refused: Problem | None = None
    bare: bool = False


def written(project: Project, description: Description | None, wish: Style) -> Written:
    """The script of as much of the project as can be written. Raises ProblemError if the drawing is no model."""
    from desktop_nn.codegen.script import listing
    from desktop_nn.codegen.styles import fitting, why_not

    style = fitting(project.graph, wish)
    made = listing(project, description, style)
    return Written(made, style, why_not(project.graph, wish), project.data.source is None)

"""Writes what is generated of a project into a file; the suffix says what: script, notebook or picture."""

from __future__ import annotations

from pathlib import Path

from desktop_nn import atomic
from desktop_nn.codegen.notebook import notebook
from desktop_nn.codegen.picture import svg
from desktop_nn.codegen.script import script
from desktop_nn.codegen.styles import Style
from desktop_nn.data import sources
from desktop_nn.data.columns import Description
from desktop_nn.graph.facts import GraphFacts
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.project.document import Project

SUFFIXES = (".py", ".ipynb", ".svg")


def export(
    path: Path, project: Project, facts: GraphFacts, description: Description | None, style: Style = "auto"
) -> None:
    """Write the file; `style` is that of code. Without a description the data set is looked up, which may load it.

    Raises ProblemError.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        what = f"There is no way to write “{path.suffix or path.name}”."
        raise ProblemError(Problem(what, str(path), f"Choose a name that ends in {', '.join(SUFFIXES)}."))
    if suffix == ".svg":
        text = svg(project.graph, facts)
    else:
        write = script if suffix == ".py" else notebook
        text = write(project, description or _description(project), style)
    atomic.write_text(path, text)


def _description(project: Project) -> Description | None:
    return sources.describe(project.data.source) if project.data.source is not None else None

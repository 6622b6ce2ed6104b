"""`desktop-nn summary`: layers, shapes, parameters and links of projects and model files."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from desktop_nn.codegen import summary, summary_formats
from desktop_nn.commands.checking import description_of, facts_of
from desktop_nn.commands.opening import Opened, is_example, opened
from desktop_nn.commands.output import json_line, line, only_results
from desktop_nn.graph.effective import built
from desktop_nn.graph.facts import GraphFacts, Shape
from desktop_nn.graph.topology import input_nodes, output_nodes
from desktop_nn.problems import Problem, ProblemError, errors
from desktop_nn.project import validate


def run(names: Sequence[str], *, as_json: bool = False, form: str = "text", nested: bool = False) -> int:
    """Print a summary of each; 2 if one of them cannot be read or holds no sound drawing, else 0.

    `form` is a name of `summary_formats.FORMATS`; `nested` writes out the layers inside nested models.
    """
    codes = [_summarise(name, as_json, form, nested, last=name is names[-1]) for name in names]
    return max(codes)


def _summarise(name: str, as_json: bool, form: str, nested: bool, *, last: bool) -> int:
    try:
        with only_results():
            found = opened(name)
            facts = facts_of(found.project.project.graph)
            problems = _problems(found, facts)
    except ProblemError as error:
        if as_json:
            json_line({**_object(name), "problems": _as_data(error.problems)})
        _tell(error.problem)
        return 2
    if as_json:
        json_line(described(found, facts, problems))
    elif form != "text":
        line(summary_formats.FORMATS[form](found.project.project.graph, facts, nested=nested).rstrip("\n"))
    else:
        _print(found, facts, problems, nested)
        if not last:
            line()
    unsound = _unsound(found, facts)
    if unsound:
        _tell(unsound[0])
    return 2 if unsound else 0


def described(found: Opened, facts: GraphFacts, problems: Sequence[Problem]) -> dict[str, Any]:
    """The object that `--json` prints for a file."""
    drawn = found.project.project.graph
    graph = built(drawn)
    layers = [
        {
            "name": row.name,
            "kind": row.kind,
            "output_shape": _shape(row.output_shapes),
            "parameters": row.parameters,
            "inbound": list(row.inbound),
        }
        for row in summary.rows(drawn, facts)
    ]
    return {
        **_object(found.name),
        "format": found.model.format if found.model else "dnn",
        "inputs": [graph.name_of(id) for id in input_nodes(graph)],
        "outputs": [graph.name_of(id) for id in output_nodes(graph)],
        "parameters": {"total": facts.parameters, "trainable": facts.trainable},
        "layers": layers,
        "changes": list(found.project.changes),
        "locked": list(found.model.locked) if found.model else [],
        "problems": _as_data(problems),
    }


def _object(name: str) -> dict[str, Any]:
    """The keys of every object, as they are for a file that could not be read."""
    return {
        "file": name,
        "format": "" if is_example(name) else Path(name).suffix.lstrip(".").lower(),
        "inputs": [],
        "outputs": [],
        "parameters": {"total": 0, "trainable": 0},
        "layers": [],
        "changes": [],
        "locked": [],
        "problems": [],
    }


def _problems(found: Opened, facts: GraphFacts) -> tuple[Problem, ...]:
    """A project's, with data and training; of a model file without a project only the drawing's."""
    mended = tuple(Problem(change, found.name, "Look at the drawing and save it.") for change in found.project.mended)
    if found.model is not None and found.model.project is None:
        return (*mended, *_drawing_problems(facts))
    try:
        description = description_of(found.project.project)
    except ProblemError as error:
        return (*mended, *error.problems)
    return (*mended, *validate.problems(found.project.project, facts, description))


def _drawing_problems(facts: GraphFacts) -> tuple[Problem, ...]:
    of_nodes = (node.problem for node in facts.nodes.values())
    return (*(problem for problem in of_nodes if problem is not None), *facts.problems)


def _unsound(found: Opened, facts: GraphFacts) -> tuple[Problem, ...]:
    """What is wrong with the drawing itself: then there is no model to sum up."""
    mended = tuple(Problem(change, found.name, "Look at the drawing and save it.") for change in found.project.mended)
    return (*mended, *errors(_drawing_problems(facts)))


def _shape(shapes: tuple[Shape, ...]) -> Any:
    """A layer with several outputs has a list of shapes."""
    lists = [list(shape) for shape in shapes]
    return lists[0] if len(lists) == 1 else lists or None


def _as_data(problems: Iterable[Problem]) -> list[dict[str, str]]:
    return [{"what": problem.what, "where": problem.where, "fix": problem.fix} for problem in problems]


def _print(found: Opened, facts: GraphFacts, problems: Sequence[Problem], nested: bool) -> None:
    line(found.name)
    if found.model:
        line(found.model.report.heading)
    line(summary_formats.text(found.project.project.graph, facts, nested=nested))
    for change in found.project.changes:
        line(f"changed: {change}")
    for layer in found.model.report.locked if found.model else ():
        line(f"locked: {layer}")
    for problem in problems:
        line(f"{problem.severity}: {problem}")


def _tell(problem: Problem) -> None:
    sys.stdout.flush()
    sys.stderr.write(f"desktop-nn: {problem}\n")

"""Everything that is wrong with a whole project, in the order in which it is best mended. No Keras here.

What Keras says of the drawing comes in as facts; what hangs on the samples themselves shows when they are
prepared.
"""

from __future__ import annotations

from collections.abc import Iterable

from desktop_nn.catalogue import Catalogue, load
from desktop_nn.data import checks as data_checks
from desktop_nn.data.columns import Description
from desktop_nn.data.split import sizes
from desktop_nn.graph.code_edits import code_problems
from desktop_nn.graph.effective import built
from desktop_nn.graph.facts import GraphFacts
from desktop_nn.graph.topology import input_nodes, output_nodes
from desktop_nn.problems import Problem, ProblemError, errors
from desktop_nn.project.document import Project
from desktop_nn.training import checks as training_checks
from desktop_nn.training.output_view import output_views


def problems(project: Project, facts: GraphFacts, description: Description | None) -> tuple[Problem, ...]:
    """All problems, errors before warnings; within these the drawing first, then the data, then the training.

    `facts` may lag behind the drawing, `description` is None while the data set is not known.
    """
    drawing = _drawing_problems(project, facts)
    if not project.graph.nodes:
        return drawing
    drawing = (*drawing, *code_problems(project.code))
    found = (*drawing, *_data_problems(project, facts, description), *_training_problems(project, facts, description))
    return _ordered(found)


def refuse_wrong(project: Project, facts: GraphFacts, description: Description | None) -> None:
    """Raise ProblemError with all errors of the project, if there are any."""
    found = errors(problems(project, facts, description))
    if found:
        raise ProblemError(*found)


def _drawing_problems(project: Project, facts: GraphFacts) -> tuple[Problem, ...]:
    """In drawing order; facts of nodes that are gone say nothing any more."""
    of_nodes = (facts.nodes[id].problem for id in project.graph.nodes if id in facts.nodes)
    return (*(problem for problem in of_nodes if problem is not None), *facts.problems)


def _data_problems(project: Project, facts: GraphFacts, description: Description | None) -> tuple[Problem, ...]:
    graph = built(project.graph)
    inputs = {id: facts.shape_of(id) for id in input_nodes(graph)}
    outputs = output_nodes(graph)
    names = {id: graph.name_of(id) for id in (*inputs, *outputs)}
    return data_checks.problems(project.data, description, inputs, outputs, names)


def _training_problems(project: Project, facts: GraphFacts, description: Description | None) -> tuple[Problem, ...]:
    catalogue: Catalogue = load()
    views = output_views(project.graph, facts, project.data, project.training, description, catalogue)
    return training_checks.problems(project.training, views, _training_samples(project, description))


def _training_samples(project: Project, description: Description | None) -> int | None:
    if description is None:
        return None
    try:
        return sizes(project.data.split, description.samples, description.given_test)[0]
    except ProblemError:
        return None


def _ordered(found: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(dict.fromkeys(found), key=lambda problem: problem.severity != "error"))

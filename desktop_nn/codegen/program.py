"""A whole project as the sections of a program, in the order in which they run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from desktop_nn.codegen.custom_code import names_in_use, own_layers_section, refuse_shadowed
from desktop_nn.codegen.device_code import device_section, on_devices
from desktop_nn.codegen.drawing_code import comment
from desktop_nn.codegen.model_code import model_section
from desktop_nn.codegen.plot_code import plot_section
from desktop_nn.codegen.preprocessing_code import binding_section, preprocessing_section, split_section, weight_section
from desktop_nn.codegen.sections import Panel, Section
from desktop_nn.codegen.source_code import source_section
from desktop_nn.codegen.styles import Style
from desktop_nn.codegen.training_code import compile_section, end_section, fit_section
from desktop_nn.data.binding_shapes import one_hot_target
from desktop_nn.data.checks import weight_problems
from desktop_nn.data.choices import DataChoices
from desktop_nn.data.columns import Description
from desktop_nn.data.preprocessing import used_columns
from desktop_nn.data.split import sizes
from desktop_nn.graph.effective import built, effective
from desktop_nn.graph.model import Graph
from desktop_nn.graph.topology import input_nodes, output_nodes
from desktop_nn.problems import Problem, ProblemError, errors
from desktop_nn.project.document import Project

NO_DATA = Problem("No data is chosen.", "Data", "Choose a data set in the data panel.")


_UNREAD = Problem("The data set is not read.", "Data", "Look at the data panel.")


@dataclass(frozen=True, slots=True)
class Draft:
    """The sections that can be written, a comment in place of each other one, and why these cannot be."""

    sections: tuple[Section, ...]
    problems: tuple[Problem, ...] = ()


def sections(project: Project, description: Description | None, style: Style = "auto") -> tuple[Section, ...]:
    """All sections; of a project without data (`description` is None then) those that make and compile the model.

    Raises ProblemError for a project that is not complete otherwise.
    """
    made = draft(project, description, style)
    bare = project.data.source is None
    problems = [problem for problem in made.problems if not bare or problem is not NO_DATA]
    unjudged = bare and not any(output.loss for output in project.training.outputs.values())
    if problems and not unjudged:
        raise ProblemError(*problems)
    return made.sections


def draft(project: Project, description: Description | None, style: Style = "auto") -> Draft:
    """As much of the program as can be written.

    Raises ProblemError if the drawing is no model, or none of the style.
    """
    taken = names_in_use(project.training, project.graph)
    model = on_devices(model_section(project.graph, style, taken), project.training)
    made: list[Section] = []
    problems: list[Problem] = []
    for title, panel, write in _parts(project, description, model):
        try:
            section = write()
        except ProblemError as error:
            problems += error.problems
            lines = [line for problem in error.problems for line in comment(str(problem))]
            section = Section(title, "\n".join(lines), panel=panel)
        if section is not None:
            made.append(section)
    try:
        refuse_shadowed(built(project.graph), made)
    except ProblemError as error:
        problems += error.problems
    return Draft(tuple(made), tuple(dict.fromkeys(problems)))


def settings(project: Project) -> str:
    """The numbers at the head of the program."""
    training = project.training
    return f"SEED = {training.seed}\nEPOCHS = {training.epochs}\nBATCH_SIZE = {training.batch_size}"


def _parts(
    project: Project, description: Description | None, model: Section
) -> Iterator[tuple[str, Panel, Callable[[], Section | None]]]:
    found, data, training = effective(project.graph), project.data, project.training
    graph = found.graph
    compiled = _compiled(graph, project)
    yield "Where and how exactly it computes", "training", lambda: device_section(training)
    if data.source is None or description is None:
        yield "The data", "data", _refuse(NO_DATA if data.source is None else _UNREAD)
        yield "Layers of its own", "", lambda: own_layers_section(found)
        yield "The model", "", lambda: model
        yield "How it learns", "training", compiled
        return
    source, known = data.source, description
    wanted = tuple(dict.fromkeys((*used_columns(data.bindings), *data.bindings.targets.values())))
    loaded = tuple(dict.fromkeys((*wanted, data.weight))) if data.weight else wanted
    yield "The data", "data", lambda: source_section(source, known, loaded)
    yield "Training, validation and test part", "data", lambda: split_section(data, known)
    yield "How much each sample counts", "data", lambda: _weights(data, known)
    yield "Preprocessing", "data", lambda: preprocessing_section(data, known, wanted)
    yield "Inputs and targets", "data", lambda: _bound(project, graph, known)
    yield "Layers of its own", "", lambda: own_layers_section(found)
    yield "The model", "", lambda: model
    yield "How it learns", "training", compiled
    yield "Training", "training", lambda: _fit(graph, project, known)
    yield "Test and save", "", lambda: _end(graph, data, known)
    yield "Learning curves", "", plot_section


def _compiled(graph: Graph, project: Project) -> Callable[[], Section]:
    return lambda: on_devices(compile_section(graph, project.training), project.training)


def _refuse(problem: Problem) -> Callable[[], Section]:
    def write() -> Section:
        raise ProblemError(problem)

    return write


def _weights(data: DataChoices, description: Description) -> Section | None:
    found = errors(weight_problems(data, description))
    if found:
        raise ProblemError(*found)
    return weight_section(data)


def _bound(project: Project, graph: Graph, description: Description) -> Section:
    _refuse_unbound(project)
    return binding_section(graph, project.data, description)


def _fit(graph: Graph, project: Project, description: Description) -> Section:
    data = project.data
    _, validation, _ = sizes(data.split, description.samples, description.given_test)
    one_hot = _one_hot(graph, data, description)
    weighted = bool(data.weight)
    return fit_section(graph, project.training, validated=validation > 0, one_hot=one_hot, weighted=weighted)


def _end(graph: Graph, data: DataChoices, description: Description) -> Section:
    return end_section(graph, tested=sizes(data.split, description.samples, description.given_test)[2] > 0)


def _one_hot(graph: Graph, data: DataChoices, description: Description) -> set[str]:
    """Names of outputs whose target is coded as one column a class."""
    targets = {graph.name_of(id): data.bindings.targets.get(id, "") for id in output_nodes(graph)}
    steps, bindings = data.preprocessing, data.bindings
    return {name for name, target in targets.items() if one_hot_target(target, description, steps, bindings)}


def _refuse_unbound(project: Project) -> None:
    bindings, graph = project.data.bindings, built(project.graph)
    for node in input_nodes(graph):
        if not bindings.inputs.get(node):
            name = graph.name_of(node)
            raise ProblemError(
                Problem("No column is bound.", name, "Choose columns for it in the data panel.", node=node)
            )
    for node in output_nodes(graph):
        if not bindings.targets.get(node):
            name = graph.name_of(node)
            raise ProblemError(
                Problem("The output has no target.", name, "Choose a target in the data panel.", node=node)
            )

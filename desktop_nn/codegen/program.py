"""A whole project as the sections of a program, in the order in which they run."""

from __future__ import annotations

from desktop_nn.codegen.custom_code import own_layers_section, refuse_shadowed
from desktop_nn.codegen.device_code import device_section, on_devices
from desktop_nn.codegen.model_code import model_section
from desktop_nn.codegen.preprocessing_code import binding_section, preprocessing_section, split_section
from desktop_nn.codegen.sections import Section
from desktop_nn.codegen.source_code import source_section
from desktop_nn.codegen.training_code import compile_section, end_section, fit_section
from desktop_nn.data.binding_shapes import one_hot_target
from desktop_nn.data.choices import DataChoices
from desktop_nn.data.columns import Description
from desktop_nn.data.preprocessing import used_columns
from desktop_nn.data.split import sizes
from desktop_nn.graph.effective import built
from desktop_nn.graph.model import Graph
from desktop_nn.graph.topology import input_nodes, output_nodes
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.project.document import Project


def sections(project: Project, description: Description) -> tuple[Section, ...]:
    """All sections. Raises ProblemError for a project that is not complete."""
    graph, data, training = built(project.graph), project.data, project.training
    if data.source is None:
        raise ProblemError(Problem("No data is chosen.", "Data", "Choose a data set in the data panel."))
    _refuse_unbound(project)
    wanted = tuple(dict.fromkeys((*used_columns(data.bindings), *data.bindings.targets.values())))
    _, validation, test = sizes(data.split, description.samples, description.given_test)
    made = (
        device_section(training),
        source_section(data.source, description, wanted),
        split_section(data, description),
        preprocessing_section(data, description, wanted),
        binding_section(graph, data, description),
        own_layers_section(graph),
        on_devices(model_section(project.graph), training),
        on_devices(compile_section(graph, training), training),
        fit_section(graph, training, validated=validation > 0, one_hot=_one_hot(graph, data, description)),
        end_section(graph, tested=test > 0),
    )
    found = tuple(section for section in made if section is not None)
    refuse_shadowed(graph, found)
    return found


def _one_hot(graph: Graph, data: DataChoices, description: Description) -> set[str]:
    """Names of outputs whose target is coded as one column a class."""
    targets = {graph.name_of(id): data.bindings.targets[id] for id in output_nodes(graph)}
    steps, bindings = data.preprocessing, data.bindings
    return {name for name, target in targets.items() if one_hot_target(target, description, steps, bindings)}


def settings(project: Project) -> str:
    """The numbers at the head of the program."""
    training = project.training
    return f"SEED = {training.seed}\nEPOCHS = {training.epochs}\nBATCH_SIZE = {training.batch_size}"


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

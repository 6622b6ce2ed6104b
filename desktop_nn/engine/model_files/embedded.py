"""Takes back what this app put into a model file, if it belongs to the model that the file holds now."""

from __future__ import annotations

import json
from dataclasses import replace

from desktop_nn.catalogue.operations import is_operation, load_operations
from desktop_nn.engine.model_files import marks
from desktop_nn.engine.model_files.calls import OPERATORS
from desktop_nn.engine.model_files.exchange import Findings
from desktop_nn.engine.operations import name_of_call
from desktop_nn.graph.effective import built
from desktop_nn.graph.model import Graph
from desktop_nn.graph.topology import output_nodes
from desktop_nn.problems import ProblemError
from desktop_nn.project.document import Project
from desktop_nn.training.choices import OutputChoices, TrainingChoices


def mark_of(found: Findings) -> marks.Mark | None:
    """The file's mark if there is one and it was made for the file's present configurations."""
    if found.mark is None:
        return None
    try:
        mark = marks.from_json(json.loads(found.mark))
    except (ValueError, RecursionError):
        return None
    return mark if mark is not None and mark.digest == found.digest else None


def project_of(mark: marks.Mark, graph: Graph) -> Project | None:
    """The project in the mark if its drawing, as it is built, has the layers and links of `graph`, the model's."""
    from desktop_nn.project import file

    try:
        project = file.loads(mark.project).project
    except ProblemError:
        return None
    return project if _wiring(built(project.graph)) == _wiring(graph) else None


def training_of(project: Project, found: Findings) -> TrainingChoices | None:
    """What the model was compiled with, for the project's drawing; None if it was not compiled.

    That is the project's own choice unless the user had changed it since the model was compiled.
    """
    if found.training is None:
        return None
    drawn = built(project.graph)
    compiled = {found.graph.name_of(node): choices for node, choices in found.training.outputs.items()}
    own = project.training
    outputs = {
        node: replace(compiled.get(drawn.name_of(node), OutputChoices()), balanced=own.output(node).balanced)
        for node in output_nodes(drawn)
    }
    same_outputs = all(own.output(node) == choices for node, choices in outputs.items())
    if same_outputs and own.optimizer == found.training.optimizer:
        return own
    return replace(own, optimizer=found.training.optimizer, outputs=outputs)


def _wiring(graph: Graph) -> tuple[object, ...]:
    """Layers and links by name, without ids, places and order; of nested models what lies in them too.

    A call of an operation on tensors counts as a layer, as in the file; `a + b` may be one or a layer Add there.
    """
    names = {id: name_of_call(graph, id) for id in graph.nodes}
    called = {(names[id], node.layer) for id, node in graph.nodes.items()}
    layers = sorted((name, _kind(graph.layers[id].kind), _inside(graph.layers[id].model)) for name, id in called)
    links = sorted((names[link.source], link.source_port, names[link.target], link.target_port) for link in graph.links)
    return layers, links


def _kind(kind: str) -> str:
    found = load_operations().get(kind) if is_operation(kind) else None
    like = found.class_name if found else kind
    return like if like in OPERATORS else kind


def _inside(model: Graph | None) -> tuple[object, ...]:
    return () if model is None else _wiring(model)

"""Takes back what this app put into a model file, if it belongs to the model that the file holds now."""

from __future__ import annotations

import json
from dataclasses import replace

from desktop_nn.engine.model_files import marks
from desktop_nn.engine.model_files.exchange import Findings
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
    """Layers and links by name, without ids, places and order; of nested models what lies in them too."""
    layers = sorted(
        (layer.name, layer.kind, _wiring(layer.model) if layer.model is not None else ())
        for layer in graph.layers.values()
    )
    links = sorted(
        (graph.name_of(link.source), link.source_port, graph.name_of(link.target), link.target_port)
        for link in graph.links
    )
    return layers, links

"""Bypassing at the end of a model: the new output takes over target, loss and metrics of the one that is bypassed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from desktop_nn.graph.bypassing import set_bypassed
from desktop_nn.graph.effective import effective
from desktop_nn.graph.topology import output_nodes
from desktop_nn.project.document import Project


def with_bypass(project: Project, node_ids: Collection[str], bypassed: bool) -> Project:
    """The project with nodes bypassed or not. What an output was given stays with it for when it comes back."""
    before = set(output_nodes(effective(project.graph).graph))
    graph = set_bypassed(project.graph, node_ids, bypassed)
    found = effective(graph)
    targets, outputs = dict(project.data.bindings.targets), dict(project.training.outputs)
    for id in node_ids:
        end = found.passed.get(id, ("", 0))[0]
        if end in before or end not in output_nodes(found.graph):
            continue
        if id in targets:
            targets.setdefault(end, targets[id])
        if id in outputs:
            outputs.setdefault(end, outputs[id])
    bindings = replace(project.data.bindings, targets=targets)
    data = replace(project.data, bindings=bindings)
    return replace(project, graph=graph, data=data, training=replace(project.training, outputs=outputs))

"""Every template is a sound drawing: Keras infers it without a problem, alone or behind an input that fits."""

from __future__ import annotations

import pytest

from desktop_nn.catalogue import load
from desktop_nn.engine.shapes import ShapeInference
from desktop_nn.graph import edits, inserting
from desktop_nn.graph.model import Graph
from desktop_nn.project.snippets import Snippet, templates

SHAPES = {"transformer_encoder": [20, 64]}
"""What an open template is fed with, a picture otherwise."""


@pytest.mark.parametrize("template", templates(), ids=lambda template: template.key)
def test_that_keras_takes_the_template(template: Snippet) -> None:
    graph = Graph()
    if any(layer.kind == "InputLayer" for layer in template.clip.graph.layers.values()):
        graph, _ = edits.paste(graph, template.clip)
    else:
        shape = SHAPES.get(template.key.partition(":")[2], [16, 16, 3])
        graph, start = edits.place(graph, "InputLayer", 0, 0, config={"shape": shape})
        graph, _ = inserting.insert_clip(graph, template.clip, 0, 0, load(), feed=(start, 0))
    facts = ShapeInference().infer(graph)
    assert not facts.problems
    assert [node.problem for node in facts.nodes.values() if node.problem] == []
    assert all(node.output_shapes for node in facts.nodes.values())

"""Nested models in the generated code: a function for each drawing, and the same weights and answers as the app's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from desktop_nn.codegen.model_code import model_section
from desktop_nn.codegen.summary import rows
from desktop_nn.engine.build import build
from desktop_nn.engine.loading import load_keras
from desktop_nn.engine.shapes import ShapeInference
from desktop_nn.graph import edits
from desktop_nn.graph.groups import change_group, make_group
from desktop_nn.graph.model import MODEL_KIND, Graph
from desktop_nn.graph.nesting import make_model
from desktop_nn.graph.sharing import make_independent
from tests.core.engine.drawings import Drawing, chain
from tests.core.engine.model_files import plain_keras
from tests.core.engine.nested_models import shared_encoder, twice_nested, two_by_two
from tests.core.engine.test_build import assert_equal_weights


def model_layer(graph: Graph) -> str:
    return next(layer.id for layer in graph.layers.values() if layer.model is not None)


def repeated_inside() -> Graph:
    """A repeated group inside a nested model: a loop in its function."""
    plain = chain(*(("Dense", {"units": 8}) for _ in range(3)))
    grouped, group = make_group(plain, ["n2"], "Block")
    return make_model(change_group(grouped, group, count=3), ["n2", "n3"], "tower")[0]


def repeated_outside() -> Graph:
    """A nested model in a repeated group: its function is called in a loop."""
    graph, node = make_model(chain(("Dense", {"units": 8}), ("Dense", {"units": 1})), ["n2"], "block")
    grouped, group = make_group(graph, [node], "Blocks")
    return change_group(grouped, group, count=3)


def independent() -> Graph:
    """Two models of one drawing with weights of their own."""
    graph = shared_encoder()
    return make_independent(graph, graph.calls_of(model_layer(graph))[1:])


def frozen() -> Graph:
    return edits.configure(shared_encoder(), model_layer(shared_encoder()), {"trainable": False})


def awkward_names() -> Graph:
    """Names that a program has already."""
    drawing = Drawing("model")
    start = drawing.add("InputLayer", shape=[4], name="make_name")
    inner = drawing.add("Dense", start, units=4, name="model")
    drawing.graph, node = make_model(drawing.graph, [inner], "name")
    drawing.add("Dense", node, units=1, name="trainable")
    return drawing.graph


CASES: list[tuple[Callable[[], Graph], int]] = [
    (shared_encoder, 1), (two_by_two, 1), (twice_nested, 2), (repeated_inside, 1), (repeated_outside, 1),
    (independent, 1), (frozen, 1), (awkward_names, 1),
]  # fmt: skip


@pytest.mark.parametrize(("draw", "count"), CASES, ids=lambda value: getattr(value, "__name__", str(value)))
def test_that_the_code_makes_and_trains_the_same_model(draw: Callable[[], Graph], count: int) -> None:
    graph = draw()
    code = model_section(graph).code
    assert code.count("def ") == count
    variables: dict[str, Any] = {"keras": load_keras(), "layers": load_keras().layers, "SEED": 8}
    exec(code.replace("model.summary()", ""), variables)
    theirs, ours = variables["model"], build(graph, 8)
    assert_equal_weights(theirs, ours)
    assert [layer.name for layer in theirs.layers] == [layer.name for layer in ours.layers]
    for model in (theirs, ours):
        model.compile("sgd", "mean_squared_error")
    assert plain_keras.equal(plain_keras.fit(theirs), plain_keras.fit(ours))


def test_that_the_code_reads_as_people_write_it() -> None:
    assert model_section(two_by_two()).code == (
        "def make_mixer(name):\n"
        '    deep = keras.Input(shape=(6,), name="deep")\n'
        '    wide = keras.Input(shape=(5,), name="wide")\n'
        '    hidden = layers.Dense(4, activation="relu", name="hidden")(deep)\n'
        '    joined = layers.Concatenate(name="joined")([wide, hidden])\n'
        '    mixed = layers.Dense(3, name="mixed")(joined)\n'
        "    model = keras.Model([deep, wide], [hidden, mixed], name=name)\n"
        "    return model\n"
        "\n\n"
        "keras.utils.set_random_seed(SEED)\n\n"
        'wide = keras.Input(shape=(5,), name="wide")\n'
        'deep = keras.Input(shape=(6,), name="deep")\n'
        'mixer = keras.tree.flatten(make_mixer(name="mixer")([deep, wide]))\n'
        'main = layers.Dense(1, name="main")(mixer[1])\n'
        'aux = layers.Dense(1, name="aux")(mixer[0])\n'
        'model = keras.Model([wide, deep], [main, aux], name="mixer_model")\n\n'
        "model.summary()"
    )


def test_that_a_frozen_model_is_frozen_in_the_code_too() -> None:
    code = model_section(frozen()).code
    assert "def make_encoder(name, trainable=True):" in code
    assert 'make_encoder(name="encoder", trainable=False)' in code


def test_that_a_summary_has_one_row_for_a_nested_model_with_all_its_weights() -> None:
    graph = shared_encoder()
    table = rows(graph, ShapeInference().infer(graph))
    row = next(row for row in table if row.name == "encoder")
    assert (row.kind, row.parameters, row.trainable, row.inbound) == (MODEL_KIND, 55, 45, ("one", "two"))
    assert sum(row.parameters for row in table) == 55 + 11


def test_that_a_nested_model_answers_as_drawn() -> None:
    graph = replace(two_by_two(), name="other")
    model = build(graph, 0)
    fed = [np.ones((2, *tensor.shape[1:]), "float32") for tensor in model.inputs]
    hidden, mixed = model.get_layer("mixer")([fed[1], fed[0]])
    assert (hidden.shape, mixed.shape) == ((2, 4), (2, 3))

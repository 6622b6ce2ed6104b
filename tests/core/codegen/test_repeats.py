"""Repeated groups as loops in the generated code: readable, and the same weights and answers as the app's model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from desktop_nn.codegen.model_code import model_section
from desktop_nn.engine.build import build
from desktop_nn.engine.loading import load_keras
from desktop_nn.graph.groups import change_group, make_group
from desktop_nn.graph.model import Graph
from tests.core.engine.drawings import Drawing, chain
from tests.core.engine.test_build import assert_equal_weights


def grouped(graph: Graph, ids: list[str], count: int, title: str = "Block") -> Graph:
    with_group, group = make_group(graph, ids, title)
    return change_group(with_group, group, count=count)


def deep() -> Graph:
    """A chain with a Dense and a Dropout four times."""
    graph = chain(
        ("Dense", {"units": 6}), ("Dense", {"units": 6, "activation": "relu"}), ("Dropout", {"rate": 0.2}),
        ("Dense", {"units": 2}),
    )  # fmt: skip
    return grouped(graph, ["n3", "n4"], 4)


def residual() -> Graph:
    drawing = Drawing()
    start = drawing.add("InputLayer", shape=[4])
    dense = drawing.add("Dense", start, units=4, name="hidden")
    added = drawing.add("Add", start, dense, name="plus")
    drawing.add("Dense", added, units=1, name="out")
    return grouped(drawing.graph, [dense, added], 3)


def conditioned() -> Graph:
    drawing = Drawing()
    start = drawing.add("InputLayer", name="x", shape=[4])
    side = drawing.add("InputLayer", name="side", shape=[4])
    dense = drawing.add("Dense", start, units=4)
    added = drawing.add("Add", dense, side)
    return grouped(drawing.graph, [dense, added], 2)


def shared_inside() -> Graph:
    drawing = Drawing()
    start = drawing.add("InputLayer", shape=[4])
    dense = drawing.add("Dense", start, units=4)
    again = drawing.call(dense, dense)
    drawing.add("Dense", again, units=1)
    return grouped(drawing.graph, [dense, again], 3)


def shared_outside() -> Graph:
    drawing = Drawing()
    start = drawing.add("InputLayer", shape=[4])
    dense = drawing.add("Dense", start, units=4)
    again = drawing.call(dense, dense)
    norm = drawing.add("LayerNormalization", again)
    return grouped(drawing.graph, [again, norm], 3)


def at_the_end() -> Graph:
    return grouped(chain(("Dense", {"units": 4}), ("Dense", {"units": 4})), ["n3"], 2)


def nested() -> Graph:
    graph = grouped(chain(*(("Dense", {"units": 4}) for _ in range(3))), ["n3"], 2)
    return grouped(graph, ["n2", "n3"], 2)


def names_taken() -> Graph:
    drawing = Drawing()
    start = drawing.add("InputLayer", shape=[4])
    one = drawing.add("Dense", start, units=4, name="hidden")
    drawing.add("Dense", one, units=4, name="hidden_2")
    return grouped(drawing.graph, [one], 3)


def two_groups() -> Graph:
    drawing = Drawing()
    last, ids = drawing.add("InputLayer", shape=[4]), list[str]()
    for name in ("a", "b", "c", "d"):
        last = drawing.add("Dense", last, units=4, name=name)
        ids.append(last)
    return grouped(grouped(drawing.graph, [ids[0]], 2), [ids[2]], 3)


CASES: list[tuple[Callable[[], Graph], int]] = [
    (deep, 1), (residual, 1), (conditioned, 1), (shared_inside, 1), (shared_outside, 1), (at_the_end, 1), (nested, 0),
    (names_taken, 0), (two_groups, 2),
]  # fmt: skip


@pytest.mark.parametrize(("draw", "count"), CASES, ids=lambda value: getattr(value, "__name__", str(value)))
def test_that_the_code_makes_the_same_model(draw: Callable[[], Graph], count: int) -> None:
    graph = draw()
    code = model_section(graph).code
    assert code.count("for number in range") == count
    variables: dict[str, Any] = {"keras": load_keras(), "layers": load_keras().layers, "SEED": 8}
    exec(code.replace("model.summary()", ""), variables)
    model = build(graph, 8)
    theirs = variables["model"]
    assert_equal_weights(theirs, model)
    assert [layer.name for layer in theirs.layers] == [layer.name for layer in model.layers]
    fed = [np.random.default_rng(1).random((3, *tensor.shape[1:]), "float32") for tensor in model.inputs]
    given = fed if len(fed) > 1 else fed[0]
    assert np.array_equal(theirs.predict(given, verbose=0), model.predict(given, verbose=0))


def test_that_a_loop_reads_as_people_write_it() -> None:
    code = model_section(residual()).code
    assert (
        "block = input\n"
        "for number in range(1, 4):\n"
        '    suffix = f"_{number}" if number > 1 else ""\n'
        '    hidden = layers.Dense(4, name=f"hidden{suffix}")(block)\n'
        '    block = layers.Add(name=f"plus{suffix}")([block, hidden])\n'
        'out = layers.Dense(1, name="out")(block)\n'
    ) in code.replace("input_1", "input")


def test_that_a_chain_stays_a_sequential_model() -> None:
    code = model_section(deep()).code
    assert 'layers.Dense(6, activation="relu", name=f"dense_1{suffix}")' in code
    assert 'stack += [\n    layers.Dense(2, name="dense_2"),\n]' in code
    assert "model = keras.Sequential(stack" in code

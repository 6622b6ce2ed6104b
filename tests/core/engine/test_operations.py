"""Operations on tensors as nodes: every one of the catalogue has Keras's shapes, is built, saved and read again."""

from __future__ import annotations

import itertools
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop_nn.catalogue.operations import CONSTANT, FIRST, load_operations
from desktop_nn.catalogue.starting import starting_config
from desktop_nn.codegen.model_code import model_section
from desktop_nn.engine.build import build
from desktop_nn.engine.fit import train
from desktop_nn.engine.loading import load_keras
from desktop_nn.engine.model_files import read, restore, save
from desktop_nn.engine.shapes import ShapeInference
from desktop_nn.graph.model import Graph
from desktop_nn.project.document import Project
from desktop_nn.training.steering import Steering
from tests.core.engine.drawings import Drawing, chain
from tests.core.engine.projects import classification

SHAPES: tuple[list[int], ...] = ([6], [4, 4], [8, 8, 4], [])
DTYPES = ("float32", "int32", "bool")
OWN: dict[str, tuple[list[list[int]], dict[str, Any]]] = {
    "ops.adaptive_average_pool": ([[8, 8, 4]], {"output_size": [2, 2]}),
    "ops.adaptive_max_pool": ([[8, 8, 4]], {"output_size": [2, 2]}),
    "ops.average_pool": ([[8, 8, 4]], {"pool_size": 2}),
    "ops.cross": ([[3], [3]], {}),
    "ops.dot_product_attention": ([[4, 2, 3], [4, 2, 3], [4, 2, 3]], {}),
    "ops.einsum": ([[6], [6]], {"subscripts": "bi,bi->b"}),
    "ops.matmul": ([[4, 3], [3, 2]], {}),
    "ops.max_pool": ([[8, 8, 4]], {"pool_size": 2}),
    "ops.solve": ([[4, 4], [4, 4]], {}),
    "ops.solve_triangular": ([[4, 4], [4, 4]], {}),
    "ops.sparse_categorical_crossentropy": ([[], [6]], {}),
    "ops.take_along_axis": ([[6]], {"indices": [[0, 1], [1, 0]], "axis": -1}),
    "ops.vdot": ([[6], [6]], {}),
}
"""Those that want something of their own: the samples' shapes, the config."""
PICKY = {
    *(
        "bitwise_and",
        "bitwise_invert",
        "bitwise_or",
        "bitwise_xor",
        "broadcast_to",
        "cholesky",
        "gcd",
        "in_top_k",
        "lcm",
    ),
    *("left_shift", "right_shift", "logdet", "tensordot", "det", "inv", "solve", "solve_triangular", "vdot"),
}
"""TensorFlow takes whole numbers, fixed batches or special matrices only, which Keras's shapes do not tell."""
KNOWN = tuple(sorted(load_operations()))


@cache
def drawn(kind: str) -> Graph:
    """The operation as it is placed, on the first inputs that Keras lets it compute with."""
    found = load_operations()[kind]
    if kind in OWN:
        drawing, (shapes, config) = Drawing(), OWN[kind]
        drawing.add(kind, *[drawing.add("InputLayer", shape=shape) for shape in shapes], **config)
        return drawing.graph
    needed = sum(not port.optional for port in found.kind.ports)
    config = dict(starting_config(kind))
    if found.sided:
        config[CONSTANT], needed = 2, 1
    inference = ShapeInference()
    for shape, dtype, fewer in itertools.product(SHAPES, DTYPES, (0, 1)):
        drawing = Drawing()
        shapes = [shape] * needed
        if fewer and needed > 1:
            shapes[-1] = shape[:-1]
        inputs = [drawing.add("InputLayer", shape=item, dtype=dtype) for item in shapes]
        drawing.add(kind, *inputs, **config)
        facts = inference.infer(drawing.graph)
        if not any(node.problem for node in facts.nodes.values()) and not facts.problems:
            return drawing.graph
    if found.sided:  # the other way round: two tensors
        drawing = Drawing()
        inputs = [drawing.add("InputLayer", shape=[6]) for _ in range(2)]
        drawing.add(kind, *inputs, **starting_config(kind))
        return drawing.graph
    raise AssertionError(f"{kind} computes with no input")


def _said(constant: Any, *, first: bool = False) -> dict[str, Any]:
    return {CONSTANT: constant, FIRST: first}


def answers(model: Any) -> list[Any]:
    dice = np.random.default_rng(3)
    given = []
    for tensor in model.inputs:
        values = dice.uniform(0.1, 0.9, size=(2, *tensor.shape[1:]))
        given.append(values.astype(tensor.dtype) if tensor.dtype == "float32" else (values * 3).astype(tensor.dtype))
    found = model(given if len(given) > 1 else given[0])
    return [np.asarray(item) for item in load_keras().tree.flatten(found)]


def test_that_every_operation_is_placed_with_shapes() -> None:
    unknown = {}
    for kind in KNOWN:
        graph = drawn(kind)
        facts = ShapeInference().infer(graph)
        problem = next((node.problem for node in facts.nodes.values() if node.problem), None)
        if problem is not None or facts.parameters:
            unknown[kind] = problem
    assert unknown == {}


def test_that_what_is_drawn_is_what_keras_computes() -> None:
    """`1 - x`, `x * [1, 2, 3]`, `x[:, 0]`, a mean, a choice, and a tensor with itself."""
    keras = load_keras()
    drawing = Drawing()
    start = drawing.add("InputLayer", shape=[3])
    minus = drawing.add("ops.subtract", start, **_said(1.0, first=True))
    scaled = drawing.add("ops.multiply", minus, **_said([1.0, 2.0, 3.0]))
    mean = drawing.add("ops.mean", scaled, axis=-1, keepdims=True)
    first = drawing.add("ops.get_item", scaled, key=":, 0:1")
    both = drawing.add("ops.add", mean, first)
    drawing.add("ops.maximum", both, mean)
    model = build(drawing.graph, 0)
    x = np.random.default_rng(0).normal(size=(5, 3)).astype("float32")
    scaled_x = (1.0 - x) * np.array([1.0, 2.0, 3.0], "float32")
    mean_x = scaled_x.mean(axis=-1, keepdims=True)
    expected = np.maximum(mean_x + scaled_x[:, 0:1], mean_x)
    np.testing.assert_allclose(keras.ops.convert_to_numpy(model(x)), expected, rtol=1e-6)


def test_that_a_gradient_goes_through_and_the_run_trains(tmp_path: Path) -> None:
    project = classification(
        ("Dense", {"units": 8}), ("ops.multiply", {CONSTANT: 0.5}), ("ops.relu", {}), epochs=2, samples=120
    )
    trained = train(project, tmp_path, lambda _: None, Steering())
    assert trained.ended.status == "finished"
    assert trained.folder is not None
    again = restore(read(trained.folder / "model.h5"))
    for here, there in zip(again.get_weights(), trained.model.get_weights(), strict=True):
        np.testing.assert_array_equal(here, there)


@pytest.mark.parametrize("suffix", [".h5", ".keras"])
def test_that_keras_itself_opens_what_was_saved(suffix: str, tmp_path: Path) -> None:
    graph = chain(("ops.multiply", {CONSTANT: 2.0}), ("Dense", {"units": 3}), ("ops.subtract", {CONSTANT: 1.0}))
    model = build(graph, 0)
    save(model, tmp_path / f"model{suffix}", Project(graph))
    stock = load_keras().models.load_model(tmp_path / f"model{suffix}", compile=False)
    assert all(np.array_equal(one, other) for one, other in zip(answers(model), answers(stock), strict=True))


@pytest.mark.parametrize("style", ["functional", "subclassing"])
def test_that_the_code_computes_the_same(style: Any) -> None:
    drawing = Drawing()
    start = drawing.add("InputLayer", shape=[4])
    part = drawing.add("ops.get_item", start, key=":, 1:")
    scaled = drawing.add("ops.multiply", part, **_said([1.0, 2.0, 3.0], first=True))
    joined = drawing.add("ops.concatenate", part, scaled, axis=-1)
    drawing.add("Dense", joined, units=2)
    code = model_section(drawing.graph, style).code.removesuffix("model.summary()")
    keras = load_keras()
    variables: dict[str, Any] = {"keras": keras, "layers": keras.layers, "SEED": 0, "__name__": "generated"}
    exec(code, variables)
    model = build(drawing.graph, 0)
    variables["model"].set_weights(model.get_weights())
    x = np.random.default_rng(1).normal(size=(3, 4)).astype("float32")
    np.testing.assert_array_equal(np.asarray(variables["model"](x)), np.asarray(model(x)))


@pytest.mark.thorough
@pytest.mark.parametrize("suffix", [".h5", ".keras"])
def test_that_every_operation_comes_back_from_a_file(suffix: str, tmp_path: Path) -> None:
    wrong = {}
    for kind in KNOWN:
        graph = drawn(kind)
        model = build(graph, 0)
        path = tmp_path / f"{kind.replace('.', '_')}{suffix}"
        model.save(path)  # as a script does: without our drawing in it
        found = read(path)
        again = [layer.kind for layer in found.graph.layers.values() if layer.kind != "InputLayer"]
        if {"ops.abs": "ops.absolute"}.get(kind, kind) not in again:  # Keras's short form of it
            wrong[kind] = f"became {again}"
        if kind.removeprefix("ops.") in PICKY:
            continue
        same = zip(answers(model), answers(restore(found)), strict=True)
        if not all(np.array_equal(one, other, equal_nan=one.dtype.kind == "f") for one, other in same):
            wrong[kind] = "other answers"
    assert wrong == {}

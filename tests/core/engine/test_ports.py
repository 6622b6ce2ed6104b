"""Ports beyond the first input: masks, initial states, several outputs; through shapes, building, files and code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop_nn.codegen.model_code import model_section
from desktop_nn.engine import model_files
from desktop_nn.engine.build import build
from desktop_nn.engine.loading import load_keras
from desktop_nn.engine.shapes import ShapeInference
from desktop_nn.graph.model import Graph, Link
from desktop_nn.project.document import Project
from tests.core.engine.drawings import Drawing
from tests.core.engine.test_build import assert_equal_weights
from tests.core.engine.test_every_layer import answers, problems

Drawn = Callable[[Drawing], None]


def _tensor(drawing: Drawing, *shape: int, dtype: str = "float32") -> str:
    return drawing.add("InputLayer", shape=list(shape), **({} if dtype == "float32" else {"dtype": dtype}))


def _mask(drawing: Drawing, *shape: int) -> str:
    return _tensor(drawing, *shape, dtype="bool")


def _at(drawing: Drawing, node: str, **sources: str | tuple[str, int]) -> str:
    """Link sources to ports, given as `p0=…, p3=…`."""
    for name, source in sources.items():
        start, port = source if isinstance(source, tuple) else (source, 0)
        drawing.force(Link(start, node, port, int(name[1:])))
    return node


def _attention_masks(drawing: Drawing) -> None:
    x, y = _tensor(drawing, 5, 4), _tensor(drawing, 6, 4)
    _at(drawing, drawing.add("Attention", x, y), p3=_mask(drawing, 5), p4=_mask(drawing, 6))


def _value_mask_only(drawing: Drawing) -> None:
    x, y = _tensor(drawing, 5, 4), _tensor(drawing, 6, 4)
    _at(drawing, drawing.add("AdditiveAttention", x, y), p4=_mask(drawing, 6))


def _query_mask_only(drawing: Drawing) -> None:
    x, y = _tensor(drawing, 5, 4), _tensor(drawing, 6, 4)
    _at(drawing, drawing.add("Attention", x, y), p3=_mask(drawing, 5))


def _multi_head(drawing: Drawing) -> None:
    x, y = _tensor(drawing, 5, 4), _tensor(drawing, 6, 4)
    node = drawing.add("MultiHeadAttention", x, y, y, num_heads=2, key_dim=3)
    _at(drawing, node, p3=_mask(drawing, 5, 6), p4=_mask(drawing, 5), p5=_mask(drawing, 6))


def _grouped_query(drawing: Drawing) -> None:
    x = _tensor(drawing, 5, 4)
    node = drawing.add("GroupQueryAttention", x, x, head_dim=2, num_query_heads=4, num_key_value_heads=2)
    _at(drawing, node, p3=_mask(drawing, 5, 5))


def _masked_lstm(drawing: Drawing) -> None:
    node = drawing.add("LSTM", _tensor(drawing, 5, 4), units=3)
    _at(drawing, node, p1=_tensor(drawing, 3), p2=_tensor(drawing, 3), p3=_mask(drawing, 5))


def _masked_gru(drawing: Drawing) -> None:
    _at(drawing, drawing.add("GRU", _tensor(drawing, 5, 4), units=3), p2=_mask(drawing, 5))


def _simple_rnn_state(drawing: Drawing) -> None:
    _at(drawing, drawing.add("SimpleRNN", _tensor(drawing, 5, 4), units=3), p1=_tensor(drawing, 3))


def _bidirectional(drawing: Drawing) -> None:
    inner = {"class_name": "LSTM", "config": {"units": 3}}
    node = drawing.add("Bidirectional", _tensor(drawing, 5, 4), layer=inner)
    states = {f"p{port}": _tensor(drawing, 3) for port in (2, 3, 4, 5)}
    _at(drawing, node, p1=_mask(drawing, 5), **states)


def _conv_lstm(drawing: Drawing) -> None:
    node = drawing.add("ConvLSTM2D", _tensor(drawing, 3, 6, 6, 2), filters=2, kernel_size=3, padding="same")
    _at(drawing, node, p1=_tensor(drawing, 6, 6, 2), p2=_tensor(drawing, 6, 6, 2))


def _encoder_decoder(drawing: Drawing) -> None:
    encoder = drawing.add("LSTM", _tensor(drawing, 5, 4), units=3, return_state=True)
    decoder = drawing.add("LSTM", _tensor(drawing, 6, 4), units=3, return_sequences=True)
    _at(drawing, decoder, p1=(encoder, 1), p2=(encoder, 2))


def _masked_norm(drawing: Drawing) -> None:
    _at(drawing, drawing.add("BatchNormalization", _tensor(drawing, 5, 4)), p1=_mask(drawing, 5))


def _masked_softmax(drawing: Drawing) -> None:
    _at(drawing, drawing.add("Softmax", _tensor(drawing, 5)), p1=_mask(drawing, 5))


def _masked_pooling(drawing: Drawing) -> None:
    _at(drawing, drawing.add("GlobalAveragePooling1D", _tensor(drawing, 5, 4)), p1=_mask(drawing, 5))


def _masked_time(drawing: Drawing) -> None:
    inner = {"class_name": "Dense", "config": {"units": 3}}
    _at(drawing, drawing.add("TimeDistributed", _tensor(drawing, 5, 4), layer=inner), p1=_mask(drawing, 5))


def _scores(drawing: Drawing) -> None:
    inner = drawing.add("TimeDistributed", _tensor(drawing, 5, 4), layer={"class_name": "LayerNormalization"})
    drawing.add("SpectralNormalization", inner, layer={"class_name": "Dense", "config": {"units": 3}})


def _stateful(drawing: Drawing) -> None:
    start = drawing.add("InputLayer", shape=[5, 4], batch_size=2)
    drawing.add("LSTM", start, units=3, stateful=True)


CASES: tuple[Drawn, ...] = (
    _attention_masks, _value_mask_only, _query_mask_only, _multi_head, _grouped_query, _masked_lstm, _masked_gru,
    _simple_rnn_state, _bidirectional, _conv_lstm, _encoder_decoder, _masked_norm, _masked_softmax, _masked_pooling,
    _masked_time, _scores, _stateful,
)  # fmt: skip


def graph_of(draw: Drawn) -> Graph:
    drawing = Drawing()
    draw(drawing)
    return drawing.graph


def fed_to(model: Any) -> list[Any]:
    random = np.random.default_rng(2)
    fed: list[Any] = []
    for tensor in model.inputs:
        shape = (2, *tensor.shape[1:])
        fed.append(random.random(shape) < 0.6 if tensor.dtype == "bool" else random.random(shape).astype("float32"))
    return fed


@pytest.mark.parametrize("draw", CASES, ids=lambda draw: draw.__name__.strip("_"))
def test_that_it_is_shaped_built_saved_and_written_as_code(draw: Drawn, tmp_path: Path) -> None:
    graph = graph_of(draw)
    assert problems(graph) == []
    model = build(graph, 5)
    fed = fed_to(model)
    expected = answers(model, fed)
    path = tmp_path / "model.h5"
    model_files.save(model, path, Project(graph))
    found = model_files.read(path)
    assert found.project is not None, found.changes
    back = model_files.restore(found)
    for before, after in zip(answers(build(graph, 5), fed), answers(back, fed), strict=True):
        assert np.array_equal(before, after, equal_nan=True)
    variables: dict[str, Any] = {"keras": load_keras(), "layers": load_keras().layers, "SEED": 5}
    exec(model_section(graph).code.replace("model.summary()", ""), variables)
    assert_equal_weights(variables["model"], model)
    for before, after in zip(expected, answers(variables["model"], fed), strict=True):
        assert np.array_equal(before, after, equal_nan=True)


@pytest.mark.parametrize("draw", [_value_mask_only, _query_mask_only, _masked_lstm, _masked_pooling])
def test_that_a_mask_changes_the_answer(draw: Drawn) -> None:
    model = build(graph_of(draw), 5)
    fed = fed_to(model)
    open_masks = [np.ones_like(item) if item.dtype == bool else item for item in fed]
    masked, unmasked = answers(model, fed)[0], answers(model, open_masks)[0]
    assert not np.array_equal(masked, unmasked)


def test_that_the_states_of_a_layer_are_outputs_with_shapes() -> None:
    drawing = Drawing()
    lstm = drawing.add("LSTM", _tensor(drawing, 5, 4), units=3, return_state=True, return_sequences=True)
    facts = ShapeInference().infer(drawing.graph)
    assert facts.nodes[lstm].output_shapes == ((None, 5, 3), (None, 3), (None, 3))


def test_that_a_stateful_layer_without_a_batch_size_says_what_it_needs() -> None:
    drawing = Drawing()
    drawing.add("LSTM", _tensor(drawing, 5, 4), units=3, stateful=True)
    (problem,) = problems(drawing.graph)
    assert "batch" in problem


def test_that_a_problem_of_a_shared_layer_names_both_calls() -> None:
    drawing = Drawing()
    one, two = _tensor(drawing, 4), _tensor(drawing, 7)
    first = drawing.add("Dense", one, units=3, name="shared")
    drawing.add("Concatenate", first, drawing.call(first, two))
    (problem,) = problems(drawing.graph)
    assert "input" in problem
    assert "input_1" in problem
    assert "shared" in problem


def test_that_ten_thousand_nodes_are_inferred() -> None:
    drawing = Drawing()
    last = drawing.add("InputLayer", shape=[4])
    graph = drawing.graph
    from dataclasses import replace

    from desktop_nn.graph.model import Layer, Node

    layers, nodes, links = dict(graph.layers), dict(graph.nodes), []
    for number in range(9_999):
        id = f"d{number}"
        layers[id], nodes[id] = Layer(id, "Dense", id, {"units": 4}), Node(id, id)
        links.append(Link(last, id))
        last = id
    graph = replace(graph, layers=layers, nodes=nodes, links=tuple(links))
    facts = ShapeInference().infer(graph)
    assert facts.parameters == 9_999 * 20

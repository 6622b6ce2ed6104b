"""What layers are called with beside tensors: a causal mask, attention scores that come out as well, a fixed mode."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop_nn.codegen.model_code import model_section
from desktop_nn.codegen.styles import Style
from desktop_nn.engine.build import build
from desktop_nn.engine.loading import load_keras
from desktop_nn.engine.model_files import ModelFile, read, restore, save
from desktop_nn.engine.shapes import ShapeInference
from desktop_nn.graph.model import Graph
from desktop_nn.problems import ProblemError
from desktop_nn.project.document import Project
from tests.core.engine.drawings import Drawing
from tests.core.engine.model_files import plain_keras

WORDS = np.random.default_rng(0).normal(size=(3, 5, 4)).astype("float32")


def attending(**said: Any) -> tuple[Graph, str]:
    """Words that attend to each other, and the attention's node."""
    drawing = Drawing()
    start = drawing.add("InputLayer", shape=[5, 4])
    attention = drawing.add(
        "MultiHeadAttention", start, start, name="attention", num_heads=2, key_dim=3, dropout=0.1, **said
    )
    drawing.add("Dense", attention, name="end", units=1)
    return drawing.graph, attention


def changed_by_the_last_word(model: Any) -> list[bool]:
    """Which of the five answers hang on the last word."""
    other = WORDS.copy()
    other[:, -1] += 1
    before, after = model.predict(WORDS, verbose=0), model.predict(other, verbose=0)
    return [bool(np.abs(before[:, at] - after[:, at]).max() > 1e-6) for at in range(5)]


def test_that_a_causal_mask_hides_later_words() -> None:
    assert changed_by_the_last_word(build(attending()[0], 1)) == [True] * 5
    assert changed_by_the_last_word(build(attending(use_causal_mask=True)[0], 1)) == [False] * 4 + [True]


def test_that_scores_come_out_at_a_second_port() -> None:
    graph, attention = attending(return_attention_scores=True)
    assert ShapeInference().infer(graph).nodes[attention].output_shapes == ((None, 5, 4), (None, 2, 5, 5))


@pytest.mark.parametrize("style", ["functional", "subclassing"])
def test_that_the_code_calls_with_it(style: Style) -> None:
    graph, _ = attending(use_causal_mask=True)
    code = model_section(graph, style).code.removesuffix("model.summary()")
    assert "use_causal_mask=True" in code
    keras = load_keras()
    variables: dict[str, Any] = {"keras": keras, "layers": keras.layers, "SEED": 0, "__name__": "generated"}
    exec(code, variables)
    model = variables["model"]
    model.predict(WORDS, verbose=0)
    assert changed_by_the_last_word(model) == [False] * 4 + [True]


@pytest.mark.parametrize("suffix", [".h5", ".keras"])
def test_that_it_is_saved_and_read_again(suffix: str, tmp_path: Path) -> None:
    graph, _ = attending(use_causal_mask=True)
    path = tmp_path / f"model{suffix}"
    made = build(graph, 3)
    save(made, path, Project(graph))
    plain = load_keras().models.load_model(path)
    again = restore(read(path))
    assert changed_by_the_last_word(plain) == [False] * 4 + [True]
    np.testing.assert_allclose(again.predict(WORDS, verbose=0), made.predict(WORDS, verbose=0), rtol=1e-6)


def opened(model: Any, folder: Path) -> ModelFile:
    return read(plain_keras.saved(model, folder / "model.keras"))


def test_that_one_layer_called_in_two_ways_is_refused_by_name(tmp_path: Path) -> None:
    keras = load_keras()
    start = keras.Input((5, 4))
    attention = keras.layers.MultiHeadAttention(1, 3, name="twice")
    ends = [attention(start, start, use_causal_mask=True), attention(start, start)]
    with pytest.raises(ProblemError, match="use_causal_mask at one place") as caught:
        opened(keras.Model(start, ends), tmp_path)
    assert caught.value.problem.where.endswith("twice")


@pytest.mark.parametrize(("layer", "mode"), [("Dropout", True), ("BatchNormalization", False)])
def test_that_a_mode_that_keras_does_not_heed_is_reported(layer: str, mode: bool, tmp_path: Path) -> None:
    keras = load_keras()
    start = keras.Input((4,))
    made = getattr(keras.layers, layer)(**({"rate": 0.5} if mode else {}), name="kept")
    file = opened(keras.Model(start, made(start, training=mode)), tmp_path)
    (lost,) = file.report.lost
    assert (lost.where, f"training={mode}" in lost.what) == ("kept", True)

"""Vocabularies that layers have learnt: read out of archives, missing in .h5, and nothing a foreign file can misuse."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop_nn.engine.loading import load_keras
from desktop_nn.engine.model_files import child, read
from desktop_nn.engine.shapes import ShapeInference
from desktop_nn.problems import ProblemError
from tests.core.engine.model_files import plain_keras


def reader_of_words() -> Any:
    keras = load_keras()
    layer = keras.layers.TextVectorization(output_sequence_length=2, name="words")
    layer.adapt(np.array(["red green", "red blue"]))
    start = keras.Input((1,), dtype="string")
    return keras.Model(start, keras.layers.Embedding(9, 2)(layer(start)))


def with_entry(path: Path, name: str, text: str) -> Path:
    """The archive with one more entry, or with another text in it."""
    with zipfile.ZipFile(path) as archive:
        entries = {entry: archive.read(entry) for entry in archive.namelist() if not entry.endswith("/")}
    with zipfile.ZipFile(path, "w") as archive:
        for entry, content in {**entries, name: text.encode()}.items():
            archive.writestr(entry, content)
    return path


def test_that_a_learnt_vocabulary_is_a_parameter_of_the_layer(tmp_path: Path) -> None:
    file = read(plain_keras.saved(reader_of_words(), tmp_path / "model.keras"))
    (layer,) = (layer for layer in file.graph.layers.values() if layer.name == "words")
    assert layer.config["vocabulary"] == ["red", "green", "blue"]
    assert file.report.changes == ()


def test_that_a_vocabulary_that_h5_has_lost_is_told_of_and_wanted(tmp_path: Path) -> None:
    file = read(plain_keras.saved(reader_of_words(), tmp_path / "model.h5"))
    assert [lost.where for lost in file.report.lost] == ["words"]
    facts = ShapeInference().infer(file.graph)
    (problem,) = (node.problem for node in facts.nodes.values() if node.problem)
    assert "has no vocabulary" in problem.what


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("assets/layers/embedding/vocabulary.txt", "red"),
        ("assets/layers/nobody/vocabulary.txt", "red"),
        ("assets/words.txt", "red"),
        ("assets/layers/text_vectorization/vocabulary.txt", "red\n" * 3_000_000),
    ],
    ids=["of another layer", "of no layer", "of nothing", "too long"],
)
def test_that_what_is_no_vocabulary_is_refused(name: str, text: str, tmp_path: Path) -> None:
    path = with_entry(plain_keras.saved(reader_of_words(), tmp_path / "model.keras"), name, text)
    with pytest.raises(ProblemError) as caught:
        read(path)
    assert caught.value.problem.fix


@pytest.mark.parametrize("token", [[], {"class_name": []}, 7])
def test_that_strange_tokens_of_a_lookup_are_no_traceback(token: Any, tmp_path: Path) -> None:
    keras = load_keras()
    layer = keras.layers.StringLookup(name="words")
    layer.adapt(np.array(["a", "b"]))
    start = keras.Input((1,), dtype="string")
    path = plain_keras.saved(keras.Model(start, keras.layers.Embedding(9, 2)(layer(start))), tmp_path / "model.keras")
    with zipfile.ZipFile(path) as archive:
        config = json.loads(archive.read("config.json"))
    config["config"]["layers"][1]["config"]["oov_token"] = token
    with_entry(path, "config.json", json.dumps(config))
    folder = tmp_path / "found"
    folder.mkdir()
    assert child.examine(path, folder) == 0


def test_that_layers_of_one_name_inside_and_outside_keep_their_own_words(tmp_path: Path) -> None:
    keras = load_keras()

    def lookup(name: str, *words: str) -> Any:
        layer = keras.layers.StringLookup(name=name, output_mode="one_hot")
        layer.adapt(np.array(words))
        return layer

    start, outside = keras.Input((1,), dtype="string"), keras.Input((1,), dtype="string")
    inner = keras.Model(start, [lookup("other", "a")(start), lookup("words", "b")(start)], name="inner")
    model = keras.Model(outside, [*inner(outside), lookup("words", "c")(outside)])
    file = read(plain_keras.saved(model, tmp_path / "model.keras"))
    nested = next(layer.model for layer in file.graph.layers.values() if layer.model is not None)
    found = {
        (where, layer.name): layer.config["vocabulary"]
        for where, graph in (("outside", file.graph), ("inside", nested))
        for layer in graph.layers.values()
        if layer.kind == "StringLookup"
    }
    assert found == {("outside", "words"): ["c"], ("inside", "other"): ["a"], ("inside", "words"): ["b"]}

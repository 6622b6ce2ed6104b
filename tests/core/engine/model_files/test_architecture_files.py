"""Architectures: the JSON that `model.to_json` writes opens as a drawing without weights."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop_nn.cli import main
from desktop_nn.engine import build, model_files
from desktop_nn.problems import ProblemError
from desktop_nn.project import examples


def written(tmp_path: Path, name: str = "two-outputs") -> Path:
    """What Keras writes of an example's model."""
    project = examples.read(name).project
    path = tmp_path / "model.json"
    path.write_text(build.build(project.graph, 0).to_json(), "utf-8")
    return path


def test_that_keras_3s_json_opens_as_the_same_layers_and_links(tmp_path: Path) -> None:
    drawn = examples.read("two-outputs").project.graph
    found = model_files.read(written(tmp_path))
    names = {layer.name for layer in drawn.layers.values()}
    assert {layer.name for layer in found.graph.layers.values()} == names
    assert len(found.graph.links) == len(drawn.links)
    assert not any(found.weights.values())
    assert found.format == "Keras 3 JSON"
    built = build.build(found.graph, 0)
    assert built.count_params() == build.build(drawn, 0).count_params()


def test_that_keras_2s_json_opens_with_its_report(tmp_path: Path) -> None:
    layers = [
        {"class_name": "Dense", "config": {"name": "a", "units": 3, "batch_input_shape": [None, 4]}},
        {"class_name": "LeakyReLU", "config": {"name": "b", "alpha": 0.25}},
    ]
    data = {"class_name": "Sequential", "config": {"name": "s", "layers": layers}, "keras_version": "2.9.0"}
    path = tmp_path / "old.json"
    path.write_text(json.dumps(data), "utf-8")
    found = model_files.read(path)
    assert found.format == "Keras 2.9 JSON"
    assert any("negative_slope" in change for change in found.changes)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"a": 1}', "holds no Keras model"),
        ('{"class_name": "Functional", "config": {}', "no valid JSON"),
        ('{"class_name": "Functional", "config": 3}', "holds no Keras model"),
        ("{" * 5000, "architecture"),
        ('{"class_name": "X", "config": {}, "keras_version": "1.2"}', "a class of its own"),
    ],
)
def test_that_other_json_is_refused_in_a_sentence(text: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text(text, "utf-8")
    with pytest.raises(ProblemError, match=words) as refused:
        model_files.read(path)
    assert len(refused.value.problems) == 1


def test_that_the_command_line_takes_an_architecture(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, "blobs-wide")
    assert main(["summary", str(path)]) == 0
    assert "hidden" in capfd.readouterr().out
    assert main(["convert", str(path), str(tmp_path / "fresh.h5")]) == 0
    assert any(model_files.read(tmp_path / "fresh.h5").weights.values())

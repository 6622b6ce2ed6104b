"""Every form in which a model is given away: run by the programs that it is for, it says what the model says."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from desktop_nn.engine import exports
from desktop_nn.engine.exports import compiled
from desktop_nn.engine.loading import load_keras
from desktop_nn.problems import ProblemError
from desktop_nn.project import model_formats
from desktop_nn.project.document import Project
from tests.core.engine.exports import running
from tests.core.engine.keras2.models import ARCHITECTURES, answers, apart, trained
from tests.core.engine.model_files import plain_keras

RUNNERS = {"saved_model": running.saved_model, "tflite": running.tflite, "onnx": running.onnx}
CLOSE = {"float32": 2e-5, "float16": 5e-3, "int8": 5e-2}


@pytest.fixture(scope="module")
def chain() -> Any:
    return trained("chain")


def target(tmp_path: Path, form: str) -> Path:
    return tmp_path / f"model{model_formats.BY_ID[form].suffix}"


def check(model: Any, tmp_path: Path, form: str, precision: str = "float32", close: float | None = None) -> str:
    """Export, run, compare; returns what was noted."""
    path = target(tmp_path, form)
    note = exports.write(model, path, Project(), form, precision=precision)
    inputs, _ = plain_keras.data(model, samples=5)
    fed = inputs if isinstance(inputs, list) else [inputs]
    said = RUNNERS[form](path, [tensor._keras_history.operation.name for tensor in model.inputs], fed)
    wanted = answers(model, inputs)
    assert apart(said, wanted) < (close or CLOSE[precision])
    assert [item.name for item in tmp_path.iterdir()] == [path.name]
    return note


def test_that_a_saved_model_says_the_same(chain: Any, tmp_path: Path) -> None:
    assert check(chain, tmp_path, "saved_model") == ""


@pytest.mark.thorough
def test_that_tensorflow_lite_says_the_same(chain: Any, tmp_path: Path) -> None:
    assert check(chain, tmp_path, "tflite") == ""


@pytest.mark.thorough
@pytest.mark.parametrize("form", ["saved_model", "tflite"])
@pytest.mark.parametrize("name", ARCHITECTURES)
def test_that_every_architecture_says_the_same(name: str, form: str, tmp_path: Path) -> None:
    note = check(trained(name), tmp_path, form, close=2e-3 if name == "half" else None)
    recurrent = form == "tflite" and name in ("sequences", "text")
    assert ("one sample" in note) if recurrent else (note == "")


@pytest.mark.thorough
@pytest.mark.parametrize("name", ARCHITECTURES)
def test_that_onnx_runtime_says_the_same(name: str, tmp_path: Path) -> None:
    for package in ("tf2onnx", "onnx", "onnxruntime"):
        pytest.importorskip(package)
    check(trained(name), tmp_path, "onnx", close=2e-3 if name == "half" else None)


@pytest.mark.thorough
@pytest.mark.parametrize(("precision", "share"), [("float16", 0.6), ("int8", 0.35)])
def test_that_weights_of_less_precision_take_less_room(precision: str, share: float, tmp_path: Path) -> None:
    keras = load_keras()
    model = keras.Sequential([keras.Input((64,)), keras.layers.Dense(256, "relu"), keras.layers.Dense(3)])
    model.compile("adam", "mean_squared_error")
    check(model, tmp_path, "tflite", precision)
    small = target(tmp_path, "tflite").stat().st_size
    exports.write(model, tmp_path / "whole.tflite", Project(), "tflite")
    assert small < share * (tmp_path / "whole.tflite").stat().st_size


@pytest.mark.parametrize(
    "form", ["saved_model", *(pytest.param(form, marks=pytest.mark.thorough) for form in ("weights", "tflite", "onnx"))]
)
def test_that_an_export_changes_nothing_about_the_live_model(form: str, tmp_path: Path) -> None:
    if form == "onnx":
        pytest.importorskip("tf2onnx")
    model = trained("two_outputs")
    before = plain_keras.everything(model)
    exports.write(model, target(tmp_path, form), Project(), form)
    assert plain_keras.everything(model) == before
    assert plain_keras.equal(plain_keras.fit(model), plain_keras.fit(trained("two_outputs")))


def test_that_weights_alone_are_loaded_by_keras(chain: Any, tmp_path: Path) -> None:
    exports.write(chain, tmp_path / "chain.weights.h5", Project(), "weights")
    other = plain_keras.chain("Adam")
    assert not plain_keras.equal(other.get_weights(), chain.get_weights())
    other.optimizer.build(other.trainable_variables)
    other.load_weights(tmp_path / "chain.weights.h5")
    assert plain_keras.equal(other.get_weights(), chain.get_weights())


def test_that_layers_alone_are_made_by_keras(chain: Any, tmp_path: Path) -> None:
    exports.write(chain, tmp_path / "chain.json", Project(), "architecture")
    text = (tmp_path / "chain.json").read_text("utf-8")
    other = load_keras().models.model_from_json(text)
    assert json.loads(other.to_json())["config"] == json.loads(chain.to_json())["config"]
    assert "compile_config" not in json.loads(text)


def test_that_a_saved_model_takes_the_place_of_an_older_one(chain: Any, tmp_path: Path) -> None:
    path = target(tmp_path, "saved_model")
    path.mkdir()
    (path / "saved_model.pb").write_bytes(b"old")
    exports.write(chain, path, Project(), "saved_model")
    assert (path / "saved_model.pb").read_bytes() != b"old"
    assert [item.name for item in tmp_path.iterdir()] == [path.name]


def test_that_a_folder_with_other_things_is_left_alone(chain: Any, tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"picture")
    with pytest.raises(ProblemError, match="other things"):
        exports.write(chain, tmp_path, Project(), "saved_model")
    assert [item.name for item in tmp_path.iterdir()] == ["holiday.jpg"]


@pytest.mark.parametrize("form", [item.id for item in model_formats.FORMATS if not item.unavailable and not item.extra])
def test_that_a_missing_folder_is_told_at_once(form: str, chain: Any, tmp_path: Path) -> None:
    path = target(tmp_path / "gone", form)
    with pytest.raises(ProblemError, match="no such file or folder"):
        exports.write(chain, path, Project(), form)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", ["keras3_h5", "keras2_h5", "keras", "weights", "architecture"])
def test_that_a_folder_in_the_place_of_a_file_is_told(form: str, chain: Any, tmp_path: Path) -> None:
    target(tmp_path, form).mkdir()
    with pytest.raises(ProblemError, match="folder, not a file"):
        exports.write(chain, target(tmp_path, form), Project(), form)


@pytest.mark.parametrize("form", ["keras3_h5", "keras2_h5", "keras", "weights", "architecture"])
def test_that_a_full_disk_leaves_the_old_file(
    form: str, chain: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = target(tmp_path, form)
    path.write_bytes(b"old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ProblemError, match="disk is full"):
        exports.write(chain, path, Project(), form)
    assert [(item.name, item.read_bytes()) for item in tmp_path.iterdir()] == [(path.name, b"old")]


@pytest.mark.parametrize("form", ["saved_model", "tflite"])
def test_that_a_cancelled_export_leaves_nothing(form: str, chain: Any, tmp_path: Path) -> None:
    exports.write(chain, target(tmp_path, form), Project(), form, cancelled=lambda: True)
    assert list(tmp_path.iterdir()) == []


def test_that_a_missing_package_is_told_with_how_to_get_it(
    chain: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_formats, "find_spec", lambda name: None)
    with pytest.raises(ProblemError, match=r"pip install 'desktop-nn\[onnx\]'"):
        exports.write(chain, tmp_path / "chain.onnx", Project(), "onnx")


def test_that_what_cannot_be_written_here_says_why(chain: Any, tmp_path: Path) -> None:
    with pytest.raises(ProblemError, match="tensorflow-decision-forests"):
        exports.write(chain, tmp_path / "chain.tfjs", Project(), "tensorflowjs")


def test_that_a_converter_that_breaks_off_is_told(chain: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    dies = [sys.executable, "-c", "import os; print('last words', flush=True); os.abort()"]
    monkeypatch.setattr(compiled, "command", lambda folder, form, precision: dies)
    with pytest.raises(ProblemError, match="last words"):
        exports.write(chain, tmp_path / "chain.tflite", Project(), "tflite")


def test_that_precision_is_no_choice_of_other_forms(chain: Any, tmp_path: Path) -> None:
    with pytest.raises(ProblemError, match="keeps weights as they are"):
        exports.write(chain, tmp_path / "chain.h5", Project(), "keras3_h5", precision="int8")


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.h5", "keras3_h5"),
        ("a.weights.h5", "weights"),
        ("A.KERAS", "keras"),
        ("a.tflite", "tflite"),
        ("a.savedmodel", "saved_model"),
        ("a.pt", None),
        ("a", None),
    ],
)
def test_that_a_path_says_its_form(name: str, form: str | None) -> None:
    found = model_formats.of_path(Path(name))
    assert (found.id if found else None) == form


def test_that_only_h5_has_a_layout_of_keras_2() -> None:
    older = model_formats.of_path(Path("a.h5"), keras2=True)
    assert older is not None
    assert older.id == "keras2_h5"
    assert model_formats.of_path(Path("a.keras"), keras2=True) is None


def test_that_a_name_gets_the_suffix_it_lacks() -> None:
    forms = model_formats.BY_ID
    assert forms["weights"].named(Path("a")) == Path("a.weights.h5")
    assert forms["weights"].named(Path("a.h5")) == Path("a.h5.weights.h5")
    assert forms["weights"].named(Path("a.weights.h5")) == Path("a.weights.h5")
    assert forms["keras3_h5"].named(Path("a")) == Path("a.h5")
    assert forms["keras3_h5"].named(Path("a.v2")) == Path("a.v2.h5")
    assert forms["keras3_h5"].named(Path("A.H5")) == Path("A.H5")

"""Weights without a model: put into the model that is drawn, or told why they do not fit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop_nn.engine.build import build
from desktop_nn.engine.model_files import load_weights
from desktop_nn.graph import edits
from desktop_nn.problems import ProblemError
from desktop_nn.project.document import Project
from tests.core.engine.drawings import chain
from tests.core.engine.model_files import plain_keras
from tests.core.engine.model_files.test_saving import built, project


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Path]:
    """The drawn model after an epoch, and its weights as Keras itself writes them."""
    model = built(project())
    plain_keras.fit(model)
    path = tmp_path_factory.mktemp("weights") / "mine.weights.h5"
    model.save_weights(path)
    return model, path


def load(path: Path, document: Project) -> Any:
    return load_weights(path, document, built(document))


def test_that_weights_that_keras_wrote_go_into_the_drawn_model(trained: tuple[Any, Path]) -> None:
    model, path = trained
    fresh = built(project())
    back = load_weights(path, project(), fresh)
    assert plain_keras.equal(back.get_weights(), model.get_weights())
    assert plain_keras.equal(fresh.get_weights(), built(project()).get_weights())
    assert plain_keras.equal(plain_keras.fit(back), plain_keras.fit(model)), "the optimizer goes on too"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda graph: edits.configure(graph, "l2", {"units": 5, "activation": "relu"}), "hidden"),
        (lambda graph: edits.rename(graph, "l2", "other"), "other"),
    ],
)
def test_that_a_layer_that_finds_no_weights_is_named(change: Any, said: str, trained: tuple[Any, Path]) -> None:
    document = project()
    document = replace(document, graph=change(document.graph))
    with pytest.raises(ProblemError) as caught:
        load(trained[1], document)
    problem = caught.value.problems[0]
    assert problem.where == f"{trained[1]}, {said}"
    assert "weights belong to" in problem.fix


def test_that_a_file_that_is_none_is_told_by_its_own_name(tmp_path: Path) -> None:
    (tmp_path / "bad.weights.h5").write_bytes(b"no HDF5 at all")
    with pytest.raises(ProblemError) as caught:
        load(tmp_path / "bad.weights.h5", project())
    assert str(tmp_path / "bad.weights.h5") in caught.value.problems[0].where
    assert "model.keras" not in str(caught.value)


def test_that_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ProblemError, match="no such file"):
        load(tmp_path / "gone.weights.h5", project())


def test_that_what_this_app_writes_comes_back(tmp_path: Path, trained: tuple[Any, Path]) -> None:
    from desktop_nn.engine import exports

    exports.write(trained[0], tmp_path / "own.weights.h5", project(), "weights")
    back = load(tmp_path / "own.weights.h5", project())
    assert all(map(np.array_equal, back.get_weights(), trained[0].get_weights()))


@pytest.mark.parametrize("name", ["old.h5", "newer.weights.h5"])
def test_that_weights_that_keras_2_wrote_go_into_the_drawn_model(name: str, tmp_path: Path) -> None:
    import tf_keras

    layers = tf_keras.layers
    tf_keras.utils.set_random_seed(1)
    inner = [layers.LSTM(3, name="l"), layers.BatchNormalization(name="n"), layers.Dense(1, name="d")]
    old = tf_keras.Sequential([tf_keras.Input((6, 4)), *inner])
    old.save_weights(tmp_path / name)
    drawn: list[tuple[str, dict[str, Any]]] = [
        ("LSTM", {"name": "l", "units": 3}),
        ("BatchNormalization", {"name": "n"}),
        ("Dense", {"name": "d", "units": 1}),
    ]
    graph = chain(*drawn, shape=(6, 4))
    back = load_weights(tmp_path / name, Project(graph), build(graph, 0))
    x = np.random.default_rng(0).normal(size=(5, 6, 4)).astype("float32")
    np.testing.assert_allclose(back.predict(x, verbose=0), old.predict(x, verbose=0), rtol=1e-6)


def test_that_the_weights_of_a_whole_model_go_into_the_drawn_one(tmp_path: Path, trained: tuple[Any, Path]) -> None:
    trained[0].save(tmp_path / "whole.h5")
    back = load(tmp_path / "whole.h5", project())
    assert plain_keras.equal(back.get_weights(), trained[0].get_weights())

"""A model that comes back from a file is the one that went in: weights, optimizer, choices, and how it trains on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from desktop_nn.engine.loading import load_keras
from desktop_nn.engine.model_files import read, restore, save
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.project.document import Project
from tests.core.engine.model_files import plain_keras


@pytest.mark.parametrize("optimizer", plain_keras.OPTIMIZERS)
def test_that_fitting_goes_on_as_if_the_model_had_never_been_saved(optimizer: str, tmp_path: Path) -> None:
    model = plain_keras.chain(optimizer)
    plain_keras.fit(model)
    files = [read(plain_keras.saved(model, tmp_path / f"model{suffix}")) for suffix in (".keras", ".h5")]
    straight = plain_keras.fit(model)
    for file in files:
        assert plain_keras.equal(plain_keras.fit(restore(file, seed=5)), straight)


def test_that_weights_come_back_bit_for_bit(tmp_path: Path) -> None:
    model = plain_keras.chain()
    for suffix in (".keras", ".h5"):
        restored = restore(read(plain_keras.saved(model, tmp_path / f"model{suffix}")), seed=5)
        assert plain_keras.equal(restored.get_weights(), model.get_weights())


@pytest.mark.parametrize("suffix", [".h5", ".keras"])
def test_that_two_outputs_train_on_as_before(suffix: str, tmp_path: Path) -> None:
    model = plain_keras.two_outputs()
    plain_keras.fit(model)
    restored = restore(read(plain_keras.saved(model, tmp_path / f"model{suffix}")))
    assert restored.output_names == ["main", "aux"]
    inputs, targets = plain_keras.data(model)
    assert restored.evaluate(inputs, targets, verbose=0) == model.evaluate(inputs, targets, verbose=0)
    assert plain_keras.equal(plain_keras.fit(restored), plain_keras.fit(model))


@pytest.mark.parametrize("suffix", [".h5", ".keras"])
def test_that_a_restored_model_saves_and_restores_again(suffix: str, tmp_path: Path) -> None:
    model = plain_keras.two_outputs("Nadam")
    plain_keras.fit(model)
    first = read(plain_keras.saved(model, tmp_path / f"first{suffix}"))
    once = restore(first)
    assert first.training is not None
    save(once, tmp_path / f"second{suffix}", Project(first.graph, training=first.training))
    again = restore(read(tmp_path / f"second{suffix}"))
    assert plain_keras.equal(plain_keras.fit(again), plain_keras.fit(model))


def test_that_the_learning_rate_and_the_iterations_come_back(tmp_path: Path) -> None:
    model = plain_keras.chain("Adam")
    plain_keras.fit(model)
    model.optimizer.learning_rate = 0.00123
    restored = restore(read(plain_keras.saved(model, tmp_path / "model.h5")))
    assert float(restored.optimizer.learning_rate) == float(model.optimizer.learning_rate)
    assert int(restored.optimizer.iterations) == 3


def test_that_a_learning_rate_schedule_comes_back(tmp_path: Path) -> None:
    keras = load_keras()
    model = plain_keras.chain()
    schedule = keras.optimizers.schedules.ExponentialDecay(0.05, 2, 0.5)
    model.compile(keras.optimizers.SGD(schedule, momentum=0.5), "mean_squared_error")
    plain_keras.fit(model)
    restored = restore(read(plain_keras.saved(model, tmp_path / "model.h5")))
    assert plain_keras.equal(plain_keras.fit(restored), plain_keras.fit(model))


def test_that_dropout_draws_on_from_where_it_stood(tmp_path: Path) -> None:
    keras = load_keras()
    keras.utils.set_random_seed(3)
    plain = keras.Sequential([keras.Input((8,)), keras.layers.Dropout(0.5), keras.layers.Dense(1)])
    plain.compile("sgd", "mean_squared_error")
    file = read(plain_keras.saved(plain, tmp_path / "plain.h5"))
    model = restore(file)
    plain_keras.fit(model)
    assert file.training is not None
    save(model, tmp_path / "model.h5", Project(file.graph, training=file.training))
    restored = restore(read(tmp_path / "model.h5"), seed=9)
    assert plain_keras.equal(plain_keras.fit(restored), plain_keras.fit(model))


@pytest.mark.parametrize("suffix", [".h5", ".keras"])
def test_that_weights_inside_wrappers_and_attention_find_their_place(suffix: str, tmp_path: Path) -> None:
    keras = load_keras()
    keras.utils.set_random_seed(0)
    sequence = keras.Input((5, 4), name="sequence")
    attended = keras.layers.MultiHeadAttention(2, 3)(sequence, value=sequence, key=sequence)
    both = keras.layers.Bidirectional(keras.layers.LSTM(3, return_sequences=True))(attended)
    steps = keras.layers.TimeDistributed(keras.layers.Dense(2))(both)
    last, hidden, cell = keras.layers.LSTM(3, return_state=True)(steps)
    model = keras.Model(sequence, keras.layers.Concatenate()([last, hidden, cell]))
    restored = restore(read(plain_keras.saved(model, tmp_path / f"model{suffix}")))
    inputs, _ = plain_keras.data(model)
    assert np.array_equal(restored.predict(inputs, verbose=0), model.predict(inputs, verbose=0))


def test_that_an_adapted_normalization_normalizes_after_restoring(tmp_path: Path) -> None:
    keras = load_keras()
    normalization = keras.layers.Normalization()
    model = keras.Sequential([keras.Input((8,)), normalization, keras.layers.Dense(1)])
    inputs, _ = plain_keras.data(model)
    normalization.adapt(inputs * 7 + 3)
    for suffix in (".h5", ".keras"):
        restored = restore(read(plain_keras.saved(model, tmp_path / f"model{suffix}")))
        assert np.array_equal(restored.predict(inputs, verbose=0), model.predict(inputs, verbose=0))


def test_that_a_shared_layer_has_one_set_of_weights(tmp_path: Path) -> None:
    keras = load_keras()
    one, other = keras.Input((4,), name="one"), keras.Input((4,), name="other")
    shared = keras.layers.Dense(3, name="shared")
    model = keras.Model([one, other], keras.layers.Subtract()([shared(one), shared(other)]))
    file = read(plain_keras.saved(model, tmp_path / "model.h5"))
    restored = restore(file)
    assert len(file.graph.calls_of(next(id for id, layer in file.graph.layers.items() if layer.name == "shared"))) == 2
    assert len(restored.weights) == 2
    inputs, _ = plain_keras.data(model)
    assert np.array_equal(restored.predict(inputs, verbose=0), model.predict(inputs, verbose=0))


def test_that_a_frozen_layer_stays_frozen(tmp_path: Path) -> None:
    model = plain_keras.chain()
    model.layers[0].trainable = False
    model.compile("adam", "mean_squared_error")
    plain_keras.fit(model)
    restored = restore(read(plain_keras.saved(model, tmp_path / "model.h5")))
    assert [layer.trainable for layer in restored.layers] == [False, True, True]
    assert plain_keras.equal(plain_keras.fit(restored), plain_keras.fit(model))


def test_that_a_model_saved_without_being_compiled_comes_back_so(tmp_path: Path) -> None:
    keras = load_keras()
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(1)])
    file = read(plain_keras.saved(model, tmp_path / "model.h5"))
    assert file.training is None
    assert not restore(file).compiled


@pytest.mark.parametrize("suffix", [".h5", ".keras"])
def test_that_missing_weights_are_told_with_the_layer(suffix: str, tmp_path: Path) -> None:
    file = read(plain_keras.saved(plain_keras.chain(), tmp_path / f"model{suffix}"))
    name = next(iter(file.weights))
    without = replace(file, weights={layer: stored for layer, stored in file.weights.items() if layer != name})
    with pytest.raises(ProblemError) as caught:
        restore(without)
    assert caught.value.problem.where.endswith(name)
    assert "54" in caught.value.problem.what


@pytest.mark.parametrize("suffix", [".h5", ".keras"])
def test_that_weights_of_another_shape_are_told_with_both_shapes(suffix: str, tmp_path: Path) -> None:
    file = read(plain_keras.saved(plain_keras.chain(), tmp_path / f"model{suffix}"))
    name = next(iter(file.weights))
    kernel, bias = file.weights[name]
    swapped = (replace(bias, name=kernel.name), replace(kernel, name=bias.name))
    mixed = replace(file, weights={**file.weights, name: swapped})
    with pytest.raises(ProblemError) as caught:
        restore(mixed)
    assert caught.value.problem.where.endswith(name)
    assert "8" in caught.value.problem.what
    assert "should have the shapes" in caught.value.problem.what


def test_that_a_layer_that_claims_to_be_huge_is_refused_before_it_is_built(tmp_path: Path) -> None:
    file = read(plain_keras.saved(plain_keras.chain(), tmp_path / "model.h5"))
    name, layer = next((id, layer) for id, layer in file.graph.layers.items() if layer.kind == "Dense")
    huge = replace(layer, config={**layer.config, "units": 10**6})
    graph = replace(file.graph, layers={**file.graph.layers, name: huge})
    with pytest.raises(ProblemError) as caught:
        restore(replace(file, graph=graph))
    assert "9,000,000" in caught.value.problem.what


def test_that_an_optimizer_state_that_does_not_fit_is_warned_about(tmp_path: Path) -> None:
    model = plain_keras.chain("Adam")
    plain_keras.fit(model)
    file = read(plain_keras.saved(model, tmp_path / "model.h5"))
    warnings: list[Problem] = []
    restored = restore(replace(file, optimizer=file.optimizer[:-1]), warn=warnings.append)
    assert [problem.severity for problem in warnings] == ["warning"]
    assert int(restored.optimizer.iterations) == 0

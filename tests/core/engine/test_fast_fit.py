"""The fused loop against `model.fit(shuffle=False)` fed the same order: the same weights and figures, bit for bit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from desktop_nn.data.columns import Samples
from desktop_nn.engine.batches import EpochBatches, feed
from desktop_nn.engine.build import build
from desktop_nn.engine.compile import compile_model
from desktop_nn.engine.evaluate import prepared_data
from desktop_nn.engine.fast_fit import fast_fit, why_not
from desktop_nn.engine.keras_state import own_keras_state
from desktop_nn.engine.loading import load_keras, load_tensorflow
from desktop_nn.project import examples
from desktop_nn.training.order import permutation
from tests.core.engine.test_build import assert_equal_weights

BATCH, EPOCHS, SEED = 32, 3, 7
History = list[dict[str, float]]


@dataclass(frozen=True)
class Case:
    """How to make a compiled model, and what it is trained on."""

    make: Callable[[], Any]
    train: Samples
    validation: Samples


def samples(inputs: Mapping[str, Any], targets: Mapping[str, Any]) -> Samples:
    count = len(next(iter(targets.values())))
    return Samples(inputs, targets, np.arange(count))


def case(make: Callable[[Any], Any], draw: Callable[[np.random.Generator, int], tuple[Any, Any]]) -> Case:
    """Training data with a short last batch, and some held out."""

    def made() -> Any:
        keras = load_keras()
        keras.utils.set_random_seed(SEED)
        return make(keras)

    parts = []
    for seed, count in ((1, 205), (2, 71)):
        x, y = draw(np.random.default_rng(seed), count)
        parts.append(samples({"x": x}, y if isinstance(y, dict) else {"y": y}))
    return Case(made, *parts)


def classes(rng: np.random.Generator, count: int) -> tuple[Any, Any]:
    return rng.normal(size=(count, 8)).astype("float32"), rng.integers(0, 3, count)


def halves(rng: np.random.Generator, count: int) -> tuple[Any, Any]:
    x = rng.normal(size=(count, 8)).astype("float32")
    return x, (x[:, :1] > 0).astype("float32")


def pictures(rng: np.random.Generator, count: int) -> tuple[Any, Any]:
    return rng.normal(size=(count, 10, 10, 1)).astype("float32"), rng.integers(0, 3, count)


def words(rng: np.random.Generator, count: int) -> tuple[Any, Any]:
    return rng.integers(0, 40, (count, 9)), rng.integers(0, 2, (count, 1)).astype("float32")


def numbers(rng: np.random.Generator, count: int) -> tuple[Any, Any]:
    y = rng.normal(size=(count, 1)).astype("float32")
    return rng.normal(size=(count, 8)).astype("float32"), {"main": y, "aux": y * y}


def dropout(keras: Any) -> Any:
    layers = keras.layers
    model = keras.Sequential(
        [keras.Input((8,)), layers.Dense(16, "relu"), layers.Dropout(0.4), layers.GaussianNoise(0.1), layers.Dense(3)]
    )
    model.compile("sgd", keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
    return model


def batch_norm(keras: Any) -> Any:
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((8,)),
            layers.Dense(16, kernel_regularizer="l2"),
            layers.BatchNormalization(),
            layers.Dense(3, "softmax"),
        ]
    )
    model.compile("rmsprop", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def schedule(keras: Any) -> Any:
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dense(16, "selu"), keras.layers.Dense(3, "softmax")])
    rate = keras.optimizers.schedules.ExponentialDecay(0.01, 5, 0.9)
    model.compile(keras.optimizers.Adam(rate, clipnorm=1.0), "sparse_categorical_crossentropy")
    return model


def two_outputs(keras: Any) -> Any:
    x = keras.Input((8,), name="x")
    hidden = keras.layers.Dense(16, "relu")(x)
    outputs = [keras.layers.Dense(1, name="main")(hidden), keras.layers.Dense(1, name="aux")(hidden)]
    model = keras.Model(x, outputs)
    model.compile(
        "nadam",
        {"main": "mse", "aux": keras.losses.Huber()},
        loss_weights={"main": 0.9, "aux": 0.1},
        metrics={"main": ["mae", keras.metrics.R2Score()], "aux": ["mae"]},
    )
    return model


def lstm(keras: Any) -> Any:
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((9,)),
            layers.Embedding(40, 8, mask_zero=True),
            layers.LSTM(8, dropout=0.2, recurrent_dropout=0.1),
            layers.Dense(1, "sigmoid"),
        ]
    )
    model.compile("adam", "binary_crossentropy", metrics=["accuracy", keras.metrics.AUC(name="auc")])
    return model


def cnn(keras: Any) -> Any:
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((10, 10, 1)),
            layers.RandomFlip(),
            layers.Conv2D(4, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(3, "softmax"),
        ]
    )
    top = keras.metrics.SparseTopKCategoricalAccuracy(2, name="top2")
    model.compile(
        keras.optimizers.SGD(0.05, momentum=0.9, nesterov=True), "sparse_categorical_crossentropy", metrics=[top]
    )
    return model


def stateful_metrics(keras: Any) -> Any:
    layers, metrics = keras.layers, keras.metrics
    model = keras.Sequential([keras.Input((8,)), layers.Dense(16, "relu"), layers.Dense(1, "sigmoid")])
    kept = [
        metrics.AUC(name="auc"),
        metrics.Precision(name="precision"),
        metrics.Recall(0.3, name="recall"),
        "accuracy",
    ]
    rate = keras.optimizers.schedules.CosineDecayRestarts(0.01, 6)
    model.compile(keras.optimizers.Adam(rate), "binary_crossentropy", metrics=kept)
    return model


CASES: dict[str, Callable[[], Case]] = {
    "metrics with state": lambda: case(stateful_metrics, halves),
    "dropout": lambda: case(dropout, classes),
    "batch norm": lambda: case(batch_norm, classes),
    "schedule": lambda: case(schedule, classes),
    "two outputs": lambda: case(two_outputs, numbers),
    "LSTM": lambda: case(lstm, words),
    "CNN": lambda: case(cnn, pictures),
}


SLOW = ("two outputs", "LSTM")


def example(name: str) -> Case:
    """An example's own model on a part of its own data."""
    project = examples.read(name).project
    data = prepared_data(project)

    def make() -> Any:
        model = build(project.graph, SEED)
        compile_model(model, project.graph, project.training)
        return model

    return Case(make, part(data.train, 333), part(data.validation or data.test, 100))


def part(whole: Samples, count: int) -> Samples:
    def cut(arrays: Mapping[str, Any]) -> dict[str, Any]:
        return {name: array[:count] for name, array in arrays.items()}

    return Samples(cut(whole.inputs), cut(whole.targets), whole.index[:count])


def plain(model: Any, told: Case) -> History:
    history: History = []
    for epoch in range(EPOCHS):
        order = permutation(SEED, epoch, len(told.train))
        x, y = feed(
            Samples(
                {name: array[order] for name, array in told.train.inputs.items()},
                {name: array[order] for name, array in told.train.targets.items()},
                order,
            )
        )
        fitted = model.fit(x, y, BATCH, validation_data=feed(told.validation), shuffle=False, verbose=0)
        history.append({name: values[0] for name, values in fitted.history.items()})
    return history


def fast(model: Any, told: Case, callbacks: list[Any] | None = None) -> History:
    batches = EpochBatches(told.train, BATCH, SEED)
    history: History = []
    note = load_keras().callbacks.LambdaCallback(
        on_epoch_begin=lambda epoch, _: batches.begin(epoch),
        on_epoch_end=lambda _, logs: history.append(dict(logs)),
    )
    fast_fit(model, batches, told.validation, [note, *(callbacks or [])], EPOCHS)
    return history


@pytest.mark.parametrize(
    "name",
    [
        *(name for name in CASES if name not in SLOW),
        *(pytest.param(name, marks=pytest.mark.thorough) for name in (*SLOW, *examples.names())),
    ],
)
def test_that_weights_and_figures_are_those_of_plain_keras(name: str) -> None:
    told = CASES[name]() if name in CASES else example(name)
    with own_keras_state():
        one = told.make()
        expected = plain(one, told)
    with own_keras_state():
        other = told.make()
        found = fast(other, told)
    assert_equal_weights(other, one)
    for variable, same in zip(other.optimizer.variables, one.optimizer.variables, strict=True):
        np.testing.assert_array_equal(variable, same)
    assert found == expected


@pytest.mark.parametrize("kind", ["sample weights", "class weights"])
def test_that_weighted_samples_count_as_in_plain_keras(kind: str) -> None:
    """The document has no weights of samples; the loop takes them where it is given some."""
    told, epochs = CASES["batch norm"](), 2
    x, y = feed(told.train)
    by_class = {0: 0.5, 1: 1.0, 2: 3.0}
    weights = np.random.default_rng(3).random(len(told.train)).astype("float32")
    if kind == "class weights":
        weights = np.array([by_class[int(label)] for label in np.asarray(y)], "float32")
    given = {"class_weight": by_class} if kind == "class weights" else {"sample_weight": weights}
    with own_keras_state():
        one = told.make()
        history = one.fit(x, y, BATCH, epochs, shuffle=False, verbose=0, **given).history
    with own_keras_state():
        other, batches = told.make(), EpochBatches(told.train, BATCH, SEED)
        batches.order.assign(np.arange(len(told.train)))
        batches.data = (*batches.data, load_tensorflow().constant(weights))
        note = load_keras().callbacks.History()
        fast_fit(other, batches, None, [note], epochs)
    assert_equal_weights(other, one)
    assert note.history == history


def test_that_callbacks_at_epoch_ends_are_called_as_by_fit() -> None:
    told = CASES["dropout"]()
    heard: list[str] = []
    keras = load_keras()

    class Listener(keras.callbacks.Callback):  # type: ignore[misc, name-defined]
        def on_train_begin(self, logs: Any = None) -> None:
            heard.append("train begin")

        def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
            heard.append(f"epoch {epoch} begin")

        def on_test_begin(self, logs: Any = None) -> None:
            heard.append("test begin")

        def on_test_end(self, logs: Any = None) -> None:
            heard.append(f"test end {sorted(logs)}")

        def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
            heard.append(f"epoch {epoch} end {sorted(logs)}")
            self.model.stop_training = epoch == 1

        def on_train_end(self, logs: Any = None) -> None:
            heard.append(f"train end {sorted(logs)}")

    with own_keras_state():
        fast(told.make(), told, [Listener()])
    said, heard[:] = list(heard), []
    with own_keras_state():
        model = told.make()
        x, y = feed(told.train)
        model.fit(x, y, BATCH, EPOCHS, 0, [Listener()], validation_data=feed(told.validation))
    assert said == heard
    assert "epoch 2 begin" not in said


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda callbacks: callbacks.EarlyStopping(), ""),
        (lambda callbacks: callbacks.TensorBoard("x"), ""),
        (lambda callbacks: callbacks.TensorBoard("x", update_freq="batch"), "TensorBoard must see every batch."),
        (lambda callbacks: callbacks.TensorBoard("x", profile_batch=2), "TensorBoard must see every batch."),
        (lambda callbacks: callbacks.ModelCheckpoint("x.keras"), ""),
        (lambda callbacks: callbacks.ModelCheckpoint("x.keras", save_freq=5), "ModelCheckpoint must see every batch."),
        (lambda callbacks: callbacks.LambdaCallback(on_epoch_end=print), ""),
        (lambda callbacks: callbacks.LambdaCallback(on_train_batch_end=print), "LambdaCallback must see every batch."),
        (lambda callbacks: callbacks.ProgbarLogger(), "ProgbarLogger must see every batch."),
    ],
)
def test_that_only_callbacks_that_need_every_batch_make_it_plain(make: Callable[[Any], Any], reason: str) -> None:
    with own_keras_state():
        assert why_not(CASES["dropout"]().make(), [make(load_keras().callbacks)]) == reason


def test_that_a_model_with_a_step_of_its_own_is_trained_plainly() -> None:
    keras = load_keras()

    class Own(keras.Sequential):  # type: ignore[misc, name-defined]
        def train_step(self, data: Any) -> Any:
            return super().train_step(data)

    with own_keras_state():
        model = Own([keras.Input((2,)), keras.layers.Dense(1)])
        model.compile("sgd", "mse")
        assert "step of its own" in why_not(model, [])


def test_that_an_epoch_ends_at_the_batch_that_makes_the_loss_infinite() -> None:
    """By its targets: what layers make of infinite inputs is not the same on all processors."""
    told = CASES["two outputs"]()
    told.train.targets["main"][64:96] = np.inf
    with own_keras_state():
        model = told.make()
        batches = EpochBatches(told.train, BATCH, SEED)
        batches.order.assign(np.arange(len(told.train)))
        fast_fit(model, batches, None, [], 1)
        assert int(model.optimizer.iterations) == 3

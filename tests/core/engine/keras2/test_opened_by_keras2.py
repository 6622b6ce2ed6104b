"""Files for TensorFlow 2.0–2.15, opened with Keras 2 itself: compiled, the same predictions, trained on from there."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from desktop_nn.commands.convert import fresh_model
from desktop_nn.engine.build import build
from desktop_nn.engine.catalogue_generator import keras2 as generator
from desktop_nn.engine.loading import load_keras
from desktop_nn.engine.model_files import read, restore, save
from desktop_nn.problems import ProblemError
from desktop_nn.project import examples
from tests.core.engine.keras2.models import ARCHITECTURES, answers, apart, keras2, trained, write
from tests.core.engine.model_files import plain_keras
from tests.core.engine.model_files.test_saving import built, project
from tests.core.engine.test_every_layer import CATEGORIES, KINDS, drawing_of, samples
from tests.core.engine.test_every_layer import answers as outputs

pytest.importorskip("tf_keras")
ROUNDING = {"half": 2e-3}
"""Half precision rounds at other places when TensorFlow joins other operations into one."""


def opened(model: Any, path: Path) -> Any:
    return keras2().models.load_model(write(model, path))


def test_that_it_is_compiled_and_trains_on_from_where_it_stood(tmp_path: Path) -> None:
    model = trained("two_outputs")
    inputs, targets = plain_keras.data(model)
    back = opened(model, tmp_path / "model.h5")
    assert apart(answers(back, inputs), answers(model, inputs)) == 0
    assert back.evaluate(inputs, targets, verbose=0) == pytest.approx(model.evaluate(inputs, targets, verbose=0))
    assert int(back.optimizer.iterations.numpy()) == int(model.optimizer.iterations.numpy()) == 3
    plain_keras.fit(model)
    plain_keras.fit(back)
    assert apart(answers(back, inputs), answers(model, inputs)) < 1e-3


@pytest.mark.thorough
@pytest.mark.parametrize("name", ARCHITECTURES)
def test_that_every_architecture_is_opened(name: str, tmp_path: Path) -> None:
    model = trained(name)
    inputs, targets = plain_keras.data(model)
    back = opened(model, tmp_path / "model.h5")
    assert apart(answers(back, inputs), answers(model, inputs)) < ROUNDING.get(name, 1e-6)
    before = int(back.optimizer.iterations.numpy())
    back.fit(inputs, targets, verbose=0)
    assert int(back.optimizer.iterations.numpy()) == before + 3 == 6


OPTIMIZERS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("SGD", {}),
    ("SGD", {"momentum": 0.9, "nesterov": True, "clipnorm": 1.0}),
    ("Adam", {"amsgrad": True}),
    ("RMSprop", {"momentum": 0.5, "centered": True}),
    ("Nadam", {}),
    ("Adagrad", {}),
    ("Adadelta", {}),
    ("Adamax", {}),
    ("Ftrl", {}),
    ("AdamW", {}),
    ("Adam", {"weight_decay": 0.01}),
    ("Lion", {}),
)


@pytest.mark.thorough
@pytest.mark.parametrize(("kind", "choices"), OPTIMIZERS)
def test_that_every_optimizer_goes_on_with_its_state(kind: str, choices: dict[str, Any], tmp_path: Path) -> None:
    keras = load_keras()
    model = plain_keras.chain()
    model.compile(getattr(keras.optimizers, kind)(0.01, **choices), "mean_squared_error")
    plain_keras.fit(model, epochs=3)
    back = opened(model, tmp_path / "model.h5")
    plain_keras.fit(model)
    plain_keras.fit(back)
    assert apart(back.get_weights(), model.get_weights()) < 1e-4


@pytest.mark.thorough
def test_that_a_schedule_goes_on_where_it_was(tmp_path: Path) -> None:
    keras = load_keras()
    model = plain_keras.chain()
    rate = keras.optimizers.schedules.ExponentialDecay(0.1, 2, 0.5)
    model.compile(keras.optimizers.SGD(rate), "mean_squared_error")
    plain_keras.fit(model, epochs=2)
    back = opened(model, tmp_path / "model.h5")
    plain_keras.fit(model)
    plain_keras.fit(back)
    assert apart(back.get_weights(), model.get_weights()) < 1e-6


LOSSES = (
    "mean_squared_error",
    "mse",
    "huber",
    "log_cosh",
    "kl_divergence",
    "cosine_similarity",
    "binary_crossentropy",
    "categorical_crossentropy",
    "poisson",
    "hinge",
)


@pytest.mark.thorough
@pytest.mark.parametrize("loss", LOSSES)
def test_that_every_loss_gives_the_same_figure(loss: str, tmp_path: Path) -> None:
    keras = load_keras()
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, "sigmoid")])
    model.compile("sgd", loss, metrics=["accuracy", keras.metrics.MeanAbsoluteError(name="off")])
    inputs, targets = plain_keras.data(model)
    targets = abs(targets) / 4
    back = opened(model, tmp_path / "model.h5")
    said = back.evaluate(inputs, targets, verbose=0, return_dict=True)
    own = model.evaluate(inputs, targets, verbose=0, return_dict=True)
    assert said.keys() == own.keys()
    assert said == pytest.approx(own, rel=1e-4)


@pytest.mark.thorough
@pytest.mark.parametrize("category", CATEGORIES)
def test_that_every_layer_that_keras_2_has_says_the_same_there(category: str, tmp_path: Path) -> None:
    refused: dict[str, str] = {}
    for kind in (kind for kind in KINDS if kind.category == category):
        model = build(drawing_of([kind])[0], 3)
        try:
            path = write(model, tmp_path / f"{kind.name}.h5")
        except ProblemError as error:
            refused[kind.name] = str(error)
            continue
        back = keras2().models.load_model(path, compile=False)
        fed = samples(model)
        said = back(fed if len(fed) > 1 else fed[0], training=False)
        for own, other in zip(outputs(model, fed), load_keras().tree.flatten(said), strict=True):
            assert own == pytest.approx(other.numpy(), abs=1e-5), kind.name
    assert [name for name, said in refused.items() if name not in said] == [], "what Keras 2 lacks is named"


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(12))
def test_that_weights_find_their_layers_in_models_grown_at_random(seed: int, tmp_path: Path) -> None:
    """Layers of one size, so that a weight in the wrong place would not be noticed by its shape."""
    keras = load_keras()
    keras.utils.set_random_seed(seed)
    dice = random.Random(seed)
    inputs = [keras.Input((4,), name=f"in{number}") for number in range(2)]
    shared = [keras.layers.Dense(4, "tanh", bias_initializer="normal", name=f"shared{n}") for n in range(2)]
    nested = keras.Sequential(
        [keras.Input((4,)), keras.layers.Dense(4), keras.layers.BatchNormalization()], name="deep"
    )
    tensors = list(inputs)
    for number in range(14):
        sources = [dice.choice(tensors), dice.choice(tensors)]
        choice = dice.randrange(5)
        if choice < 2:
            tensors.append(dice.choice([*shared, nested])(sources[0]))
        elif choice == 2 and sources[0] is not sources[1]:
            tensors.append(keras.layers.Add(name=f"sum{number}")(sources))
        else:
            tensors.append(keras.layers.Dense(4, bias_initializer="normal", name=f"own{number}")(sources[0]))
    model = keras.Model(inputs, [tensors[-1], tensors[-2], keras.layers.Add(name="all")([*inputs, tensors[5]])])
    fed, _ = plain_keras.data(model)
    back = keras2().models.load_model(write(model, tmp_path / "model.h5"), compile=False)
    assert apart(answers(back, fed), answers(model, fed)) < 1e-6


@pytest.mark.thorough
@pytest.mark.parametrize(
    "name",
    ["fashion-mnist", "california-mlp", "wide-and-deep", "two-inputs", "two-outputs", "blobs-wide", "blobs-deep"],
)
def test_that_every_example_is_opened_there_and_here(name: str, tmp_path: Path) -> None:
    document = examples.read(name).project
    model = fresh_model(document)
    save(model, tmp_path / "model.h5", document, keras2=True)
    inputs, _ = plain_keras.data(model)
    back = keras2().models.load_model(tmp_path / "model.h5")
    assert back.optimizer is not None
    assert apart(answers(back, inputs), answers(model, inputs)) < 1e-6
    again = read(tmp_path / "model.h5")
    assert again.project == document
    assert plain_keras.equal(restore(again).get_weights(), model.get_weights())


def test_that_the_project_comes_back_with_the_file(tmp_path: Path) -> None:
    document = project()
    model = built(document)
    save(model, tmp_path / "mine.h5", document, keras2=True)
    again = read(tmp_path / "mine.h5")
    assert again.project == document
    assert plain_keras.equal(restore(again).get_weights(), model.get_weights())


@pytest.mark.thorough
def test_that_the_file_of_what_keras_2_takes_is_what_tf_keras_says() -> None:
    keras2()
    assert generator.FILE.read_text("utf-8") == generator.to_text(generator.assemble())

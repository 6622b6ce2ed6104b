"""Models written with plain Keras, as users of this app bring them, and the data they are fitted to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from desktop_nn.engine.loading import load_keras

OPTIMIZERS = ("momentum", "Adam", "RMSprop", "Nadam")


def optimizer(name: str) -> Any:
    keras = load_keras()
    if name == "momentum":
        return keras.optimizers.SGD(0.05, momentum=0.9)
    return getattr(keras.optimizers, name)(0.01)


def chain(optimizer_name: str = "momentum") -> Any:
    """8 numbers in, one out, with a BatchNormalization; compiled."""
    keras = load_keras()
    keras.utils.set_random_seed(0)
    model = keras.Sequential(
        [
            keras.Input((8,)),
            keras.layers.Dense(6, activation="relu", name="dense"),
            keras.layers.BatchNormalization(name="norm"),
            keras.layers.Dense(1, name="price"),
        ]
    )
    model.compile(optimizer(optimizer_name), "mean_squared_error", metrics=["mae"])
    return model


def two_outputs(optimizer_name: str = "Adam") -> Any:
    """The book's model: a wide and a deep input, a main and an auxiliary output; compiled."""
    keras = load_keras()
    keras.utils.set_random_seed(0)
    wide, deep = keras.Input((5,), name="wide"), keras.Input((6,), name="deep")
    hidden = keras.layers.Dense(9, activation="relu", name="first")(deep)
    hidden = keras.layers.Dense(9, activation="relu", name="second")(hidden)
    joined = keras.layers.Concatenate(name="join")([wide, hidden])
    main = keras.layers.Dense(1, name="main")(joined)
    aux = keras.layers.Dense(1, name="aux")(hidden)
    model = keras.Model([wide, deep], [main, aux], name="two_outputs")
    losses = {"main": "mean_squared_error", "aux": "mean_squared_error"}
    model.compile(optimizer(optimizer_name), losses, loss_weights={"main": 0.9, "aux": 0.1}, metrics={"main": ["mae"]})
    return model


def data(model: Any, samples: int = 96) -> tuple[Any, Any]:
    """Inputs and targets of the model's shapes, always the same ones."""
    dice = np.random.default_rng(1)
    inputs = [dice.normal(size=(samples, *tensor.shape[1:])).astype("float32") for tensor in model.inputs]
    targets = [dice.normal(size=(samples, *tensor.shape[1:])).astype("float32") for tensor in model.outputs]
    return (inputs[0] if len(inputs) == 1 else inputs), (targets[0] if len(targets) == 1 else targets)


def fit(model: Any, epochs: int = 1) -> list[Any]:
    """Fit in a fixed order; returns the weights afterwards."""
    inputs, targets = data(model)
    model.fit(inputs, targets, epochs=epochs, shuffle=False, verbose=0)
    return list(model.get_weights())


def saved(model: Any, path: Path) -> Path:
    """Save the way a script does."""
    model.save(path)
    return path


def everything(model: Any) -> Any:
    """What must be the same before and after a model was saved: names, weights, optimizer, how it was compiled."""
    weights = [(layer.name, weight.path) for layer in model.layers for weight in layer.weights]
    values = [variable.numpy().tobytes() for variable in model.weights]
    state = [(variable.path, variable.numpy().tobytes()) for variable in model.optimizer.variables]
    return weights, values, state, model.optimizer.get_config(), model.get_compile_config(), model.get_config()


def equal(one: list[Any], other: list[Any]) -> bool:
    """Whether two lists of arrays are the same bit for bit."""
    return [(array.dtype, array.tobytes()) for array in one] == [(array.dtype, array.tobytes()) for array in other]

"""What a model of the zoo is: a function that makes it with either Keras, and how data for it are drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np

Writer: TypeAlias = Literal["keras 3", "keras 2"]
Targets: TypeAlias = Literal["numbers", "classes", "one hot", "shares"]
Make: TypeAlias = Callable[[Any], Any]

BOTH: tuple[Writer, ...] = ("keras 3", "keras 2")


@dataclass(frozen=True, slots=True)
class Case:
    """One model. `make` gets the module `keras` or `tf_keras` and gives a built model, compiled or not.

    `noise` says that training draws random numbers, which no format of Keras keeps, so that only the model as it was
    saved can be compared. `bound` is the bound of whole numbers at inputs of such a type. `locked` are layers that open
    locked; `lost` is part of a sentence that the report must have; `loose` is how far predictions may be apart where
    the two Keras do not compute the same to the last bit.
    """

    name: str
    make: Make
    family: str
    writers: tuple[Writer, ...] = BOTH
    suffixes: tuple[str, ...] = (".h5", ".keras")
    noise: bool = False
    bound: int = 7
    targets: Targets = "numbers"
    positive: bool = False
    locked: tuple[str, ...] = ()
    lost: str = ""
    loose: float = 1e-6
    apart: float = 1e-5
    """How far one more epoch may lead apart where the two Keras do not train alike: Keras 2's batch normalization
    corrects the moving variance for small batches, and it sums up what an embedding's rows get before it is squared."""
    state: bool = True
    """Whether the optimizer goes on as the original would have."""
    lists: Callable[[Any], Any] | None = None

    def inputs(self, model: Any, samples: int = 12) -> list[Any]:
        """Arrays for the model's inputs in its order, always the same ones."""
        dice = np.random.default_rng(1)
        return [self._input(dice, tensor, samples) for tensor in model.inputs]

    def goals(self, model: Any, samples: int = 12) -> list[Any]:
        """Arrays for the model's outputs in its order, always the same ones."""
        dice = np.random.default_rng(2)
        return [self._goal(dice, tensor, samples) for tensor in model.outputs]

    def _input(self, dice: np.random.Generator, tensor: Any, samples: int) -> Any:
        shape = (samples, *(3 if size is None else size for size in tuple(tensor.shape)[1:]))
        kind = str(getattr(tensor.dtype, "name", tensor.dtype))
        if kind == "string":
            return dice.choice(np.array(["red", "green", "blue", "grey"]), shape)
        if "int" in kind:
            return dice.integers(0, self.bound, shape).astype(kind)
        if kind == "bool":
            return dice.integers(0, 2, shape).astype(bool)
        values = dice.normal(size=shape)
        return (np.abs(values) if self.positive else values).astype("float32")

    def _goal(self, dice: np.random.Generator, tensor: Any, samples: int) -> Any:
        shape = (samples, *(3 if size is None else size for size in tuple(tensor.shape)[1:]))
        if self.targets == "classes":
            return dice.integers(0, shape[-1], (*shape[:-1], 1) if len(shape) == 2 else shape[:-1])
        if self.targets == "one hot":
            return np.eye(shape[-1], dtype="float32")[dice.integers(0, shape[-1], shape[:-1])]
        if self.targets == "shares":
            return dice.integers(0, 2, shape).astype("float32")
        return dice.normal(size=shape).astype("float32")


CASES: dict[str, Case] = {}


def zoo(family: str, **more: Any) -> Callable[[Make], Make]:
    """Takes a model into the zoo under the name of its function."""

    def add(make: Make) -> Make:
        name = make.__name__
        assert name not in CASES, name
        CASES[name] = Case(name, make, family, **more)
        return make

    return add


def compiled(model: Any, optimizer: Any = "adam", loss: Any = "mean_squared_error", **more: Any) -> Any:
    """The same model, compiled."""
    model.compile(optimizer=optimizer, loss=loss, **more)
    return model

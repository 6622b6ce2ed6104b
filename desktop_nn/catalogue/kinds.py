"""The catalogue's values: a `Kind` is one public Keras class or function, with `Parameter`s and `Port`s."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

Group: TypeAlias = Literal[
    "layers",
    "activations",
    "initializers",
    "regularizers",
    "constraints",
    "optimizers",
    "schedules",
    "losses",
    "metrics",
    "callbacks",
]

ParameterKind: TypeAlias = Literal[
    "int",  # a whole number
    "float",
    "bool",
    "string",
    "choice",  # one of `choices`
    "ints",  # whole numbers, or one for all: kernel_size, strides, axis
    "shape",  # a shape without the batch axis, None for unknown sizes
    "activation",  # the next ones: a name, or {"class_name", "config"}, out of that group
    "initializer",
    "regularizer",
    "constraint",
    "optimizer",
    "schedule",  # a number or a learning-rate schedule
    "loss",
    "metric",
    "layer",  # a wrapped layer: {"class_name", "config"}
    "dtype",
    "json",  # anything else, edited as JSON
]

MERGING_KINDS = frozenset({"Add", "Average", "Concatenate", "Maximum", "Minimum", "Multiply"})
"""Keras layers that take a list of any number of tensors."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A constructor argument. `default` is a JSON value in Keras's serialized form; None is Keras's None.

    `optional` says that None is a legal value. `minimum` is the smallest legal number where Keras demands one.
    """

    name: str
    kind: ParameterKind
    default: Any = None
    required: bool = False
    optional: bool = False
    help: str = ""
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    common: bool = True


@dataclass(frozen=True, slots=True)
class Port:
    """An input of a layer's call; `many` stands for any number of ports of this name (merging layers)."""

    name: str
    many: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """One thing that Keras offers. `locked` gives the reason why the app does not build it without consent."""

    group: Group
    name: str
    path: str
    category: str = ""
    summary: str = ""
    help: str = ""
    parameters: tuple[Parameter, ...] = ()
    ports: tuple[Port, ...] = ()
    aliases: tuple[str, ...] = ()
    locked: str = ""
    url: str = ""

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of that name, or None."""
        return next((parameter for parameter in self.parameters if parameter.name == name), None)

    @property
    def defaults(self) -> dict[str, Any]:
        """Defaults by parameter name, without the required ones."""
        return {item.name: item.default for item in self.parameters if not item.required}

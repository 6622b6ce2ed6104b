"""The catalogue's values: a `Kind` is one public Keras class or function, with `Parameter`s and `Port`s."""

from __future__ import annotations

from collections.abc import Mapping
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
    "floats",  # numbers, or one for all: value_range, factor
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

    `optional` says that None is a legal value. `minimum` and `maximum` bound a number (or each of several)
    where Keras or sense demands it. For "ints" and "floats" `length` is the number of entries of a list, 0 if any
    number will do, and `list_only` says that one number for all will not do. `common` marks the few that a
    beginner uses. `of_call` says that the layer is not made with it, but called with it.
    """

    name: str
    kind: ParameterKind
    default: Any = None
    required: bool = False
    optional: bool = False
    help: str = ""
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    length: int = 0
    list_only: bool = False
    common: bool = True
    of_call: bool = False


@dataclass(frozen=True, slots=True)
class Port:
    """An input of a layer's call; `many` stands for any number of ports of this name (merging layers).

    `argument` is the name of the call's argument where it differs from the port's. Ports of one argument are
    given to it as a list; `catalogue/calls.py` does so.
    """

    name: str
    many: bool = False
    optional: bool = False
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One thing that Keras offers.

    `path` is its public Python path, empty for a name that only Keras's `compile` understands ("accuracy").
    `locked` gives the reason why the app does not place it, or not build it without consent; `runs_code` tells
    the dangerous ones (code, foreign files) from those that only make no sense alone (base classes, cells).
    """

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
    runs_code: bool = False
    url: str = ""

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of that name, or None."""
        return next((parameter for parameter in self.parameters if parameter.name == name), None)

    def of_call(self, config: Mapping[str, Any]) -> dict[str, Any]:
        """Those of the parameters in `config` that the layer is called with."""
        if not self.called_with.intersection(config):
            return {}
        return {name: value for name, value in config.items() if name in self.called_with}

    def of_making(self, config: Mapping[str, Any]) -> Mapping[str, Any]:
        """The parameters in `config` without those that the layer is called with."""
        if not self.called_with.intersection(config):
            return config
        return {name: value for name, value in config.items() if name not in self.called_with}

    @property
    def called_with(self) -> frozenset[str]:
        """Names of the parameters that belong to the call."""
        return frozenset(item.name for item in self.parameters if item.of_call)

    @property
    def defaults(self) -> dict[str, Any]:
        """Defaults by parameter name, without the required ones."""
        return {item.name: item.default for item in self.parameters if not item.required}

"""What Keras 2 takes: its classes with their parameters and defaults, and what Keras 3 takes if nothing is said."""

from __future__ import annotations

import inspect
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from desktop_nn.problems import Problem, ProblemError

RANGE = "TensorFlow 2.0–2.15"


@dataclass(frozen=True, slots=True)
class Kind2:
    """A class of Keras 2: its parameters, the simple defaults among them, and the arguments of a layer's call."""

    parameters: frozenset[str]
    defaults: Mapping[str, Any]
    call: tuple[str, ...] = ()


def find(room: str, name: str) -> Kind2 | None:
    """A class of Keras 2 by its room (“layers”, “optimizers.legacy”, …) and name, or None if Keras 2 has none."""
    about = _table()[room].get(name)
    if about is None:
        return None
    parameters = about["parameters"]
    defaults = {name: item["default"] for name, item in parameters.items() if "default" in item}
    return Kind2(frozenset(parameters), defaults, tuple(about.get("call", ())))


def has_function(room: str, name: str) -> bool:
    """Whether Keras 2 knows a loss, a metric or an activation by this name."""
    return name in _table()["functions"][room]


@cache
def _table() -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(files("resources").joinpath("catalogue", "keras2.json").read_text("utf-8"))
    return found


def defaults_of(kind: type | None) -> Mapping[str, Any]:
    """Defaults of a Keras 3 class's parameters, with those that it passes on to the classes it is made of."""
    found: dict[str, Any] = {}
    for base in kind.__mro__ if kind is not None else ():
        constructor = base.__dict__.get("__init__")
        if constructor is None or base is object:
            continue
        parameters = inspect.signature(inspect.unwrap(constructor)).parameters.values()
        for parameter in parameters:
            if parameter.default is not parameter.empty:
                found.setdefault(parameter.name, parameter.default)
        if all(parameter.kind != parameter.VAR_KEYWORD for parameter in parameters):
            break
    return found


def unsaid(what: str, where: str = "") -> ProblemError:
    """Something that Keras 2 has no words for; `where` is the layer's name."""
    fix = "Save it for Keras 3 instead, or replace this part of the model."
    return ProblemError(Problem(f"This cannot be written for {RANGE}: {what}", where, fix))

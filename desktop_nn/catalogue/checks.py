"""Whether a value in JSON form fits a parameter. The sentences made here are shown beside the field.

Only what the catalogue knows is checked; what depends on the rest of the model is Keras's word (`engine`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import isfinite
from typing import Any

from desktop_nn.catalogue.catalogue import load
from desktop_nn.catalogue.kinds import Group, Kind, Parameter, ParameterKind

GROUP_OF: Mapping[ParameterKind, Group] = {
    "activation": "activations",
    "initializer": "initializers",
    "regularizer": "regularizers",
    "constraint": "constraints",
    "optimizer": "optimizers",
    "schedule": "schedules",
    "loss": "losses",
    "metric": "metrics",
    "layer": "layers",
}
"""The group that a parameter of an object kind takes its objects from."""

DTYPES = (
    *("float32", "float16", "bfloat16", "float64", "int8", "int16", "int32", "int64"),
    *("uint8", "uint16", "uint32", "uint64", "bool", "string"),
)
DTYPE_POLICIES = ("mixed_float16", "mixed_bfloat16")

_EITHER: Mapping[str, tuple[str, ...]] = {
    "InputLayer": ("shape", "batch_shape"),
    "Discretization": ("bin_boundaries", "num_bins"),
    "CategoryEncoding": ("num_tokens",),
}
"""Layers that need one of these although Keras's signature gives None for each."""


def check(parameter: Parameter, value: object) -> str | None:
    """Why the value does not fit the parameter, in one sentence, or None if it fits.

    `value` is in JSON form, as the document holds it; tuples count as lists.
    """
    if value is None:
        return None if parameter.optional else f"{parameter.name} needs a value."
    if parameter.kind in GROUP_OF and parameter.kind != "schedule":
        return _object(parameter, value)
    return _CHECKS[parameter.kind](parameter, value)


def missing(kind: Kind, config: Mapping[str, Any]) -> tuple[str, ...]:
    """Names of the parameters that must be set before Keras can make the object."""
    required = [item.name for item in kind.parameters if item.required and item.name not in config]
    either = _EITHER.get(kind.name, ()) if kind.group == "layers" else ()
    if either and all(config.get(name) is None for name in either):
        required.append(either[0])
    return tuple(required)


def faults(kind: Kind, config: Mapping[str, Any]) -> dict[str, str]:
    """By parameter name, why its value in `config` does not fit; parameters that the kind does not have included.

    A layer's `name` is passed over: the drawing holds it.
    """
    found: dict[str, str] = {}
    for name, value in config.items():
        parameter = kind.parameter(name)
        if parameter is None and name == "name":
            continue
        reason = check(parameter, value) if parameter else f"{kind.name} has no parameter “{name}”."
        if reason:
            found[name] = reason
    return found


def _whole(parameter: Parameter, value: object) -> str | None:
    if not _is_whole(value):
        return f"{parameter.name} must be a whole number."
    return _within(parameter, value)


def _number(parameter: Parameter, value: object) -> str | None:
    if not _is_number(value):
        return f"{parameter.name} must be a number."
    return _within(parameter, value)


def _within(parameter: Parameter, value: Any) -> str | None:
    least, most = parameter.minimum, parameter.maximum
    if (least is None or value >= least) and (most is None or value <= most):
        return None
    if most is None:
        return f"{parameter.name} must be at least {least:g}."
    return f"{parameter.name} must be at most {most:g}." if least is None else _between(parameter.name, least, most)


def _between(name: str, least: float, most: float) -> str:
    return f"{name} must be between {least:g} and {most:g}."


def _truth(parameter: Parameter, value: object) -> str | None:
    return None if isinstance(value, bool) else f"{parameter.name} must be true or false."


def _text(parameter: Parameter, value: object) -> str | None:
    return None if isinstance(value, str) else f"{parameter.name} must be a text."


def _choice(parameter: Parameter, value: object) -> str | None:
    if value in parameter.choices:
        return None
    return f"{parameter.name} must be {_alternatives(parameter.choices)}."


def _alternatives(words: tuple[str, ...]) -> str:
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _wholes(parameter: Parameter, value: object) -> str | None:
    return _several(parameter, value, _is_whole) or _all_within(parameter, value)


def _numbers(parameter: Parameter, value: object) -> str | None:
    return _several(parameter, value, _is_number) or _all_within(parameter, value)


def _several(parameter: Parameter, value: object, fits: Callable[[object], bool]) -> str | None:
    """Whether the value is one such number, or a list of as many as there must be."""
    if not isinstance(value, list | tuple):
        return None if fits(value) and not parameter.list_only else _several_wanted(parameter)
    right = all(map(fits, value)) and len(value) == (parameter.length or len(value) or 1)
    return None if right else _several_wanted(parameter)


def _several_wanted(parameter: Parameter) -> str:
    """How many numbers of which sort, with an example."""
    one, many, example = ("whole number", "whole numbers", "3")
    if parameter.kind == "floats":
        one, many, example = "number", "numbers", "0.5"
    count = parameter.length or 2
    written = ", ".join([example] * count)
    if parameter.list_only:
        return f"{parameter.name} must be {parameter.length or 'a list of'} {many}, such as {written}."
    if count == 1:
        return f"{parameter.name} must be one {one}."
    return f"{parameter.name} must be one {one} or {parameter.length or 'several'}, such as {written}."


def _all_within(parameter: Parameter, value: Any) -> str | None:
    entries = value if isinstance(value, list | tuple) else (value,)
    return next(filter(None, (_within(parameter, entry) for entry in entries)), None)


def _shape(parameter: Parameter, value: object) -> str | None:
    if parameter.name == "output_shape" and _is_whole(value):
        return None
    if not isinstance(value, list | tuple) or not all(size is None or _is_whole(size) for size in value):
        return f"{parameter.name} must be a list of sizes, such as 28, 28, with None for an unknown size."
    rest = [size for size in value if size == -1] if parameter.name == "target_shape" else []
    if len(rest) > 1:
        return f"{parameter.name} may leave one size open with -1, not {len(rest)}."
    if any(size is not None and size < 1 for size in value if size not in rest):
        return f"The sizes of {parameter.name} must be at least 1."
    return None


def _schedule(parameter: Parameter, value: object) -> str | None:
    return _number(parameter, value) if not isinstance(value, str | Mapping) else _object(parameter, value)


def _dtype(parameter: Parameter, value: object) -> str | None:
    config = value.get("config") if isinstance(value, Mapping) else None
    policy = config.get("name") if isinstance(config, Mapping) else value
    if isinstance(policy, str) and policy in (*DTYPES, *DTYPE_POLICIES):
        return None
    return f"{parameter.name} must be a data type, such as float32."


def _object(parameter: Parameter, value: object) -> str | None:
    """A name of the group, or a name with a config, whose parameters are checked too; or a list of such."""
    if isinstance(value, list | tuple) and value:
        return next(filter(None, (_object(parameter, entry) for entry in value)), None)
    name, config = (value.get("class_name"), value.get("config")) if isinstance(value, Mapping) else (value, None)
    if name == "function" and isinstance(config, str):  # how Keras writes a function
        name, config = config, None
    kind = _find(parameter.kind, name)
    if kind is None:
        return f"{parameter.name} knows no “{name}”." if isinstance(name, str) else _object_wanted(parameter)
    if kind.runs_code:
        return f"{kind.name} cannot be used here: {kind.locked}"
    if config is not None and not isinstance(config, Mapping):
        return _object_wanted(parameter)
    return _inside(kind, config or {})


def _object_wanted(parameter: Parameter) -> str:
    return f"{parameter.name} must be the name of one of Keras's {GROUP_OF[parameter.kind]}."


def _inside(kind: Kind, config: Mapping[str, Any]) -> str | None:
    """What is wrong with the parameters of an object that stands inside another one."""
    if kind.group == "activations" and config:
        return f"{kind.name} takes no parameters here; use the layer of that name."
    wanted = missing(kind, config)
    if wanted:
        return f"{kind.name} needs a value for {wanted[0]}."
    wrong = faults(kind, config)
    return f"{kind.name}: {next(iter(wrong.values()))}" if wrong else None


def _find(kind: ParameterKind, name: object) -> Kind | None:
    """A kind of the parameter's group; an activation may also be a layer, such as LeakyReLU."""
    if not isinstance(name, str):
        return None
    catalogue = load()
    found = catalogue.find(GROUP_OF[kind], name)
    return catalogue.find("layers", name) if found is None and kind == "activation" else found


def _anything(_parameter: Parameter, _value: object) -> str | None:
    return None


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return isfinite(value)
    except OverflowError:  # a whole number that is larger than any float
        return False


_CHECKS: Mapping[ParameterKind, Callable[[Parameter, object], str | None]] = {
    "int": _whole,
    "float": _number,
    "bool": _truth,
    "string": _text,
    "choice": _choice,
    "ints": _wholes,
    "floats": _numbers,
    "shape": _shape,
    "schedule": _schedule,
    "dtype": _dtype,
    "json": _anything,
}

"""Catalogue objects as the Keras expressions that make them: layers, losses, optimizers, callbacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from desktop_nn.catalogue import Group, Kind, Parameter, load
from desktop_nn.catalogue.values import GROUP_OF
from desktop_nn.codegen.expressions import Call, Expression
from desktop_nn.problems import Problem, ProblemError

_TUPLES = frozenset({"ints", "floats", "shape"})


def keras_object(group: Group, name: str, config: Mapping[str, Any], /, **ours: Expression) -> Call:
    """The call that makes the object; `ours` are further keywords. Raises ProblemError for a kind that the app
    itself would not make.
    """
    kind = known(group, name)
    return call_of(kind, short_path(kind), kind.of_making(config), **ours)


def call_of(kind: Kind, function: str, config: Mapping[str, Any], /, **ours: Expression) -> Call:
    """The call of a function that takes the parameters of a kind; `ours` are further keywords."""
    values = {key: _value(kind, key, value) for key, value in config.items() if key not in ours}
    leading = _leading(kind, values)
    keywords = {key: value for key, value in values.items() if key not in leading}
    return Call(function, [values[key] for key in leading], {**keywords, **ours})


def known(group: Group, name: str) -> Kind:
    """The catalogue's kind. Raises ProblemError if there is none or if it is locked."""
    kind = load().find(group, name)
    if kind is None or kind.locked:
        what = kind.locked if kind else f"There is nothing called “{name}” among Keras's {group}."
        raise ProblemError(Problem(what, name, "Choose another one, then generate the code again."))
    return kind


def short_path(kind: Kind) -> str:
    """The public path as scripts write it: layers without the module in front of them."""
    return kind.path.removeprefix("keras.") if kind.path.startswith("keras.layers.") else kind.path


def _leading(kind: Kind, values: Mapping[str, Expression]) -> tuple[str, ...]:
    """The required parameters at the head of the signature, which everybody gives without their names."""
    leading: list[str] = []
    for parameter in kind.parameters:
        if not parameter.required or parameter.name not in values:
            break
        leading.append(parameter.name)
    return tuple(leading)


def _value(kind: Kind, name: str, value: Any) -> Expression:
    parameter = kind.parameter(name)
    if parameter is None or value is None:
        return cast("Expression", value)
    if parameter.kind in _TUPLES:
        return cast("Expression", _tupled(value))
    group = GROUP_OF.get(parameter.kind)
    return _nested(group, parameter, value) if group else cast("Expression", value)


def _nested(group: Group, parameter: Parameter, value: Any) -> Expression:
    """An object inside a config: a name stays a name where Keras takes one, a description becomes a call."""
    if isinstance(value, Mapping):
        name, config = value.get("class_name"), value.get("config")
        if name == "function":
            return str(config)
        if not isinstance(name, str):
            raise ProblemError(
                Problem(f"“{parameter.name}” is no description of a Keras object.", fix="Choose it anew.")
            )
        if group == "activations" and load().find(group, name) is not None and not config:
            return known(group, name).name
        return keras_object("layers" if group == "activations" else group, name, config or {})
    if isinstance(value, str):
        return keras_object(group, value, {}) if group in ("layers", "schedules") else known(group, value).name
    if isinstance(value, Sequence):
        return [_nested(group, parameter, item) for item in value]
    return cast("Expression", value)


def _tupled(value: Any) -> Any:
    return tuple(_tupled(item) for item in value) if isinstance(value, list | tuple) else value

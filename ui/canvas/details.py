"""A layer's key parameters in a few words, as the second line of its node: `300 · relu`. No Qt here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from desktop_nn.catalogue import Kind, Parameter
from desktop_nn.graph.formulas import IN_FORMULAS, formula
from desktop_nn.graph.model import Layer

SEPARATOR = " · "
_SPEAKS_FOR_ITSELF = frozenset({"activation", "padding", "mode"})
"""Parameters whose value says what it is."""


def key_parameters(layer: Layer, kind: Kind | None) -> str:
    """What was set on a layer: required values bare (`300`), others with their names (`strides 2 × 2`)."""
    if kind is None:
        return ""
    return SEPARATOR.join(_parts(layer, kind))


def _parts(layer: Layer, kind: Kind) -> Iterator[str]:
    written = formula(layer.kind, layer.config)
    for parameter in kind.parameters:
        if parameter.name not in layer.config or (written and parameter.name in IN_FORMULAS):
            continue
        value = layer.config[parameter.name]
        if value is None or value == parameter.default:
            continue
        text = value_text(value, parameter)
        if parameter.required or parameter.kind == "shape" or parameter.name in _SPEAKS_FOR_ITSELF:
            yield text
        elif value is True:
            yield parameter.name
        elif value is False:
            yield f"no {parameter.name.removeprefix('use_')}"
        else:
            yield f"{parameter.name} {text}"


def value_text(value: Any, parameter: Parameter | None = None) -> str:
    """A JSON value in a few characters: lists as `3 × 3`, Keras objects by their class."""
    if isinstance(value, dict):
        inner = value.get("class_name", "…")
        return str(inner)
    if isinstance(value, list | tuple):
        shape = parameter is not None and parameter.kind in ("shape", "ints")
        texts = ["?" if item is None else value_text(item) for item in value]
        return (" × " if shape else ", ").join(texts) or "scalar"
    if isinstance(value, float):
        return f"{value:g}"
    return str(value)

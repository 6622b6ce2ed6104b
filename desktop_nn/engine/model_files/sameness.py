"""When a stored value is the same as Keras's default although it is written in another way."""

from __future__ import annotations

from typing import Any

from desktop_nn.catalogue import Parameter, load
from desktop_nn.graph.edits import snake_case


def same(parameter: Parameter, value: Any) -> bool:
    """Whether a value means what leaving the parameter out means."""
    default = parameter.default
    if type(value) is type(default) and bool(value == default):
        return True
    if parameter.kind == "activation":
        return bool(_linear(value) == _linear(default))
    if parameter.kind == "dtype":
        return default is None and value == "float32"
    if parameter.kind in ("initializer", "regularizer", "constraint", "schedule"):
        return isinstance(value, str) and isinstance(default, str) and snake_case(value) == snake_case(default)
    if parameter.kind in ("ints", "floats", "shape", "json"):
        return bool(_spread(value) == _spread(default))
    if parameter.kind in ("int", "float") and not isinstance(value, bool) and not isinstance(default, bool):
        return bool(value == default)
    return default is None and value is False


def _linear(activation: Any) -> Any:
    """No activation and the linear one are the same."""
    if not isinstance(activation, str):
        return activation
    kind = load().find("activations", activation)
    name = kind.name if kind else activation
    return None if name == "linear" else name


def _spread(value: Any) -> Any:
    """`[2, 2]` and `2` are the same, and so are tuples and lists."""
    if isinstance(value, list | tuple):
        inner = [_spread(item) for item in value]
        return inner[0] if inner and all(item == inner[0] for item in inner) else inner
    return value

"""Operations on tensors as people write them: `1 − x`, `x[:, 0]`, `|x|`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop_nn.catalogue.operations import CONSTANT, FIRST

_SIGNS: Mapping[str, str] = {
    "ops.add": "+",
    "ops.subtract": "−",
    "ops.multiply": "×",
    "ops.divide": "/",
    "ops.true_divide": "/",
    "ops.floor_divide": "//",
    "ops.mod": "mod",
    "ops.power": "^",
    "ops.greater": ">",
    "ops.greater_equal": "≥",
    "ops.less": "<",
    "ops.less_equal": "≤",
    "ops.equal": "=",
    "ops.not_equal": "≠",
    "ops.logical_and": "and",
    "ops.logical_or": "or",
    "ops.matmul": "@",
}
_CALLED: Mapping[str, str] = {"ops.maximum": "max", "ops.minimum": "min"}
_ALONE: Mapping[str, str] = {
    "ops.abs": "|x|",
    "ops.absolute": "|x|",
    "ops.negative": "−x",
    "ops.square": "x²",
    "ops.sqrt": "√x",
    "ops.reciprocal": "1 / x",
    "ops.exp": "exp(x)",
    "ops.log": "log(x)",
    "ops.logical_not": "not x",
}
IN_FORMULAS = frozenset({CONSTANT, FIRST, "key"})
"""Parameters that a formula shows."""
_LONGEST = 14


def formula(kind: str, config: Mapping[str, Any]) -> str:
    """What the operation computes, in a few signs; empty for one that has no formula of its own.

    x and y are the tensors at its first and second input; with a constant x is the only one.
    """
    if kind == "ops.get_item":
        return f"x[{config['key']}]" if config.get("key") else ""
    if kind in _ALONE:
        return _ALONE[kind]
    sides = _sides(config)
    if kind in _SIGNS:
        return f" {_SIGNS[kind]} ".join(sides)
    return f"{_CALLED[kind]}({', '.join(sides)})" if kind in _CALLED else ""


def _sides(config: Mapping[str, Any]) -> tuple[str, str]:
    value = config.get(CONSTANT)
    if value is None:
        return "x", "y"
    text = f"{value:g}" if isinstance(value, int | float) else str(value)
    if len(text) > _LONGEST:
        text = f"{text[: _LONGEST - 1].rstrip(' ,.')}…"
    return (text, "x") if config.get(FIRST) else ("x", text)

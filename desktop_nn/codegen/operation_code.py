"""Operations on tensors as code: `keras.ops.multiply(x, 2.0)`, and `x[:, 0]` for a part of a tensor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop_nn.catalogue import slices
from desktop_nn.catalogue.operations import arguments, operation
from desktop_nn.codegen.expressions import Call, Code, Expression
from desktop_nn.graph.model import Layer

_USUAL = {bool: "bool", int: "int32", float: "float32"}


def operation_call(layer: Layer, tensors: Mapping[int, Code]) -> Call | Code:
    """The call of a drawn operation on tensors at its ports. Raises ProblemError for one that cannot be called."""
    found = operation(layer.kind)
    given = arguments(found, tensors, layer.config, _constant)
    if found.function == "get_item":
        return Code(f"{given['x'].text}[{slices.text_of(slices.parse(str(given['key'])))}]")
    function = f"keras.ops.{found.function}"
    if found.function == "einsum":
        return Call(function, [given["subscripts"], *given["operands"]])
    first: list[Expression] = []
    rest = dict(given)
    for name in found.order:  # tensors that stand in front need no names
        if name not in rest or name not in found.called_with:
            break
        first.append(rest.pop(name))
    return Call(function, first, rest)


def _constant(value: Any, dtype: Any) -> Expression:
    """A number as itself, a list as a tensor of the type that the app gives it."""
    if not isinstance(value, list) and not dtype:
        return Code(repr(value))
    made: Expression = Call("keras.ops.convert_to_tensor", [Code(repr(value)), str(dtype or _type_of(value))])
    return made


def _type_of(value: Any) -> str:
    """The type of numbers in lists: the widest of them."""
    if isinstance(value, list):
        kinds = [_type_of(item) for item in value]
        return max(kinds, key=list(_USUAL.values()).index, default="float32")
    return _USUAL.get(type(value), "float32")

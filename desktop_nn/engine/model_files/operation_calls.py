"""Reads operations on tensors out of Keras 3's configurations: `keras.ops` functions and operators such as `1 - x`.

Such a file lists a call of `keras.ops.multiply(x, 2.0)` among the layers as an object of class Multiply. Only what the
catalogue lists is taken; values are data, never evaluated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from desktop_nn.catalogue import Kind, slices
from desktop_nn.catalogue.calls import argument_of, is_list, port_number
from desktop_nn.catalogue.checks import faults
from desktop_nn.catalogue.operations import CONSTANT, DTYPE, FIRST, Operation, load_operations
from desktop_nn.engine.model_files.calls import Tensor, tensor
from desktop_nn.engine.model_files.refusals import DAMAGED, refused

_MODULE: Final = "keras.src.ops."
_TENSOR: Final = "__keras_tensor__"
_ARRAYS: Final = ("__numpy__", "__tensor__")
_USUAL: Final = ("float32", "int32", "bool")
_SAYS_NOTHING: Final = (None, False)


@dataclass(frozen=True, slots=True)
class Array:
    """A constant with a type of its own: numbers in lists, or one number."""

    value: Any
    dtype: str


@dataclass(frozen=True, slots=True)
class OperationCall:
    """A call as the drawing holds it: the kind, its config, and the tensor at each port."""

    kind: Kind
    config: Mapping[str, Any]
    tensors: Mapping[int, Tensor]


def find(data: Mapping[str, Any]) -> Operation | None:
    """The operation that a serialized “layer” is, or None for a layer and for what the catalogue does not list."""
    name, module, config = data.get("class_name"), data.get("module"), data.get("config")
    found = _by_class().get(name) if isinstance(name, str) else None
    if found is None or not isinstance(config, Mapping):
        return None
    if module is not None:
        return found if isinstance(module, str) and module.startswith(_MODULE) else None
    return None if "trainable" in config else found


@cache
def _by_class() -> Mapping[str, Operation]:
    return {item.class_name: item for item in load_operations().values()}


def layer_does_the_same(data: Mapping[str, Any], call: Any) -> bool:
    """Whether the layer of an operator's name (Add…) computes the same: it is called on two tensors of one rank, of
    float32. Of different ranks, a layer spreads the smaller one in another way; other types it converts."""
    args = call.get("args") if isinstance(call, Mapping) else None
    if call.get("kwargs") or not isinstance(args, list) or len(args) != 2 or not all(map(_is_tensor, args)):
        return False
    one, other = (item["config"] for item in args)
    shapes = (one.get("shape"), other.get("shape"))
    return all(isinstance(shape, list) for shape in shapes) and (
        len(shapes[0]) == len(shapes[1]) and one.get("dtype") == other.get("dtype") == "float32"
    )


def read(found: Operation, config: Mapping[str, Any], call: Any, where: str) -> OperationCall:
    """One call of an operation. Raises ProblemError for one that a drawing cannot say."""
    if not isinstance(call, Mapping):
        raise refused("An operation on tensors is not stored as Keras stores it.", DAMAGED, where)
    args, kwargs = call.get("args"), call.get("kwargs")
    positional = args if isinstance(args, list) else []
    named = kwargs if isinstance(kwargs, Mapping) else {}
    if found.called_with == ("operands",):  # as many arguments as there are tensors
        positional = [positional]
    if len(positional) > len(found.called_with):
        raise _beyond(found, where)
    given = {name: config[name] for name in found.made_with if name in config}
    given |= dict(zip(found.called_with, (_decoded(item, where) for item in positional), strict=False))
    given |= {str(name): _decoded(item, where) for name, item in named.items()}
    return drawn(found, given, where)


def drawn(found: Operation, given: Mapping[str, Any], where: str) -> OperationCall:
    """The call with its arguments by name: tensors, `Array`s, slices and plain values.

    Raises ProblemError for one that a drawing cannot say.
    """
    tensors: dict[int, Tensor] = {}
    ours: dict[str, Any] = {}
    names = {argument_of(found.kind.ports, number) for number in range(len(found.kind.ports))}
    for name, value in given.items():
        wired = _wired(found, name, value, where) if name in names else {}
        if wired:
            tensors |= wired
        elif name in names and found.sided:
            ours |= _constant(found, name, value, where)
        else:
            ours |= _plain(found, name, value, where)
    if CONSTANT in ours and len(tensors) == 1:
        tensors = {0: next(iter(tensors.values()))}
    wrong = faults(found.kind, ours)
    if not tensors or wrong:
        raise refused(next(iter(wrong.values()), "An operation has no tensor."), DAMAGED, where)
    return OperationCall(found.kind, ours, tensors)


def _wired(found: Operation, name: str, value: Any, where: str) -> dict[int, Tensor]:
    """The tensors of one argument by port; none for a constant."""
    listed = is_list(found.kind.ports, name)
    items: Sequence[Any] = value if listed and isinstance(value, list | tuple) else [value]
    if not any(isinstance(item, Tensor) for item in items):
        return {}
    wired: dict[int, Tensor] = {}
    for index, item in enumerate(items):
        port = port_number(found.kind.ports, name, index)
        if port is None or not isinstance(item, Tensor):
            what = f"{found.kind.name} is called on a list of tensors and constants, which a drawing cannot say yet."
            raise refused(what, "Let the constant come out of an operation such as ops.full_like.", where)
        wired[port] = item
    return wired


def _constant(found: Operation, name: str, value: Any, where: str) -> dict[str, Any]:
    first = name == argument_of(found.kind.ports, 0)
    plain, dtype = (value.value, value.dtype) if isinstance(value, Array) else (value, "")
    if not _is_numbers(plain):
        raise _beyond(found, where)
    said = {CONSTANT: plain, **({FIRST: True} if first else {})}
    usual = dtype in _USUAL and isinstance(plain, list)
    return said | ({DTYPE: dtype} if dtype and not usual else {})


def _plain(found: Operation, name: str, value: Any, where: str) -> dict[str, Any]:
    parameter = found.kind.parameter(name)
    if isinstance(value, Array):
        value = value.value
    if parameter is None:
        if value in _SAYS_NOTHING:
            return {}
        raise _beyond(found, where)
    if name == "key":
        return {name: _key(value, where)}
    if parameter.kind == "dtype" and isinstance(value, Mapping):
        value = (value.get("config") or {}).get("name")
    if isinstance(value, tuple):
        value = list(value)
    if not _is_data(value):
        raise _beyond(found, where)
    return {} if not parameter.required and value == parameter.default else {name: value}


def _key(value: Any, where: str) -> str:
    entries = value if isinstance(value, list | tuple) else [value]
    fitting = all(entry is None or entry is ... or type(entry) is int or isinstance(entry, slice) for entry in entries)
    if not fitting or not entries:
        what = "A part of a tensor is taken by another tensor or a list, which a drawing cannot say yet."
        raise refused(what, "Use keras.ops.take with a list of indices and save the model again.", where)
    return slices.text_of(entries)


def _decoded(value: Any, where: str) -> Any:
    """A value of a call: tensors, arrays, slices and numbers for what stands in the file for them."""
    if isinstance(value, list):
        return [_decoded(item, where) for item in value]
    if not isinstance(value, Mapping):
        return value
    name, config = value.get("class_name"), value.get("config")
    if name == "__ellipsis__":
        return ...
    if not isinstance(config, Mapping):
        return value
    if name == _TENSOR:
        return tensor(config.get("keras_history"), where)
    if name in _ARRAYS:
        return Array(config.get("value"), str(config.get("dtype")))
    if name == "__slice__":
        ends = tuple(config.get(end) for end in ("start", "stop", "step"))
        if all(end is None or type(end) is int for end in ends):
            return slice(*ends)
    return value


def _is_tensor(value: Any) -> bool:
    return (
        isinstance(value, Mapping) and value.get("class_name") == _TENSOR and isinstance(value.get("config"), Mapping)
    )


def _is_numbers(value: Any) -> bool:
    return all(map(_is_numbers, value)) if isinstance(value, list) else isinstance(value, bool | int | float)


def _is_data(value: Any) -> bool:
    return all(map(_is_data, value)) if isinstance(value, list) else isinstance(value, bool | int | float | str | None)


def _beyond(found: Operation, where: str) -> Exception:
    what = f"{found.kind.name} is called in a way that a drawing cannot say yet."
    return refused(what, "Call it with tensors, numbers and lists of numbers, and save the model again.", where)

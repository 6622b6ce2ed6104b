"""Reads how a layer is called: `inbound_nodes` of Keras 3 and Keras 2 become tensors at numbered ports."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from desktop_nn.catalogue import Kind
from desktop_nn.catalogue.calls import argument_of, port_number
from desktop_nn.engine.model_files.inputs import shape_of
from desktop_nn.engine.model_files.locked_layers import LOCKED
from desktop_nn.engine.model_files.refusals import DAMAGED, RESAVE, refused
from desktop_nn.graph.facts import Shape
from desktop_nn.problems import ProblemError

OPERATORS: Final = frozenset({"Add", "Subtract", "Multiply", "Maximum", "Minimum"})
"""`a + b` on tensors is stored as an operation of the name of the layer that does the same to a list."""
_TENSOR = "__keras_tensor__"
_STATES_FIRST = "sequences"
"""The first argument of recurrent layers."""
_MODE: Final = "training"
"""A layer's mode is that of the model in Keras 3, whatever it was called with when the model was made."""
_NOT_SAID: Final = (None, False)
"""Arguments of a call with these values say nothing."""


@dataclass(frozen=True, slots=True)
class Tensor:
    """The output `output` of call number `call` of a layer."""

    layer: str
    call: int
    output: int


def tensor(value: Any, where: str) -> Tensor:
    """A `[layer, call, output]` triple. Raises ProblemError if it is none."""
    if isinstance(value, list) and len(value) >= 3 and isinstance(value[0], str):
        layer, call, output = value[:3]
        if type(call) is int and type(output) is int and call >= 0 and 0 <= output < 1000:
            return Tensor(layer, call, output)
    raise refused("A link in it is not stored as Keras stores it.", DAMAGED, where)


def tensors_by_port(call: Any, kind: Kind, where: str) -> dict[int, Tensor]:
    """The tensors of one entry of `inbound_nodes` by the layer's port.

    What the layer itself is `called_with` is passed over, and so is `training`. Raises ProblemError for a call that
    ports cannot express: numbers among tensors.
    """
    positional, named = _arguments_3(call) if isinstance(call, dict) else _arguments_2(call, where)
    if kind.category == LOCKED:
        return dict(enumerate(_all_tensors([positional, named], where)))
    if kind.name in OPERATORS and len(positional) > 1:
        positional = [list(positional)]
    if positional and _is_list(positional[0]) and any(port.argument == _STATES_FIRST for port in kind.ports):
        # Keras 2 appends the states with which a recurrent layer begins to its input.
        named = {"initial_state": positional[0][1:], **named}
        positional[0] = positional[0][0]
    found: dict[int, Tensor] = {}
    for place, value in enumerate(positional):
        _put(found, kind, place, value, where)
    for name, value in named.items():
        _put(found, kind, name, value, where)
    return found


def called_with(calls: Sequence[Any], kind: Kind, where: str) -> dict[str, Any]:
    """What a layer is called with beside tensors, as parameters of the drawn layer.

    Raises ProblemError if it is called with other values at other times: a drawn layer has one.
    """
    if not kind.called_with:
        return {}
    told = [{name: bool(value) for name, value in kind.of_call(_named(call, where)).items()} for call in calls]
    said = [{name: value for name, value in one.items() if value} for one in told]
    if any(one != said[0] for one in said):
        names = ", ".join(dict.fromkeys(name for one in said for name in one))
        what = f"The layer is called with {names} at one place and without at another."
        raise refused(what, "Make a layer for each and save the model again.", where)
    return said[0] if said else {}


def fixed_mode(calls: Sequence[Any], where: str) -> bool | None:
    """The `training` with which a layer is called, None if that is left to the model."""
    modes = [mode for call in calls if isinstance(mode := _named(call, where).get(_MODE), bool)]
    return modes[0] if modes else None


def _named(call: Any, where: str) -> dict[str, Any]:
    return (_arguments_3(call) if isinstance(call, dict) else _arguments_2(call, where))[1]


def told_shapes(layers: Sequence[Any]) -> dict[str, tuple[Shape, ...]]:
    """By layer the shapes of the outputs of its first call, as Keras 3 notes them where they are used; only those
    before the first that is nowhere used, and none where Keras 2 wrote the file."""
    found: dict[str, dict[int, Shape]] = {}
    todo: list[Any] = [item.get("inbound_nodes") for item in layers if isinstance(item, dict)]
    while todo:
        value = todo.pop()
        if _is_tensor(value):
            history, shape = value["config"].get("keras_history"), shape_of(value["config"].get("shape"))
            if isinstance(history, list) and len(history) == 3 and history[1] == 0 and shape is not None:
                found.setdefault(str(history[0]), {})[history[2]] = shape
        elif isinstance(value, dict | list):
            todo.extend(value.values() if isinstance(value, dict) else value)
    return {
        name: tuple(shapes[number] for number in itertools.takewhile(shapes.__contains__, itertools.count()))
        for name, shapes in found.items()
    }


def _all_tensors(value: Any, where: str) -> Iterator[Tensor]:
    """All tensors in the arguments of a layer of which nothing is known, in their order."""
    if isinstance(value, Tensor):
        yield value
    elif _is_tensor(value):
        yield tensor(value["config"].get("keras_history"), where)
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _all_tensors(item, where)


def is_operation(call: Any) -> bool:
    """Whether an inbound node calls an operation on tensors (`a + b`) and not a layer on a list."""
    return isinstance(call, dict) and isinstance(call.get("args"), list) and len(call["args"]) > 1


def _put(found: dict[int, Tensor], kind: Kind, argument: int | str, value: Any, where: str) -> None:
    for index, item in enumerate(value if _is_list(value) else [value]):
        if isinstance(item, Tensor) or _is_tensor(item):
            port = _port(kind, argument, index)
            if port is None or port in found:
                raise refused(f"{kind.name} is called with a tensor for which it has no port here.", _REWIRE, where)
            found[port] = item if isinstance(item, Tensor) else tensor(item["config"].get("keras_history"), where)
        elif argument == _MODE or argument in kind.called_with:
            continue  # `called_with` and `fixed_mode` tell of these
        elif item not in _NOT_SAID and item != []:
            raise _not_a_tensor(kind, argument, item, where)


def _not_a_tensor(kind: Kind, argument: int | str, value: Any, where: str) -> ProblemError:
    if isinstance(argument, str):
        what = f"{kind.name} is called with {argument}={str(value)[:40]}, which a drawing cannot say yet."
        return refused(what, "Call the layer without it and save the model again.", where)
    what = f"The model computes with the plain value {str(value)[:40]} ({kind.name}), which cannot be opened yet."
    return refused(what, "Use a layer such as Rescaling for it and save the model again.", where)


_REWIRE = "Call the layer with its main inputs only and save the model again."


def _port(kind: Kind, argument: int | str, index: int) -> int | None:
    number = port_number(kind.ports, argument, index)
    # The mask's port stands behind the others; in a call it is only given by name.
    masked = number is not None and isinstance(argument, int) and "mask" in argument_of(kind.ports, number)
    return None if masked else number


def _is_list(value: Any) -> bool:
    return isinstance(value, list)


def _is_tensor(value: Any) -> bool:
    return isinstance(value, dict) and value.get("class_name") == _TENSOR and isinstance(value.get("config"), dict)


def _arguments_3(call: Mapping[str, Any]) -> tuple[list[Any], dict[str, Any]]:
    args, kwargs = call.get("args"), call.get("kwargs")
    return (list(args) if isinstance(args, list) else []), (dict(kwargs) if isinstance(kwargs, dict) else {})


def _arguments_2(call: Any, where: str) -> tuple[list[Any], dict[str, Any]]:
    """Keras 2: `[["dense", 0, 0, {}], …]` are the first argument; tensors in the last entry are triples."""
    entries = _entries(call, where)
    first: list[Any] = []
    named: dict[str, Any] = {}
    for entry in entries:
        if entry[0] == "_CONSTANT_VALUE":
            raise refused("A number is fed into a layer, which cannot be opened yet.", RESAVE, where)
        first.append(tensor(entry, where))
        if len(entry) > 3 and isinstance(entry[3], dict):
            named.update({name: _maybe_tensors(value, where) for name, value in entry[3].items()})
    return [first if len(first) > 1 else first[0]], named


def _entries(call: Any, where: str) -> Sequence[list[Any]]:
    if isinstance(call, list) and call and isinstance(call[0], str):
        return [call]
    if isinstance(call, list) and call and all(isinstance(entry, list) and entry for entry in call):
        return call
    raise refused("A link in it is not stored as Keras stores it.", DAMAGED, where)


def _maybe_tensors(value: Any, where: str) -> Any:
    if isinstance(value, list) and len(value) == 3 and isinstance(value[0], str):
        return tensor(value, where)
    if isinstance(value, list) and value and all(isinstance(item, list) for item in value):
        return [_maybe_tensors(item, where) for item in value]
    return value

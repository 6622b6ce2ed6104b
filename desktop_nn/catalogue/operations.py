"""Operations on tensors as kinds: the allow-listed functions of `keras.ops`, and how a drawn one is called.

Read from `resources/catalogue/operations.json`, which the catalogue's generator makes. A kind's name is that of the
function behind `ops.`, so that it is no layer's. Nothing here knows Keras: tensors and constants may be anything.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Final

from desktop_nn.catalogue.calls import argument_of, is_list
from desktop_nn.catalogue.kinds import Kind, Parameter, Port
from desktop_nn.problems import Problem, ProblemError

CATEGORY: Final = "operations"
PREFIX: Final = "ops."
CONSTANT: Final = "constant"
"""The parameter that holds a number, or a list of numbers, in place of the second tensor."""
FIRST: Final = "constant_first"
DTYPE: Final = "constant_dtype"
_OWN: Final = frozenset({CONSTANT, FIRST, DTYPE})


@dataclass(frozen=True, slots=True)
class Operation:
    """A function of `keras.ops` as a kind.

    Keras stores a call of it as an object of class `class_name` in `module`, made with the arguments `made_with` and
    called with `called_with`; the function takes them all in the order `order`. Of a `sided` one, which takes two
    tensors, either may be a constant. `start` is the config of one that was just placed.
    """

    kind: Kind
    class_name: str
    module: str
    made_with: tuple[str, ...]
    called_with: tuple[str, ...]
    order: tuple[str, ...]
    sided: bool = False
    start: Mapping[str, Any] = field(default_factory=dict)

    @property
    def function(self) -> str:
        """The name in `keras.ops`."""
        return self.kind.name.removeprefix(PREFIX)


def is_operation(kind: str) -> bool:
    """Whether a kind of layer is an operation on tensors."""
    return kind.startswith(PREFIX)


@cache
def load_operations() -> Mapping[str, Operation]:
    """All operations by the name of their kind."""
    text = files("resources").joinpath("catalogue", "operations.json").read_text("utf-8")
    found = (_from_json(item) for item in json.loads(text)["operations"])
    return {item.kind.name: item for item in found}


def _from_json(data: Mapping[str, Any]) -> Operation:
    fields = dict(data["kind"])
    fields["parameters"] = tuple(
        Parameter(**{**item, "choices": tuple(item.get("choices", ()))}) for item in fields.get("parameters", ())
    )
    fields["ports"] = tuple(Port(**item) for item in fields.get("ports", ()))
    fields["aliases"] = tuple(fields.get("aliases", ()))
    kind = Kind(group="layers", category=CATEGORY, **fields)
    lists = {name: tuple(data[name]) for name in ("made_with", "called_with", "order")}
    return Operation(kind, data["class"], data["module"], **lists, sided=data["sided"], start=data["start"])


def operation(kind: str) -> Operation:
    """The operation of that kind. Raises ProblemError if there is none."""
    found = load_operations().get(kind)
    if found is None:
        what = f"keras.ops has no “{kind.removeprefix(PREFIX)}” that can be drawn."
        raise ProblemError(Problem(what, kind, "Choose another operation."))
    return found


def arguments(
    found: Operation, tensors: Mapping[int, Any], config: Mapping[str, Any], constant: Callable[[Any, Any], Any]
) -> dict[str, Any]:
    """What the function is called with, by argument in the order of its signature.

    `tensors` are given by port; `constant` makes what stands for a number or a list of numbers, given its dtype or
    None. Raises ProblemError if a tensor or a parameter is missing, or if a constant stands where a link ends.
    """
    given = _wired(found, tensors)
    if found.sided:
        given = _with_constant(found, given, config, constant)
    for parameter in found.kind.parameters:
        name, value = parameter.name, config.get(parameter.name)
        if name in _OWN or (value is None and (name not in config or name in found.called_with)):
            continue
        if name in given:
            raise _refused(found, f"“{name}” is linked and set as well.", f"Delete the link, or clear “{name}”.")
        tensor_like = any((port.argument or port.name) == name for port in found.kind.ports)
        given[name] = constant(value, None) if tensor_like else value
    for parameter in found.kind.parameters:
        if parameter.required and given.get(parameter.name) is None:
            raise _refused(
                found, f"{found.kind.name} needs a value for “{parameter.name}”.", f"Set “{parameter.name}”."
            )
    return {name: given[name] for name in found.order if name in given}


def _wired(found: Operation, tensors: Mapping[int, Any]) -> dict[str, Any]:
    ports = found.kind.ports
    given: dict[str, Any] = {}
    for number, tensor in sorted(tensors.items()):
        name = argument_of(ports, number)
        if is_list(ports, name):
            given.setdefault(name, []).append(tensor)
        else:
            given[name] = tensor
    return given


def _with_constant(
    found: Operation, given: dict[str, Any], config: Mapping[str, Any], constant: Callable[[Any, Any], Any]
) -> dict[str, Any]:
    first, second = (port.name for port in found.kind.ports)
    value = config.get(CONSTANT)
    if value is None:
        if second not in given:
            what = f"{found.kind.name} has one tensor only and no constant."
            raise _refused(found, what, f"Link a tensor to “{second}”, or set “{CONSTANT}”.")
        return given
    if second in given:
        what = f"{found.kind.name} has two tensors and a constant, but takes two in all."
        raise _refused(found, what, f"Delete a link, or clear “{CONSTANT}”.")
    made, tensor = constant(value, config.get(DTYPE)), given[first]
    return {first: made, second: tensor} if config.get(FIRST) else {first: tensor, second: made}


def _refused(found: Operation, what: str, fix: str) -> ProblemError:
    return ProblemError(Problem(what, found.kind.name, fix))

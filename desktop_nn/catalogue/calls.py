"""How tensors at a layer's ports become arguments of its call, and back. Works with any kind of tensor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from desktop_nn.catalogue.kinds import Port

Tensor = TypeVar("Tensor")

_WITH_GAPS = "mask"
"""An attention takes a list of masks with None in place of one that is not given."""


def call_arguments(ports: Sequence[Port], tensors: Mapping[int, Tensor]) -> tuple[Any, dict[str, Any]]:
    """The first argument and the keyword arguments of a call, from tensors by port number.

    Ports of one argument are given as a list in port order, if there are several or `many` of them and one of
    these is wired; of several masks, one that is not wired is None. Raises ValueError if nothing is wired to the
    first argument.
    """
    gathered: dict[str, list[Tensor]] = {}
    for number in sorted(tensors):
        gathered.setdefault(argument_of(ports, number), []).append(tensors[number])
    values: dict[str, Any] = {
        name: found if is_list(ports, name) else found[0] for name, found in gathered.items() if name != _WITH_GAPS
    }
    if _WITH_GAPS in gathered:
        own = [number for number in range(len(ports)) if argument_of(ports, number) == _WITH_GAPS]
        masks = [tensors.get(number) for number in own]
        values[_WITH_GAPS] = masks if len(own) > 1 else masks[0]
    first = argument_of(ports, 0) if ports else ""
    if first not in values:
        raise ValueError("The first input of the layer has no link.")
    return values.pop(first), values


def argument_of(ports: Sequence[Port], number: int) -> str:
    """The name of the call's argument that port `number` belongs to. Raises IndexError if there is no such port."""
    if number >= len(ports) and not (ports and ports[-1].many):
        raise IndexError(f"There is no port number {number}.")
    port = ports[min(number, len(ports) - 1)]
    return port.argument or port.name


def port_number(ports: Sequence[Port], argument: int | str, index: int = 0) -> int | None:
    """The port of entry `index` of an argument (its place or its name), or None if the layer has no such port."""
    names = list(dict.fromkeys(argument_of(ports, number) for number in range(len(ports))))
    if isinstance(argument, int):
        argument = names[argument] if argument < len(names) else ""
    if argument not in names:
        return None
    own = [number for number in range(len(ports)) if argument_of(ports, number) == argument]
    if index < len(own):
        return own[index]
    return own[-1] + index - len(own) + 1 if ports[own[-1]].many else None


def is_list(ports: Sequence[Port], argument: str) -> bool:
    """Whether the call takes a list of tensors for this argument."""
    own = [port for port in ports if (port.argument or port.name) == argument]
    return len(own) > 1 or any(port.many for port in own)

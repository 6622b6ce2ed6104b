"""Calls operations on tensors as they are drawn: `keras.ops` functions of the catalogue's allow-list, and no others.

What a function's arguments are is `catalogue/operations.py`'s; names and links in a model are `assembly.py`'s.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any, Final

from desktop_nn.catalogue import slices
from desktop_nn.catalogue.operations import DTYPE, Operation, arguments, is_operation, operation
from desktop_nn.engine.bounds import refuse_endless
from desktop_nn.engine.instantiate import arguments as checked_arguments
from desktop_nn.engine.loading import load_keras
from desktop_nn.graph.model import Graph, Layer
from desktop_nn.graph.topology import output_nodes
from desktop_nn.problems import Problem, ProblemError

_KEY: Final = "key"
_MOST_ENTRIES: Final = 1_000_000


class DrawnOperation:
    """Stands where the Keras layer of a drawn one stands: an operation has no object of its own before it is called."""

    weights: tuple[Any, ...] = ()
    trainable_weights: tuple[Any, ...] = ()
    trainable_variables: tuple[Any, ...] = ()

    def __init__(self, layer: Layer) -> None:
        """Raises ProblemError for an operation or parameters that are not on the list."""
        refuse_endless(layer.kind, layer.config)
        self.name = layer.name
        checked_arguments(operation(layer.kind).kind, _known(layer), ())

    def get_weights(self) -> list[Any]:
        """None, as an operation has no weights."""
        return []


def compute(layer: Layer, tensors: Mapping[int, Any]) -> Any:
    """What the drawn operation gives for tensors at its ports: symbolic for symbolic ones.

    Raises ProblemError for tensors and parameters that do not go together.
    """
    found = operation(layer.kind)
    config = {**layer.config, **checked_arguments(found.kind, _known(layer), ())}
    given = arguments(found, tensors, config, constant)
    if _KEY in given and found.kind.parameter(_KEY) is not None:
        given[_KEY] = _key(found, given[_KEY])
    function = getattr(load_keras().ops, found.function)
    if found.function == "einsum":
        return function(given["subscripts"], *given["operands"])
    return function(**given)


def give_name(result: Any, name: str) -> None:
    """Name the Keras operation that has just given these symbolic tensors."""
    tensor = load_keras().tree.flatten(result)[0]
    tensor._keras_history.operation.name = name


def name_of_call(graph: Graph, node: str) -> str:
    """The layer's name. To Keras each call of an operation is an operation of its own: of several, one that is an
    output or else the first has the layer's name, the others have a number behind it."""
    layer = graph.layer_of(node)
    calls = graph.calls_of(layer.id) if is_operation(layer.kind) else (node,)
    if len(calls) == 1:
        return layer.name
    ends = output_nodes(graph)
    ordered = sorted(calls, key=lambda id: id not in ends)
    taken = {other.name for other in graph.layers.values()}
    free = (name for number in itertools.count(2) if (name := f"{layer.name}_call_{number}") not in taken)
    return next(itertools.islice(free, ordered.index(node) - 1, None)) if node != ordered[0] else layer.name


def constant(value: Any, dtype: Any = None) -> Any:
    """A number as itself, a list of numbers as an array: float32, int32 or bool unless it says otherwise.

    Raises ProblemError for anything else.
    """
    import numpy as np

    if isinstance(value, bool | int | float) and not dtype:
        return value
    made = None if _holds_other(value) else _array(value)
    if made is None or made.size > _MOST_ENTRIES:
        what = "The constant is neither a number nor a list of numbers."
        raise ProblemError(Problem(what, "constant", "Write a number such as 2.0, or a list such as [1, 2, 3]."))
    usual = {"f": "float32", "i": "int32", "b": "bool"}[made.dtype.kind]
    wanted = np.dtype(str(dtype)) if dtype and dtype != "bfloat16" else np.dtype(usual)
    return made.astype(wanted)


def _array(value: Any) -> Any:
    import numpy as np

    try:
        made = np.asarray(value)
    except (ValueError, OverflowError):
        return None
    return made if made.dtype.kind in "fib" else None


def _holds_other(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return any(_holds_other(item) for item in value)
    return not isinstance(value, bool | int | float)


def _known(layer: Layer) -> dict[str, Any]:
    """The parameters without those that say nothing."""
    return {name: value for name, value in layer.config.items() if value is not None or name != DTYPE}


def _key(found: Operation, text: Any) -> Any:
    try:
        return slices.parse(str(text))
    except ValueError as error:
        fix = "Write what stands between the brackets, such as “:, 0”."
        raise ProblemError(Problem(f"“key” of {found.kind.name}: {error}", found.kind.name, fix)) from None

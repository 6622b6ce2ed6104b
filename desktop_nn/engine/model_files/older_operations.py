"""Reads operations on tensors out of Keras 2's configurations: TFOpLambda and SlicingOpLambda.

They name a function of TensorFlow with its arguments. Only what the table here has is taken, as the operation of
`keras.ops` that computes the same; all else stays locked. Values are data, never evaluated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from desktop_nn.catalogue.operations import PREFIX, load_operations
from desktop_nn.engine.model_files.calls import tensor
from desktop_nn.engine.model_files.operation_calls import OperationCall, drawn
from desktop_nn.problems import ProblemError

KINDS: Final = frozenset({"TFOpLambda", "SlicingOpLambda"})
_GET_ITEM: Final = "__operators__.getitem"
_CONSTANT: Final = "_CONSTANT_VALUE"
_Names = Mapping[str, str]

_PAIR: Final[_Names] = {"x": "x1", "y": "x2"}
_OF: Final[_Names] = {"x": "x"}
_LOGITS: Final[_Names] = {"logits": "x", "axis": "axis"}
_REDUCED: Final[_Names] = {"input_tensor": "x", "axis": "axis", "keepdims": "keepdims"}
_TABLE: Final[Mapping[str, tuple[str, _Names]]] = {
    **{f"math.{name}": (name, _PAIR) for name in ("add", "multiply", "subtract", "maximum", "minimum")},
    **{f"math.{name}": (name, _PAIR) for name in ("greater", "greater_equal", "less", "less_equal")},
    **{f"math.{name}": (name, _PAIR) for name in ("equal", "not_equal", "logical_and", "logical_or")},
    **{f"__operators__.{name}": (ours, _PAIR) for name, ours in {
        "add": "add", "radd": "add", "mul": "multiply", "rmul": "multiply", "sub": "subtract", "rsub": "subtract",
        "truediv": "true_divide", "rtruediv": "true_divide", "pow": "power", "rpow": "power",
        "floordiv": "floor_divide",
        "gt": "greater", "ge": "greater_equal", "lt": "less", "le": "less_equal", "eq": "equal", "ne": "not_equal",
        "mod": "mod", "rmod": "mod", "rfloordiv": "floor_divide",
    }.items()},
    "math.divide": ("true_divide", _PAIR),
    "math.truediv": ("true_divide", _PAIR),
    "math.floordiv": ("floor_divide", _PAIR),
    "math.floormod": ("mod", _PAIR),
    "math.pow": ("power", _PAIR),
    "math.atan2": ("arctan2", {"y": "x1", "x": "x2"}),
    **{f"math.{name}": (name, _OF) for name in (
        "abs", "ceil", "cos", "cosh", "erf", "exp", "expm1", "floor", "log", "log1p", "negative", "reciprocal", "round",
        "rsqrt", "sigmoid", "sign", "sin", "sinh", "sqrt", "square", "tan", "tanh", "logical_not",
    )},
    "__operators__.neg": ("negative", _OF),
    "__operators__.abs": ("abs", _OF),
    "math.softplus": ("softplus", {"features": "x"}),
    **{f"nn.{name}": (name, {"features": "x"}) for name in ("relu", "relu6", "elu", "selu", "softplus", "softsign")},
    "nn.silu": ("silu", {"features": "x"}),
    "nn.swish": ("silu", {"features": "x"}),
    "nn.gelu": ("gelu", {"features": "x", "approximate": "approximate"}),
    "nn.leaky_relu": ("leaky_relu", {"features": "x", "alpha": "negative_slope"}),
    "nn.sigmoid": ("sigmoid", _OF),
    "nn.tanh": ("tanh", _OF),
    "nn.softmax": ("softmax", _LOGITS),
    "nn.log_softmax": ("log_softmax", _LOGITS),
    **{f"math.reduce_{name}": (ours, _REDUCED) for name, ours in {
        "mean": "mean", "sum": "sum", "max": "max", "min": "min", "prod": "prod", "std": "std", "variance": "var",
        "any": "any", "all": "all", "logsumexp": "logsumexp",
    }.items()},
    "math.argmax": ("argmax", {"input": "x", "axis": "axis"}),
    "math.argmin": ("argmin", {"input": "x", "axis": "axis"}),
    "math.cumsum": ("cumsum", {"x": "x", "axis": "axis"}),
    "reshape": ("reshape", {"tensor": "x", "shape": "newshape"}),
    "transpose": ("transpose", {"a": "x", "perm": "axes"}),
    "expand_dims": ("expand_dims", {"input": "x", "axis": "axis"}),
    "squeeze": ("squeeze", {"input": "x", "axis": "axis"}),
    "concat": ("concatenate", {"values": "xs", "axis": "axis"}),
    "stack": ("stack", {"values": "x", "axis": "axis"}),
    "tile": ("tile", {"input": "x", "multiples": "repeats"}),
    "clip_by_value": ("clip", {"t": "x", "clip_value_min": "x_min", "clip_value_max": "x_max"}),
    "cast": ("cast", {"x": "x", "dtype": "dtype"}),
    "linalg.matmul": ("matmul", {"a": "x1", "b": "x2"}),
    "one_hot": ("one_hot", {"indices": "x", "depth": "num_classes"}),
    "where": ("where", {"condition": "condition", "x": "x1", "y": "x2"}),
    "gather": ("take", {"params": "x", "indices": "indices", "axis": "axis"}),
    "identity": ("copy", {"input": "x"}),
    "zeros_like": ("zeros_like", {"input": "x"}),
    "ones_like": ("ones_like", {"input": "x"}),
    _GET_ITEM: ("get_item", {"tensor": "x", "slice_spec": "key"}),
}  # fmt: skip
"""Functions of TensorFlow with the operation that does the same, and its names for their arguments, first one first."""
_SWAPPED: Final = frozenset({"rsub", "rtruediv", "rpow", "rmod", "rfloordiv"})
"""Operators whose second argument stands first."""
_SAYS_NOTHING: Final = (None, False)


def read(data: Mapping[str, Any], call: Any, where: str) -> OperationCall | None:
    """One call of a function of TensorFlow as an operation; None for one that has none, or is called in another way."""
    config = data.get("config")
    function = config.get("function") if isinstance(config, Mapping) else None
    known = _TABLE.get(function.removeprefix("compat.v1.")) if isinstance(function, str) else None
    if known is None or not isinstance(function, str):
        return None
    name, names = known
    try:
        given = _arguments(call, list(names), where)
        if given is None or any(item not in names and value not in _SAYS_NOTHING for item, value in given.items()):
            return None
        ours = {names[item]: value for item, value in given.items() if item in names and value is not None}
        if "key" in ours:
            ours["key"] = _entries(ours["key"])
        if function.rpartition(".")[2] in _SWAPPED and {"x1", "x2"} <= ours.keys():
            ours["x1"], ours["x2"] = ours["x2"], ours["x1"]
        return drawn(load_operations()[PREFIX + name], ours, where)
    except (ProblemError, ValueError):
        return None


def _arguments(call: Any, names: Sequence[str], where: str) -> dict[str, Any] | None:
    """The arguments by name: the first is a tensor, a constant, or a list of tensors; the others stand behind it."""
    entries = [call] if isinstance(call, list) and call and isinstance(call[0], str) else call
    if not isinstance(entries, list) or not entries or not all(isinstance(item, list) and item for item in entries):
        return None
    first = [item[2] if item[0] == _CONSTANT and len(item) > 2 else tensor(item, where) for item in entries]
    named = entries[0][3] if len(entries[0]) > 3 and isinstance(entries[0][3], dict) else {}
    given = {str(name): _decoded(value, where) for name, value in named.items() if name != "name"}
    return {names[0]: first if len(first) > 1 or names[0] == "values" else first[0], **given}


def _decoded(value: Any, where: str) -> Any:
    triple = isinstance(value, list) and len(value) == 3 and isinstance(value[0], str)
    if triple and type(value[1]) is int and type(value[2]) is int:
        return tensor(value, where)
    return value


def _entries(spec: Any) -> list[Any]:
    """What stands between the brackets. Raises ValueError for anything but numbers, slices, new axes and dots."""
    items = spec if isinstance(spec, list) else [spec]
    return [_entry(item) for item in items]


def _entry(item: Any) -> Any:
    if isinstance(item, Mapping) and {"start", "stop", "step"} <= item.keys():
        ends = tuple(item[end] for end in ("start", "stop", "step"))
        if all(end is None or type(end) is int for end in ends):
            return slice(*ends)
    if item is None or type(item) is int:
        return item
    if item in ("...", "Ellipsis"):
        return ...
    raise ValueError("no plain slice")

"""The functions of `keras.ops` that a drawing may call, read from the installed Keras: the allow-list of operations.

Only functions that compute numbers out of tensors, have no side effects and no weights, and whose shapes Keras can
tell. Signatures and docstrings are Keras's; which of their arguments are tensors stands in the tables here.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Any, Final

from desktop_nn.catalogue import Kind, Parameter, ParameterKind, Port
from desktop_nn.catalogue.operations import CATEGORY, CONSTANT, DTYPE, FIRST, PREFIX, Operation
from desktop_nn.engine.catalogue_generator import docstrings, parameters, plain_text
from desktop_nn.engine.catalogue_generator.parameter_kinds import kind_of

_ELEMENTWISE = """abs absolute arccos arccosh arcsin arcsinh arctan arctanh cast cbrt ceil celu clip copy cos cosh
deg2rad elu erf erfc erfinv exp exp2 expm1 fabs floor full_like gelu glu hard_shrink hard_sigmoid hard_silu hard_tanh i0
isfinite isinf isnan isneginf isposinf leaky_relu log log10 log1p log2 log_sigmoid log_softmax logical_not nan_to_num
negative normalize one_hot multi_hot ones_like rad2deg reciprocal relu relu6 round rsqrt saturate_cast selu sigmoid
sign signbit silu sin sinc sinh soft_shrink softmax softplus softsign sparse_plus sparse_sigmoid sparsemax sqrt square
squareplus stop_gradient tan tanh tanh_shrink threshold trunc zeros_like bitwise_invert"""
_SUMMARISING = """all amax amin any argmax argmin average count_nonzero cumprod cumsum diff logsumexp max mean median
min moments nanargmax nanargmin nancumprod nancumsum nanmax nanmean nanmedian nanmin nanprod nanquantile nanstd nansum
nanvar norm percentile prod ptp quantile argsort sort std sum top_k trace var"""
_SHAPING = """array_split broadcast_to concatenate diagonal dstack expand_dims flip fliplr flipud get_item hstack
moveaxis pad ravel repeat reshape roll rot90 slice split squeeze stack swapaxes take take_along_axis tile transpose tril
triu unstack vstack append depth_to_space space_to_depth unfold extract_sequences"""
_COMBINING = """add arctan2 bitwise_and bitwise_or bitwise_xor cross divide divide_no_nan dot einsum equal floor_divide
fmax fmin fmod gcd greater greater_equal heaviside hypot inner isclose lcm ldexp left_shift less less_equal logaddexp
logaddexp2 logical_and logical_or logical_xor matmul maximum minimum mod multiply nextafter not_equal power right_shift
subtract tensordot true_divide vdot where in_top_k dot_product_attention binary_crossentropy
categorical_crossentropy sparse_categorical_crossentropy kron outer"""
_OTHERS = """adaptive_average_pool adaptive_max_pool average_pool max_pool cholesky det inv logdet
solve solve_triangular"""

NAMES: Final = tuple(sorted(" ".join((_ELEMENTWISE, _SUMMARISING, _SHAPING, _COMBINING, _OTHERS)).split()))
"""The functions that become kinds."""

_MANY: Final = frozenset({"concatenate", "stack", "hstack", "vstack", "dstack", "einsum"})
_PLAIN: Final[Mapping[str, tuple[str, ...]]] = {
    "dot_product_attention": ("scale",),
    "full_like": ("fill_value",),
    "get_item": ("key",),
    "isclose": ("rtol", "atol"),
    "nanquantile": ("q",),
    "pad": ("constant_values",),
    "percentile": ("q",),
    "quantile": ("q",),
    "slice": ("start_indices",),
}
"""Arguments of the operation's call that are no tensors here."""
_EITHER: Final[Mapping[str, tuple[str, ...]]] = {
    "average": ("weights",),
    "take": ("indices",),
    "take_along_axis": ("indices",),
    "where": ("x1", "x2"),
}
"""Tensors that may be constants in the config instead, under the name of the argument."""
_OPTIONAL: Final = frozenset({"bias", "mask"})
_KINDS: Final[Mapping[str, ParameterKind]] = {
    "axes": "ints",
    "axis1": "int",
    "axis2": "int",
    "axisa": "int",
    "axisb": "int",
    "axisc": "int",
    "bins": "floats",
    "block_size": "int",
    "constant_values": "float",
    "decimals": "int",
    "destination": "ints",
    "dilation": "ints",
    "fill_value": "float",
    "indices": "json",
    "indices_or_sections": "ints",
    "initial": "float",
    "key": "string",
    "max_val": "float",
    "newshape": "ints",
    "num": "int",
    "ord": "json",
    "order": "int",
    "output_size": "ints",
    "pad_width": "json",
    "q": "floats",
    "repeats": "ints",
    "scale": "float",
    "shape": "ints",
    "shift": "ints",
    "source": "ints",
    "start_indices": "ints",
    "stride": "ints",
    "subscripts": "string",
    "weights": "json",
    "x1": "json",
    "x2": "json",
}
_KINDS_OF: Final[Mapping[tuple[str, str], ParameterKind]] = {
    ("clip", "x_min"): "float",
    ("clip", "x_max"): "float",
    ("dot_product_attention", "attn_logits_soft_cap"): "float",
    ("nan_to_num", "posinf"): "float",
    ("nan_to_num", "neginf"): "float",
    ("squareplus", "b"): "float",
    ("threshold", "default_value"): "float",
    ("unfold", "padding"): "ints",
    ("tensordot", "axes"): "json",
    ("array_split", "indices_or_sections"): "ints",
    ("extract_sequences", "sequence_length"): "int",
    ("extract_sequences", "sequence_stride"): "int",
    ("moments", "axes"): "ints",
    ("rot90", "k"): "int",
}
_LISTS: Final = frozenset({"newshape", "start_indices", "bins"})
_CHOICES: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    ("pad", "mode"): ("constant", "edge", "reflect", "symmetric", "wrap", "mean", "minimum", "maximum"),
    ("", "method"): ("linear", "lower", "higher", "midpoint", "nearest"),
    ("", "padding"): ("valid", "same"),
    ("", "data_format"): ("channels_last", "channels_first"),
}
_NEVER: Final = frozenset({"sparse", "synchronized", "flash_attention"})
"""Arguments that make no sense in a drawing."""

_ALONG_AN_AXIS: Final = frozenset(
    {"all", "any", "argmax", "argmin", "logsumexp", "max", "median", "min", "norm", "prod", "std", "sum", "var"}
)
_START: Final[Mapping[str, Mapping[str, Any]]] = {
    "adaptive_average_pool": {"output_size": [1, 1]},
    "adaptive_max_pool": {"output_size": [1, 1]},
    "array_split": {"indices_or_sections": 2, "axis": -1},
    "average_pool": {"pool_size": 2},
    "broadcast_to": {"shape": [1, 1]},
    "cast": {"dtype": "float32"},
    "clip": {"x_min": 0.0, "x_max": 1.0},
    "concatenate": {"axis": -1},
    "depth_to_space": {"block_size": 2},
    "dstack": {},
    "einsum": {"subscripts": "bi,bi->b"},
    "expand_dims": {"axis": -1},
    "extract_sequences": {"sequence_length": 2, "sequence_stride": 1},
    "full_like": {"fill_value": 0.0},
    "get_item": {"key": ":, 0"},
    "in_top_k": {"k": 1},
    "max_pool": {"pool_size": 2},
    "mean": {"axis": -1},
    "moments": {"axes": -1},
    "moveaxis": {"source": -1, "destination": 1},
    "multi_hot": {"num_classes": 10},
    "nanquantile": {"q": 0.5, "axis": -1},
    "one_hot": {"num_classes": 10},
    "pad": {"pad_width": [[0, 0], [1, 1]]},
    "percentile": {"q": 50.0, "axis": -1},
    "quantile": {"q": 0.5, "axis": -1},
    "repeat": {"repeats": 2, "axis": -1},
    "reshape": {"newshape": [-1, 1]},
    "roll": {"shift": 1, "axis": -1},
    "saturate_cast": {"dtype": "float32"},
    "slice": {"start_indices": [0, 0], "shape": [1, 1]},
    "space_to_depth": {"block_size": 2},
    "split": {"indices_or_sections": 2, "axis": -1},
    "stack": {"axis": 1},
    "swapaxes": {"axis1": -1, "axis2": -2},
    "take": {"indices": 0, "axis": -1},
    "threshold": {"threshold": 0.0, "default_value": 0.0},
    "tile": {"repeats": [1, 2]},
    "top_k": {"k": 1},
    "unfold": {"kernel_size": 2},
    "unstack": {"axis": -1},
    **{name: {"axis": -1} for name in _ALONG_AN_AXIS},
}
"""What an operation that was just placed is set to."""

_SIGNS: Final[Mapping[str, tuple[str, ...]]] = {
    "get_item": ("getitem", "index"),
    "where": ("if", "choose"),
}
"""Other words that people look for. Signs such as + are none: the search is for words."""
_CONSTANT_HELP = "A number, or a list of numbers, in place of the second tensor."
_FIRST_HELP = "Whether the constant stands before the tensor: on for 1 - x, off for x - 1."
_DTYPE_HELP = "The type of a list of numbers; usually float32, or int32 for whole numbers."
_KEY_HELP = "What stands between the brackets: “:, 0” for x[:, 0]; the first place is the batch."
_OWN_HELP: Final[Mapping[tuple[str, str], str]] = {
    ("get_item", "key"): _KEY_HELP,
    ("solve_triangular", "lower"): "Whether a is a lower triangular matrix instead of an upper one.",
    ("where", "x1"): "A number, or a list of numbers, where the condition holds; instead of a link.",
    ("where", "x2"): "A number, or a list of numbers, where it does not; instead of a link.",
    ("average", "weights"): "A list of weights; instead of a link.",
    ("take", "indices"): "Which entries: a whole number or a list of them; instead of a link.",
    ("take_along_axis", "indices"): "Which entries: a list of whole numbers; instead of a link.",
    ("reshape", "newshape"): "The new shape with the batch in front; one entry may be -1, which is worked out.",
}
_SUMMARIES: Final[Mapping[str, str]] = {"get_item": "A part of the tensor, as x[:, 0] gives it."}


def operations() -> tuple[Operation, ...]:
    """All of `NAMES`, sorted. Raises ValueError where Keras's signatures do not fit the tables any more."""
    return tuple(_operation(name) for name in NAMES)


def _operation(name: str) -> Operation:
    import keras

    function = getattr(keras.ops, name)
    module = import_module(function.__module__)
    target = getattr(module, "".join(part.capitalize() for part in name.split("_")))
    made_with = tuple(item for item in _names(target.__init__) if item not in ("self", "name", "kwargs"))
    called_with = tuple(item for item in _names(target.call) if item not in ("self", "kwargs"))
    order = tuple(item for item in _names(function) if item != "kwargs")
    if {*made_with, *called_with} != {*order} and name not in ("stack", "einsum"):
        raise ValueError(f"keras.ops.{name} takes {order}, its class {made_with} and {called_with}.")
    tensors = tuple(item for item in called_with if item not in _PLAIN.get(name, ()))
    kind = _kind(name, function, tensors, [item for item in order if item not in tensors or item in _either(name)])
    sided = _sided(name, tensors)
    return Operation(kind, target.__name__, module.__name__, made_with, called_with, order, sided, _START.get(name, {}))


def _sided(name: str, tensors: tuple[str, ...]) -> bool:
    """Whether the operation takes two tensors, either of which may be a constant."""
    return len(tensors) == 2 and not _either(name) and name not in _MANY and not _OPTIONAL & {*tensors}


def _either(name: str) -> tuple[str, ...]:
    return _EITHER.get(name, ())


def _names(function: Any) -> Iterable[str]:
    return inspect.signature(function).parameters


def _kind(name: str, function: Any, tensors: tuple[str, ...], plain: list[str]) -> Kind:
    texts = docstrings.read(function, list(_names(function)))
    paragraphs = plain_text.paragraphs(texts.description) or [""]
    summary, *rest = plain_text.sentences(paragraphs[0])
    body = [" ".join(rest), *paragraphs[1:3]] if rest else paragraphs[1:3]
    defaults = {item.name: item.default for item in inspect.signature(function).parameters.values()}
    found = [
        _parameter(name, item, defaults[item], texts.arguments.get(item, "")) for item in plain if item not in _NEVER
    ]
    return Kind(
        group="layers",
        name=PREFIX + name,
        path=f"keras.ops.{name}",
        category=CATEGORY,
        summary=_SUMMARIES.get(name, summary),
        help="\n\n".join(text for text in body if text and not text.endswith(":")),
        parameters=(*found, *(_constant_parameters() if _sided(name, tensors) else ())),
        ports=tuple(_ports(name, tensors)),
        aliases=_SIGNS.get(name, ()),
        url=f"https://keras.io/api/ops/{_SECTIONS.get(function.__module__.rpartition('.')[2], 'numpy')}/",
    )


_SECTIONS = {"nn": "nn", "linalg": "linalg", "core": "core", "math": "numpy", "numpy": "numpy"}


def _ports(name: str, tensors: tuple[str, ...]) -> Iterable[Port]:
    for place, tensor in enumerate(tensors):
        optional = place > 0 and (_sided(name, tensors) or tensor in _either(name) or tensor in _OPTIONAL)
        yield Port(tensor, many=name in _MANY, optional=optional)


def _constant_parameters() -> tuple[Parameter, ...]:
    return (
        Parameter(CONSTANT, "json", optional=True, help=_CONSTANT_HELP),
        Parameter(FIRST, "bool", False, help=_FIRST_HELP),
        Parameter(DTYPE, "dtype", optional=True, help=_DTYPE_HELP, common=False),
    )


def _parameter(owner: str, name: str, default: Any, text: str) -> Parameter:
    required = default is inspect.Parameter.empty
    text = _OWN_HELP.get((owner, name), text)
    choices = _CHOICES.get((owner, name)) or _CHOICES.get(("", name), ())
    kind = _KINDS_OF.get((owner, name)) or _KINDS.get(name)
    if kind is None:
        kind = "choice" if choices else kind_of(f"ops.{owner}", name, default, plain_text.joined(text))
    either = name in _either(owner)
    return Parameter(
        name=name,
        kind=kind,
        default=None if required else parameters.to_json(default),
        required=required and not either,
        optional=default is None or either or bool(re.search(r"\b(?:if|or|be|to) `?None\b", text)),
        help=plain_text.shortened(plain_text.argument_help(text), 300),
        choices=choices if kind == "choice" else (),
        list_only=name in _LISTS,
    )

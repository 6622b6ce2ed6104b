"""Keras's exceptions in plain words: one sentence that says what is wrong and one that says what to do.

Only texts are made here; where the problem sits (node, field) is known to the caller.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

Words: TypeAlias = tuple[str, str]
"""What is wrong, and how to fix it."""

_SHAPE = re.compile(r"[(\[]((?:None|-?\d+)(?:,? (?:None|-?\d+))*),?[)\]]")
_WRAPPED = re.compile(r"\x1b\[1m(.*?)\x1b\[0m", re.DOTALL)
_NDIM = re.compile(r"expected (min_|max_)?ndim=(\d+), found ndim=(\d+)\. Full shape received: (\([^)]*\))")
_AXIS = re.compile(
    r"expected axis (-?\d+) of input shape to have value (\d+), but received input with shape (\([^)]*\))"
)
_AXES_1D, _AXES_2D, _AXES_3D = "steps, features", "height, width, channels", "depth, height, width, channels"
_LONGEST = 240


@dataclass(frozen=True, slots=True)
class _Rule:
    """When `pattern` is found in Keras's message, `say` makes the words out of the match and the kind's name."""

    pattern: re.Pattern[str]
    say: Callable[[re.Match[str], str], Words]


def plain(error: BaseException, kind: str) -> Words:
    """What `error`, raised by Keras for an object of class `kind`, means to the user."""
    text = message(error)
    for rule in _RULES:
        found = rule.pattern.search(text)
        if found:
            return rule.say(found, kind)
    return _sentence(error, text, kind), f"Change the parameters of {kind}, or what is linked to it."


def message(error: BaseException) -> str:
    """Keras's own message without the wrapping that it adds around an error inside a layer's call."""
    text = str(error.args[0]) if isinstance(error, KeyError) and error.args else str(error)
    wrapped = _WRAPPED.search(text)
    return (wrapped.group(1) if wrapped else text).strip()


def sizes(shape: str) -> str:
    """A shape in Keras's writing, batch axis first, as the user reads it: `(None, 28, 28)` -> `28 × 28`."""
    found = _SHAPE.search(shape)
    entries = re.split(r",? ", found.group(1))[1:] if found else []
    return " × ".join("?" if entry == "None" else entry for entry in entries) or "one number"


def _sentence(error: BaseException, text: str, kind: str) -> str:
    """The first lines of a message that no rule knows, without code marks."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    first = lines[0].replace("`", "") if lines else ""
    if not first:
        return f"Keras could not make {kind} ({type(error).__name__})."
    if isinstance(error, IndexError):
        return f"{kind} names an axis that its input does not have ({first})."
    short = first if len(first) <= _LONGEST else first[: _LONGEST - 1].rstrip() + "…"
    return f"{kind}: {short}" if short.endswith((".", "…", "!")) else f"{kind}: {short}."


def _axes(kind: str) -> str:
    for mark, axes in (("3D", _AXES_3D), ("2D", _AXES_2D), ("1D", _AXES_1D)):
        if mark in kind:
            return axes
    return _AXES_1D if re.search(r"RNN|LSTM|GRU|Bidirectional|TimeDistributed", kind) else ""


def _wrong_rank(found: re.Match[str], kind: str) -> Words:
    bound, wanted, got, shape = found.group(1), int(found.group(2)) - 1, int(found.group(3)) - 1, found.group(4)
    axes = f" ({_axes(kind)})" if _axes(kind) and len(_axes(kind).split(",")) == wanted else ""
    least = {"min_": "at least ", "max_": "at most "}.get(bound or "", "")
    plural = "axis" if wanted == 1 else "axes"
    what = f"{kind} needs inputs of {least}{wanted} {plural} a sample{axes}, but gets {sizes(shape)}."
    if got > wanted:
        return what, "Insert a Flatten or a global pooling layer before it."
    if got == 0:
        return what, "Give the Input a shape of at least one size, such as 1."
    entries = _SHAPE.search(shape)
    known = re.split(r",? ", entries.group(1))[1:] if entries else []
    if wanted - got == 1 and "None" not in known:
        return what, f"Insert a Reshape with target shape ({', '.join([*known, '1'])}) before it."
    return what, "Insert a Reshape before it that gives it these axes."


def _other_size(found: re.Match[str], kind: str) -> Words:
    size, shape = found.group(2), sizes(found.group(3))
    what = f"The weights of this {kind} were made for {size} features, but it gets {shape}."
    return what, f"A shared layer needs the same size at each of its calls: give it {size}, or use a layer of its own."


def _wrong_concat(found: re.Match[str], _kind: str) -> Words:
    shapes = [sizes(f"({shape.group(1)})") for shape in _SHAPE.finditer(found.group(1))]
    what = f"Concatenate cannot join {' and '.join(shapes)}: all sizes but the joined one must be the same."
    if len({shape.count("×") for shape in shapes}) > 1:
        return what, "Insert a Flatten or a Reshape before the one with more axes."
    return what, "Change its axis, or make the other sizes equal."


def _wrong_merge(found: re.Match[str], kind: str) -> Words:
    first, second = (sizes(f"(None, {found.group(i).strip('(),')})") for i in (1, 2))
    return f"{kind} cannot merge {first} with {second}.", (
        "Make both the same size, for instance with a Dense layer on one way, or use Concatenate."
    )


def _wrong_reshape(found: re.Match[str], _kind: str) -> Words:
    given, target = (found.group(i).strip("(), ").replace(", ", " × ") for i in (1, 2))
    return f"Reshape cannot turn {given} into {target}: the number of values must stay the same.", (
        "Choose a target shape whose sizes multiply to the same number; -1 stands for “the rest”."
    )


def _too_small(found: re.Match[str], kind: str) -> Words:
    return f"The input of {kind} ({sizes(found.group(1))}) is too small for its window: nothing would be left.", (
        "Make the kernel, pool or strides smaller, use padding “same”, or take out a pooling layer before it."
    )


def _unknown_size(_found: re.Match[str], kind: str) -> Words:
    return f"{kind} has to know the size of its input's last axis, which is open.", (
        "Give the Input a shape without open sizes."
    )


def _missing(found: re.Match[str], kind: str) -> Words:
    return f"{kind} needs a value for “{found.group(1)}”.", f"Set “{found.group(1)}”."


def _unknown_parameter(found: re.Match[str], kind: str) -> Words:
    return f"{kind} has no parameter “{found.group(1)}”.", "Remove it."


def _bad_value(found: re.Match[str], kind: str) -> Words:
    name, value = found.group("name"), found.group("value").rstrip(".")
    return f"“{name}” of {kind} cannot be {value}.", f"Change “{name}”{_demand(found.string, name)}."


def _demand(text: str, name: str) -> str:
    """What Keras says it wants instead, as the tail of a sentence."""
    number = re.search(r"(?:expected|Expected) (?:a |an )?((?:strictly )?positive (?:integer|value|number))", text)
    if number:
        return f" to a {number.group(1).removeprefix('strictly ').replace('integer', 'whole number')}"
    between = re.search(r"between (-?[\d.]+) and (-?[\d.]+)", text)
    if between:
        return f" to a number between {between.group(1)} and {between.group(2).rstrip('.')}"
    parts = re.search(rf"`{name}` argument must be a tuple of (\d+) integers", text)
    return f" to {parts.group(1)} whole numbers" if parts else ""


def _groups(found: re.Match[str], kind: str) -> Words:
    return f"The {found.group(1)} of {kind} cannot be divided evenly among its groups.", (
        "Choose “groups” so that both filters and input channels are multiples of it."
    )


def _one_for_many(_found: re.Match[str], kind: str) -> Words:
    return f"A parameter of {kind} is one number where several are needed.", "Give it a list of whole numbers."


def _no_shape(_found: re.Match[str], _kind: str) -> Words:
    return "This Input has no shape yet.", "Set its shape, or bind columns to it."


def _bad_shape(found: re.Match[str], kind: str) -> Words:
    return f"“{found.group(1)}” is no shape that {kind} can have.", "List positive whole numbers, such as 28, 28, 1."


def _unknown_dtype(found: re.Match[str], kind: str) -> Words:
    return f"{kind} knows no data type “{found.group(1)}”.", "Choose float32, or another one of the list."


def _exactly_two(found: re.Match[str], kind: str) -> Words:
    return f"{kind} takes exactly two inputs.", "Leave two links; use Add or Average for more."


_VALUE = r"(?P<value>'[^']*'|\"[^\"]*\"|[^\s,]+(?:, [^\s=,]+(?=[,)]))*\)?)"
_RULES = (
    _Rule(_NDIM, _wrong_rank),
    _Rule(_AXIS, _other_size),
    _Rule(
        re.compile(r"`Concatenate` layer requires inputs with matching shapes.*?input_shape=(\[.*\])"), _wrong_concat
    ),
    _Rule(re.compile(r"Inputs have incompatible shapes\. Received shapes (\([^)]*\)) and (\([^)]*\))"), _wrong_merge),
    _Rule(
        re.compile(r"total size of the tensor must be unchanged.*?input_shape=(\([^)]*\)), target_shape=(\([^)]*\))"),
        _wrong_reshape,
    ),
    _Rule(re.compile(r"Computed output size would be zero or negative.*?shape=([(\[][^)\]]*[)\]])"), _too_small),
    _Rule(re.compile(r"Shapes used to initialize variables must be fully-defined"), _unknown_size),
    _Rule(re.compile(r"missing \d+ required (?:positional|keyword-only) arguments?: '(\w+)'"), _missing),
    _Rule(
        re.compile(r"(?:Unrecognized keyword arguments passed to \w+: {'|unexpected keyword argument ')(\w+)"),
        _unknown_parameter,
    ),
    _Rule(
        re.compile(r"number of (filters|(?:input )?channels) must be evenly divisible by the number of groups"), _groups
    ),
    _Rule(re.compile(r"You must pass a `shape` argument"), _no_shape),
    _Rule(re.compile(r"Cannot convert '(.*)' to a shape"), _bad_shape),
    _Rule(re.compile(r"(?:Invalid dtype: |Cannot convert ')(\w+)(?:$|' to a mixed precision)"), _unknown_dtype),
    _Rule(re.compile(r"'int' object is not (?:iterable|subscriptable)|object of type 'int' has no len"), _one_for_many),
    _Rule(re.compile(r"should be called on exactly 2 inputs"), _exactly_two),
    _Rule(re.compile(rf"[Rr]eceived:? (?P<name>(?!input)\w+)={_VALUE}"), _bad_value),
    _Rule(re.compile(rf"[Ii]nvalid value (?:received )?for (?:argument )?`(?P<name>\w+)`.*?got {_VALUE}"), _bad_value),
)

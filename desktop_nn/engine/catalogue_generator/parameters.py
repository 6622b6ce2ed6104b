"""Turns a constructor's signature and docstring into `Parameter`s."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from desktop_nn.catalogue import Parameter
from desktop_nn.engine.catalogue_generator import choices, docstrings, limits, plain_text
from desktop_nn.engine.catalogue_generator.hidden import hidden_arguments
from desktop_nn.engine.catalogue_generator.own_words import KIND_HELP, PLAINER_HELP
from desktop_nn.engine.catalogue_generator.parameter_kinds import kind_of
from desktop_nn.engine.catalogue_generator.symbols import Symbol

_HELP_LENGTH = 420
_EMPTY = inspect.Parameter.empty
_NOT_DATA = frozenset({"input_tensor", "y_true", "y_pred", "x", "args", "kwargs"})
"""Tensors and Python's own collections of arguments: nothing that a form or a file can hold."""

_NONE = re.compile(r"\b(?:if|or|be|to) `?None\b", re.IGNORECASE)
"""How Keras says that an argument may be None."""

_BASE_ARGUMENTS: Mapping[str, Any] = {"trainable": True, "dtype": None}
"""Arguments that every layer hands on to `keras.layers.Layer`, with defaults; the name is held by the drawing."""

_CALL_ARGUMENTS = ("use_causal_mask", "return_attention_scores")
"""What a layer may be called with beside tensors. `training` is none of them: a model's own mode goes before it."""

_NONE_IS_LEGAL = frozenset({"merge_mode", "scaling", "reduction", "class_aggregation", "standardize", "split"})
"""Arguments whose default is something else but for which Keras documents None."""


def texts_of(symbol: Symbol, documented: Any) -> Mapping[str, str]:
    """What Keras's docstring says of each argument, types included. `documented` is the object that has it."""
    return docstrings.read(documented, [name for name, _ in _arguments(symbol)]).arguments


def parameters_of(symbol: Symbol, texts: Mapping[str, str]) -> tuple[Parameter, ...]:
    """All parameters in the order of the signature, with the help that `texts` gives.

    Metrics that are functions have none: Keras takes them by their name, with its own defaults.
    """
    if symbol.group == "metrics" and not inspect.isclass(symbol.target):
        return ()
    named = dict(_arguments(symbol))
    arguments = {**named, **hidden_arguments(symbol, named)}
    found = [_parameter(symbol.name, name, default, texts.get(name, "")) for name, default in arguments.items()]
    if symbol.group == "layers":
        found = [item for item in found if item.name != "name"] + _base_parameters(symbol, arguments)
    required = [item.name for item in found if item.required]
    common = limits.common(symbol.name, [item.name for item in found if item.name in named], required)
    made_with = [replace(item, common=item.name in common) for item in found]
    return (*made_with, *(_call_parameters(symbol, texts) if symbol.group == "layers" else ()))


def _call_parameters(symbol: Symbol, texts: Mapping[str, str]) -> Iterator[Parameter]:
    arguments = inspect.signature(symbol.target.call).parameters if hasattr(symbol.target, "call") else {}
    for name in _CALL_ARGUMENTS:
        if name in arguments:
            made = _parameter(symbol.name, name, arguments[name].default, PLAINER_HELP[name])
            yield replace(made, of_call=True, common=name == "use_causal_mask")


def _arguments(symbol: Symbol) -> Iterator[tuple[str, Any]]:
    try:
        signature = inspect.signature(symbol.target)
    except ValueError:  # a class without an __init__ of its own
        return
    for argument in signature.parameters.values():
        if argument.name not in _NOT_DATA:
            yield argument.name, argument.default


def _base_parameters(symbol: Symbol, arguments: Mapping[str, Any]) -> list[Parameter]:
    """`trainable` and `dtype`, if the layer takes more arguments than it names."""
    signature = inspect.signature(symbol.target)
    if not any(argument.kind is argument.VAR_KEYWORD for argument in signature.parameters.values()):
        return []
    return [
        _parameter(symbol.name, name, default, PLAINER_HELP[name])
        for name, default in _BASE_ARGUMENTS.items()
        if name not in arguments
    ]


def _parameter(owner: str, name: str, default: Any, text: str) -> Parameter:
    text = KIND_HELP.get((owner, name), text)
    kind = kind_of(owner, name, default, plain_text.joined(text))
    smallest, largest = limits.bounds(owner, name)
    numeric = kind in ("int", "float", "ints", "floats", "schedule")
    return Parameter(
        name=name,
        kind=kind,
        default=None if default is _EMPTY else to_json(default),
        required=default is _EMPTY,
        optional=default is None or kind == "activation" or name in _NONE_IS_LEGAL or bool(_NONE.search(text)),
        help=plain_text.shortened(plain_text.argument_help(text), _HELP_LENGTH),
        choices=choices.choices(owner, name) if kind == "choice" else (),
        minimum=smallest if numeric else None,
        maximum=largest if numeric else None,
        length=limits.length(owner, name, kind),
        list_only=limits.list_only(name) and kind in ("ints", "floats"),
    )


def to_json(default: Any) -> Any:
    """A default as a JSON value. Raises TypeError for one that has no JSON form."""
    if default is None or isinstance(default, bool | int | float | str):
        return default
    if isinstance(default, tuple | list):
        return [to_json(entry) for entry in default]
    raise TypeError(f"The default {default!r} has no JSON form.")

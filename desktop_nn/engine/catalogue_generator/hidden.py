"""Arguments that a layer takes through `**kwargs`: its signature does not name them, but its own config does.

A model file lists them, so the catalogue must know them.
"""

from __future__ import annotations

import inspect
from collections.abc import Collection, Mapping
from typing import Any

from desktop_nn.catalogue.starting import starting_config
from desktop_nn.engine.catalogue_generator.symbols import Symbol

_HELD_ELSEWHERE = frozenset({"name", "trainable", "dtype"})
"""The drawing holds the name; the other two are added to every layer anyway."""

_DEFAULTS: Mapping[str, Any] = {"data_format": None, "vocabulary_size": None}
"""Where the config holds what Keras has computed, not the default."""


def hidden_arguments(symbol: Symbol, named: Collection[str]) -> dict[str, Any]:
    """Defaults of the arguments by name, beside those that the signature names. Makes the layer once."""
    config = starting_config(symbol.name)
    if symbol.group != "layers" or not _complete(symbol, config):
        return {}
    unnamed = {
        name: _DEFAULTS.get(name, value)
        for name, value in symbol.target(**config).get_config().items()
        if name not in named and name not in _HELD_ELSEWHERE
    }
    for name, value in unnamed.items():
        symbol.target(**config, **{name: value})  # raises if Keras does not take it after all
    return unnamed


def _complete(symbol: Symbol, config: Mapping[str, Any]) -> bool:
    """Whether the layer can be made out of the config alone: nothing is missing, and no layer stands inside."""
    arguments = inspect.signature(symbol.target).parameters.values()
    required = {
        item.name for item in arguments if item.default is item.empty and item.kind is item.POSITIONAL_OR_KEYWORD
    }
    return required <= config.keys() and not any(isinstance(value, dict) for value in config.values())

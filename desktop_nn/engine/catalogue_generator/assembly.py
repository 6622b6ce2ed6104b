"""Puts the whole catalogue together from Keras's symbols and the tables of this package."""

from __future__ import annotations

import inspect
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from desktop_nn.catalogue import Catalogue, Group, Kind
from desktop_nn.engine.catalogue_generator import docstrings, plain_text
from desktop_nn.engine.catalogue_generator.aliases import ALIASES
from desktop_nn.engine.catalogue_generator.categories import category_of
from desktop_nn.engine.catalogue_generator.compile_names import COMPILE_NAMES
from desktop_nn.engine.catalogue_generator.locks import LOCKS, Lock
from desktop_nn.engine.catalogue_generator.parameters import parameters_of
from desktop_nn.engine.catalogue_generator.ports import ports_of
from desktop_nn.engine.catalogue_generator.symbols import MODULES, Symbol, symbols

_HELP_PARAGRAPHS = 3
_HELP_LENGTH = 700
_SHAPES = {"input shape": "Input shape", "output shape": "Output shape"}


def assemble() -> Catalogue:
    """The catalogue of the installed Keras. Loads Keras (seconds)."""
    import keras

    groups: dict[Group, dict[str, Kind]] = {group: _kinds(group) for group in MODULES}
    groups["metrics"].update({kind.name: kind for kind in COMPILE_NAMES})
    return Catalogue(keras.__version__, {group: _with_borrowed_help(kinds) for group, kinds in groups.items()})


def _kinds(group: Group) -> dict[str, Kind]:
    return {symbol.name: _kind(symbol) for symbol in symbols(group)}


def _kind(symbol: Symbol) -> Kind:
    lock = LOCKS.get((symbol.group, symbol.name), Lock(""))
    documented = _documented(symbol)
    summary, text = _texts(documented, symbol)
    return Kind(
        group=symbol.group,
        name=symbol.name,
        path=symbol.path,
        category=category_of(symbol),
        summary=summary,
        help=text,
        parameters=parameters_of(symbol, documented),
        ports=ports_of(symbol.name) if symbol.group == "layers" else (),
        aliases=(*symbol.names, *ALIASES.get((symbol.group, symbol.name), ())),
        locked=lock.reason,
        runs_code=lock.runs_code,
    )


def _documented(symbol: Symbol) -> Any:
    """Where the description stands: Keras documents `keras.Input` instead of its layer."""
    import keras

    return keras.Input if symbol.name == "InputLayer" else symbol.target


def _texts(documented: Any, symbol: Symbol) -> tuple[str, str]:
    """Summary (one sentence) and help (a few paragraphs, for layers with their shapes)."""
    names = inspect.signature(documented).parameters if callable(documented) else ()
    parts = docstrings.read(documented, names)
    found = plain_text.paragraphs(parts.description) or [""]
    summary, *rest = plain_text.sentences(found[0])
    body = [" ".join(rest), *found[1:]] if rest else found[1:]
    chosen: list[str] = []
    for paragraph in body[:_HELP_PARAGRAPHS]:
        if sum(map(len, chosen)) < _HELP_LENGTH:
            chosen.append(plain_text.shortened(paragraph, _HELP_LENGTH))
    shapes = [
        f"{title}: {plain_text.shortened(' '.join(plain_text.paragraphs(parts.sections[key])), _HELP_LENGTH // 2)}"
        for key, title in _SHAPES.items()
        if key in parts.sections and symbol.group == "layers"
    ]
    return summary, "\n\n".join([*chosen, *shapes])


def _with_borrowed_help(kinds: Mapping[str, Kind]) -> dict[str, Kind]:
    """Where Keras documents an argument in one class of a family only, the others borrow the most frequent text."""
    texts = _frequent_help(kinds.values())
    return {
        name: replace(
            kind,
            parameters=tuple(item if item.help else replace(item, help=texts[item.name]) for item in kind.parameters),
        )
        for name, kind in kinds.items()
    }


def _frequent_help(kinds: Iterable[Kind]) -> Mapping[str, str]:
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for kind in kinds:
        for item in kind.parameters:
            counts[item.name][item.help] += bool(item.help)
    return {name: max(sorted(count), key=lambda text: count[text]) for name, count in counts.items()}

"""Puts the whole catalogue together from Keras's symbols and the tables of this package."""

from __future__ import annotations

import inspect
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from desktop_nn.catalogue import Catalogue, Group, Kind
from desktop_nn.engine.catalogue_generator import docstrings, plain_text
from desktop_nn.engine.catalogue_generator.aliases import ALIASES
from desktop_nn.engine.catalogue_generator.categories import category_of
from desktop_nn.engine.catalogue_generator.compile_names import COMPILE_NAMES
from desktop_nn.engine.catalogue_generator.links import url_of
from desktop_nn.engine.catalogue_generator.locks import LOCKS, Lock
from desktop_nn.engine.catalogue_generator.own_words import EXTRA_HELP, PLAINER_HELP, SUMMARIES
from desktop_nn.engine.catalogue_generator.parameters import parameters_of, texts_of
from desktop_nn.engine.catalogue_generator.ports import ports_of
from desktop_nn.engine.catalogue_generator.symbols import MODULES, Symbol, symbols

_HELP_PARAGRAPHS = 3
_HELP_LENGTH = 700
_LEADS_TO_CODE = (":", ", e.g.", "Example")
"""Ends of paragraphs that make no sense without the formula or code that followed."""

_SHAPES = {"input shape": "Input shape", "output shape": "Output shape"}


def assemble() -> Catalogue:
    """The catalogue of the installed Keras. Loads Keras (seconds)."""
    import keras

    groups: dict[Group, dict[str, Kind]] = {group: _kinds(group) for group in MODULES}
    groups["metrics"].update({kind.name: kind for kind in COMPILE_NAMES})
    return Catalogue(keras.__version__, groups)


def _kinds(group: Group) -> dict[str, Kind]:
    """The group's kinds by name. Where Keras tells of an argument in one class of a family only, others borrow it."""
    found = symbols(group)
    own = {symbol.name: texts_of(symbol, _documented(symbol)) for symbol in found}
    borrowed = _most_frequent(own.values())
    return {
        symbol.name: _kind(symbol, {**EXTRA_HELP, **borrowed, **own[symbol.name], **PLAINER_HELP}) for symbol in found
    }


def _kind(symbol: Symbol, texts: Mapping[str, str]) -> Kind:
    lock = LOCKS.get((symbol.group, symbol.name), Lock(""))
    documented = _documented(symbol)
    summary, text = _texts(documented, symbol)
    return Kind(
        group=symbol.group,
        name=symbol.name,
        path=symbol.path,
        category=category_of(symbol),
        summary=SUMMARIES.get((symbol.group, symbol.name), summary),
        help=text,
        parameters=parameters_of(symbol, texts),
        ports=ports_of(symbol.name) if symbol.group == "layers" else (),
        aliases=_aliases(symbol),
        locked=lock.reason,
        runs_code=lock.runs_code,
        url=url_of(symbol),
    )


def _aliases(symbol: Symbol) -> tuple[str, ...]:
    """Keras's other names and those that people type, without what `compile` understands as something else."""
    taken = {kind.name for kind in COMPILE_NAMES} if symbol.group == "metrics" else set()
    names = (*symbol.names, *ALIASES.get((symbol.group, symbol.name), ()))
    return tuple(name for name in dict.fromkeys(names) if name not in taken)


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
    body = [plain_text.capitalized(paragraph) for paragraph in body if not paragraph.endswith(_LEADS_TO_CODE)]
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


def _most_frequent(texts: Iterable[Mapping[str, str]]) -> Mapping[str, str]:
    """By argument, the text that most classes of the group have; the alphabetically first of several."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for arguments in texts:
        counts_of = ((name, text) for name, text in arguments.items() if text)
        for name, text in counts_of:
            counts[name][text] += 1
    return {name: max(sorted(count), key=count.__getitem__) for name, count in counts.items()}

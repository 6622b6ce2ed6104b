"""Finds kinds by what people type: names, aliases, initials ("bn", "c2", "gap2"), parts, slips of the keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from desktop_nn.catalogue.catalogue import Catalogue
from desktop_nn.catalogue.kinds import Group, Kind
from desktop_nn.catalogue.popular import POPULAR

_WORDS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d")
_NO_LETTERS = re.compile(r"[^0-9a-z]+")
_LEAST_FUZZY = 3
"""Fewer letters than these say too little to be looked for scattered over a name."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A kind with everything that it may be found by, folded to lower case without gaps."""

    kind: Kind
    name: str
    words: tuple[str, ...]
    initials: str
    aliases: tuple[str, ...]
    alias_words: tuple[str, ...]
    about: str
    rank: tuple[bool, int, int, str]


def search(catalogue: Catalogue, text: str, group: Group = "layers", limit: int | None = None) -> list[Kind]:
    """Kinds of the group that the text may mean, best first; all of them, the most used first, for an empty text.

    Kinds of one quality stand in the order of their use; locked ones come last among them.
    """
    entries = _index(catalogue, group)
    typed = _folded(text)
    if not typed:
        return [entry.kind for entry in entries][:limit]
    tokens = [_folded(token) for token in text.split() if _folded(token)]
    scored = ((_score(entry, typed, tokens), entry) for entry in entries)
    found = sorted(((score, entry) for score, entry in scored if score), key=lambda pair: (pair[0], pair[1].rank))
    if not found:
        return _slips(entries, typed)[:limit]
    return [entry.kind for _, entry in found][:limit]


def _score(entry: _Entry, typed: str, tokens: Sequence[str]) -> int:
    """How well the entry fits, 1 best, 0 not at all."""
    return next((place for place, test in enumerate(_TESTS, start=1) if test(entry, typed, tokens)), 0)


def _in_steps(typed: str, words: tuple[str, ...]) -> bool:
    """Whether the text is made of beginnings of the words, in order: "gavgpool"… "glavp" for Global Average Pooling."""
    if not typed:
        return True
    for place, word in enumerate(words):
        length = 0
        while length < min(len(word), len(typed)) and word[length] == typed[length]:
            length += 1
            if _in_steps(typed[length:], words[place + 1 :]):
                return True
    return False


def _scattered(typed: str, name: str) -> bool:
    """Whether the letters stand in the name in this order, beginning with its first: "dns" for Dense."""
    if typed[0] != name[0]:
        return False
    letters = iter(name)
    return all(letter in letters for letter in typed)


def _fuzzy(entry: _Entry, typed: str, tokens: Sequence[str]) -> bool:
    return _in_steps(typed, entry.words) or all(f" {token}" in entry.about for token in tokens)


_TESTS: tuple[Callable[[_Entry, str, Sequence[str]], bool], ...] = (
    lambda entry, typed, _: typed == entry.name,
    lambda entry, typed, _: typed in entry.aliases,
    lambda entry, typed, _: entry.name.startswith(typed),
    lambda entry, typed, _: len(typed) > 1 and entry.initials.startswith(typed),
    lambda entry, typed, _: any(alias.startswith(typed) for alias in entry.aliases),
    lambda entry, typed, _: any(word.startswith(typed) for word in entry.words),
    lambda entry, typed, _: typed in entry.name,
    lambda entry, _, tokens: all(token in entry.name for token in tokens),
    lambda entry, typed, _: any(word.startswith(typed) for word in entry.alias_words),
    lambda entry, typed, tokens: len(typed) >= _LEAST_FUZZY and _fuzzy(entry, typed, tokens),
    lambda entry, typed, _: len(typed) >= _LEAST_FUZZY and _scattered(typed, entry.name),
)
"""How a text may fit a kind, the best way first."""


def _slips(entries: Sequence[_Entry], typed: str) -> list[Kind]:
    """Kinds whose names are nearly what was typed ("dropuot")."""
    by_name = {entry.name: entry.kind for entry in entries}
    return [by_name[name] for name in get_close_matches(typed, by_name, n=5, cutoff=0.7)]


@lru_cache(maxsize=32)
def _index(catalogue: Catalogue, group: Group) -> tuple[_Entry, ...]:
    popular = {name: place for place, name in enumerate(POPULAR[group])}
    entries = (_entry(kind, popular.get(kind.name, len(popular))) for kind in catalogue.groups[group].values())
    return tuple(sorted(entries, key=lambda entry: entry.rank))


def _entry(kind: Kind, use: int) -> _Entry:
    words = tuple(word.casefold() for word in _WORDS.findall(kind.name))
    return _Entry(
        kind=kind,
        name=_folded(kind.name),
        words=words,
        initials="".join(word[0] for word in words),
        aliases=tuple(_folded(alias) for alias in kind.aliases),
        alias_words=tuple(_folded(word) for alias in kind.aliases for word in alias.split()),
        about=f" {kind.category} {kind.summary} ".casefold(),
        rank=(bool(kind.locked), use, len(kind.name), kind.name),
    )


def _folded(text: str) -> str:
    return _NO_LETTERS.sub("", text.casefold())

"""What a block of layers is called: what its layers' names have in common, else what kinds it is made of.

Where blocks begin and end is `blocks.py`'s business.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

from desktop_nn.graph.model import Graph

Words: TypeAlias = tuple[str, ...]
"""A name's words and numbers: `conv4_block12` is (conv, 4, block, 12)."""

_WORD = re.compile(r"[A-Za-z]+|\d+")
_QUIET = re.compile(r"Normalization$|^Activation$|Dropout|ReLU$|^ZeroPadding|^Rescaling$|^Reshape$|^Softmax$")
"""Kinds that say little about what a block is."""


@lru_cache(maxsize=20_000)
def words(name: str) -> Words:
    """The words and numbers of a name."""
    return tuple(_WORD.findall(name))


def given_names(graph: Graph, nodes: Sequence[str]) -> list[str]:
    """Names of the nodes' layers that someone chose, not Keras (`conv2d_7` says nothing of where it belongs)."""
    layers = [graph.layer_of(id) for id in nodes]
    return [layer.name for layer in layers if not _is_automatic(layer.name, layer.kind)]


def common_words(names: Sequence[str]) -> Words | None:
    """The words with which all the names begin; None without any name."""
    if not names:
        return None
    rows = [words(name) for name in names]
    length = 0
    while all(len(row) > length and row[length] == rows[0][length] for row in rows):
        length += 1
    return rows[0][:length]


def prefix_text(name: str, count: int) -> str:
    """The beginning of a name that holds its first words, as it is written there."""
    ends = [match.end() for match in _WORD.finditer(name)]
    return name[: ends[count - 1]] if 0 < count <= len(ends) else ""


def title(graph: Graph, nodes: Sequence[str], *, forked: bool) -> str:
    """The common beginning of the names; else, where branches meet, the last node's chosen name; else the kinds."""
    names = given_names(graph, nodes)
    common = common_words(names)
    if common:
        return prefix_text(names[0], len(common))
    last = given_names(graph, nodes[-1:]) if forked else []
    return last[0] if last else kinds_text(graph, nodes)


def kinds_text(graph: Graph, nodes: Sequence[str]) -> str:
    """The telling kinds with their numbers: `Conv2D ×3 + Add`, or `Dense chain` for one alone."""
    kinds = [graph.layer_of(id).kind for id in nodes]
    telling = Counter(kind for kind in kinds if not _QUIET.search(kind)) or Counter(kinds[:1])
    if len(telling) == 1 and telling.total() == 1:
        return f"{next(iter(telling))} chain"
    shown = [f"{kind} ×{count}" if count > 1 else kind for kind, count in list(telling.items())[:3]]
    return " + ".join(shown) + (" + …" if len(telling) > 3 else "")


@lru_cache(maxsize=20_000)
def _is_automatic(name: str, kind: str) -> bool:
    return re.sub(r"_\d+$", "", name) == automatic_name(kind)


@lru_cache(maxsize=1_000)
def automatic_name(kind: str) -> str:
    """What Keras calls the first layer of a kind; further ones get a number."""
    apart = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", kind)
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", apart).lower()

"""Python names for layers: readable, unique, and in nobody's way."""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Collection, Iterable, Mapping

TAKEN = frozenset(
    {
        "BATCH_SIZE",
        "EPOCHS",
        "RUN",
        "SEED",
        "STEPS",
        "batches",
        "callbacks",
        "columns",
        "frame",
        "history",
        "inputs",
        "itertools",
        "keras",
        "layers",
        "model",
        "name",
        "np",
        "number",
        "pathlib",
        "pd",
        "rest",
        "scaler",
        "stack",
        "suffix",
        "table",
        "take",
        "targets",
        "test",
        "time",
        "train",
        "trainable",
        "validation",
    }
)
"""Names that the generated program uses itself."""


def identifier(wish: str, taken: Collection[str] = ()) -> str:
    """`wish` as a variable's name that is not in `taken`."""
    name = re.sub(r"\W+", "_", wish.strip(), flags=re.ASCII).strip("_").lower() or "x"
    name = f"_{name}" if name[0].isdigit() else name
    while keyword.iskeyword(name) or hasattr(builtins, name) or name in TAKEN or name in taken:
        name = _next(name)
    return name


def identifiers(wishes: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Unique variable names: (id, wish) pairs become id -> name."""
    names: dict[str, str] = {}
    for id, wish in wishes:
        names[id] = identifier(wish, set(names.values()))
    return names


def _next(name: str) -> str:
    found = re.fullmatch(r"(.*)_(\d+)", name)
    return f"{found[1]}_{int(found[2]) + 1}" if found else f"{name}_1"

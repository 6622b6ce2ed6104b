"""Are the inputs of a size that networks like? About -1 to 1 or standardized, and all of about the same size.

Source: Y. LeCun et al., Efficient BackProp (1998), section 4.3.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from desktop_nn.data.columns import Array
from desktop_nn.engine.preflight.bench import Bench
from desktop_nn.graph.topology import input_nodes
from desktop_nn.training.preflight import Check, Verdict

TITLE = "Input scale"
_SCALING = {"Normalization", "Rescaling", "BatchNormalization", "LayerNormalization", "UnitNormalization"}
_CODES = {"Embedding", "CategoryEncoding", "Hashing", "IntegerLookup", "Discretization", "HashedCrossing"}
_FAR, _WIDE, _HUGE, _SMALL, _UNEVEN = 50.0, 10.0, 1000.0, 0.01, 100.0
_EXPECTED = f"deviation about 1 ({_SMALL:g} to {_WIDE:g})"
_WHY = (
    "One learning rate cannot suit inputs that are large, tiny or of very different sizes (LeCun, Efficient BackProp)."
)
_FIX = "Add a Standardize step to the preprocessing, or a Normalization layer behind the Input."


def check_inputs(bench: Bench) -> Iterator[Check]:
    """One check an input."""
    several = len(input_nodes(bench.graph)) > 1
    for node in input_nodes(bench.graph):
        name = bench.graph.name_of(node)
        values = bench.sample.inputs.get(name)
        if values is not None:
            yield _check(bench, node, f"{TITLE}: {name}" if several else TITLE, values)


def _check(bench: Bench, node: str, title: str, values: Array) -> Check:
    kinds = {bench.graph.layer_of(link.target).kind for link in bench.graph.links_from(node)}
    seen = f"{_short(values.min())} to {_short(values.max())}"
    seen = f"{seen}, mean {_short(values.mean())}, deviation {_short(values.std())}"
    if kinds and kinds <= _CODES:
        why = "Codes are looked up and not computed with, so their size does not matter."
        return Check("inputs", title, "good", "codes", seen, why, node=node)
    if kinds and kinds <= _SCALING:
        why = f"The model scales them itself ({', '.join(sorted(kinds))})."
        return Check("inputs", title, "good", "any size", seen, why, node=node)
    table = values.reshape(len(values), -1) if values.ndim == 2 else values.reshape(-1, 1)
    verdict, more = _judged(bench, node, table.astype(np.float64))
    seen = f"{more}; {seen}" if more else seen
    return Check("inputs", title, verdict, _EXPECTED, seen, _WHY, "" if verdict == "good" else _FIX, node)


def _judged(bench: Bench, node: str, table: Array) -> tuple[Verdict, str]:
    """The verdict, and which columns are to blame."""
    spread, size = table.std(0), np.abs(table).max(0)
    moving = spread > 0
    names = _names(bench, node, table.shape[1])
    if not np.isfinite(table).all():
        return "bad", "some values are no numbers"
    worst = int(size.argmax())
    if size[worst] > _FAR or spread.max() > _WIDE:
        return ("bad" if size[worst] > _HUGE else "warn"), f"{names[worst]} reaches {_short(size[worst])}"
    if table.shape[1] > 1 and not moving.all():
        still = [name for name, moves in zip(names, moving, strict=True) if not moves]
        return "warn", f"{still[0]} never changes" if len(still) == 1 else f"{len(still)} columns never change"
    if not moving.any():
        return "warn", "all values are the same"
    wide = spread[moving]
    if wide.max() < _SMALL:
        return "warn", f"deviation of {_short(wide.max())} at most"
    if table.shape[1] > 1 and wide.max() / wide.min() > _UNEVEN:
        return "warn", f"the widest column is {wide.max() / wide.min():,.0f} times as wide as the narrowest"
    return "good", ""


def _names(bench: Bench, node: str, count: int) -> list[str]:
    bound = bench.project.data.bindings.inputs.get(node, ())
    return [f"“{name}”" for name in bound] if len(bound) == count else [f"column {i + 1}" for i in range(count)]


def _short(value: float) -> str:
    return f"{value:.3g}"

"""When a run begins to overfit, by the ratio of validation loss to training loss; in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isfinite

from desktop_nn.training.choices import Configured
from desktop_nn.training.named_log import OVERFITS_ABOVE


def chosen_threshold(callbacks: Iterable[Configured]) -> float:
    """The ratio from which on the user's own callback speaks of overfitting, else 1.1."""
    for callback in callbacks:
        value = callback.config.get("threshold")
        if "ratio" in callback.kind.lower() and isinstance(value, int | float) and value > 0:
            return float(value)
    return OVERFITS_ABOVE


def begins(ratios: Sequence[float], threshold: float) -> int | None:
    """Index of the epoch since which the ratio has stayed above the threshold, None if it is not above it now."""
    known = [(index, ratio) for index, ratio in enumerate(ratios) if isfinite(ratio)]
    since = None
    for index, ratio in known:
        if ratio <= threshold:
            since = None
        elif since is None:
            since = index
    return since


def words(ratios: Sequence[float], threshold: float) -> str:
    """One sentence on where the run stands; empty while nothing is known."""
    known = [ratio for ratio in ratios if isfinite(ratio)]
    if not known:
        return ""
    since = begins(ratios, threshold)
    if since is not None:
        return f"Overfits since epoch {since + 1}: now {known[-1]:.3g} ×."
    if max(known) > threshold:
        return f"Below {threshold:g} again: no overfitting now."
    return f"Not above {threshold:g} so far: no overfitting."

"""What the overlay “Training state” shows of each card: the layer's gradient norm, how it went, whether it has died."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import log10

from desktop_nn.graph.membership import members
from desktop_nn.graph.model import Graph
from desktop_nn.graph.scopes import Scope, layer_key
from desktop_nn.training.gradient_health import SHARE
from desktop_nn.training.internals import LayerSeen
from desktop_nn.training.layer_history import LayerHistory
from desktop_nn.training.metric_titles import number_text
from ui.canvas.heat import Heat

TITLE = "Gradient norm"
_SPARKS = 40
"""Points of a small curve: the newest epochs."""
_NOTHING_SEEN = "–"


def heats(graph: Graph, history: LayerHistory, shown: Collection[str], scope: Scope = ()) -> dict[str, Heat]:
    """A card's number and colour by its id, for nodes and for the cards of folded groups of the drawing at `scope`."""
    most = _most(history)
    return {
        id: _of_group(graph, history, id, most, scope)
        if id in graph.groups
        else _of_layer(history, layer_key(scope, graph.nodes[id].layer), most)
        for id in shown
        if id in graph.groups or id in graph.nodes
    }


def scale(history: LayerHistory) -> tuple[str, str, str]:
    """What the left end, the middle and the right end of the colours stand for."""
    most = _most(history)
    return number_text(most * SHARE), number_text(most * SHARE**0.5), number_text(most)


def verdict(history: LayerHistory) -> str:
    """In a few words, whether gradients arrive."""
    if not history.layers:
        seen_none = "This run did not look into its layers"
        return seen_none if history.log.epoch_seconds else "To be seen after the first epoch"
    dead = len(history.health.dead)
    if history.health.over:
        return "Nothing is learned any more"
    return f"{dead} layer{'s' if dead != 1 else ''} without gradient" if dead else "A gradient reaches every layer"


def _most(history: LayerHistory) -> float:
    newest = [seen.gradient_norm or 0.0 for seen in _newest(history)]
    return max(newest, default=0.0)


def _newest(history: LayerHistory) -> list[LayerSeen]:
    return [looks[-1][1] for looks in history.layers.values()]


def _of_layer(history: LayerHistory, layer: str, most: float) -> Heat:
    looks = history.layers.get(layer)
    if not looks:
        return Heat(None, "")
    seen = looks[-1][1]
    alarm = history.health.dead.get(layer, "")
    if seen.gradient_norm is None:
        return Heat(None, f"{seen.silent:.0%} silent" if seen.silent >= 0.005 else "", (), alarm)
    died = " died" if alarm else ""
    text = f"∇ {number_text(seen.gradient_norm)}{died}"
    return Heat(_level(seen.gradient_norm, most), text, sparks(history.norms(layer)), alarm)


def _of_group(graph: Graph, history: LayerHistory, group: str, most: float, scope: Scope) -> Heat:
    """Of a folded group: its layer with the smallest gradient."""
    layers = dict.fromkeys(layer_key(scope, graph.nodes[id].layer) for id in members(graph, group))
    inside = [_of_layer(history, layer, most) for layer in layers]
    known = [heat for heat in inside if heat.level is not None]
    dead = sum(bool(heat.alarm) for heat in inside)
    if not known:
        return Heat(None, "")
    least = min(known, key=lambda heat: heat.level or 0.0)
    alarm = f"in {dead} of its layers" if dead else ""
    return Heat(least.level, f"∇ {dead} died" if dead else f"from {least.text}", least.spark, alarm)


def _level(norm: float, most: float) -> float:
    """On a scale of orders of magnitude: 1 for the largest in the model, 0 where a gradient counts as dead."""
    if norm <= 0 or most <= 0:
        return 0.0
    return min(1.0, max(0.0, 1 - log10(norm / most) / log10(SHARE)))


def sparks(norms: Sequence[float]) -> tuple[float, ...]:
    """The newest norms as heights from 0 to 1, by orders of magnitude; at least one of them lies between the ends."""
    logs = [log10(max(norm, 1e-30)) for norm in norms[-_SPARKS:]]
    if len(logs) < 2:
        return ()
    low, high = min(logs), max(logs)
    span = max(high - low, 1.0)  # a tenth up or down looks calm
    middle = (low + high) / 2
    return tuple(0.5 + (value - middle) / span for value in logs)

"""What the overlay “Time per layer” shows of each card: how long a batch takes it, and its share of all layers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from desktop_nn.graph.membership import members
from desktop_nn.graph.model import INPUT_KIND, Graph
from desktop_nn.graph.scopes import Scope, layer_key
from desktop_nn.training.layer_times import LayerTime, LayerTimes
from ui.canvas.heat import Heat

TITLE = "Time per layer, one by one"
_CAUTION = "In a training the layers run as one graph, so read it as a share."


@dataclass(frozen=True, slots=True)
class Timed:
    """What is known of the times: `times` is None before they were measured."""

    times: LayerTimes | None = None
    measuring: bool = False
    outdated: bool = False


def heats(graph: Graph, timed: Timed, shown: Collection[str], scope: Scope = ()) -> dict[str, Heat]:
    """A card's time and colour by its id, for nodes and for the cards of folded groups of the drawing at `scope`."""
    times = timed.times
    if times is None or not times.layers:
        return {}
    found = {id: times.of(_keys(graph, id, scope)) for id in shown if not _is_input(graph, id)}
    known = {id: time for id, time in found.items() if time is not None}
    most = max((time.both for time in known.values()), default=0.0)
    return {
        id: Heat(time.both / most if most else 0.0, duration(time.both), more=_sentence(time, times))
        for id, time in known.items()
    }


def scale(timed: Timed, shown: Collection[Heat]) -> tuple[str, str, str]:
    """What the left end, the middle and the right end of the colours stand for; `shown` are the cards' heats."""
    times = timed.times
    hottest = next((heat.text for heat in shown if heat.level == 1.0), "")
    return ("0", "", hottest) if times is not None and hottest else ("", "", "")


def verdict(timed: Timed) -> str:
    """In a few words: all together, or why there is nothing to see."""
    times = timed.times
    if timed.measuring:
        return "Being measured…"
    if times is None or not times.layers:
        return "Not measured yet"
    if timed.outdated:
        return "The model was changed since"
    made_up = "" if times.real else " (made up)"
    return f"{duration(times.total)} a batch of {times.batch}{made_up}"


def duration(seconds: float) -> str:
    """A time in three digits: `412 µs`, `3.61 ms`, `1.20 s`."""
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= 0.9995 * size:
            return _three_digits(seconds / size) + f" {unit}"
    return f"{seconds * 1e6:.0f} µs"


def _three_digits(value: float) -> str:
    return f"{value:.{2 if value < 9.995 else 1 if value < 99.95 else 0}f}"


def _sentence(time: LayerTime, times: LayerTimes) -> str:
    share = time.both / times.total if times.total else 0.0
    batches = f"median of {times.batches} batches" if times.batches > 1 else "one batch"
    made_up = "" if times.real else "made-up "
    return (
        f"{share:.1%} of all layers' time: {duration(time.forward)} forward, {duration(time.backward)} backward for "
        f"{times.batch} {made_up}samples, called by itself ({batches}). {_CAUTION}"
    )


def _keys(graph: Graph, id: str, scope: Scope) -> list[str]:
    inside = members(graph, id) if id in graph.groups else (id,)
    return [layer_key(scope, graph.nodes[node].layer) for node in inside if node in graph.nodes]


def _is_input(graph: Graph, id: str) -> bool:
    return id in graph.nodes and graph.layer_of(id).kind == INPUT_KIND

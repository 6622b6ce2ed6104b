"""The charts of layers: one small chart a layer of what the user chose to see, in the order of the drawing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from math import nan

from desktop_nn.training.internals import Histogram, LayerSeen
from desktop_nn.training.layer_history import LayerHistory
from desktop_nn.training.metric_titles import ChartTitle
from desktop_nn.training.named_log import NamedLog
from ui.charts.content import Band, Content, Line, Spread, Wanted
from ui.charts.curve_lines import Drawn, drawn, marks
from ui.charts.options import Options

Histories = Mapping[int, LayerHistory]
"""The looks into layers by the number of the run."""
_NEVER_MOVES = "no trainable weights"


def wanted(logs: Sequence[NamedLog], options: Options, histories: Histories) -> list[Wanted]:
    """A chart a layer, if layers are shown."""
    if "layers" not in options.sections:
        return []
    runs = drawn(logs, options)
    view = options.layers
    known = [(id(log := named.log), len(log.layers), len(log.steered), len(log.notices)) for named in logs]
    stamp = (options, known)
    return [
        Wanted(f"layer {view} {layer}", "", partial(_VIEWS[view], runs, histories, layer), layer, stamp)
        for layer in layers_of(logs, histories)
        if _has(view, layer, histories)
    ]


def layers_of(logs: Sequence[NamedLog], histories: Histories) -> list[str]:
    """Ids of the layers that were looked into, in the order of the drawing as far as that is known."""
    order = [layer for named in logs for layer in named.layers]
    seen = {layer for history in histories.values() for layer in history.layers}
    return [layer for layer in dict.fromkeys((*order, *sorted(seen))) if layer in seen]


def name_of(layer: str, runs: Sequence[Drawn]) -> str:
    """The layer's name, or its id if none of the runs knows it."""
    return next((run.named.layers[layer] for run in runs if layer in run.named.layers), layer)


def _has(view: str, layer: str, histories: Histories) -> bool:
    """Whether the view has anything to show of the layer: layers without weights have no norms."""
    newest = [history.layers[layer][-1][1] for history in histories.values() if layer in history.layers]
    field = _NEEDS[view]
    return any(getattr(seen, field) is not None for seen in newest)


_NEEDS = {
    "norms": "weight_norm",
    "weights": "weights",
    "gradients": "gradients",
    "activations": "activation_mean",
    "outputs": "activations",
    "silent": "silent",
}


def _looks(run: Drawn, histories: Histories, layer: str) -> tuple[list[float], list[LayerSeen]]:
    history = histories.get(run.number)
    looks = history.layers.get(layer, []) if history else []
    return [epoch + 1.0 for epoch, _ in looks], [seen for _, seen in looks]


def _series(run: Drawn, at: list[float], seen: list[LayerSeen], field: str) -> Iterator[float]:
    for look in seen:
        value = getattr(look, field)
        yield nan if value is None else value


def _norms(runs: Sequence[Drawn], histories: Histories, layer: str) -> Content:
    lines: list[Line] = []
    for run in runs:
        at, seen = _looks(run, histories, layer)
        weights, gradients = (list(_series(run, at, seen, f"{kind}_norm")) for kind in ("weight", "gradient"))
        lines += run.points(at, weights, "weights", run.colour("training"))
        lines += run.points(at, gradients, "gradient", run.colour("validation"), "solid" if run.alone else "dash")
    reason = _dead(runs, histories, layer)
    words = f"The gradient has died: {reason}." if reason else ""
    title = ChartTitle(name_of(layer, runs), "norms")
    return _content(runs, title, lines, log=True, words=words)


def _dead(runs: Sequence[Drawn], histories: Histories, layer: str) -> str:
    history = histories.get(0)
    return history.health.dead.get(layer, "") if history and len(runs) == 1 else ""


def _spread(unit: str, field: str, runs: Sequence[Drawn], histories: Histories, layer: str) -> Content:
    """Histograms of the first run alone: pictures cannot lie over each other."""
    run = runs[0]
    at, seen = _looks(run, histories, layer)
    found = [(moment, getattr(look, field)) for moment, look in zip(at, seen, strict=True)]
    kept = [(moment, histogram) for moment, histogram in found if isinstance(histogram, Histogram)]
    place, moments = run.place, [moment for moment, _ in kept]
    spread = Spread(moments, [place(moment) for moment in moments], [h for _, h in kept], run.colour("training"))
    words = f"Of {run.named.name} only." if len(runs) > 1 else ""
    return _content(runs, ChartTitle(name_of(layer, runs), unit), [], spread=spread, words=words)


def _activations(runs: Sequence[Drawn], histories: Histories, layer: str) -> Content:
    lines: list[Line] = []
    bands: list[Band] = []
    for run in runs:
        at, seen = _looks(run, histories, layer)
        means, spreads = (list(_series(run, at, seen, f"activation_{kind}")) for kind in ("mean", "std"))
        new = list(run.points(at, means, "mean", run.colour("training")))
        lines += new
        low = [mean - std for mean, std in zip(means, spreads, strict=True)]
        high = [mean + std for mean, std in zip(means, spreads, strict=True)]
        bands.append(Band(run.colour("training"), new[-1].x, low, high))
    return _content(runs, ChartTitle(name_of(layer, runs), "output, mean ± std"), lines, bands=bands)


def _silent(runs: Sequence[Drawn], histories: Histories, layer: str) -> Content:
    lines: list[Line] = []
    for run in runs:
        at, seen = _looks(run, histories, layer)
        values = [100 * look.silent for look in seen]
        lines += run.points(at, values, "silent", run.colour("training"))
    return _content(runs, ChartTitle(name_of(layer, runs), "% of units, 0 for the whole batch"), lines)


def _content(
    runs: Sequence[Drawn],
    title: ChartTitle,
    lines: Sequence[Line],
    *,
    bands: Sequence[Band] = (),
    spread: Spread | None = None,
    log: bool = False,
    words: str = "",
) -> Content:
    return Content(
        title,
        tuple(lines),
        tuple(bands),
        spread,
        marks=marks(runs[0]) if len(runs) == 1 else (),
        log=log,
        words=words,
        warns=words.startswith("The gradient"),
        axis=runs[0].options.axis,
        place=runs[0].place,
    )


_VIEWS: Mapping[str, Callable[[Sequence[Drawn], Histories, str], Content]] = {
    "norms": _norms,
    "weights": partial(_spread, "weights, spread over time", "weights"),
    "gradients": partial(_spread, "gradient, spread over time", "gradients"),
    "activations": _activations,
    "outputs": partial(_spread, "output, spread over time", "activations"),
    "silent": _silent,
}

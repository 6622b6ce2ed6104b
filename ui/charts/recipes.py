"""Which charts there are for some runs, and what is in each: figures of the whole model. Layers: `layer_recipes.py`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from math import isfinite, nan

from desktop_nn.training import overfitting
from desktop_nn.training.curves import best
from desktop_nn.training.metric_log import VALIDATION, MetricLog
from desktop_nn.training.metric_titles import ChartTitle, in_order, number_text, title_of
from desktop_nn.training.named_log import NamedLog
from ui.charts.content import Best, Content, Line, Mark, Stroke, Wanted
from ui.charts.curve_lines import HALF, Drawn, drawn, marks
from ui.charts.options import Options
from ui.charts.trails import Trails

_WHOLE = "All outputs"
_MEGABYTE = 1e6


def wanted(logs: Sequence[NamedLog], options: Options, trails: Trails) -> list[Wanted]:
    """The charts of the sections that are shown, except the layers'."""
    runs = drawn(logs, options)
    result: list[Wanted] = []
    if "metrics" in options.sections:
        result += _metric_charts(runs, options, trails)
    stamp = _stamp(runs, options)
    for key, recipe in _plain(runs, options):
        seen = (stamp, [len(run.named.log.batch_losses) for run in runs]) if recipe is _batches else stamp
        result.append(Wanted(key, "", partial(recipe, runs, options), stamp=seen))
    return result


def _stamp(runs: Sequence[Drawn], options: Options) -> tuple[object, ...]:
    """Changes whenever an epoch has ended, the run has, something was done by hand, or the user chose otherwise."""
    logs = [run.named.log for run in runs]
    return (
        options,
        [id(log) for log in logs],
        [
            (len(log.epoch_seconds), log.ended is not None, len(log.steered), len(log.notices), log.steps)
            for log in logs
        ],
    )


def metrics_of(log: MetricLog) -> tuple[str, ...]:
    """The metrics that the log has or will have, by what the running epoch tells."""
    running = tuple(name for name in log.present if not name.startswith(VALIDATION))
    return in_order((*(log.metrics or running), *running))


def _metric_charts(runs: Sequence[Drawn], options: Options, trails: Trails) -> list[Wanted]:
    """A chart a metric; with several outputs, under a heading for each."""
    names = dict.fromkeys(name for run in runs for name in metrics_of(run.named.log))
    losses = _losses(runs)
    titles = {name: title_of(name, losses) for name in names}
    outputs = Counter(title.output for title in titles.values())
    several = len(outputs) > 1 and max(outputs.values()) > 1  # a heading for one chart only would waste room
    stamp = (*_stamp(runs, options), trails.length)
    charts = [
        Wanted(
            name,
            (title.output or _WHOLE) if several else "",
            partial(_metric, runs, options, trails, name, title),
            stamp=(stamp, title),
        )
        for name, title in titles.items()
    ]
    order = {group: number for number, group in enumerate(dict.fromkeys(chart.group for chart in charts))}
    return sorted(charts, key=lambda chart: order[chart.group])


def _losses(runs: Sequence[Drawn]) -> Mapping[str, str]:
    return {name: kind for run in reversed(runs) for name, kind in run.named.losses.items()}


def _plain(runs: Sequence[Drawn], options: Options) -> Iterator[tuple[str, Callable[..., Content]]]:
    shown = options.sections
    if "batches" in shown:
        yield "batch_loss", _batches
    if "rate" in shown:
        yield "learning_rate", _rate
        yield "ratio", _ratio
    if "speed" in shown:
        yield "epoch_seconds", _seconds
        yield "samples", _samples
        yield "memory", _memory


def _metric(runs: Sequence[Drawn], options: Options, trails: Trails, name: str, title: ChartTitle) -> Content:
    lines: list[Line] = []
    found: list[Best] = []
    shift = HALF if options.shift else 0.0
    for run in runs:
        log = run.named.log
        held = log.history.get(VALIDATION + name, ())
        lines += run.epochs(log.history.get(name, ()), "train", run.colour("training"), shift=shift)
        stroke: Stroke = "solid" if run.alone else "dash"
        colour = run.colour("validation")
        if held:
            lines += run.epochs(held, "val", colour, stroke)
        trail = trails.of(run.named, name)
        if trail:
            at = [moment for moment, _ in trail]
            place, values = run.place, [value for _, value in trail]
            lines.append(
                Line("this epoch", run.colour("training"), at, [place(x) for x in at], values, "dot", run.named.name)
            )
        index = best(name, held)
        if index is not None:
            text = f"best {number_text(held[index])} in epoch {index + 1}"
            found.append(Best(run.place(index + 1), held[index], colour, text))
    return _content(runs, options, title, lines, best=tuple(found))


def _batches(runs: Sequence[Drawn], options: Options) -> Content:
    lines: list[Line] = []
    for run in runs:
        points = run.named.log.batch_losses
        at = [moment for moment, _ in points]
        lines += run.points(at, [loss for _, loss in points], "batches", run.colour("training"))
    words = "" if any(line.x for line in lines) else "This run has kept no losses within its epochs."
    return _content(runs, options, ChartTitle("Loss of batches", "mean since the point before"), lines, words=words)


def _rate(runs: Sequence[Drawn], options: Options) -> Content:
    lines: list[Line] = []
    for run in runs:
        exact = Drawn(run.named, _unsmoothed(options), run.alone, run.number)
        lines += exact.epochs(run.named.log.learning_rates, "rate", run.colour("training"))
    return _content(runs, options, ChartTitle("Learning rate", "at the end of the epoch"), lines, log=True)


def _ratio(runs: Sequence[Drawn], options: Options) -> Content:
    lines: list[Line] = []
    for run in runs:
        lines += run.epochs(run.named.log.ratios, "val / train", run.colour("validation"))
    first = runs[0].named
    words = overfitting.words(first.log.ratios, first.overfits_above) if len(runs) == 1 else ""
    warns = len(runs) == 1 and overfitting.begins(first.log.ratios, first.overfits_above) is not None
    words = words or ("" if any(line.y for line in lines) else "Needs a validation part.")
    title = ChartTitle("Validation / training loss", "ratio")
    threshold = first.overfits_above
    return _content(runs, options, title, lines, words=words, warns=warns, threshold=threshold)


def _seconds(runs: Sequence[Drawn], options: Options) -> Content:
    lines = [
        line for run in runs for line in run.epochs(run.named.log.epoch_seconds, "seconds", run.colour("training"))
    ]
    words = time_left(runs[0].named.log) if len(runs) == 1 else ""
    return _content(runs, options, ChartTitle("Seconds an epoch", "with validation"), lines, words=words)


def _samples(runs: Sequence[Drawn], options: Options) -> Content:
    lines: list[Line] = []
    known = all(run.named.batch_size for run in runs)
    for run in runs:
        log = run.named.log
        work = log.steps * (run.named.batch_size if known else 1)
        rates = [work / seconds if work and seconds > 0 else nan for seconds in log.epoch_seconds]
        lines += run.epochs(rates, "samples/s" if known else "batches/s", run.colour("training"))
    title = ChartTitle("Samples a second" if known else "Batches a second", "training and validation time")
    return _content(runs, options, title, lines)


def _memory(runs: Sequence[Drawn], options: Options) -> Content:
    lines: list[Line] = []
    for run in runs:
        values = [held / _MEGABYTE if held else nan for held in run.named.log.memory]
        exact = Drawn(run.named, _unsmoothed(options), run.alone, run.number)
        lines += exact.epochs(values, "MB", run.colour("training"))
    return _content(runs, options, ChartTitle("Memory", "MB, the whole process"), lines)


def time_left(log: MetricLog) -> str:
    """How long the run still takes, by the epochs so far; empty once it has ended."""
    done = len(log.epoch_seconds)
    if log.ended is not None or not done or log.epochs <= done:
        return ""
    left = (log.epochs - done) * sum(log.epoch_seconds) / done
    return f"About {left:.0f} s left" if left < 90 else f"About {left / 60:.0f} min left"


def _content(
    runs: Sequence[Drawn],
    options: Options,
    title: ChartTitle,
    lines: Sequence[Line],
    *,
    best: tuple[Best, ...] = (),
    log: bool = False,
    words: str = "",
    warns: bool = False,
    threshold: float | None = None,
) -> Content:
    seen = any(isfinite(value) for line in lines for value in line.y)
    done: tuple[Mark, ...] = marks(runs[0]) if len(runs) == 1 else ()
    return Content(
        title,
        tuple(lines),
        best=best,
        marks=done,
        threshold=threshold if seen else None,
        log=log or options.log,
        words=words,
        warns=warns,
        axis=options.axis,
        place=runs[0].place,
    )


def _unsmoothed(options: Options) -> Options:
    from dataclasses import replace

    return replace(options, smoothing=0.0)

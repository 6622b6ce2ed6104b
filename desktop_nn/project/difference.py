"""What is different between two projects, said in words: the model, the data, the choices of training."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from typing import Any

from desktop_nn import catalogue
from desktop_nn.catalogue.code_files import CodeFile
from desktop_nn.catalogue.kinds import Group
from desktop_nn.data.choices import DataChoices, Part, Source, Step
from desktop_nn.data.preprocessing import TITLES
from desktop_nn.graph.difference import GraphDifference, LayerChange, changed_values
from desktop_nn.graph.difference import difference as graph_difference
from desktop_nn.graph.model import MODEL_KIND, Graph, Layer
from desktop_nn.project.document import Project
from desktop_nn.training.choices import Configured, OutputChoices, TrainingChoices

_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Section:
    """Lines about one subject; no lines say that nothing differs there."""

    title: str
    lines: tuple[str, ...]


def differences(before: Project, after: Project) -> tuple[Section, ...]:
    """Sections Model, Data and Training, each with a line a difference."""
    model = list(_model(graph_difference(before.graph, after.graph)))
    model += _files(before.code, after.code)
    if before.graph.name != after.graph.name:
        model.insert(0, _turn("Name", before.graph.name, after.graph.name))
    return (
        Section("Model", tuple(model)),
        Section("Data", tuple(_data(before, after))),
        Section("Training", tuple(_training(before, after))),
    )


# --- the drawing --------------------------------------------------------------------------------------------------


def _model(found: GraphDifference, where: str = "") -> Iterator[str]:
    for layer, sources in found.added:
        yield f"{where}{_called(layer)} added{_after(sources)}{_configured(layer)}"
    for layer, sources in found.removed:
        yield f"{where}{_called(layer)} removed{_after(sources, ', was after')}"
    for change in found.changed:
        yield from _layer(change, where)
    yield from (f"{where}Link {a} → {b} added" for a, b in found.new_links)
    yield from (f"{where}Link {a} → {b} removed" for a, b in found.lost_links)
    yield from (f"{where}{name} bypassed" for name in found.bypassed)
    yield from (f"{where}{name} no longer bypassed" for name in found.used_again)
    for title, old, new in found.repeats:
        yield f"{where}Group “{title}”: repeated {old} → {new} times"


def _files(before: Sequence[CodeFile], after: Sequence[CodeFile]) -> Iterator[str]:
    """Files of layers in Python: added, removed, or how many lines came and went."""
    old, new = ({code.title: code for code in files} for files in (before, after))
    for name in dict.fromkeys((*old, *new)):
        if name not in old or name not in new:
            yield f"Code {name} {'added' if name in new else 'removed'}"
        elif old[name].lines != new[name].lines:
            told = [line[:1] for line in unified_diff(old[name].lines, new[name].lines, n=0, lineterm="")][2:]
            yield f"Code {name}: {told.count('+')} lines added, {told.count('-')} removed"


def _layer(change: LayerChange, where: str) -> Iterator[str]:
    old, new = change.before, change.after
    if old.kind != new.kind:
        yield f"{where}{new.name}: {_kind(old)} → {_kind(new)}{_configured(new)}"
        return
    parts = [f"renamed to {new.name}"] if old.name != new.name else []
    parts += _values("layers", old.kind, change.values)
    if parts:
        yield f"{where}{_called(old)}: {', '.join(parts)}"
    if change.inside:
        yield from _model(change.inside, f"{where}In {new.name}: ")


def _called(layer: Layer) -> str:
    return f"{_kind(layer)} {layer.name}"


def _kind(layer: Layer) -> str:
    return "Model" if layer.kind == MODEL_KIND else layer.kind


def _after(sources: Sequence[str], word: str = " after") -> str:
    return f"{word} {', '.join(sources)}" if sources else ""


def _configured(layer: Layer) -> str:
    settings = ", ".join(f"{name} {value_text(value)}" for name, value in layer.config.items())
    return f" ({settings})" if settings else ""


# --- the data -----------------------------------------------------------------------------------------------------


def _data(before: Project, after: Project) -> Iterator[str]:
    old, new = before.data, after.data
    yield from _source(old.source, new.source)
    yield from _steps(old, new)
    yield from _part("Test part", old.split.test, new.split.test)
    yield from _part("Validation part", old.split.validation, new.split.validation)
    yield from _plain("Split's seed", old.split.seed, new.split.seed)
    yield from _plain("Same shares of each class in all parts", old.split.stratify, new.split.stratify)
    yield from _bound("Input", _inputs(before), _inputs(after))
    yield from _bound("Target of", _targets(before), _targets(after))
    yield from _plain("Sample weight", old.weight or "all the same", new.weight or "all the same")


def _source(old: Source | None, new: Source | None) -> Iterator[str]:
    if old is None or new is None or old.name != new.name:
        yield from _plain("Data set", old.name if old else "none", new.name if new else "none")
        return
    for name, (was, now) in changed_values(old.options, new.options).items():
        yield f"Data set {new.name}: {_turn(name, value_text(was), value_text(now))}"


def _steps(old: DataChoices, new: DataChoices) -> Iterator[str]:
    gone = [step for step in old.preprocessing if step not in new.preprocessing]
    come = [step for step in new.preprocessing if step not in old.preprocessing]
    yield from (f"Preprocessing: {_step(step)} removed" for step in gone)
    yield from (f"Preprocessing: {_step(step)} added" for step in come)
    if not gone and not come and old.preprocessing != new.preprocessing:
        yield f"Preprocessing in another order: {', '.join(map(_step, new.preprocessing))}"


def _step(step: Step) -> str:
    columns = f" of {', '.join(step.columns)}" if step.columns else ""
    return f"{TITLES.get(step.kind, step.kind)}{columns}"


def _part(title: str, old: Part, new: Part) -> Iterator[str]:
    yield from _plain(title, _part_text(old), _part_text(new))


def _part_text(part: Part) -> str:
    size = f"{part.size:.4g}" if isinstance(part.size, int) else f"{100 * part.size:.4g} %"
    return {"given": "as the data set gives it", "last": f"the last {size}"}.get(part.held, f"{size} at random")


def _inputs(project: Project) -> dict[str, str]:
    bound = project.data.bindings.inputs
    return {_name(project.graph, id): ", ".join(columns) for id, columns in bound.items()}


def _targets(project: Project) -> dict[str, str]:
    return {_name(project.graph, id): column for id, column in project.data.bindings.targets.items()}


def _bound(word: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    for name, (was, now) in changed_values(old, new).items():
        yield _turn(f"{word} {name}", was or "none", now or "none")


# --- training -----------------------------------------------------------------------------------------------------


def _training(before: Project, after: Project) -> Iterator[str]:
    old, new = before.training, after.training
    yield from _configured_turn("Optimizer", "optimizers", old.optimizer, new.optimizer)
    yield from _outputs(before, after)
    yield from _plain("Epochs", old.epochs, new.epochs)
    yield from _plain("Batch size", old.batch_size, new.batch_size)
    yield from _plain("Seed", old.seed, new.seed)
    yield from _plain("Precision", old.precision, new.precision)
    yield from _plain("XLA", _on(old.xla), _on(new.xla))
    yield from _plain("Device", old.device, new.device)
    yield from _several("Callback", "callbacks", old.callbacks, new.callbacks)
    yield from _code(old, new)
    yield from _plain("Looks inside the layers", old.internals, new.internals)


def _code(old: TrainingChoices, new: TrainingChoices) -> Iterator[str]:
    """Other text under the same name, and the same callbacks in another order."""
    were = {item.name: item.lines for item in old.code}
    for item in new.code:
        if item.name in were and were[item.name] != item.lines:
            yield f"Code of {item.name} changed"
    before, after = ([item.kind for item in choices.callbacks] for choices in (old, new))
    if before != after and sorted(before) == sorted(after):
        yield f"Callbacks are called in another order: {', '.join(after)}"


def _on(switched: bool) -> str:
    return "on" if switched else "off"


def _outputs(before: Project, after: Project) -> Iterator[str]:
    old, new = _by_name(before.graph, before.training), _by_name(after.graph, after.training)
    for name in dict.fromkeys((*old, *new)):
        was, now = old.get(name, OutputChoices()), new.get(name, OutputChoices())
        yield from _configured_turn(f"Loss of {name}", "losses", was.loss, now.loss)
        yield from _plain(f"Weight of {name}'s loss", was.weight, now.weight)
        yield from _plain(f"Rare classes of {name} count more", _on(was.balanced), _on(now.balanced))
        yield from _several(f"Metric of {name}:", "metrics", was.metrics, now.metrics)


def _by_name(graph: Graph, choices: TrainingChoices) -> dict[str, OutputChoices]:
    return {_name(graph, id): output for id, output in choices.outputs.items()}


def _configured_turn(title: str, group: Group, old: Configured | None, new: Configured | None) -> Iterator[str]:
    if old is None or new is None or old.kind != new.kind:
        yield from _plain(title, _object(old), _object(new))
        return
    parts = _values(group, new.kind, changed_values(old.config, new.config))
    if parts:
        yield f"{title} {new.kind}: {', '.join(parts)}"


def _several(title: str, group: Group, old: Iterable[Configured], new: Iterable[Configured]) -> Iterator[str]:
    """Objects of a list, the first of a kind beside the first of that kind in the other list, and so on."""
    were, are = _numbered(old), _numbered(new)
    for key in dict.fromkeys((*were, *are)):
        was, now = were.get(key), are.get(key)
        if was is None or now is None:
            yield f"{title} {_object(was or now)} {'added' if was is None else 'removed'}"
        else:
            yield from _configured_turn(title, group, was, now)


def _numbered(items: Iterable[Configured]) -> dict[tuple[str, int], Configured]:
    found: dict[tuple[str, int], Configured] = {}
    for item in items:
        number = sum(kind == item.kind for kind, _ in found)
        found[item.kind, number] = item
    return found


# --- words --------------------------------------------------------------------------------------------------------


def value_text(value: Any) -> str:
    """A parameter's value as one reads it."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping) and "class_name" in value:
        return _object(Configured(str(value["class_name"]), value.get("config") or {}))
    if isinstance(value, list | tuple):
        text = f"({', '.join(map(value_text, value))})"
    else:
        text = f"{value:.6g}" if isinstance(value, float) else str(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _values(group: Group, kind_name: str, values: Mapping[str, tuple[Any, Any]]) -> list[str]:
    """`units 300 → 100`; what a project does not say is Keras's default."""
    kind = catalogue.load().find(group, kind_name)
    lines = []
    for name, pair in values.items():
        parameter = kind.parameter(name) if kind else None
        default = parameter.default if parameter and not parameter.required else None
        was, now = (value_text(default if value is None else value) for value in pair)
        if was != now:
            lines.append(f"{name} {was} → {now}")
    return lines


def _object(item: Configured | None) -> str:
    if item is None:
        return "none"
    settings = ", ".join(f"{name} {value_text(value)}" for name, value in item.config.items())
    return f"{item.kind} ({settings})" if settings else item.kind


def _plain(title: str, old: object, new: object) -> Iterator[str]:
    if old != new:
        yield _turn(title, value_text(old), value_text(new))


def _turn(title: str, old: str, new: str) -> str:
    return f"{title}: {old} → {new}"


def _name(graph: Graph, node: str) -> str:
    return graph.name_of(node) if node in graph.nodes else node

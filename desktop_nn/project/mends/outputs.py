"""Mends of outputs that do not fit their target: units, activation, loss, a missing Flatten, a missing output layer.

Whether a change helps is not guessed: the training's own checks are asked about the output as it would be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, Literal, TypeAlias

from desktop_nn.data.choices import Bindings
from desktop_nn.data.columns import Column
from desktop_nn.graph import edits
from desktop_nn.graph.model import Graph, Layer
from desktop_nn.graph.topology import output_nodes
from desktop_nn.project.document import Project
from desktop_nn.project.mends.mend import Case, Mend
from desktop_nn.project.mends.shapes import insertion, sequences
from desktop_nn.project.mends.surgery import appended
from desktop_nn.training.checks import output_problems
from desktop_nn.training.losses import PROBABILITIES
from desktop_nn.training.output_view import OutputView, output_views
from desktop_nn.training.suggest import suggest

Part: TypeAlias = Literal["activation", "units", "loss", "metrics"]
_PARTS: tuple[Part, ...] = ("activation", "units", "loss", "metrics")
_PASSING = frozenset({"ActivityRegularization", "Dropout", "Identity"})
"""Layers that neither change a shape nor bend values: what is said of the output is set before them."""
_STEPWISE = frozenset({"Activation", "ActivityRegularization", "BatchNormalization", "Dense", "Dropout", "Identity"})
"""Layers that work along the last axis alone, so that a Flatten may stand before them as well."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the last layer should be for a target."""

    units: int
    activation: str


def output_mends(case: Case) -> Iterator[Mend]:
    """What makes an output fit its target."""
    view = view_of(case)
    if view is None:
        return
    if view.target is None:
        yield from _bind_target(case, view)
        return
    if case.problem not in tuple(output_problems(view)):
        return
    if view.target.kind != "image" and view.shape is not None and len(view.shape) > 2:
        yield from _flat(case, view, view.target)
        return
    wish = wish_for(view.target, one_hot=view.one_hot, units=view.units)
    adding = wish is not None and _is_hidden(case, view, wish)
    if adding and wish is not None:
        yield adding_output(case, case.node, view.target, wish)
    yield from _fitting(case, view, wish, adding=adding)


def view_of(case: Case) -> OutputView | None:
    """The output as the training's checks see it; None for a node that is no output."""
    project = case.project
    if case.node not in output_nodes(case.graph):
        return None
    views = output_views(case.graph, case.facts, project.data, project.training, case.description, case.catalogue)
    return next((view for view in views if view.node == case.node), None)


def wish_for(target: Column, *, one_hot: bool, units: int | None = None) -> Wish | None:
    """The last layer for a target; None for pictures, which any layer may end with."""
    if target.kind == "image":
        return None
    if target.kind == "number":
        return Wish(1, "linear")
    classes = len(target.categories)
    return Wish(1, "sigmoid") if classes == 2 and units != 2 and not one_hot else Wish(classes, "softmax")


def adding_output(case: Case, behind: str, target: Column, wish: Wish) -> Mend:
    """A Dense output layer behind a node, with target and loss."""
    shape = case.sample_shape(behind)
    drawn = case.graph.layer_of(behind).config.get("shape") if shape is None else shape  # of an Input still unused
    flat = not isinstance(drawn, list | tuple) or len(drawn) <= 1
    config = _config({}, wish)
    words = f"{wish.units} · {wish.activation}" if wish.activation != "linear" else str(wish.units)

    def change(project: Project) -> Project:
        graph, last = project.graph, behind
        if not flat:
            graph, last = appended(graph, last, "Flatten")
        graph, node = appended(graph, last, "Dense", config, "output")
        return _judged(replace(project, graph=graph), behind, node, target, wish)

    head = "Add output layer" if flat else "Add Flatten and output layer"
    return Mend(f"{head} Dense {words}", whole=change)


def _judged(project: Project, before: str, node: str, target: Column, wish: Wish) -> Project:
    """The target and its loss belong to the new node; the old one loses its own, unless it stays an output."""
    targets, outputs = dict(project.data.bindings.targets), dict(project.training.outputs)
    name = targets.get(before, target.name)
    kept = outputs.get(before)
    if before not in output_nodes(project.graph):
        targets.pop(before, None)
        outputs.pop(before, None)
    targets[node] = name
    one_hot = kept is not None and kept.loss is not None and kept.loss.kind == "CategoricalCrossentropy"
    outputs[node] = suggest(target, (None, wish.units), wish.activation, one_hot=one_hot)
    bindings = Bindings(project.data.bindings.inputs, targets)
    return replace(
        project,
        data=replace(project.data, bindings=bindings),
        training=replace(project.training, outputs=outputs),
    )


def _bind_target(case: Case, view: OutputView) -> Iterator[Mend]:
    """An output without a target: the one that the data proposes for it."""
    description = case.description
    if description is None or not description.targets:
        return
    place = output_nodes(case.graph).index(case.node)
    name = description.targets[min(place, len(description.targets) - 1)]
    column, node = description.column(name), case.node
    if column is None:
        return

    def change(project: Project) -> Project:
        targets = {**project.data.bindings.targets, node: name}
        bindings = Bindings(project.data.bindings.inputs, targets)
        outputs = project.training.outputs
        if project.training.output(node).loss is None:
            outputs = {**outputs, node: suggest(column, view.shape, view.activation)}
        return replace(
            project,
            data=replace(project.data, bindings=bindings),
            training=replace(project.training, outputs=outputs),
        )

    yield Mend(f"Take {name} as target of {view.name}", whole=change)


def _flat(case: Case, view: OutputView, target: Column) -> Iterator[Mend]:
    """An output with several axes for a flat target: Flatten before the Dense layers, or the last step only."""
    graph, facts, first, node = case.graph, case.facts, "", case.node
    while graph.layer_of(node).kind in _STEPWISE and len(graph.links_into(node)) == 1:
        link = graph.links_into(node)[0]
        before = facts.shape_of(link.source, link.source_port)
        if before is None or len(before) <= 2:
            break
        first, node = node, link.source
    change = sequences(graph, node, False)
    if change is not None:
        yield Mend(f"Let {graph.name_of(node)} return its last step only", change)
    if first:
        yield insertion(graph, graph.links_into(first)[0], "Flatten")
    else:
        wish = wish_for(target, one_hot=view.one_hot)
        if wish is not None and change is None:
            yield adding_output(case, case.node, target, wish)


def _is_hidden(case: Case, view: OutputView, wish: Wish) -> bool:
    """Whether the last layer looks like one inside a model, so that an output layer is missing behind it."""
    layer = _last_layer(case.graph, case.node)
    if case.catalogue.layers.get(layer.kind) is None or view.units is None:
        return False
    if "units" not in layer.config or layer.kind != "Dense":
        return True
    return view.units != wish.units and view.activation not in PROBABILITIES | {"linear", ""}


def _last_layer(graph: Graph, node: str) -> Layer:
    """The layer that makes the output's values: before dropout and the like."""
    while graph.layer_of(node).kind in _PASSING and len(graph.links_into(node)) == 1:
        node = graph.links_into(node)[0].source
    return graph.layer_of(node)


def _fitting(case: Case, view: OutputView, wish: Wish | None, *, adding: bool) -> Iterator[Mend]:
    """The fewest settings that leave the checks nothing to say; after those with probabilities those with logits."""
    layer = _last_layer(case.graph, case.node)
    possible = [part for part in _PARTS if _may_set(part, case, layer, wish) and not (adding and part == "units")]
    for raw in (False, True):
        for parts, after in _fewest(case, view, wish, possible, raw):
            yield _setting(case, layer, view, after, wish, parts)


def _fewest(
    case: Case, view: OutputView, wish: Wish | None, possible: Sequence[Part], raw: bool
) -> list[tuple[tuple[Part, ...], OutputView]]:
    """All ways that take the least number of settings, with the output as it is after them."""
    before = set(output_problems(view))
    for count in range(1, len(possible) + 1):
        found = []
        for parts in combinations(possible, count):
            after = _changed(view, wish, parts)
            left = set(output_problems(after))
            if ("loss" in parts and after.from_logits) == raw and case.problem not in left and left <= before:
                found.append((parts, after))
        if found:
            return found
    return []


def _may_set(part: Part, case: Case, layer: Layer, wish: Wish | None) -> bool:
    if part in ("loss", "metrics"):
        return True
    kind = case.catalogue.layers.get(layer.kind)
    fits = kind is not None and kind.parameter(part) is not None
    return fits and wish is not None and (part != "units" or layer.kind == "Dense")


def _changed(view: OutputView, wish: Wish | None, parts: tuple[Part, ...]) -> OutputView:
    """The output as it would be."""
    if wish is not None and "units" in parts:
        view = replace(view, shape=(None, wish.units))
    if wish is not None and "activation" in parts:
        view = replace(view, activation=wish.activation)
    if view.target is None:
        return view
    fitting = suggest(view.target, view.shape, view.activation, one_hot=view.one_hot)
    if "loss" in parts:
        view = replace(view, loss=fitting.loss)
    if "metrics" in parts or ("loss" in parts and not view.metrics):
        view = replace(view, metrics=fitting.metrics)
    return view


def _setting(
    case: Case, layer: Layer, view: OutputView, after: OutputView, wish: Wish | None, parts: tuple[Part, ...]
) -> Mend:
    kind = case.catalogue.layers.get(layer.kind)
    defaults = kind.defaults if kind is not None else {}
    wanted: dict[str, Any] = {
        part: getattr(wish, part) for part in ("units", "activation") if part in parts and wish is not None
    }

    def change(project: Project) -> Project:
        if wanted:
            project = replace(project, graph=edits.configure(project.graph, layer.id, wanted, defaults))
        choices = replace(project.training.output(view.node), loss=after.loss, metrics=after.metrics)
        if "loss" not in parts and "metrics" not in parts:
            return project
        outputs = {**project.training.outputs, view.node: choices}
        return replace(project, training=replace(project.training, outputs=outputs))

    return Mend(_label(layer, view, after, wanted, parts), whole=change)


def _label(layer: Layer, view: OutputView, after: OutputView, wanted: dict[str, Any], parts: tuple[Part, ...]) -> str:
    if parts == ("loss",) and view.loss and after.loss and view.loss.kind == after.loss.kind:
        return f"Switch {'on' if after.from_logits else 'off'} from_logits of the loss of {view.name}"
    words = [f"{name} to {value}" for name, value in sorted(wanted.items(), reverse=True)]
    if words:
        words[0] = words[0].replace(" to ", f" of {layer.name} to ", 1)
    if "loss" in parts and after.loss is not None:
        raw = " with from_logits" if after.loss.config.get("from_logits") else ""
        words.append(f"loss{'' if words else f' of {view.name}'} to {after.loss.kind}{raw}")
    if "metrics" in parts:
        words.append(f"metrics to {', '.join(metric.kind for metric in after.metrics)}")
    head = ", ".join(words[:-1])
    return f"Set {head} and {words[-1]}" if head else f"Set {words[-1]}"


def _config(config: dict[str, Any], wish: Wish) -> dict[str, Any]:
    named = {} if wish.activation == "linear" else {"activation": wish.activation}
    return {**config, "units": wish.units, **named}

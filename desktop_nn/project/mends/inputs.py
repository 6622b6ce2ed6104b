"""Mends of inputs and of the data that feed them: a missing Input, its shape, its columns, a missing step.

Changes of the data alone are tried out on the project's own checks before they are offered.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from desktop_nn.data.binding_shapes import input_shape, propose
from desktop_nn.data.choices import Bindings, DataChoices, Step, StepKind
from desktop_nn.graph import edits
from desktop_nn.graph.model import INPUT_KIND, Config, Graph
from desktop_nn.graph.topology import input_nodes
from desktop_nn.problems import ProblemError
from desktop_nn.project.document import Project
from desktop_nn.project.mends.mend import Case, Mend, sizes_text
from desktop_nn.project.mends.outputs import adding_output, wish_for
from desktop_nn.project.mends.surgery import inserted, prepended
from desktop_nn.project.validate import problems

_STEPS: tuple[tuple[StepKind, str], ...] = (("impute", "Fill in missing values"), ("one-hot", "Encode categories"))


def missing_input_mends(case: Case) -> Iterator[Mend]:
    """An Input before the one layer that has none, with the shape and the columns of the data."""
    graph, description = case.graph, case.description
    fed = {link.target for link in graph.links}
    roots = [id for id in graph.nodes if id not in fed and graph.layer_of(id).kind != INPUT_KIND]
    if input_nodes(graph) or len(roots) != 1 or description is None:
        return
    columns = propose(description, ("input",), ()).inputs["input"]
    shape = _given(case.project.data, columns, case)
    if shape is None:
        return
    (root,) = roots

    def change(project: Project) -> Project:
        drawing, node = prepended(project.graph, root, INPUT_KIND, {"shape": list(shape)}, "input")
        return _bound(replace(project, graph=drawing), node, columns)

    yield Mend(f"Add Input of {sizes_text(shape)} before {graph.name_of(root)}", whole=change)


def missing_output_mends(case: Case) -> Iterator[Mend]:
    """A drawing that is nothing but one Input: the output layer for the data's target."""
    graph, description = case.graph, case.description
    if len(graph.nodes) != 1 or len(input_nodes(graph)) != 1 or description is None or not description.targets:
        return
    target = description.column(description.targets[0])
    wish = wish_for(target, one_hot=False) if target is not None else None
    if target is not None and wish is not None:
        yield adding_output(case, input_nodes(graph)[0], target, wish)


def input_mends(case: Case) -> Iterator[Mend]:
    """What lets an Input take its columns: columns at all, a step that makes numbers of them, its shape."""
    if case.layer.kind != INPUT_KIND or case.description is None or case.project.data.source is None:
        return
    data, node = case.project.data, case.node
    columns = data.bindings.inputs.get(node, ())
    if not columns or any(case.description.column(name) is None for name in columns):
        columns = propose(case.description, (node,), ()).inputs[node]
        shape = _given(data, columns, case)
        if shape is not None:
            count = f"the {len(columns)} columns" if len(columns) > 1 else f"the column {columns[0]}"
            yield _shaping(case, shape, f"Bind {count} of the data", columns=columns)
        return
    shape = _given(data, columns, case)
    if shape is None:
        encoded = replace(data, preprocessing=(*data.preprocessing, Step("one-hot")))
        shape = _given(encoded, columns, case)
        if shape is not None:
            yield _shaping(case, shape, "Encode categories one-hot", data=encoded)
    elif (*shape, 1) == case.sample_shape(node):
        yield _reshaping(case, shape)
    else:
        yield _shaping(case, shape, "")


def data_mends(case: Case) -> Iterator[Mend]:
    """A step of preprocessing that takes the problem away, or a split that does not stratify."""
    project = case.project
    changed: list[tuple[str, DataChoices]] = [
        (f"{words} in the preprocessing", _with_step(project.data, kind)) for kind, words in _STEPS
    ]
    if project.data.split.stratify:
        changed.append(("Split without keeping proportions", _unstratified(project.data)))
    before = set(problems(project, case.facts, case.description))
    for label, data in changed:
        left = set(problems(replace(project, data=data), case.facts, case.description))
        if case.problem not in left and left < before:
            yield _taking(label, data)


def _taking(label: str, data: DataChoices) -> Mend:
    return Mend(label, whole=lambda project: replace(project, data=data))


def _with_step(data: DataChoices, kind: StepKind) -> DataChoices:
    """Missing values are filled in before anything else, categories encoded last."""
    step = Step(kind)
    steps = (step, *data.preprocessing) if kind == "impute" else (*data.preprocessing, step)
    return replace(data, preprocessing=steps)


def _unstratified(data: DataChoices) -> DataChoices:
    return replace(data, split=replace(data.split, stratify=False))


def _given(data: DataChoices, columns: tuple[str, ...], case: Case) -> tuple[int, ...] | None:
    """What a sample of these columns is, None if they cannot feed an input."""
    if case.description is None:
        return None
    try:
        return input_shape(columns, case.description, data.preprocessing)
    except ProblemError:
        return None


def _shaping(
    case: Case,
    shape: tuple[int, ...],
    first: str,
    *,
    columns: tuple[str, ...] = (),
    data: DataChoices | None = None,
) -> Mend:
    """Set the Input's shape, after what else there is to do; only what is needed is done and told."""
    node, layer = case.node, case.layer
    fits = case.sample_shape(node) == shape
    words = f"set shape of {layer.name} to {sizes_text(shape)}"
    label = first if fits else f"{first} and {words}" if first else f"Set{words[3:]}"

    def change(project: Project) -> Project:
        project = replace(project, data=data) if data is not None else project
        project = _bound(project, node, columns) if columns else project
        return project if fits else replace(project, graph=_shaped(project.graph, layer.id, shape))

    return Mend(label, whole=change)


def _reshaping(case: Case, shape: tuple[int, ...]) -> Mend:
    """The model wants a channel axis that the pictures do not have: what follows the Input still gets it."""
    node, layer = case.node, case.layer
    target: Config = {"target_shape": [*shape, 1]}

    def change(graph: Graph) -> Graph:
        graph = _shaped(graph, layer.id, shape)
        links = graph.links_from(node)
        if not links:
            return graph
        graph, new = inserted(graph, links[0], "Reshape", target)
        others = {link: replace(link, source=new, source_port=0) for link in links[1:]}
        return replace(graph, links=tuple(others.get(link, link) for link in graph.links))

    label = f"Set shape of {layer.name} to {sizes_text(shape)} and insert Reshape to {sizes_text((*shape, 1))}"
    return Mend(label, change)


def _shaped(graph: Graph, layer: str, shape: tuple[int, ...]) -> Graph:
    return edits.configure(graph, layer, {"shape": list(shape)})


def _bound(project: Project, node: str, columns: tuple[str, ...]) -> Project:
    bindings = project.data.bindings
    changed = Bindings({**bindings.inputs, node: columns}, bindings.targets)
    return replace(project, data=replace(project.data, bindings=changed))

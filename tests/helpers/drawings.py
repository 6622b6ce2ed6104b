"""Small drawings and projects, made by the document's own edits with a catalogue that needs no file."""

from __future__ import annotations

from dataclasses import replace

from desktop_nn.catalogue import Catalogue, Group, Kind, Port
from desktop_nn.data.choices import Bindings, DataChoices, Part, Source, Split, Step
from desktop_nn.graph import edits
from desktop_nn.graph.model import Graph, Link
from desktop_nn.project.document import Project
from desktop_nn.training.choices import Configured, OutputChoices, TrainingChoices

_ONE = (Port("inputs"),)
_MANY = (Port("inputs", many=True),)
_ATTENTION = (Port("query"), Port("value"), Port("key", optional=True))


def small_catalogue() -> Catalogue:
    """Five layer kinds: no port, one port, many ports, named ports."""
    layers = {
        "InputLayer": Kind("layers", "InputLayer", "keras.layers.InputLayer"),
        "Dense": Kind("layers", "Dense", "keras.layers.Dense", ports=_ONE),
        "Flatten": Kind("layers", "Flatten", "keras.layers.Flatten", ports=_ONE),
        "Concatenate": Kind("layers", "Concatenate", "keras.layers.Concatenate", ports=_MANY),
        "MultiHeadAttention": Kind("layers", "MultiHeadAttention", "keras.layers.MultiHeadAttention", ports=_ATTENTION),
    }
    groups: dict[Group, dict[str, Kind]] = {"layers": layers}
    return Catalogue("3.15.1", groups)


CATALOGUE = small_catalogue()


def chain(*kinds: str) -> tuple[Graph, tuple[str, ...]]:
    """A drawing of those kinds linked one after the other, and the nodes' ids."""
    graph, ids = Graph(), list[str]()
    for row, kind in enumerate(kinds):
        graph, node = edits.place(graph, kind, 0, 100 * row)
        if ids:
            graph = edits.connect(graph, Link(ids[-1], node), CATALOGUE)
        ids.append(node)
    return graph, tuple(ids)


def dense_chain(units: int = 1) -> Project:
    """A regression of the diabetes set: input, hidden layer, output; everything chosen."""
    graph, (start, hidden, end) = chain("InputLayer", "Dense", "Dense")
    graph = edits.configure(graph, graph.nodes[start].layer, {"shape": [2]})
    graph = edits.configure(graph, graph.nodes[hidden].layer, {"units": 4, "activation": "relu"})
    graph = edits.configure(graph, graph.nodes[end].layer, {"units": units})
    data = DataChoices(
        Source("diabetes"),
        (Step("standardize"),),
        Split(Part(0.25), Part(0.25), seed=3),
        Bindings({start: ("bmi", "bp")}, {end: "progression"}),
    )
    judged = OutputChoices(Configured("MeanSquaredError"), 1.0, (Configured("MeanAbsoluteError"),))
    return Project(graph, data, TrainingChoices(outputs={end: judged}, epochs=2), notes="Two lines\nof notes.")


def with_name(project: Project, name: str) -> Project:
    """The project with its drawing renamed."""
    return replace(project, graph=replace(project.graph, name=name))

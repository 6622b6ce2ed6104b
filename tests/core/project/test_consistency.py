"""Random edits of a whole project: whatever is done, undo and redo walk the same states, the drawing stays
sound, and a file brings everything back."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from desktop_nn.data.choices import Bindings, DataChoices, Source
from desktop_nn.graph import edits, wiring
from desktop_nn.graph.facts import GraphFacts
from desktop_nn.graph.history import History
from desktop_nn.graph.model import Graph, Link
from desktop_nn.graph.topology import nodes_on_loops, output_nodes
from desktop_nn.problems import ProblemError
from desktop_nn.project import file
from desktop_nn.project.document import Project, with_graph
from desktop_nn.project.mending import mend, without_lost_entries
from desktop_nn.training.choices import Configured, OutputChoices
from tests.helpers.drawings import CATALOGUE

Entry = TypeVar("Entry")
KINDS = st.sampled_from(sorted(CATALOGUE.layers))
NUMBERS = st.integers(0, 10_000)
PLACES = st.floats(-5000, 5000, allow_nan=False)
NAMES = st.one_of(st.sampled_from(["dense", "input", "hidden_1", "hidden", ""]), st.text(max_size=6))
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=5)
)


class RandomEdits(RuleBasedStateMachine):
    """What a user does to a project, in any order; `states` is what undo must walk back."""

    def __init__(self) -> None:
        super().__init__()
        self.history = History(Project())
        self.states = [Project()]
        self.clip: edits.Clip | None = None

    @property
    def project(self) -> Project:
        return self.history.value

    @property
    def graph(self) -> Graph:
        return self.project.graph

    def push(self, project: Project) -> None:
        if project != self.project:
            self.states.append(project)
        self.history.push(project, "Edit")

    def draw(self, edit: Callable[[], Graph]) -> None:
        try:
            graph = edit()
        except ProblemError:
            return
        self.push(with_graph(self.project, graph))

    def pick(self, number: int) -> str:
        ids = tuple(self.graph.nodes)
        return ids[number % len(ids)]

    def has_nodes(self) -> bool:
        return bool(self.graph.nodes)

    @rule(kind=KINDS, x=PLACES, y=PLACES)
    def place(self, kind: str, x: float, y: float) -> None:
        self.draw(lambda: edits.place(self.graph, kind, x, y)[0])

    @precondition(has_nodes)
    @rule(number=NUMBERS)
    def share(self, number: int) -> None:
        layer = self.graph.nodes[self.pick(number)].layer
        self.draw(lambda: edits.place_call(self.graph, layer, 0, 0)[0])

    @precondition(has_nodes)
    @rule(start=NUMBERS, end=NUMBERS, port=st.integers(0, 4))
    def connect(self, start: int, end: int, port: int) -> None:
        link = Link(self.pick(start), self.pick(end), 0, port)
        self.draw(lambda: wiring.join(self.graph, link, CATALOGUE))

    @precondition(has_nodes)
    @rule(start=NUMBERS, kind=KINDS)
    def grow(self, start: int, kind: str) -> None:
        before = self.pick(start)

        def edit() -> Graph:
            graph, node = edits.place(self.graph, kind, 0, 0)
            return wiring.join(graph, Link(before, node), CATALOGUE)

        self.draw(edit)

    @precondition(has_nodes)
    @rule(starts=st.lists(NUMBERS, min_size=2, max_size=4))
    def join(self, starts: list[int]) -> None:
        sources = [self.pick(start) for start in starts]

        def edit() -> Graph:
            graph, node = edits.place(self.graph, "Concatenate", 0, 0)
            for source in sources:
                port = edits.free_port(graph, node, CATALOGUE)
                graph = wiring.join(graph, Link(source, node, 0, port or 0), CATALOGUE)
            return graph

        self.draw(edit)

    @precondition(lambda self: bool(self.graph.links))
    @rule(number=NUMBERS, start=NUMBERS, port=st.integers(0, 4))
    def replug(self, number: int, start: int, port: int) -> None:
        old = self.graph.links[number % len(self.graph.links)]
        new = replace(old, source=self.pick(start), target_port=port)
        self.draw(lambda: wiring.replug(self.graph, old, new, CATALOGUE))

    @precondition(lambda self: bool(self.graph.links))
    @rule(number=NUMBERS, kind=KINDS)
    def insert(self, number: int, kind: str) -> None:
        link = self.graph.links[number % len(self.graph.links)]

        def edit() -> Graph:
            graph, node = edits.place(self.graph, kind, 0, 0)
            return wiring.insert(graph, link, node, CATALOGUE)

        self.draw(edit)

    @precondition(lambda self: bool(self.graph.links))
    @rule(number=NUMBERS)
    def disconnect(self, number: int) -> None:
        link = self.graph.links[number % len(self.graph.links)]
        self.draw(lambda: edits.disconnect(self.graph, (link,)))

    @precondition(has_nodes)
    @rule(numbers=st.lists(NUMBERS, max_size=3))
    def delete(self, numbers: list[int]) -> None:
        self.draw(lambda: edits.delete(self.graph, [self.pick(number) for number in numbers]))

    @precondition(has_nodes)
    @rule(number=NUMBERS, x=PLACES, y=PLACES)
    def move(self, number: int, x: float, y: float) -> None:
        self.draw(lambda: edits.move(self.graph, {self.pick(number): (x, y)}))

    @precondition(has_nodes)
    @rule(number=NUMBERS, name=NAMES)
    def rename(self, number: int, name: str) -> None:
        self.draw(lambda: edits.rename(self.graph, self.graph.nodes[self.pick(number)].layer, name))

    @precondition(has_nodes)
    @rule(number=NUMBERS, key=st.sampled_from(["units", "activation", "rate"]), value=VALUES)
    def configure(self, number: int, key: str, value: object) -> None:
        layer = self.graph.nodes[self.pick(number)].layer
        self.draw(lambda: edits.configure(self.graph, layer, {key: value}, {"rate": 0.5}))

    @precondition(has_nodes)
    @rule(number=NUMBERS, output=st.booleans())
    def mark(self, number: int, output: bool) -> None:
        self.draw(lambda: edits.mark_output(self.graph, self.pick(number), output))

    @precondition(has_nodes)
    @rule(numbers=st.lists(NUMBERS, min_size=1, max_size=4))
    def copy(self, numbers: list[int]) -> None:
        self.clip = edits.copy(self.graph, [self.pick(number) for number in numbers])

    @precondition(lambda self: self.clip is not None and len(self.graph.nodes) < 60)
    @rule()
    def paste(self) -> None:
        clip = self.clip
        assert clip is not None
        self.draw(lambda: edits.paste(self.graph, clip, 10, 10)[0])

    @precondition(has_nodes)
    @rule(number=NUMBERS, columns=st.lists(st.text(max_size=4), max_size=3))
    def bind(self, number: int, columns: list[str]) -> None:
        bindings = self.project.data.bindings
        inputs = {**bindings.inputs, self.pick(number): tuple(columns)}
        data = DataChoices(Source("iris"), bindings=Bindings(inputs, bindings.targets))
        self.push(replace(self.project, data=data))

    @precondition(lambda self: bool(output_nodes(self.graph)))
    @rule(number=NUMBERS, weight=st.floats(0, 1))
    def judge(self, number: int, weight: float) -> None:
        ids = output_nodes(self.graph)
        outputs = {
            **self.project.training.outputs,
            ids[number % len(ids)]: OutputChoices(Configured("MeanSquaredError"), weight),
        }
        self.push(replace(self.project, training=replace(self.project.training, outputs=outputs)))

    @rule(notes=st.text(max_size=20))
    def note(self, notes: str) -> None:
        self.push(replace(self.project, notes=notes))

    @rule(back=st.integers(1, 6), further=st.integers(0, 6))
    def undo_and_redo(self, back: int, further: int) -> None:
        at = len(self.states) - 1
        for _ in range(back):
            at = max(0, at - 1)
            assert self.history.undo() == self.states[at]
        for _ in range(further):
            at = min(len(self.states) - 1, at + 1)
            assert self.history.redo() == self.states[at]
        if self.history.redo_label is not None:
            del self.states[at + 1 :]
            self.push(replace(self.project, notes=f"{self.project.notes}."))

    @invariant()
    def the_drawing_is_sound(self) -> None:
        assert mend(self.project) == without_lost_entries(self.project) == (self.project, ())
        assert nodes_on_loops(self.graph) == ()
        ends = [(link.target, link.target_port) for link in self.graph.links]
        assert len(ends) == len(set(ends))
        assert {node.layer for node in self.graph.nodes.values()} == set(self.graph.layers)
        assert all(math.isfinite(node.x) for node in self.graph.nodes.values())

    @invariant()
    def a_file_brings_it_back(self) -> None:
        opened = file.loads(file.dumps(self.project, GraphFacts()))
        assert opened.project == self.project
        assert opened.changes == ()

    def teardown(self) -> None:
        for state in reversed(self.states[:-1]):
            assert self.history.undo() == state
        for state in self.states[1:]:
            assert self.history.redo() == state


RandomEdits.TestCase.settings = settings(max_examples=50, stateful_step_count=50, deadline=None)
TestRandomEdits = RandomEdits.TestCase

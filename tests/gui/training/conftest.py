"""A training panel beside a small drawing with one output of three units and softmax, bound to iris's species."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from desktop_nn.data.choices import Bindings, DataChoices, Source
from desktop_nn.graph.edits import configure, connect, place
from desktop_nn.graph.facts import GraphFacts, NodeFacts
from desktop_nn.graph.model import Graph, Link
from desktop_nn.graph.topology import input_nodes, output_nodes
from desktop_nn.project.document import Project
from tests.helpers.drawings import CATALOGUE, chain
from tests.helpers.waiting import wait_until
from ui.running import RunControl
from ui.session import Session
from ui.training.panel import TrainingPanel


@pytest.fixture
def run(session: Session) -> RunControl:
    """A run control that trains nothing here."""
    return RunControl(session)


@pytest.fixture
def panel(qtbot: QtBot, session: Session, run: RunControl) -> TrainingPanel:
    """The shown panel, as wide as its dock, for iris."""
    graph, (_, last) = chain("InputLayer", "Dense")
    graph = configure(graph, graph.nodes[last].layer, {"units": 3, "activation": "softmax"})
    open_iris(session, graph)
    panel = TrainingPanel(session, run)
    qtbot.addWidget(panel)
    panel.resize(320, 700)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def open_iris(session: Session, graph: Graph) -> None:
    """Make a drawing with iris bound to all its inputs and outputs the document, and wait for the description."""
    inputs = dict.fromkeys(input_nodes(graph), ("sepal length (cm)",))
    targets = dict.fromkeys(output_nodes(graph), "species")
    data = DataChoices(Source("iris"), bindings=Bindings(inputs, targets))
    facts = GraphFacts({node: NodeFacts(((None, 3),)) for node in output_nodes(graph)})
    session.show(Project(graph, data), facts, path=None, title="Iris")
    wait_until(lambda: session.description is not None, what="the description")


def add_output(session: Session) -> None:
    """Draw a second output, bound to species as well."""

    def change(project: Project) -> Project:
        graph, node = place(project.graph, "Dense", 0, 200, name="aux", config={"units": 3, "activation": "softmax"})
        graph = connect(graph, Link(input_nodes(graph)[0], node), CATALOGUE)
        bindings = project.data.bindings
        bound = replace(bindings, targets={**bindings.targets, node: "species"})
        return replace(project, graph=graph, data=replace(project.data, bindings=bound))

    session.edit("Draw", change)

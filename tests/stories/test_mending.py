"""A broken model, put right again by keys alone: F8 to the problem, Ctrl+. to mend it, until nothing is wrong."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_nn.data.choices import Bindings
from desktop_nn.graph import edits, wiring
from desktop_nn.graph.model import Graph
from desktop_nn.problems import errors
from desktop_nn.project.document import Project, with_graph
from tests.helpers.waiting import wait_until
from ui.main_window import MainWindow

CTRL = Qt.KeyboardModifier.ControlModifier


def named(graph: Graph, name: str) -> str:
    """The id of the node whose layer has this name."""
    return next(id for id in graph.nodes if graph.name_of(id) == name)


def settled(window: MainWindow) -> None:
    """Keras has said what it thinks of the drawing as it is now."""
    session = window.session
    wait_until(lambda: not session.shapes.busy and session.facts.nodes.keys() == session.graph.nodes.keys(),
               60, "shapes")  # fmt: skip


def test_that_a_broken_model_is_mended_by_keys_alone(window: MainWindow) -> None:
    session = window.session
    window.documents.open_example("fashion-mnist")
    wait_until(lambda: session.title == "fashion-mnist" and session.description is not None, 60, "the example")
    settled(window)
    assert not errors(session.problems)
    graph = session.graph
    output = named(graph, "label")

    def break_it(project: Project) -> Project:
        drawing = wiring.bridge(project.graph, [named(project.graph, "flatten")])
        drawing = edits.configure(drawing, drawing.nodes[output].layer, {"units": 7})
        project = with_graph(project, drawing)
        return replace(project, data=replace(project.data, bindings=Bindings({}, project.data.bindings.targets)))

    session.edit("Break it", break_it)
    settled(window)
    wait_until(lambda: len(errors(session.problems)) == 2, what="the problems")
    steps = []
    window.canvas.setFocus()
    for _ in range(6):
        if not errors(session.problems):
            break
        QTest.keyClick(window.canvas, Qt.Key.Key_F8)
        QTest.keyClick(window.canvas, Qt.Key.Key_Period, CTRL)
        steps.append(session.history.undo_label)
        settled(window)
    assert steps == [
        "Bind the column image of the data",
        "Insert Flatten before hidden1",
        "Set units of label to 10",
    ]
    assert not session.problems
    for _ in range(3):
        session.undo()
    settled(window)
    assert len(errors(session.problems)) == 2


def test_that_the_menu_shows_what_layers_cost(window: MainWindow) -> None:
    window.documents.open_example("blobs-deep")
    wait_until(lambda: window.session.title == "blobs-deep", 60, "the example")
    settled(window)
    window.actions_by_id["view.overlay_parameters"].trigger()
    assert window.canvas.overlay.legend.isVisible()
    assert window.actions_by_id["view.overlay_parameters"].isChecked()
    total = f"{window.session.facts.parameters:,} in all"
    assert window.canvas.overlay.legend.total == total
    window.actions_by_id["view.overlay_none"].trigger()
    assert not window.canvas.overlay.legend.isVisible()

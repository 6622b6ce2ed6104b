"""The code pane: a node picked, a style that cannot be, subclassing, finding, no data yet."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from desktop_nn.data.choices import DataChoices
from desktop_nn.graph.facts import GraphFacts
from desktop_nn.project import examples
from tests.helpers.waiting import wait_until
from ui.code.panel import CodePanel
from ui.main_window import MainWindow


def _panel(window: MainWindow) -> CodePanel:
    """The pane, once what it shows is up to date."""
    window.show_panel("code")
    panel = cast("CodePanel", window.panels.panel("code"))
    wait_until(lambda: not window.session.files.busy and panel.text(), what="the code")
    return panel


def _open(window: MainWindow, name: str) -> None:
    window.session.history.mark_saved(window.session.project)
    window.documents.open_example(name)
    wait_until(lambda: window.session.title == name and window.session.description, what=f"the example {name}")


def code_picked(window: MainWindow) -> None:
    """The Sequential script of Fashion-MNIST with a layer picked."""
    _open(window, "fashion-mnist")
    panel = _panel(window)
    panel.choose_style("auto")
    wait_until(lambda: not window.session.files.busy, what="the code")
    window.canvas.fit()
    window.session.select([list(window.session.graph.nodes)[2]])


def code_classes(window: MainWindow) -> None:
    """Two outputs as a class; the marked lines are in `__init__` and in `call`."""
    _open(window, "two-outputs")
    panel = _panel(window)
    panel.choose_style("subclassing")
    wait_until(lambda: "class TwoOutputs" in panel.text(), what="the class")
    window.canvas.fit()
    window.session.select([list(window.session.graph.nodes)[3]])


def code_refused(window: MainWindow) -> None:
    """A style that the drawing cannot have."""
    panel = _panel(window)
    panel.choose_style("sequential")
    wait_until(lambda: panel.bar.said.startswith("A Sequential"), what="the way out")


def code_found(window: MainWindow) -> None:
    """Something found in the code."""
    panel = _panel(window)
    panel.choose_style("functional")
    wait_until(lambda: not window.session.files.busy, what="the code")
    panel.find_bar.open_bar()
    panel.find_bar.field.setText("hidden2")
    panel.find_bar.next()


def code_without_data(window: MainWindow) -> None:
    """The model alone while no data is chosen."""
    panel = _panel(window)
    panel.find_bar.close_bar()
    panel.choose_style("auto")
    project = replace(examples.read("wide-and-deep").project, data=DataChoices())
    window.session.history.mark_saved(window.session.project)
    window.session.show(project, GraphFacts(), path=None, title="wide-and-deep")
    wait_until(lambda: "No data" in panel.bar.said, what="the model's code")
    window.canvas.fit()


CODE_STATES = (code_picked, code_classes, code_refused, code_found, code_without_data)

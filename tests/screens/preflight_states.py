"""States of the pre-flight panel: before anything, with checks that found something, with a learning-rate curve."""

from __future__ import annotations

from desktop_nn.project import examples
from tests.helpers.waiting import wait_until
from ui.main_window import MainWindow


def preflight_empty(window: MainWindow) -> None:
    """What the panel is for."""
    _open(window, "blobs-deep")
    window.show_panel("preflight")


def preflight_checks(window: MainWindow) -> None:
    """The checks of an example of which one is not good, and the curve."""
    _open(window, "blobs-deep")
    window.preflight()
    wait_until(lambda: window.trials.busy is None and bool(window.trials.checks), 120, "the checks")
    window.test_rates()
    wait_until(lambda: window.trials.busy is None and window.trials.rates is not None, 120, "the test")


def _open(window: MainWindow, name: str) -> None:
    if window.session.title == name:
        return
    window.session.history.mark_saved(window.session.project)
    window.documents.open_example(name)
    wait_until(lambda: window.session.title == name and window.session.description, what=f"the example {name}")
    window.session.start_engine()
    nodes = examples.read(name).project.graph.nodes
    wait_until(lambda: all(id in window.session.facts.nodes for id in nodes), 60, "shapes")
    wait_until(window.trials.may_start, 60, "the problems")
    window.canvas.fit()

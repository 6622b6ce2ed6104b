"""The states worth looking at: each opens something in a real window, and says which picture it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QApplication, QWidget

from desktop_nn.data.choices import Bindings
from desktop_nn.graph.edits import connect, delete, place
from desktop_nn.graph.groups import make_group
from desktop_nn.graph.model import Graph, Link
from desktop_nn.project.document import Project, with_graph
from tests.helpers.waiting import wait_until
from tests.screens import gesture_states as gestures
from tests.screens.callback_states import CALLBACK_STATES
from tests.screens.canvas_states import (
    cards,
    groups_far,
    groups_folded,
    groups_open,
    overlay_far,
    overlay_near,
    overlay_off,
    problem_card,
)
from tests.screens.chart_states import CHART_STATES
from tests.screens.code_states import CODE_STATES
from tests.screens.layer_code_states import LAYER_CODE_STATES
from tests.screens.link_states import (
    find_layers,
    links_at_right_angles,
    links_curved,
    links_straight,
    replace_layer,
    wire_from_far,
    wire_in_the_air,
)
from tests.screens.model_saving_states import MODEL_SAVING_STATES
from tests.screens.nested_states import (
    nested_deep,
    nested_found,
    nested_inside,
    nested_lists,
    nested_menu,
    nested_outside,
    nested_problem,
)
from tests.screens.note_states import note_written, notes_far, notes_middle, notes_near
from tests.screens.operation_states import OPERATION_STATES
from tests.screens.preflight_states import preflight_checks, preflight_empty
from tests.screens.run_states import many_runs, tensorboard_answers, two_runs_compared
from tests.screens.steering import STEERING_STATES
from tests.screens.weight_states import WEIGHT_STATES
from ui.data import edits
from ui.data.panel import DataPanel
from ui.main_window import MainWindow
from ui.theme.theme import theme


def open_example(window: MainWindow, name: str) -> None:
    """Open an example and wait until its data is described and its shapes are known."""
    window.session.history.mark_saved(window.session.project)
    window.documents.open_example(name)
    wait_until(lambda: window.session.title == name and window.session.description, what=f"the example {name}")
    window.session.start_engine()
    nodes = window.session.graph.nodes
    wait_until(lambda: all(id in window.session.facts.nodes for id in nodes), what="shapes")
    wait_until(lambda: not window.session.files.busy, what="the data's first look")
    window.canvas.fit()


def welcome(window: MainWindow) -> None:
    """The start page."""
    window.show_welcome()


def empty_model(window: MainWindow) -> None:
    """A new model: every panel's empty state."""
    window.documents.new()
    window.show_panel("inspector")


def fashion(window: MainWindow) -> None:
    """The chain of Fashion-MNIST with a layer selected."""
    open_example(window, "fashion-mnist")
    window.session.select([list(window.session.graph.nodes)[2]])
    window.show_panel("inspector")
    window.canvas.fit()


def fashion_summary(window: MainWindow) -> None:
    """The summary below the canvas."""
    window.show_panel("summary")
    window.canvas.fit()


def fashion_data(window: MainWindow) -> None:
    """The data panel with pictures."""
    window.show_panel("data")
    window.show_panel("code")
    window.canvas.fit()
    QApplication.processEvents()
    wait_until(lambda: not window.session.files.busy, what="first look and code")


def california_data(window: MainWindow) -> None:
    """The data panel with a table."""
    open_example(window, "two-inputs")
    window.show_panel("data")
    wait_until(lambda: not window.session.files.busy, what="the first look")


def sample_weights(window: MainWindow) -> None:
    """Samples that count by a column, which is an input too: the warning under the bindings."""
    california_data(window)
    window.session.edit("Sample weight", lambda project: edits.set_weight(project, "Population"))
    panel = window.findChild(DataPanel)
    assert panel is not None
    QApplication.processEvents()
    panel.area.ensureWidgetVisible(panel.bindings.weight.note)


def two_outputs(window: MainWindow) -> None:
    """The two-output model with its training choices."""
    open_example(window, "two-outputs")
    window.show_panel("training")


def training(window: MainWindow) -> None:
    """A run under way: charts growing."""
    window.session.edit("Epochs", lambda p: replace(p, training=replace(p.training, epochs=12)))
    window.train()
    wait_until(lambda: len(window.run.log.epoch_seconds) >= 5 or not window.run.active, 120, "five epochs")


def trained(window: MainWindow) -> None:
    """The run has ended."""
    wait_until(lambda: not window.run.active, 180, "the end of the run")
    assert window.run.model is not None
    window.session.history.mark_saved(window.session.project)


def evaluation(window: MainWindow) -> None:
    """Figures and predictions of the trained regression model."""
    window.show_panel("evaluation")
    QApplication.processEvents()
    wait_until(lambda: not window.session.training.busy and not window.session.files.busy, what="the evaluation")


def runs(window: MainWindow) -> None:
    """The list of runs."""
    window.show_panel("runs")
    wait_until(lambda: not window.session.files.busy, what="the list of runs")


def classified(window: MainWindow) -> None:
    """A trained classifier's evaluation."""
    open_example(window, "blobs-deep")
    window.session.edit("Epochs", lambda p: replace(p, training=replace(p.training, epochs=8)))
    window.train()
    wait_until(lambda: not window.run.active, 120, "the end of the run")
    evaluation(window)
    window.session.history.mark_saved(window.session.project)


def problems(window: MainWindow) -> None:
    """A drawing with mistakes."""
    open_example(window, "two-outputs")

    def break_it(project: Project) -> Project:
        graph, conv = place(project.graph, "Conv2D", 620, 260, config={"filters": 8, "kernel_size": 3})
        graph, lonely = place(graph, "Dense", 620, 420, config={"units": 3})
        graph = _link(graph, next(iter(graph.nodes)), conv)
        broken = with_graph(project, graph)
        bindings = replace(broken.data.bindings, targets={**broken.data.bindings.targets, lonely: "Gone"})
        assert isinstance(bindings, Bindings)
        return replace(broken, data=replace(broken.data, bindings=bindings))

    window.session.edit("Break it", break_it)
    wait_until(lambda: not window.session.shapes.busy, what="shapes")
    window.canvas.fit()
    window.show_panel("problems")
    window.session.select([list(window.session.graph.nodes)[-2]])
    window.show_panel("inspector")


def _link(graph: Graph, source: str, target: str) -> Graph:
    from desktop_nn import catalogue

    return connect(graph, Link(source, target), catalogue.load())


def outline(window: MainWindow) -> None:
    """The outline with a group, and the keyboard's ring on the canvas."""
    open_example(window, "wide-and-deep")
    ids = list(window.session.graph.nodes)
    window.session.edit_graph("Group layers", lambda graph: make_group(graph, ids[1:3], "Deep")[0])
    window.show_panel("outline")
    window.canvas.setFocus()
    window.session.select({ids[1]})
    window.canvas.marks.focus_on(ids[1], ring=True)
    window.canvas.fit()


def history(window: MainWindow) -> None:
    """The steps, one of them undone."""
    ids = list(window.session.graph.nodes)
    window.session.edit_graph("Delete value", lambda graph: delete(graph, ids[-1:]))
    window.session.undo()
    window.show_panel("history")


def high_contrast(window: MainWindow) -> None:
    """The same in high contrast."""
    theme.apply("contrast_dark" if theme.colours.scheme == "dark" else "contrast_light")
    QApplication.processEvents()
    window.show_panel("outline")
    window.canvas.setFocus()


def ordinary_contrast(window: MainWindow) -> None:
    """Back in the scheme of before."""
    theme.apply("dark" if theme.colours.scheme == "dark" else "light")
    window.show_panel("palette")
    window.session.history.mark_saved(window.session.project)


def command_palette(window: MainWindow) -> QWidget | None:
    """The command palette."""
    window.session.history.mark_saved(window.session.project)
    window.show_command_palette()
    return QApplication.activePopupWidget()


def shortcuts(window: MainWindow) -> QWidget | None:
    """The sheet of shortcuts."""
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()
    window.show_shortcuts()
    return window.findChild(QWidget, "shortcuts_dialog")


State = Callable[[MainWindow], "QWidget | None"]

STATES: tuple[State, ...] = (
    welcome,
    empty_model,
    cards,
    problem_card,
    overlay_near,
    overlay_far,
    overlay_off,
    groups_folded,
    groups_open,
    groups_far,
    notes_near,
    note_written,
    notes_middle,
    notes_far,
    nested_outside,
    nested_inside,
    nested_deep,
    nested_problem,
    nested_lists,
    nested_found,
    nested_menu,
    gestures.guides,
    gestures.cut,
    gestures.path_near,
    gestures.path_far,
    gestures.path_farther,
    gestures.path_off,
    wire_in_the_air,
    wire_from_far,
    links_at_right_angles,
    links_straight,
    links_curved,
    find_layers,
    replace_layer,
    preflight_empty,
    preflight_checks,
    many_runs,
    two_runs_compared,
    tensorboard_answers,
    fashion,
    fashion_summary,
    *MODEL_SAVING_STATES,
    fashion_data,
    california_data,
    sample_weights,
    two_outputs,
    training,
    trained,
    evaluation,
    runs,
    *STEERING_STATES,
    classified,
    *OPERATION_STATES,
    *CALLBACK_STATES,
    *LAYER_CODE_STATES,
    *CODE_STATES,
    *CHART_STATES,
    *WEIGHT_STATES,
    problems,
    outline,
    history,
    high_contrast,
    ordinary_contrast,
    command_palette,
    shortcuts,
)

"""The story of the two-output model, told once for every kind of hand."""

from __future__ import annotations

import math
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLineEdit, QListView, QPushButton, QToolButton

from tests.helpers.clicking import settle
from tests.helpers.waiting import wait_until
from tests.stories.drawing_table import DrawingTable
from ui.charts.panel import ChartsPanel
from ui.data.panel import DataPanel
from ui.evaluation.panel import EvaluationPanel
from ui.training.panel import TrainingPanel

WIDE = ("MedInc", "HouseAge", "AveRooms", "AveBedrms", "Population")
DEEP = ("AveRooms", "AveBedrms", "Population", "AveOccup", "Latitude", "Longitude")


def draw(table: DrawingTable) -> dict[str, str]:
    """Draw the model of chapter 10 on an empty canvas; returns node ids by layer name."""
    spots = {
        "wide": ("input", -240, -270),
        "deep": ("input", 60, -270),
        "hidden1": ("dense", 60, -160),
        "hidden2": ("dense", 60, -50),
        "concat": ("concat", -100, 70),
        "main_output": ("dense", -100, 190),
        "aux_output": ("dense", 190, 190),
    }
    nodes = {name: table.add(words, x, y) for name, (words, x, y) in spots.items()}
    table.window.canvas.fit()
    for source, target, port in (
        ("deep", "hidden1", 0),
        ("hidden1", "hidden2", 0),
        ("wide", "concat", 0),
        ("hidden2", "concat", 1),
        ("concat", "main_output", 0),
        ("hidden2", "aux_output", 0),
    ):
        table.connect(nodes[source], nodes[target], port)
    for name, node in nodes.items():
        table.rename(node, name)
    return nodes


def configure(table: DrawingTable, nodes: dict[str, str]) -> None:
    """Sizes and activations, in the inspector."""
    table.set_field(nodes["wide"], "shape", "5")
    table.set_field(nodes["deep"], "shape", "6")
    for name, units in (("hidden1", "30"), ("hidden2", "100"), ("main_output", "1"), ("aux_output", "1")):
        table.set_field(nodes[name], "units", units)
    for name in ("hidden1", "hidden2"):
        table.set_choice(nodes[name], "activation", "relu")
    session = table.window.session
    wait_until(lambda: session.facts.parameters == 3517, what="3,517 parameters")


def bind(table: DrawingTable, nodes: dict[str, str]) -> None:
    """California housing; columns 0–4 are wide, 2–7 are deep."""
    table.tab("data")
    panel = table.find(DataPanel, "data_panel")
    table.hand.pick(panel.source.combo, "California")
    session = table.window.session
    wait_until(lambda: session.description is not None and not session.files.busy, what="the description")
    wait_until(lambda: session.project.data.preprocessing, what="the proposed preprocessing")
    for name, columns in (("wide", WIDE), ("deep", DEEP)):
        card = panel.bindings.inputs[nodes[name]]
        if not card.list.isVisible():
            table.hand.click(card.fold)
        wait_until(card.list.isVisible, what="the list of columns")
        for row in range(card.list.view.model().rowCount()):
            _check(table, nodes[name], card.list.view, row, columns)
        assert session.project.data.bindings.inputs[nodes[name]] == columns


def _check(table: DrawingTable, node: str, view: QListView, row: int, wanted: tuple[str, ...]) -> None:
    """Check or clear one column, if it is not yet as wanted."""
    index = view.model().index(row, 0)
    column = str(index.data()).split("  (")[0]

    def right() -> bool:
        bound = table.window.session.project.data.bindings.inputs.get(node, ())
        return (column in bound) == (column in wanted)

    if not right():
        settle(view)
        view.scrollTo(index)
        rect = view.visualRect(index)
        table.hand.click(view.viewport(), QPoint(rect.left() + 14, rect.center().y()))
        wait_until(right, what=f"{column} to be checked or cleared")


def choose_training(table: DrawingTable) -> None:
    """Two epochs, the suggested losses."""
    table.tab("training")
    panel = table.find(TrainingPanel, "training_panel")
    epochs = panel.run.fields["epochs"]
    field = epochs if isinstance(epochs, QLineEdit) else epochs.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    table.hand.retype(field, "2")
    for node, card in list(panel.outputs.cards.items()):
        if table.window.session.project.training.output(node).loss is None:
            table.hand.click(card.suggest)
    session = table.window.session
    wait_until(table.window.run.may_start, what=f"no problems, but {[str(p) for p in session.problems]}")


def train(table: DrawingTable) -> dict[str, float]:
    """Press Train, see the charts grow, wait for the end; returns the test figures."""
    run = table.window.run
    table.hand.click(table.find(QToolButton, "tool_run.train"))
    wait_until(lambda: run.active, what="the run")
    charts = table.window.panels.panel("charts")
    assert isinstance(charts, ChartsPanel)
    lengths: list[int] = []

    def grown() -> bool:
        chart = charts.charts.get("loss")
        drawn = len(chart.line("train").y) if chart is not None else 0
        if drawn and (not lengths or drawn > lengths[-1]):
            lengths.append(drawn)
        return not run.active

    wait_until(grown, 180, "the end of the run")
    assert lengths[-2:] == [1, 2], f"The chart grew by {lengths}."
    assert charts.isVisible()
    assert {"loss", "main_output_loss", "aux_output_loss"} <= set(charts.charts)
    ended = run.log.ended
    assert ended is not None
    assert ended.status == "finished", str(ended.problem)
    return dict(ended.test)


def save_and_reopen(table: DrawingTable, file: Path, nodes: dict[str, str]) -> None:
    """Save the model as .h5 and open it again: the same drawing in the same places."""
    window = table.window
    places = {window.session.graph.name_of(id): (node.x, node.y) for id, node in window.session.graph.nodes.items()}
    window.actions_by_id["file.save_model"].trigger()
    table.hand.click(table.find(QPushButton, "model_saving_go_on"))
    wait_until(file.exists, what="the .h5 file")
    wait_until(lambda: not window.session.files.busy, what="the end of saving")
    window.session.history.mark_saved(window.session.project)
    window.documents.open(file)
    wait_until(lambda: window.run.model is not None and window.run.model.path == file, what="the opened model")
    graph = window.session.graph
    assert {graph.name_of(id): (node.x, node.y) for id, node in graph.nodes.items()} == places


def evaluate(table: DrawingTable) -> dict[str, float]:
    """Evaluate the opened file on the test part."""
    table.tab("evaluation")
    panel = table.find(EvaluationPanel, "evaluation_panel")
    if panel.result is None:
        wait_until(lambda: table.find(QPushButton, "evaluate_button").isEnabled() and panel.result, 120, "the figures")
    assert panel.result is not None
    return dict(panel.result.predictions.figures)


def tell(table: DrawingTable, file: Path) -> None:
    """From an empty window to the same loss again."""
    nodes = draw(table)
    configure(table, nodes)
    bind(table, nodes)
    choose_training(table)
    figures = train(table)
    save_and_reopen(table, file, nodes)
    again = evaluate(table)
    for name, value in figures.items():
        assert math.isclose(again[name], value, rel_tol=1e-6), f"{name}: {again[name]} after reopening, {value} before"

"""What a user does with the hand: draw by mouse, drag from the palette, train examples, on a real X display."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QPushButton, QToolButton, QWidget

from tests.helpers.hand import XHand
from tests.helpers.waiting import wait_until
from tests.screen.easel import Easel
from tests.stories import two_outputs
from tests.stories.drawing_table import DrawingTable
from ui.main_window import MainWindow
from ui.training.start_dialog import Choice, StartDialog

pytestmark = pytest.mark.screen


def open_card(window: MainWindow, hand: XHand, name: str) -> None:
    """Click on an example's card and wait until everything is known of it."""
    card = window.findChild(QWidget, f"example_{name}")
    assert card is not None
    hand.click(card)
    session = window.session
    wait_until(lambda: session.title == name and session.description is not None, what=f"the example {name}")
    wait_until(window.run.may_start, what="shapes and checks")


def train(window: MainWindow, hand: XHand, pictures: Path, name: str, epochs: int) -> None:
    """Click Train, take a picture half way, wait for the end."""
    change = replace(window.session.project.training, epochs=epochs)
    window.session.edit("Epochs", lambda project: replace(project, training=change))
    button = window.findChild(QToolButton, "tool_run.train")
    assert button is not None
    hand.click(button)
    log = window.run.log
    wait_until(lambda: window.run.active, what="the run")
    log = window.run.log
    wait_until(lambda: len(log.epoch_seconds) >= max(1, epochs // 2) or log.ended, 240, "half of the epochs")
    window.grab().save(str(pictures / f"training-{name}.png"))
    wait_until(lambda: not window.run.active, 400, "the end of the run")
    assert log.ended is not None
    assert log.ended.status == "finished", str(log.ended.problem)
    window.grab().save(str(pictures / f"trained-{name}.png"))


def test_that_two_outputs_trains_by_mouse(window: MainWindow, hand: XHand, pictures: Path) -> None:
    window.grab().save(str(pictures / "welcome.png"))
    open_card(window, hand, "two-outputs")
    train(window, hand, pictures, "two-outputs", 8)
    assert len(window.run.log.history["val_main_output_loss"]) == 8


def test_that_fashion_mnist_trains_by_mouse_and_stops_at_once(window: MainWindow, hand: XHand, pictures: Path) -> None:
    open_card(window, hand, "fashion-mnist")
    train(window, hand, pictures, "fashion-mnist", 2)
    button, stop = window.findChild(QToolButton, "tool_run.train"), window.findChild(QToolButton, "tool_run.stop")
    assert button is not None
    assert stop is not None
    hand.click(button)
    answer(window, hand, "scratch")
    wait_until(lambda: window.run.log.present_step > 5, 120, "some batches")
    hand.click(stop)
    wait_until(lambda: not window.run.active, 30, "the stop")
    assert window.run.log.ended is not None
    assert window.run.log.ended.status == "stopped"
    assert window.run.model is not None


def answer(window: MainWindow, hand: XHand, choice: Choice) -> None:
    """Click on one of the ways in which a run can begin."""
    wait_until(lambda: window.findChildren(StartDialog), what="the question how to begin")
    dialog = window.findChildren(StartDialog)[-1]
    wait_until(dialog.isVisible, what="the dialog")
    hand.click(dialog.cards[choice])
    wait_until(lambda: window.run.active, what="the run")


def test_that_a_run_is_paused_resumed_stopped_after_its_epoch_and_continued_by_mouse(
    window: MainWindow, hand: XHand, pictures: Path
) -> None:
    open_card(window, hand, "two-outputs")
    change = replace(window.session.project.training, epochs=3000)
    window.session.edit("Epochs", lambda project: replace(project, training=change))
    pause, stop = window.findChild(QToolButton, "tool_run.pause"), window.findChild(QToolButton, "tool_run.stop")
    start = window.findChild(QToolButton, "tool_run.train")
    assert pause is not None
    assert stop is not None
    assert start is not None
    wait_until(window.run.may_start, what="shapes and checks")
    hand.click(start)
    wait_until(lambda: len(window.run.log.epoch_seconds) >= 2, 120, "two epochs")
    hand.click(pause)
    wait_until(lambda: [event.what for event in window.run.log.steered] == ["paused"], what="the pause")
    window.grab().save(str(pictures / "paused.png"))
    hand.click(pause)
    wait_until(lambda: window.run.state == "running", what="the run going on")
    Easel(window, hand.mouse).choose("Run", "Stop after this epoch")
    wait_until(lambda: not window.run.active, 60, "the end of the epoch")
    done = len(window.run.log.epoch_seconds)
    hand.click(start)
    answer(window, hand, "continue")
    wait_until(lambda: len(window.run.log.epoch_seconds) > done, 120, "further epochs")
    assert window.run.log.epoch_seconds[:2], "the earlier epochs are in the same charts"
    hand.click(stop)
    wait_until(lambda: not window.run.active, 60, "the stop")


def test_that_a_layer_is_dragged_from_the_palette(window: MainWindow, hand: XHand) -> None:
    new = window.findChild(QPushButton, "welcome_new")
    assert new is not None
    hand.click(new)
    wait_until(window.canvas.isVisible, what="the empty canvas")
    view = next(view for view in window.panels.panel("palette").findChildren(QAbstractItemView) if view.isVisible())
    dense = _row(view, "Dense")
    start = view.viewport().mapToGlobal(view.visualRect(dense).center())
    canvas = window.canvas.viewport()
    hand.mouse.drag(start, canvas.mapToGlobal(QPoint(300, 200)))
    wait_until(lambda: window.session.graph.nodes, what="the dropped layer")
    node = next(iter(window.session.graph.nodes))
    card = window.canvas.board.nodes[node].card_in_scene()
    assert card.contains(window.canvas.mapToScene(QPoint(300, 200)))


def test_that_the_story_of_two_outputs_goes_by_a_real_mouse(
    window: MainWindow, hand: XHand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "two outputs.h5"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), "Keras HDF5 (*.h5)"))
    table = DrawingTable(window, hand)
    hand.click(table.find(QPushButton, "welcome_new"))
    wait_until(window.canvas.isVisible, what="the empty canvas")
    two_outputs.tell(table, file)


def _row(view: QAbstractItemView, text: str) -> QModelIndex:
    model = view.model()
    todo = [model.index(row, 0) for row in range(model.rowCount())]
    while todo:
        index = todo.pop(0)
        if index.data() == text:
            return index
        todo = [model.index(row, 0, index) for row in range(model.rowCount(index))] + todo
    raise AssertionError(f"The palette has no {text}.")

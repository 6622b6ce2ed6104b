"""The evaluation panel: figures, confusion, worst answers of the model in hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QComboBox, QLabel
from pytestqt.qtbot import QtBot

from desktop_nn.problems import Problem, ProblemError
from desktop_nn.training.predictions import OutputPredictions, Predictions
from tests.helpers.clicking import pick
from tests.helpers.drawings import dense_chain
from tests.helpers.waiting import wait_until
from ui import engine_door
from ui.evaluation.confusion_view import ConfusionView
from ui.evaluation.panel import EvaluationPanel
from ui.evaluation.worst_list import WorstList, picture
from ui.running import ModelInHand, RunControl
from ui.session import Notice, Session

ANSWERS = np.array([[0.9, 0.1], [0.2, 0.8], [0.6, 0.4]])


def classified() -> OutputPredictions:
    return OutputPredictions("label", ANSWERS, np.array([0, 1, 1]), ("cat", "dog"))


def regressed() -> OutputPredictions:
    return OutputPredictions("price", np.array([[1.0], [2.5]]), np.array([1.5, 2.0]))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which parts were predicted; the answers are the same for each."""
    parts: list[str] = []

    def predict(_project: object, _model: object, part: str, _limit: int | None = None) -> Predictions:
        parts.append(part)
        return Predictions(part, {"accuracy": 2 / 3, "loss": 0.5}, (classified(), regressed()), np.arange(3))

    monkeypatch.setattr(engine_door, "predict", predict)
    return parts


@pytest.fixture
def panel(session: Session, qtbot: QtBot) -> EvaluationPanel:
    run = RunControl(session)
    panel = EvaluationPanel(session, run)
    qtbot.addWidget(panel)
    panel.resize(740, 260)
    panel.show()
    return panel


def hold(session: Session, tmp_path: Path) -> None:
    run = session.findChild(RunControl)
    assert isinstance(run, RunControl)
    run.hold(ModelInHand(dense_chain(), live="model", path=tmp_path / "model.h5"))


def test_that_without_a_model_the_panel_says_what_to_do(panel: EvaluationPanel) -> None:
    words = " ".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible())
    assert "Train the model" in words


def test_that_a_new_model_is_evaluated_at_once_when_it_is_looked_at(
    panel: EvaluationPanel, session: Session, asked: list[str], tmp_path: Path, qtbot: QtBot
) -> None:
    hold(session, tmp_path)
    wait_until(lambda: panel.result is not None)
    figures = panel.findChild(QLabel, "evaluation_figures")
    assert figures is not None
    assert figures.text().index("Loss") < figures.text().index("Accuracy")
    assert asked == ["test"]


def test_that_another_part_is_evaluated_when_it_is_chosen(
    panel: EvaluationPanel, session: Session, asked: list[str], tmp_path: Path, qtbot: QtBot
) -> None:
    hold(session, tmp_path)
    wait_until(lambda: panel.result is not None)
    combo = panel.findChild(QComboBox, "evaluation_part")
    assert combo is not None
    pick(combo, "Training")
    wait_until(lambda: asked == ["test", "train"])


def test_that_a_regression_shows_predicted_against_true(
    panel: EvaluationPanel, session: Session, asked: list[str], tmp_path: Path, qtbot: QtBot
) -> None:
    hold(session, tmp_path)
    wait_until(lambda: panel.result is not None)
    combo = panel.findChild(QComboBox, "evaluation_output")
    assert combo is not None
    pick(combo, "price")
    assert not panel._confusion.isVisible()
    assert panel._scatter.isVisible()


def test_that_a_refusal_is_told_in_a_sentence(
    panel: EvaluationPanel, session: Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qtbot: QtBot
) -> None:
    def refuse(*_: object) -> None:
        raise ProblemError(Problem("The data is gone.", fix="Choose it again."))

    monkeypatch.setattr(engine_door, "predict", refuse)
    with qtbot.waitSignal(session.noticed) as told:
        hold(session, tmp_path)
    notice = told.args[0]
    assert isinstance(notice, Notice)
    assert "The data is gone." in notice.text


def test_that_a_cell_of_the_confusion_is_told_in_a_sentence(qtbot: QtBot) -> None:
    view = ConfusionView()
    qtbot.addWidget(view)
    view.resize(300, 200)
    view.show_output(classified())
    cells = {view.cell_at(QPoint(x, y)) for x in range(300) for y in range(200)} - {None}
    assert cells == {(0, 0), (0, 1), (1, 0), (1, 1)}
    assert view._sentence(1, 0) == "1 of 2 dog were wrongly called cat"


def test_that_the_worst_answers_say_what_was_meant(qtbot: QtBot) -> None:
    worst = WorstList()
    qtbot.addWidget(worst)
    predictions = Predictions("test", {}, (classified(),), np.array([7, 8, 9]))
    worst.show_output(predictions, classified(), {})
    item = worst.item(0)
    assert item is not None
    assert (item.text(), item.toolTip()) == ("dog\ncalled cat (60% sure)", "Sample 9")


def test_that_no_wrong_answers_are_said_too(qtbot: QtBot) -> None:
    worst = WorstList()
    qtbot.addWidget(worst)
    right = OutputPredictions("label", ANSWERS[:1], np.array([0]), ("cat", "dog"))
    worst.show_output(Predictions("test", {}, (right,), np.array([0])), right, {})
    item = worst.item(0)
    assert item is not None
    assert item.text() == "No wrong answers."


def test_that_a_picture_keeps_its_proportions(qtbot: QtBot) -> None:
    shown = picture(np.linspace(0, 1, 8 * 4).reshape(8, 4))
    assert shown.height() == 2 * shown.width()

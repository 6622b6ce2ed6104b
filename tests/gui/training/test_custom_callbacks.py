"""Callbacks of the user's own in the panel: shown and agreed to first; the order of callbacks; curves of schedules."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QRadioButton

from desktop_nn.catalogue.code_files import CodeFile
from desktop_nn.training import consent
from desktop_nn.training.choices import Configured
from tests.helpers.clicking import click, pick, retype
from tests.helpers.waiting import wait_until
from ui.code_dialog import CodeDialog
from ui.session import Session
from ui.training.code_adding import add_from
from ui.training.edits import add_callback, set_optimizer
from ui.training.panel import TrainingPanel

CODE = '''import keras


class Plain:
    pass


class Logger(keras.callbacks.Callback):
    """Writes down what it sees."""

    def __init__(self, every=2, *, loud: bool = False, words=()):
        super().__init__()


class Quiet(Logger):
    pass
'''


def dialog() -> CodeDialog | None:
    return next(
        (item for item in QApplication.topLevelWidgets() if isinstance(item, CodeDialog) and item.isVisible()), None
    )


def shown() -> CodeDialog:
    wait_until(lambda: dialog() is not None, 10, "the dialog with the code")
    found = dialog()
    assert found is not None
    return found


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mine.py"
    path.write_text(CODE, "utf-8")
    return path


def kinds(session: Session) -> list[str]:
    return [callback.kind for callback in session.project.training.callbacks]


def add_logger(panel: TrainingPanel, session: Session, file: Path) -> None:
    add_from(file, session, panel)
    found = shown()
    radio = found.findChild(QRadioButton, "code_class_Logger")
    assert radio is not None
    click(radio)
    click(found.consent)
    click(found.agree)


def test_that_code_is_shown_and_added_only_on_consent(panel: TrainingPanel, session: Session, file: Path) -> None:
    add_from(file, session, panel)
    found = shown()
    assert found.view.toPlainText() == CODE
    assert not found.agree.isEnabled()
    names = [button.property("callback_class") for button in found.picks.buttons()]
    assert names == ["Logger", "Quiet"]
    click(found.consent)
    assert not found.agree.isEnabled()
    click(found.picks.buttons()[0])
    assert found.view.marked == [7]
    click(found.agree)
    assert kinds(session)[-1] == "mine.py:Logger"
    assert session.history.labels() == ("Add Logger",)
    assert session.project.training.code == (CodeFile("mine.py", tuple(CODE.rstrip("\n").split("\n"))),)
    assert consent.agreed(session.project.training.code[0])


def test_that_cancelling_adds_nothing_and_agrees_to_nothing(panel: TrainingPanel, session: Session, file: Path) -> None:
    add_from(file, session, panel)
    found = shown()
    click(found.consent)
    found.reject()
    assert kinds(session) == ["TensorBoard"]
    assert not consent.agreed(CodeFile("mine.py", tuple(CODE.rstrip("\n").split("\n"))))


def test_that_its_parameters_are_those_of_its_constructor(panel: TrainingPanel, session: Session, file: Path) -> None:
    add_logger(panel, session, file)
    (_, card), *_ = panel.callbacks.cards
    wait_until(card.form.isVisible, 5, "the form")
    assert card.form.form is not None
    assert [item.name for item in card.form.form.kind.parameters] == ["every", "loud", "words"]
    retype(card.form.form.field("every").edit, "5")  # type: ignore[attr-defined]
    assert session.project.training.callbacks[-1] == Configured("mine.py:Logger", {"every": 5})


def test_that_code_from_elsewhere_is_asked_about_where_it_is_used(panel: TrainingPanel, session: Session) -> None:
    from ui.training.code_adding import with_code

    code = CodeFile("mine.py", tuple(CODE.split("\n")))
    session.edit("Add", lambda project: with_code(project, code, "Quiet"))
    (_, card), *_ = panel.callbacks.cards
    wait_until(lambda: bool(card.note.text), 5, "the question")
    assert card.note.text == "mine.py: nobody has agreed to run this code here."
    assert any("nobody has agreed" in problem.what for problem in session.problems)
    click(card.note.button)
    found = shown()
    click(found.consent)
    click(found.agree)
    wait_until(lambda: not card.note.text, 5, "the consent")
    assert not any("nobody has agreed" in problem.what for problem in session.problems)


def test_that_the_code_goes_with_its_last_callback(panel: TrainingPanel, session: Session, file: Path) -> None:
    add_logger(panel, session, file)
    (_, card), *_ = panel.callbacks.cards
    click(card.cross)
    assert session.project.training.code == ()
    session.undo()
    assert session.project.training.code


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\x89PNG\xff\xfe", "This is no Python text."),
        (b"import keras\nclass A(:\n", "Line 2 is no Python: invalid syntax."),
        (b"x = 1\n" * 2_000_000, "The file has 12.0 MB; that is no file of code."),
    ],
)
def test_that_a_file_that_is_no_python_is_told(
    content: bytes, told: str, panel: TrainingPanel, session: Session, tmp_path: Path
) -> None:
    path = tmp_path / "odd.py"
    path.write_bytes(content)
    notices: list[str] = []
    session.noticed.connect(lambda notice: notices.append(notice.text))
    add_from(path, session, panel)
    wait_until(lambda: bool(notices), 10, "the problem")
    assert told in notices[0]
    assert dialog() is None


def test_that_a_file_without_callbacks_has_nothing_to_add(
    panel: TrainingPanel, session: Session, tmp_path: Path
) -> None:
    path = tmp_path / "plain.py"
    path.write_text("class Plain:\n    pass\n")
    add_from(path, session, panel)
    found = shown()
    click(found.consent)
    assert not found.agree.isEnabled()
    assert "Plain is no callback" in found.note.text
    found.done(QDialog.DialogCode.Rejected)


def test_that_cards_change_places(panel: TrainingPanel, session: Session) -> None:
    for kind in ("CSVLogger", "TerminateOnNaN", "CSVLogger"):
        session.edit("Add", lambda project, kind=kind: add_callback(project, Configured(kind)))  # type: ignore[misc]
    cards = [card for _, card in panel.callbacks.cards]
    assert [card.title.text() for card in cards] == ["CSVLogger 1", "TerminateOnNaN", "CSVLogger 2"]
    assert not cards[0].up.isEnabled()
    assert not cards[2].down.isEnabled()
    wait_until(cards[0].down.isVisible, 5, "the button")
    click(cards[0].down)
    assert kinds(session) == ["TensorBoard", "TerminateOnNaN", "CSVLogger", "CSVLogger"]
    assert session.history.undo_label == "Call CSVLogger later"


def test_that_what_is_not_offered_says_why(panel: TrainingPanel) -> None:
    told = [action.text() for action in panel.callbacks.locked.actions()]
    assert "Keras keeps the history of every run by itself." in told
    assert "LambdaCallback runs Python functions. Write it as a callback of your own." in told
    assert not any(action.isEnabled() for action in panel.callbacks.locked.actions())


def test_that_a_scheduler_shows_its_curve_and_what_is_wrong(panel: TrainingPanel, session: Session) -> None:
    session.edit("Add", lambda project: add_callback(project, Configured("LearningRateScheduler")))
    (_, card), *_ = panel.callbacks.cards
    wait_until(card.curve.isVisible, 5, "the curve")
    assert card.curve.plot.curve is not None
    assert card.curve.plot.curve.ys[0] == pytest.approx(0.01)
    assert card.form.form is not None
    pick(card.form.form.field("shape").box, "piecewise constant")  # type: ignore[attr-defined]
    assert session.project.training.callbacks[-1].config == {"shape": "piecewise constant"}
    assert card.curve.plot.curve.ys[5] == pytest.approx(0.005)
    assert [item.name for item in card.form.form.kind.parameters] == ["shape", "boundaries", "values"]
    wrong = Configured("LearningRateScheduler", {"shape": "piecewise constant", "values": [0.1]})
    session.edit("Change", lambda project: add_callback(project, wrong))
    card = panel.callbacks.cards[-1][1]
    assert card.curve.note.text.startswith("2 boundaries need 3 values, but there are 1.")
    assert not card.curve.plot.isVisible()


def test_that_the_optimizers_schedule_is_drawn(panel: TrainingPanel, session: Session) -> None:
    assert not panel.optimizer.curve.isVisible()
    config = {"initial_learning_rate": 0.1, "decay_steps": 50, "decay_rate": 0.5}
    schedule = {"class_name": "ExponentialDecay", "config": config}
    session.edit("Decay", lambda project: set_optimizer(project, Configured("SGD", {"learning_rate": schedule})))
    wait_until(panel.optimizer.curve.isVisible, 5, "the curve")
    curve = panel.optimizer.curve.plot.curve
    assert curve is not None
    assert (curve.axis, curve.xs[-1]) == ("epoch", session.project.training.epochs)


def test_that_the_list_of_problems_offers_to_look_at_the_code(panel: TrainingPanel, session: Session) -> None:
    from ui import mending
    from ui.code_consent import ask_by_name
    from ui.training.code_adding import with_code

    code = CodeFile("mine.py", tuple(CODE.split("\n")))
    session.edit("Add", lambda project: with_code(project, code, "Quiet"))
    problem = next(problem for problem in session.problems if "nobody has agreed" in problem.what)
    session.code_wanted.connect(lambda name: ask_by_name(name, session, panel))
    (mend, *_) = mending.mends_for(session, problem, whole=True)
    assert mend.label == "Look at the code"
    mending.apply(session, mend, whole=True)
    assert session.history.labels() == ("Add",)
    click(shown().consent)
    click(shown().agree)
    wait_until(lambda: problem not in session.problems, 5, "the consent")

"""From a command to the run: asks where something is not plain or would be lost, then tells the run control."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from desktop_nn.project.document import Project
from ui.running import ModelInHand, RunControl
from ui.session import Session

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop_nn.runs.record import RunRecord
    from ui.training.start_dialog import Offer, StartDialog


class RunCommands(QObject):
    """`runs` gives the folder for new runs, `show` brings the charts to the front."""

    def __init__(
        self, session: Session, run: RunControl, runs: Callable[[], Path], show: Callable[[], object], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._session, self._run, self._runs, self._show, self._window = session, run, runs, show, parent
        self._looked_at: set[Path] = set()
        session.opened.connect(self.look_for_interrupted)

    def train(self) -> None:
        """Train the document; asks first if there are weights that it could begin with."""
        model = self._run.model
        if model is None or model.path is None or not self._run.may_start():
            self._begin(None)
            return
        self._ask(model)

    def enqueue(self) -> None:
        """Train the document, with new weights, after the run under way."""
        self._run.enqueue(self._runs())

    def go_on(self, folder: Path | None = None) -> None:
        """Ask for how many epochs a run of the library shall go on; without a folder the one in hand."""
        folder = folder or (self._run.model.folder if self._run.model else None)
        if folder is None:
            self._session.tell("There is no run to continue. Choose one in the list of runs.", "warn")
            return
        if not folder.exists():
            self._session.tell(f"The folder of {folder.name} is gone, so that run cannot be continued.", "warn")
            return

        def work(_cancelled: Callable[[], bool]) -> tuple[RunRecord, Project]:
            from desktop_nn.project import file
            from desktop_nn.runs.library import read_record

            return read_record(folder), file.read(folder / "project.dnn").project

        self._session.files.submit(work, done=self._ask_to_go_on, refused=self._session.tell_problems)

    def look_for_interrupted(self) -> None:
        """Say once a folder that its newest run was cut off by a crash or a power cut, and can go on."""
        folder = self._runs()
        if folder in self._looked_at or not self._session.has_document:
            return
        self._looked_at.add(folder)

        def work(_cancelled: Callable[[], bool]) -> RunRecord | None:
            from desktop_nn.runs.library import list_runs

            return next(iter(list_runs(folder)), None)

        def tell(newest: RunRecord | None) -> None:
            if newest is not None and newest.state == "interrupted" and not self._run.active:
                done = f"after {epochs_text(newest.epochs)} of {newest.planned_epochs:,}"
                words = f"The run {newest.folder.name} was cut off {done}. Choose it in Runs to continue it."
                self._session.tell(words, "warn", "run.runs")

        self._session.files.submit(work, done=tell)

    def discard(self) -> None:
        """Throw the run under way away, after a question if there is something to lose."""
        from PySide6.QtWidgets import QMessageBox

        from ui.widgets.message_box import MessageBox

        epochs = self._run.added_epochs
        if not epochs:
            self._run.discard()
            return
        box = MessageBox(self._window, "Throw this run away?")
        box.setObjectName("discard_run_dialog")
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        kept = " The epochs of before stay." if self._run.first_epoch else ""
        lost = f"What it learned in {epochs_text(epochs)} would be lost for good, with all figures."
        box.setInformativeText(lost + kept)
        buttons = QMessageBox.StandardButton
        box.setStandardButtons(buttons.Discard | buttons.Cancel)
        box.setDefaultButton(buttons.Cancel)
        box.button(buttons.Discard).clicked.connect(self._run.discard)

        def close_with_the_run() -> None:
            """The answer is about this run and no later one: a queued one may begin while the question stands."""
            if not self._run.active:
                box.reject()

        self._run.state_changed.connect(close_with_the_run)
        box.finished.connect(lambda _result: self._run.state_changed.disconnect(close_with_the_run))
        box.open()

    def change_rate(self, factor: float) -> None:
        """Multiply the learning rate of the run under way."""
        if self._run.learning_rate:
            self._run.set_learning_rate(self._run.learning_rate * factor)

    # --- asking ----------------------------------------------------------------------------------------------------

    def _ask(self, model: ModelInHand) -> None:
        from ui.training.start_dialog import Offer

        project, name = self._session.project, model_title(model)
        trained = f", trained for {epochs_text(model.epochs)}" if model.epochs else ""
        changed = _drawing(model.project) != _drawing(project)
        doubt = " The drawing has changed since, so they may not fit." if changed else ""
        lost = "" if model.path and model.path.exists() else "Their file is gone. Save the model to keep these weights."
        words = f"Begins with the weights of {name}{trained}.{doubt}"
        offers = [
            Offer("scratch", "From scratch", f"New weights, drawn from seed {project.training.seed}."),
            Offer("weights", "New run with these weights", words, lost),
        ]
        if model.folder is not None:
            offers.insert(1, self._offer_to_go_on(model))
        heading = f"There are trained weights: {name}{trained}."
        dialog = self._dialog(heading, tuple(offers), self._more(model.epochs, project.training.epochs))

        def answer() -> None:
            if dialog.chosen == "continue" and model.folder is not None:
                self._add_epochs(model.folder, dialog.more, model)
            else:
                self._begin(model.path if dialog.chosen == "weights" else None)

        dialog.accepted.connect(answer)
        dialog.open()

    def _offer_to_go_on(self, model: ModelInHand) -> Offer:
        from ui.training.start_dialog import Offer

        same = _but_epochs(model.project) == _but_epochs(self._session.project)
        words = (
            "As if it had never stopped: with its optimizer state, dropout and order of samples, in the same charts."
        )
        why_not = "" if same else "Drawing, data or choices have changed since; only the weights can be taken over."
        if model.folder is not None and not model.folder.exists():
            why_not = "The run's folder is gone."
        return Offer("continue", f"Continue {model_title(model)}", words, why_not)

    def _ask_to_go_on(self, found: tuple[RunRecord, Project]) -> None:
        from ui.training.start_dialog import Offer

        record, project = found
        words = "As if it had never stopped: the same optimizer state, dropout and order of samples."
        begun = f"It has {epochs_text(record.epochs)} of {record.planned_epochs:,} planned."
        offer = Offer("continue", f"Continue {record.folder.name}", f"{begun} {words}")
        dialog = self._dialog(f"Continue “{record.title}”", (offer,), self._more(record.epochs, record.planned_epochs))
        dialog.accepted.connect(lambda: self._continue(record.folder, record.epochs + dialog.more, project))
        dialog.open()

    def _dialog(self, heading: str, offers: tuple[Offer, ...], more: int) -> StartDialog:
        from ui.training.start_dialog import StartDialog

        return StartDialog(heading, offers, more, self._window)

    @staticmethod
    def _more(done: int, planned: int) -> int:
        """What is left of the plan, or as much again."""
        return planned - done if planned > done else planned

    # --- beginning -------------------------------------------------------------------------------------------------

    def _begin(self, start_from: Path | None) -> None:
        if self._run.start(self._runs(), start_from):
            self._show()

    def _add_epochs(self, folder: Path, more: int, model: ModelInHand) -> None:
        """Beyond those that the folder has by now: the run may have gone on since its model was taken in hand."""

        def work(_cancelled: Callable[[], bool]) -> int:
            from desktop_nn.runs.library import read_record

            return read_record(folder).epochs

        def go(epochs: int) -> None:
            self._continue(folder, max(epochs, model.epochs) + more, model.project)

        self._session.files.submit(work, done=go, refused=self._session.tell_problems)

    def _continue(self, folder: Path, epochs: int, project: Project) -> None:
        training = replace(project.training, epochs=epochs)
        if self._run.go_on(folder, epochs, replace(project, training=training)):
            self._show()


def model_title(model: ModelInHand | None) -> str:
    """A model's name for the user: its run's folder, or its file."""
    if model is None or model.path is None:
        return ""
    return model.folder.name if model.folder is not None else model.path.name


def epochs_text(count: int) -> str:
    """`1 epoch`, `30 epochs`."""
    return f"{count:,} epoch{'' if count == 1 else 's'}"


def _drawing(project: Project) -> object:
    """What decides whether weights fit; places on the canvas do not."""
    return project.graph.layers, project.graph.links


def _but_epochs(project: Project) -> object:
    """What must be equal for a run to go on exactly."""
    training = replace(project.training, epochs=0)
    places = {id: (node.layer, node.output, node.bypassed, node.group) for id, node in project.graph.nodes.items()}
    groups = {id: group.count for id, group in project.graph.groups.items()}
    return _drawing(project), places, groups, project.data, training

"""Documents of the window: new, open, save, recover; the dialogs that ask, and the work on the files' worker."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from desktop_nn.graph.facts import GraphFacts
from desktop_nn.graph.model import Graph
from desktop_nn.graph.topology import input_nodes
from desktop_nn.problems import ProblemError
from desktop_nn.project.document import Project, View
from desktop_nn.training.choices import TrainingChoices
from ui import engine_door
from ui.model_saving.saving import ModelSaving
from ui.offers import is_model
from ui.recent_files import RecentFiles
from ui.report.content import OpenedReport, opened_report
from ui.running import ModelInHand, RunControl
from ui.session import Session
from ui.widgets.message_box import MessageBox

OPEN_FILTER = (
    "Projects, models and pictures (*.dnn *.h5 *.hdf5 *.keras *.json *.png);;Projects (*.dnn);;"
    "Keras models (*.h5 *.hdf5 *.keras *.json);;Pictures with their project (*.png)"
)
EXPORT_FILTER = "Python script (*.py);;Notebook (*.ipynb);;Picture (*.svg)"


class Documents(QObject):
    """Opens and saves for one window. `reported` carries the report on a model file that was opened."""

    reported = Signal(object)

    def __init__(self, session: Session, run: RunControl, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._run, self._window = session, run, window
        self.recent = RecentFiles(session)
        self.models = ModelSaving(session, run, window)
        self._recovery = QTimer(self)
        self._recovery.setSingleShot(True)
        self._recovery.setInterval(1000 * session.settings.recovery_seconds)
        self._recovery.timeout.connect(self.write_recovery_copy)
        session.project_changed.connect(self._recovery.start)

    # --- new and open ------------------------------------------------------------------------------------------

    def new(self) -> None:
        """Start with an empty drawing, after asking about unsaved work."""
        if self.may_leave():
            self._show(Project(), GraphFacts(), None, "Untitled")

    def ask_open(self) -> None:
        """Let the user choose a file to open."""
        path, _ = QFileDialog.getOpenFileName(self._window, "Open", self._folder(), OPEN_FILTER)
        if path:
            self.open(Path(path))

    def open(self, path: Path, then: Callable[[], object] = lambda: None) -> None:
        """Open a project or a model file, after asking about unsaved work; problems are told.

        `then` is called once it is shown. What is open stays as it is, and can be worked on, until the new is there.
        """
        work = self._read_model if is_model(path) else self._read_project

        def read(cancelled: Callable[[], bool]) -> Callable[[], None]:
            show = work(path, cancelled)
            return lambda: show(path)

        self._open(path.name, read, then)

    def _open(
        self, name: str, read: Callable[[Callable[[], bool]], Callable[[], None]], then: Callable[[], object]
    ) -> None:
        """Read on the worker, then show; the newest wish counts. Asks again about what was drawn meanwhile."""
        if not self.may_leave():
            return
        asked, told = self._session.project, f"{name} was not opened."
        self._session.tell("")

        def show(opened: Callable[[], None]) -> None:
            if self._session.project is not asked and not self.may_leave():
                self._session.tell(told)
                return
            opened()
            then()

        job = self._session.files.submit(read, done=show, refused=self._session.tell_problems, latest="open")
        self._session.working.emit(job, f"Opening {name}…", lambda: self._session.tell(told))

    def read_drawing(self, path: Path, then: Callable[[Graph], None]) -> None:
        """Read the drawing of a file on the worker and hand it on; the open document stays. Problems are told."""

        def work(cancelled: Callable[[], bool]) -> Graph:
            if is_model(path):
                found = engine_door.read_model(path, cancelled)
                graph: Graph = found.project.graph if found.project else found.graph
                return graph
            from desktop_nn.project import file

            return file.read(path).project.graph

        def hand_on(graph: Graph) -> None:
            if not graph.nodes:
                self._session.tell(f"{path.name} holds no layers.", "warn")
                return
            then(graph)

        job = self._session.files.submit(work, done=hand_on, refused=self._session.tell_problems)
        told = f"{path.name} was not inserted."
        self._session.working.emit(job, f"Reading {path.name}…", lambda: self._session.tell(told))

    def load_weights(self, path: Path) -> None:
        """Put the weights of a file that holds nothing else into the open model. Problems are told."""
        if not self._session.project.graph.nodes:
            self._session.tell(f"{path.name} holds weights without a model. Open its model first.", "warn")
            return
        if self._run.active:
            self._session.tell("A run is under way. Stop it, or wait, before you put other weights in.", "warn")
            return
        project = self._session.project

        def done(live: Any) -> None:
            if self._session.project is project:
                self._run.hold(ModelInHand(project, live))
                self._session.tell(f"The model has the weights of {path.name} now.", "good")
            else:
                self._session.tell(f"The model was changed meanwhile; the weights of {path.name} are left out.", "warn")

        job = self._session.files.submit(
            lambda cancelled: engine_door.load_weights(path, project, cancelled),
            done=done, refused=self._session.tell_problems,
        )  # fmt: skip
        told = f"{path.name} was not loaded."
        self._session.working.emit(job, f"Loading the weights of {path.name}…", lambda: self._session.tell(told))

    def ask_weights(self) -> None:
        """Let the user choose a file with weights for the open model."""
        path, _ = QFileDialog.getOpenFileName(
            self._window, "Load weights", self._folder(), "Weights (*.weights.h5 *.h5 *.hdf5)"
        )
        if path:
            self.load_weights(Path(path))

    def open_copy(self, path: Path, then: Callable[[], object] = lambda: None) -> None:
        """Open a project without its path, so that saving cannot change the original (a run's own record)."""

        def read(_cancelled: Callable[[], bool]) -> Callable[[], None]:
            from desktop_nn.project import file

            opened = file.read(path)
            return lambda: self._show(opened.project, opened.facts, None, path.parent.name)

        self._open(path.parent.name, read, then)

    def open_example(self, name: str) -> None:
        """Open one of the bundled examples as a new, untitled project."""

        def read(_cancelled: Callable[[], bool]) -> Callable[[], None]:
            from desktop_nn.project import examples

            opened = examples.read(name)
            return lambda: self._show(opened.project, opened.facts, None, name)

        self._open(name, read, lambda: None)

    def _read_project(self, path: Path, _cancelled: Callable[[], bool]) -> Callable[[Path], None]:
        from desktop_nn.project import file

        opened = file.read(path)
        opened.project.graph.links_into("")  # sorts the links here, once, and not in the window's thread

        def show(path: Path) -> None:
            self._show(opened.project, opened.facts, path, path.stem, opened.view)
            self.recent.remember(path)
            if opened.changes:
                self._session.tell(f"{path.name} was adapted on opening: {'; '.join(opened.changes)}", "warn")

        return show

    def _read_model(self, path: Path, cancelled: Callable[[], bool]) -> Callable[[Path], None]:
        model_file = engine_door.read_model(path, cancelled)

        def show(path: Path) -> None:
            # A file of another program holds no project: the drawing and how it was compiled make one.
            training = model_file.training or TrainingChoices()
            project = model_file.project or Project(model_file.graph, training=training)
            self._show(project, GraphFacts(), None, path.stem)
            weighted = any(model_file.weights.values())
            if weighted:
                self._run.hold(ModelInHand(project, None, path))
            self.recent.remember(path)
            report = opened_report(path, model_file.report, project.graph)
            text = _opened_text(path, project, report, weighted)
            self._session.tell(text, "warn" if report.serious else "good", "file.report")
            self.reported.emit(report)

        return show

    def _show(
        self, project: Project, facts: GraphFacts, path: Path | None, title: str, look: View | None = None
    ) -> None:
        self.discard_recovery_copy()
        self._run.hold(None)
        self._session.show(project, facts, path=path, title=title, look=look)
        self._session.tell("")

    # --- save ----------------------------------------------------------------------------------------------------

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Save where the project lies, or ask where; `then` is called once it is on disk."""
        if self._session.path is None or self._session.path.suffix != ".dnn":
            self.ask_save_as(then)
        else:
            self._write(self._session.path, then)

    def ask_save_as(self, then: Callable[[], None] | None = None) -> None:
        """Let the user choose where to save the project."""
        wish = str(Path(self._folder()) / f"{self._session.title}.dnn")
        path, _ = QFileDialog.getSaveFileName(self._window, "Save project", wish, "Project (*.dnn)")
        if path:
            self._write(_with_suffix(Path(path), ".dnn"), then)

    def ask_export(self) -> None:
        """Let the user choose where to save the script, notebook or picture."""
        wish = str(Path(self._folder()) / f"{self._session.title}.py")
        path, chosen = QFileDialog.getSaveFileName(self._window, "Save as Keras code", wish, EXPORT_FILTER)
        if path:
            suffix = chosen[chosen.rindex("*") + 1 : -1] if "*" in chosen else ".py"
            self.export(_with_suffix(Path(path), suffix))

    def export(self, path: Path) -> None:
        """Write the project as a script, a notebook or a picture, by suffix."""
        project, facts, description = self._session.project, self._session.whole_facts, self._session.description
        wish = self._session.settings.code_style

        def work(_cancelled: Callable[[], bool]) -> None:
            from desktop_nn.codegen.export import export
            from desktop_nn.codegen.styles import fitting

            export(path, project, facts, description, fitting(project.graph, wish))

        self._session.files.submit(
            work,
            done=lambda _: self._session.tell(f"Saved {path}", "good"),
            refused=self._session.tell_problems,
        )

    def _write(self, path: Path, then: Callable[[], None] | None) -> None:
        project, facts, look = self._session.project, self._session.whole_facts, self._session.look

        def work(_cancelled: Callable[[], bool]) -> None:
            from desktop_nn.project import file

            file.write(path, project, facts, look)

        def done(_: object) -> None:
            self._session.saved(project, path)
            self.discard_recovery_copy()
            self.recent.remember(path)
            self._session.tell(f"Saved {path.name}", "good")
            if then:
                then()

        self._session.files.submit(work, done=done, refused=self._session.tell_problems)

    # --- leaving and recovery ------------------------------------------------------------------------------------

    def may_leave(self) -> bool:
        """Ask about unsaved work; False if the user wants to stay (or first to save, which goes on by itself)."""
        if not self._session.modified:
            return True
        question = f"Save the changes to “{self._session.title}”?"
        box = MessageBox(self._window, question, QMessageBox.Icon.Warning)
        box.setObjectName("unsaved_dialog")
        box.setInformativeText("They are lost otherwise.")
        buttons = QMessageBox.StandardButton
        box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
        box.setDefaultButton(buttons.Save)
        answer = box.exec()
        if answer == buttons.Save:
            return self._save_now()
        return bool(answer == buttons.Discard)  # the recovery copy stays until something else is open

    def _save_now(self) -> bool:
        """Save on the spot, because the user waits for it in a dialog (a project file is a few kilobytes)."""
        from desktop_nn.project import file

        path = self._session.path
        if path is None or path.suffix != ".dnn":
            wish = str(Path(self._folder()) / f"{self._session.title}.dnn")
            chosen, _ = QFileDialog.getSaveFileName(self._window, "Save project", wish, "Project (*.dnn)")
            if not chosen:
                return False
            path = _with_suffix(Path(chosen), ".dnn")
        try:
            file.write(path, self._session.project, self._session.whole_facts, self._session.look)
        except ProblemError as error:
            self._session.tell_problem(error.problem)
            return False
        self._session.saved(self._session.project, path)
        self.discard_recovery_copy()
        self.recent.remember(path)
        return True

    def write_recovery_copy(self) -> None:
        """Keep a copy of unsaved work for after a crash."""
        if not self._session.modified:
            return
        project, path = self._session.project, self._session.path

        def work(_cancelled: Callable[[], bool]) -> None:
            from desktop_nn.project import recovery

            recovery.write_copy(project, path)

        self._session.files.submit(work, latest="recovery")

    def discard_recovery_copy(self) -> None:
        """Forget this window's copy: the work is saved, or was given up."""
        from desktop_nn.project import recovery

        self._recovery.stop()
        recovery.discard_own()

    def offer_recovery(self) -> None:
        """After a crash: open the newest copy that was left behind, if the user wants it."""
        from desktop_nn.project import recovery

        left = recovery.copies()
        if not left:
            return
        copy = left[0]
        name = copy.origin.name if copy.origin else "an unsaved model"
        told = f"Unsaved work on {name} was kept when the app ended unexpectedly."
        box = MessageBox(self._window, told)
        box.setObjectName("recovery_dialog")
        box.setInformativeText("Open it now? “Discard” deletes the copy.")
        buttons = QMessageBox.StandardButton
        box.setStandardButtons(buttons.Open | buttons.Discard | buttons.Cancel)
        answer = box.exec()
        if answer == buttons.Open:
            self._open_copy(copy)
        elif answer == buttons.Discard:
            recovery.discard(copy)

    def _open_copy(self, copy: Any) -> None:
        from desktop_nn.project import file, recovery

        try:
            opened = file.read(copy.path)
        except ProblemError as error:
            self._session.tell_problem(error.problem)
            return
        title = copy.origin.stem if copy.origin else "Recovered"
        self._session.show(Project(), GraphFacts(), path=copy.origin, title=title)
        self._session.edit("Recover unsaved work", lambda _: opened.project)
        self._session.opened.emit()
        recovery.discard(copy)
        self.write_recovery_copy()

    def _folder(self) -> str:
        return str(self._session.path.parent if self._session.path else Path.home())


def _opened_text(path: Path, project: Project, report: OpenedReport, weighted: bool) -> str:
    inputs, layers = len(input_nodes(project.graph)), len(project.graph.nodes)
    changed = sum(len(section.entries) for section in report.sections)
    note = f" The report tells {changed} thing{'s' if changed != 1 else ''} about it." if changed else ""
    how = "with its weights" if weighted else "without weights, for it holds none"
    return f"{path.name} is open {how}: {layers} layers, {inputs} input{'s' if inputs != 1 else ''}.{note}"


def _with_suffix(path: Path, suffix: str) -> Path:
    return path if path.suffix else path.with_suffix(suffix)

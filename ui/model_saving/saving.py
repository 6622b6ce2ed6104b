"""Gives the model in hand away: asks for form and place, writes on the worker of files, tells what came of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_nn.problems import Problem
from desktop_nn.project import model_formats
from desktop_nn.project.model_formats import ModelFormat
from ui import engine_door
from ui.model_saving.dialog import ModelSavingDialog
from ui.running import ModelInHand, RunControl
from ui.session import Session, same_model
from ui.widgets.note import Level

_UNTRAINED = "The model is not trained yet: it is saved with new weights under the project's seed."
_CHANGED = "The drawing was changed since it was trained: the model is saved with new, untrained weights."


class ModelSaving(QObject):
    """Model files for one window. What was chosen last is offered first."""

    def __init__(self, session: Session, run: RunControl, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._run, self._window = session, run, window
        self._last = {model_formats.KERAS: "keras3_h5", model_formats.ELSEWHERE: "saved_model"}

    def ask(self, use: str) -> None:
        """Let the user choose a form for this use (see `model_formats`), and then a place."""
        if not self._has_model():
            return
        dialog = ModelSavingDialog(use, self._last[use], self._told(), self._window)
        dialog.accepted.connect(lambda: self._ask_place(dialog.form, dialog.precision))
        dialog.open()

    def _ask_place(self, form: ModelFormat, precision: str) -> None:
        self._last[form.use] = form.id
        folder = self._session.path.parent if self._session.path else Path.home()
        wish = str(folder / f"{self._session.title}{form.suffix}")
        path, _ = QFileDialog.getSaveFileName(self._window, f"Save as {form.title}", wish, form.filter)
        if path:
            typed = model_formats.of_path(Path(path))
            if typed is not None and typed.suffix != form.suffix:  # a suffix that was typed says what is wanted
                form, precision = typed, "float32"
            self.save(form.named(Path(path)), form, precision)

    def save(self, path: Path, form: ModelFormat | None = None, precision: str = "float32") -> None:
        """Write the model in hand (trained or opened), or the drawing with fresh weights; by suffix without a form."""
        form = form or model_formats.of_path(path)
        if form is None:
            fix = f"Choose a name that ends in {', '.join(model_formats.SUFFIXES)}."
            self._session.tell_problem(Problem(f"A model cannot be saved as “{path.name}”.", str(path), fix))
            return
        problem = model_formats.unwritable(form) or model_formats.missing(form)
        if problem is not None:
            self._session.tell_problem(problem)
        elif self._has_model():
            self._write(path, form, precision)

    def _write(self, path: Path, form: ModelFormat, precision: str) -> None:
        held, drawn = self._held(), self._session.project

        def work(cancelled: Callable[[], bool]) -> str:
            model = None if held is None else held.live or engine_door.restore(held.path, drawn.code)
            return engine_door.give_model(model, path, drawn, form.id, precision, cancelled)

        def done(note: str) -> None:
            word = "the trained model" if held else "the model with new, untrained weights"
            what = "the layers" if form.id == "architecture" else word
            self._session.tell(f"Saved {what} as {path}. {note}".removesuffix(". ").strip(), "warn" if note else "good")

        job = self._session.files.submit(work, done=done, refused=self._session.tell_problems)
        told = f"{path.name} was not written."
        self._session.working.emit(job, f"Writing {path.name} ({form.title})…", lambda: self._session.tell(told))

    def _held(self) -> ModelInHand | None:
        """The model with weights, if it is the one that is drawn."""
        model = self._run.model
        fits = model is not None and same_model(model.project, self._session.project)
        return model if fits else None

    def _has_model(self) -> bool:
        """Whether there is something to save; tells if not."""
        if self._held() is not None or not self._run.active:
            return True
        self._session.tell("The run has no model to save yet. Stop it to keep what it has learned, or wait.", "warn")
        return False

    def _told(self) -> tuple[str, Level] | None:
        if self._held() is not None:
            return None
        return (_UNTRAINED, "info") if self._run.model is None else (_CHANGED, "warn")

"""The section with the size of a run: epochs, batch size, seed, and which weights it starts from."""

from __future__ import annotations

from pathlib import Path

from desktop_nn.data.split import sizes
from desktop_nn.problems import Problem, ProblemError
from ui.running import ModelInHand, RunControl
from ui.session import Session
from ui.training import edits
from ui.widgets.calm_combo import CalmComboBox
from ui.widgets.field_rows import FieldRows
from ui.widgets.note import Note
from ui.widgets.number_field import NumberField
from ui.widgets.section import Section
from ui.widgets.styling import label

_FIELDS = (
    ("epochs", "Epochs", 1, "How often the model sees all training samples."),
    ("batch_size", "Batch size", 1, "How many samples make one step of the optimizer."),
    ("seed", "Seed", 0, "Rules weights, dropout and the order of samples: the same seed gives the same run."),
)


class RunSection(Section):
    """`start_from` is a choice of the window, not of the document: it concerns the next run only."""

    def __init__(self, session: Session, run: RunControl) -> None:
        super().__init__("Run", "training_run")
        self._session, self._run = session, run
        self.fields = {name: NumberField(name, whole=True, minimum=low) for name, _, low, _ in _FIELDS}
        self.fields["seed"].set_limits(0, 2**32 - 1)
        self.start = CalmComboBox()
        self.start.setObjectName("start_from")
        self.start.addItem("New weights")
        self.start.addItem("Trained weights")
        self.words = label("", "small", wrap=True)
        self.words.setObjectName("start_from_words")
        self.steps = label("", "small", wrap=True)
        self.steps.setObjectName("steps_words")
        self.note = Note("run_note")
        rows = FieldRows()
        for name, text, _, tip in _FIELDS:
            rows.add(text, self.fields[name], tip)
            self._connect(name, text)
        rows.add("Start from", self.start)
        for widget in (rows, self.words, self.steps, self.note):
            self.add(widget)
        self.start.activated.connect(lambda _: self.refresh())
        run.model_changed.connect(self.refresh)

    @property
    def start_from(self) -> Path | None:
        """The model file whose weights the next run begins with, or None for new weights."""
        model = self._run.model
        return model.path if model is not None and self.start.currentIndex() == 1 else None

    def show_problem(self, problem: Problem | None) -> None:
        """Say what is wrong with training as a whole, if anything."""
        self.note.say_problem(problem)

    def refresh(self) -> None:
        """Show the document's numbers, and what they come to."""
        training = self._session.project.training
        for name, field in self.fields.items():
            field.set_value(getattr(training, name))
        self.steps.setText(self._steps_text())
        self.steps.setVisible(bool(self.steps.text()))
        self._refresh_start(training.seed)
        self.set_summary(f"{training.epochs:,} epochs, {training.batch_size:,} a batch")

    def _refresh_start(self, seed: int) -> None:
        model = self._run.model
        usable = model is not None and model.path is not None
        if not usable and self.start.currentIndex() == 1:
            self.start.setCurrentIndex(0)
        item = self.start.model().item(1)  # type: ignore[attr-defined]
        item.setEnabled(usable)
        self.start.setItemText(1, "Trained weights" if usable else "Trained weights (none yet)")
        if self.start_from is None or model is None:
            self.words.setText(f"Begins with new weights, drawn from seed {seed}.")
            return
        words = f"Goes on with the weights of {model_title(model)}"
        words += f", trained for {model.epochs:,} epochs." if model.epochs else "."
        changed = (
            model.project.graph.layers != self._session.project.graph.layers
            or model.project.graph.links != self._session.project.graph.links
        )
        self.words.setText(f"{words} The drawing has changed since, so they may not fit." if changed else words)

    def training_samples(self) -> int | None:
        """How many samples the training part has, or None while that is not known."""
        description, split = self._session.description, self._session.project.data.split
        try:
            return sizes(split, description.samples, description.given_test)[0] if description else None
        except ProblemError:
            return None

    def _steps_text(self) -> str:
        training = self.training_samples()
        if training is None:
            return ""
        steps = -(-training // max(1, self._session.project.training.batch_size))
        return f"{training:,} training samples make {steps:,} {'step' if steps == 1 else 'steps'} an epoch."

    def _connect(self, name: str, text: str) -> None:
        def change(value: int) -> None:
            label = f"Change {text.lower()}"
            self._session.edit(label, lambda project: edits.set_field(project, name, value), merge=f"training.{name}")

        self.fields[name].changed.connect(change)
        self.fields[name].finished.connect(self._session.end_gesture)


def model_title(model: ModelInHand | None) -> str:
    """A model's name for the user: its run's folder, or its file."""
    if model is None or model.path is None:
        return ""
    return model.folder.name if model.folder is not None else model.path.name

"""How one output is judged: its loss, the loss's weight among several, and its metrics."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from desktop_nn.catalogue import load
from desktop_nn.training.choices import OutputChoices
from desktop_nn.training.output_view import OutputView
from desktop_nn.training.suggest import suggest
from ui.theme.tokens import SPACE_1, SPACE_2
from ui.training.configured_form import ConfiguredForm
from ui.training.loss_combo import LossCombo
from ui.training.metric_chips import MetricChips
from ui.training.suitable import first_problem, suitable_losses, suitable_metrics
from ui.widgets.field_rows import FieldRows
from ui.widgets.icon_label import IconLabel
from ui.widgets.note import Note
from ui.widgets.number_field import NumberField
from ui.widgets.styling import label
from ui.widgets.tips import plain


class OutputCard(QFrame):
    """`edited(choices, what, key, final)`: the output's new choices, words for undo, and a key for typing."""

    edited = Signal(object, str, str, bool)

    def __init__(self, node: str) -> None:
        super().__init__()
        self.node = node
        name = f"judge_{node}"
        self.setObjectName(name)
        self.setProperty("class", "card")
        self._choices = OutputChoices()
        self._view: OutputView | None = None
        self.name = label("", "heading")
        self.target = label("", "small", wrap=True)
        self.suggest = QPushButton("Suggest")
        self.suggest.setObjectName(f"{name}_suggest")
        self.suggest.setProperty("class", "quiet")
        self.suggest.setStyleSheet("QPushButton { padding: 2px 8px; }")
        self.loss = LossCombo(f"{name}_loss")
        self.loss_form = ConfiguredForm(f"{name}_loss_form", title="Parameters of the loss", hidden=("name", "dtype"))
        self.weight = NumberField(f"{name}_weight", minimum=0)
        self.balanced = QCheckBox("Rare classes count more")
        self.balanced.setObjectName(f"{name}_balanced")
        self.balanced.setToolTip(
            "Each class counts the same as a whole in the training loss, however many samples it has (class weights)."
        )
        self.metrics = MetricChips(f"{name}_metrics")
        self.note = Note(f"{name}_note")
        self._build()
        self.suggest.clicked.connect(self._suggest)
        self.loss.chosen.connect(lambda loss: self._emit(replace(self._choices, loss=loss), "Loss", "", True))
        self.loss_form.edited.connect(
            lambda loss, key, final: self._emit(replace(self._choices, loss=loss), "Loss", f"loss.{key}", final)
        )
        self.weight.changed.connect(
            lambda value: self._emit(replace(self._choices, weight=float(value)), "Loss weight", "weight", False)
        )
        self.weight.finished.connect(lambda: self._emit(self._choices, "Loss weight", "weight", True))
        self.balanced.clicked.connect(
            lambda on: self._emit(replace(self._choices, balanced=on), "Rare classes count more", "", True)
        )
        self.metrics.edited.connect(
            lambda metrics, key, final: self._emit(replace(self._choices, metrics=metrics), "Metrics", key, final)
        )

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SPACE_1 + 2)
        head.addWidget(IconLabel("target", "accent", 14))
        head.addWidget(self.name, 1)
        head.addWidget(self.suggest)
        self._rows = FieldRows()
        self._rows.add("Weight", self.weight, "How much this output's loss counts in the sum of all.")
        loss = label("Loss")
        loss.setBuddy(self.loss)
        metrics = label("Metrics")
        metrics.setBuddy(self.metrics.add)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_2)
        layout.setSpacing(SPACE_1 + 2)
        layout.addLayout(head)
        for widget in (
            self.target,
            loss,
            self.loss,
            self.loss_form,
            self._rows,
            self.balanced,
            metrics,
            self.metrics,
            self.note,
        ):
            layout.addWidget(widget)

    def show_output(self, view: OutputView, choices: OutputChoices, *, several: bool) -> None:
        """Show an output and how it is judged; its weight matters only among several. Sends nothing."""
        self._view, self._choices = view, choices
        self.name.setText(view.name)
        self.setAccessibleName(f"Output {view.name}")
        self.target.setText(target_text(view))
        self.suggest.setEnabled(view.target is not None)
        tip = "Loss and metrics that suit the target" if view.target else "Bind a target in the data panel first"
        self.suggest.setToolTip(plain(tip))
        self.suggest.setAccessibleName(f"Suggest loss and metrics for {view.name}")
        self.loss.setAccessibleName(f"Loss of {view.name}")
        self.loss.show_loss(choices.loss, suitable_losses(view))
        self.loss_form.show_object(choices.loss, load().find("losses", choices.loss.kind) if choices.loss else None)
        self.weight.set_value(choices.weight)
        self._rows.show_row(self.weight, several or choices.weight != 1)
        self.balanced.setChecked(choices.balanced)
        self.balanced.setAccessibleName(f"Rare classes of {view.name} count more")
        self.balanced.setVisible(choices.balanced or (view.target is not None and view.target.kind == "category"))
        self.metrics.show_metrics(choices.metrics, suitable_metrics(view))
        self.note.say_problem(first_problem(view))

    def _suggest(self) -> None:
        view = self._view
        if view is not None and view.target is not None:
            wanted = suggest(view.target, view.shape, view.activation, one_hot=view.one_hot)
            kept = replace(wanted, weight=self._choices.weight, balanced=self._choices.balanced)
            self._emit(kept, "Suggested loss and metrics", "", True)

    def _emit(self, choices: OutputChoices, what: str, key: str, final: bool) -> None:
        self._choices = choices
        self.edited.emit(choices, what, key, final)


def target_text(view: OutputView) -> str:
    """What the output learns, in one line."""
    if view.target is None:
        return "No target yet: bind one in the data panel."
    target = view.target
    if target.kind != "category":
        return f"learns {target.name} ({target.kind})"
    coded = ", one-hot" if view.one_hot else ""
    return f"learns {target.name} ({len(target.categories)} classes{coded})"

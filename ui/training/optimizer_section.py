"""The section with the optimizer: which one, its learning rate first, the rest of its parameters folded away."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_nn.catalogue import load
from desktop_nn.problems import ProblemError
from desktop_nn.training.choices import Configured
from desktop_nn.training.rate_curve import of_optimizer
from ui.running import RunControl
from ui.session import Session
from ui.training import edits
from ui.training.configured_form import ConfiguredForm
from ui.training.live_rate import LiveRate
from ui.training.rate_curve_view import RateCurveView
from ui.training.suitable import kinds
from ui.widgets.calm_combo import CalmComboBox
from ui.widgets.field_rows import FieldRows
from ui.widgets.number_field import number_text
from ui.widgets.section import Section

_USUAL = ("SGD", "Adam", "RMSprop", "AdamW", "Nadam", "Adagrad")
_RATE = "learning_rate"


class OptimizerSection(Section):
    """A change of the optimizer takes its own defaults; typing in a field is one undo step."""

    def __init__(self, session: Session, run: RunControl) -> None:
        super().__init__("Optimizer", "training_optimizer")
        self._session = session
        self.live = LiveRate(run)
        offered = {kind.name: kind for kind in kinds("optimizers")}
        self.combo = CalmComboBox()
        self.combo.setObjectName("optimizer")
        for name in (*_USUAL, *(name for name in offered if name not in _USUAL)):
            if name in offered:
                self.combo.addItem(name, name)
                self.combo.setItemData(self.combo.count() - 1, offered[name].summary, 3)
        self.combo.insertSeparator(len(_USUAL))
        rows = FieldRows()
        rows.add("Optimizer", self.combo)
        self.rate = ConfiguredForm("optimizer_rate", title="")
        self.rest = ConfiguredForm("optimizer_rest", hidden=(_RATE, "name"))
        self.curve = RateCurveView("optimizer_curve")
        for widget in (self.live, rows, self.rate, self.curve, self.rest):
            self.add(widget)
        self.combo.activated.connect(self._choose)
        for form in (self.rate, self.rest):
            form.edited.connect(self._edit)

    def refresh(self) -> None:
        """Show the document's optimizer."""
        optimizer = self._session.project.training.optimizer
        kind = load().find("optimizers", optimizer.kind)
        name = kind.name if kind else optimizer.kind
        if self.combo.findData(name) < 0:
            self.combo.addItem(name, name)
        self.combo.setCurrentIndex(self.combo.findData(name))
        if kind is not None:
            self.rate.set_hidden(item.name for item in kind.parameters if item.name != _RATE)
        self.rate.show_object(optimizer, kind)
        self.rest.show_object(optimizer, kind)
        default = kind.defaults.get(_RATE) if kind else None
        rate = optimizer.config.get(_RATE, default)
        words = "schedule" if isinstance(rate, Mapping) else number_text(rate) if isinstance(rate, int | float) else ""
        self.set_summary(f"{name}, {words}" if words else name)

    def show_curve(self, samples: int | None) -> None:
        """Draw the schedule over the planned epochs; `samples` is the size of the training part, if known."""
        try:
            self.curve.show_curve(of_optimizer(self._session.project.training, samples))
        except ProblemError as error:
            self.curve.show_curve(None, error.problem)

    def _choose(self, index: int) -> None:
        name = self.combo.itemData(index)
        if name and name != self._session.project.training.optimizer.kind:
            optimizer = Configured(name)
            self._session.edit(f"Use {name}", lambda project: edits.set_optimizer(project, optimizer))

    def _edit(self, optimizer: Configured, name: str, final: bool) -> None:
        label = f"Change {name.replace('_', ' ')}"
        key = f"training.optimizer.{name}"
        self._session.edit(label, lambda project: edits.set_optimizer(project, optimizer), merge=key)
        if final:
            self._session.end_gesture()

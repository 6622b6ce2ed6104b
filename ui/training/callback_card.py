"""One callback: a switch for the usual ones, a card with a cross for the others, and its parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop_nn.catalogue import Kind, load
from desktop_nn.catalogue.own import SCHEDULER
from desktop_nn.problems import ProblemError
from desktop_nn.training import consent
from desktop_nn.training.callback_checks import kind_of
from desktop_nn.training.callback_code import class_of, code_of, found_class, is_custom
from desktop_nn.training.choices import Configured, TrainingChoices
from desktop_nn.training.rate_curve import of_plateau, of_scheduler
from ui.theme.tokens import SPACE_1, SPACE_2
from ui.training.configured_form import ConfiguredForm
from ui.training.edits import with_parameter
from ui.training.monitor_combo import MonitorCombo
from ui.training.rate_curve_view import RateCurveView
from ui.widgets.field_rows import FieldRows
from ui.widgets.icon_button import IconButton
from ui.widgets.note import Note
from ui.widgets.styling import label
from ui.widgets.tips import plain

USUAL: Mapping[str, tuple[str, str, Mapping[str, Any]]] = {
    "EarlyStopping": (
        "Stop early",
        "when the watched figure no longer gets better",
        {"patience": 10, "restore_best_weights": True},
    ),
    "ModelCheckpoint": ("Keep the best model", "in the run's folder, after each epoch", {"save_best_only": True}),
    "TensorBoard": ("Write for TensorBoard", "into the run's folder", {}),
}
"""Callbacks with a switch of their own: words, explanation, and the parameters that a switch begins with."""

_SET_BY_RUN = frozenset({"backup_dir", "filename", "filepath", "log_dir", "verbose"})
_HIDDEN = _SET_BY_RUN | {"monitor", "embeddings_freq", "embeddings_metadata"}
"""Set by the run's folder, or edited elsewhere."""


class CallbackCard(QFrame):
    """`edited(callback, key, final)` changes it, `switched(on)` adds or removes it; `moved` by 1 later or -1 earlier;
    `looked` asks to see the code of one of the user's own."""

    edited = Signal(object, str, bool)
    switched = Signal(bool)
    moved = Signal(int)
    looked = Signal()

    def __init__(self, kind: str, name: str, *, switch: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("class", "card")
        self.kind: Kind | None = load().find("callbacks", kind)
        self._callback: Configured | None = None
        bare = class_of(kind)
        title, about, _ = USUAL.get(kind, (bare, self.kind.summary if self.kind else "", {}))
        self.switch = QCheckBox(title)
        self.switch.setObjectName(f"{name}_switch")
        self.switch.setToolTip(plain(f"{kind}: {self.kind.summary}" if self.kind else kind))
        self.switch.clicked.connect(self.switched)
        self.cross = IconButton("x", f"Remove {title}", f"{name}_remove")
        self.cross.clicked.connect(lambda: self.switched.emit(False))
        self.title = label(title, "heading")
        self.up = IconButton("arrow-up", f"{title}: call it earlier", f"{name}_up")
        self.down = IconButton("arrow-down", f"{title}: call it later", f"{name}_down")
        self.up.clicked.connect(lambda: self.moved.emit(-1))
        self.down.clicked.connect(lambda: self.moved.emit(1))
        self.code = IconButton("file-code", "Look at the code", f"{name}_code")
        self.code.clicked.connect(self.looked)
        self.about = label(about, "small", wrap=True)
        self.details = QWidget()
        self.monitor = MonitorCombo(f"{name}_monitor")
        self.form = ConfiguredForm(f"{name}_form", title="" if kind != "TensorBoard" else "Parameters", hidden=_HIDDEN)
        self.curve = RateCurveView(f"{name}_curve")
        self.note = Note(f"{name}_note")
        self.note.pressed.connect(self.looked)
        inner = QVBoxLayout(self.details)
        inner.setContentsMargins(0, SPACE_1, 0, 0)
        inner.setSpacing(SPACE_1 + 2)
        self._watches = self.kind is not None and self.kind.parameter("monitor") is not None
        if self._watches:
            rows = FieldRows()
            rows.add("Watch", self.monitor, "The figure after which the callback goes.")
            inner.addWidget(rows)
        for widget in (self.form, self.curve, self.note):
            inner.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_2)
        layout.setSpacing(2)
        layout.addLayout(self._head(switch, is_custom(kind)))
        layout.addWidget(self.about)
        layout.addWidget(self.details)
        self.monitor.chosen.connect(self._watch)
        self.form.edited.connect(self.edited)

    def _head(self, switch: bool, custom: bool) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(0)
        for button in (self.code, self.up, self.down, self.cross):
            button.setVisible(not switch and (button is not self.code or custom))
        self.switch.setVisible(switch)
        self.title.setVisible(not switch)
        head.addWidget(self.switch, 1)
        head.addWidget(self.title, 1)
        for button in (self.code, self.up, self.down, self.cross):
            head.addWidget(button)
        return head

    def show_callback(
        self, callback: Configured | None, monitors: tuple[str, ...], choices: TrainingChoices | None = None
    ) -> None:
        """Show the callback as it is set, or None for a switch that is off. Sends nothing."""
        self._callback = callback
        if callback is not None and choices is not None:
            self.kind = kind_of(choices, callback)
            if is_custom(callback.kind):
                self._show_custom(callback, choices)
            self._show_curve(callback, choices)
        self.switch.setChecked(callback is not None)
        self.details.setVisible(callback is not None)
        if callback is None:
            return
        self.form.show_object(callback, self.kind)
        if self._watches and self.kind is not None:
            watched = str(callback.config.get("monitor", self.kind.defaults.get("monitor", "")))
            self.monitor.show_names(monitors, watched)
            idle = watched not in monitors and (
                callback.kind != "ModelCheckpoint" or "save_best_only" in callback.config
            )
            self.note.say(f"The run will have no figure “{watched}”. Watch one of the list." if idle else "", "bad")

    def set_place(self, number: int, *, first: bool, last: bool) -> None:
        """`number` tells several of a kind apart, 0 for the only one; the first cannot go up, the last not down."""
        title = class_of(self._callback.kind) if self._callback else ""
        self.title.setText(f"{title} {number}" if number else title)
        self.up.setEnabled(not first)
        self.down.setEnabled(not last)

    def _show_custom(self, callback: Configured, choices: TrainingChoices) -> None:
        self.about.setText(self.kind.summary if self.kind else "")
        self.about.setVisible(bool(self.about.text()))
        code = code_of(choices, callback.kind)
        if code is not None and not consent.agreed(code):
            self.note.say(f"{code.name}: nobody has agreed to run this code here.", "warn", "Look at the code")
            return
        try:
            found_class(choices, callback.kind)
        except ProblemError as error:
            self.note.say_problem(error.problem)
        else:
            self.note.say("")

    def _show_curve(self, callback: Configured, choices: TrainingChoices) -> None:
        """How the learning rate will go, for those that set it."""
        try:
            curve = None
            if callback.kind == SCHEDULER:
                curve = of_scheduler(callback.config, choices.epochs)
            elif callback.kind == "ReduceLROnPlateau":
                curve = of_plateau(callback.config, choices)
        except ProblemError as error:
            self.curve.show_curve(None, error.problem)
        else:
            self.curve.show_curve(curve)

    def _watch(self, figure: str) -> None:
        if self._callback is not None and self.kind is not None:
            self.edited.emit(with_parameter(self._callback, self.kind, "monitor", figure), "monitor", True)

"""One callback: a switch for the usual ones, a card with a cross for the others, and its parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop_nn.catalogue import Kind, load
from desktop_nn.training.choices import Configured
from ui.theme.tokens import SPACE_1, SPACE_2
from ui.training.configured_form import ConfiguredForm
from ui.training.edits import with_parameter
from ui.training.monitor_combo import MonitorCombo
from ui.widgets.field_rows import FieldRows
from ui.widgets.icon_button import IconButton
from ui.widgets.note import Note
from ui.widgets.styling import label

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
    """`edited(callback, key, final)` changes it, `switched(on)` adds or removes it."""

    edited = Signal(object, str, bool)
    switched = Signal(bool)

    def __init__(self, kind: str, name: str, *, switch: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("class", "card")
        self.kind: Kind | None = load().find("callbacks", kind)
        self._callback: Configured | None = None
        title, about, _ = USUAL.get(kind, (kind, self.kind.summary if self.kind else "", {}))
        self.switch = QCheckBox(title)
        self.switch.setObjectName(f"{name}_switch")
        self.switch.setToolTip(f"{kind}: {self.kind.summary}" if self.kind else kind)
        self.switch.clicked.connect(self.switched)
        self.cross = IconButton("x", f"Remove {title}", f"{name}_remove")
        self.cross.clicked.connect(lambda: self.switched.emit(False))
        self.title = label(title, "heading")
        head = QHBoxLayout()
        head.setSpacing(SPACE_1)
        shown = (self.switch,) if switch else (self.title, self.cross)
        for widget in (self.switch, self.title, self.cross):
            widget.setVisible(widget in shown)
        head.addWidget(self.switch, 1)
        head.addWidget(self.title, 1)
        head.addWidget(self.cross)
        self.about = label(about, "small", wrap=True)
        self.details = QWidget()
        self.monitor = MonitorCombo(f"{name}_monitor")
        self.form = ConfiguredForm(f"{name}_form", title="" if kind != "TensorBoard" else "Parameters", hidden=_HIDDEN)
        self.note = Note(f"{name}_note")
        inner = QVBoxLayout(self.details)
        inner.setContentsMargins(0, SPACE_1, 0, 0)
        inner.setSpacing(SPACE_1 + 2)
        self._watches = self.kind is not None and self.kind.parameter("monitor") is not None
        if self._watches:
            rows = FieldRows()
            rows.add("Watch", self.monitor, "The figure after which the callback goes.")
            inner.addWidget(rows)
        inner.addWidget(self.form)
        inner.addWidget(self.note)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_2)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addWidget(self.about)
        layout.addWidget(self.details)
        self.monitor.chosen.connect(self._watch)
        self.form.edited.connect(self.edited)

    def show_callback(self, callback: Configured | None, monitors: tuple[str, ...]) -> None:
        """Show the callback as it is set, or None for a switch that is off. Sends nothing."""
        self._callback = callback
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

    def _watch(self, figure: str) -> None:
        if self._callback is not None and self.kind is not None:
            self.edited.emit(with_parameter(self._callback, self.kind, "monitor", figure), "monitor", True)

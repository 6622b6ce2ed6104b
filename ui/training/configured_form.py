"""The parameter form of a chosen Keras object, folded away and made only when it is opened."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_nn.catalogue import Kind
from desktop_nn.training.choices import Configured
from ui.theme.theme import theme
from ui.training.edits import with_parameter
from ui.widgets.collapsible import Collapsible
from ui.widgets.field_rows import label_width
from ui.widgets.parameter_form import ParameterForm

_GAP = 2
"""So much narrower is the gap of a form's rows than that of the panels' own: fields stand under each other."""


class ConfiguredForm(QWidget):
    """Shows the parameters of a `Configured`. `edited(configured, name, final)` carries it with one changed.

    Without `title` the form is always open. Where the kind has no parameter to show, there is nothing.
    """

    edited = Signal(object, str, bool)

    def __init__(
        self, name: str, *, title: str = "Parameters", hidden: Collection[str] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._name, self._title, self._hidden = name, title, frozenset(hidden)
        self._kind: Kind | None = None
        self._configured: Configured | None = None
        self._fold: Collapsible | None = None
        self.form: ParameterForm | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        theme.changed.connect(self._fit)

    def show_object(self, configured: Configured | None, kind: Kind | None) -> None:
        """Show an object of a catalogue kind; an unknown kind shows nothing. Sends nothing."""
        anew = kind is not self._kind
        self._configured = configured
        if anew:
            self._take(kind)
        if self.form is not None and configured is not None:
            self.form.set_config(configured.config, anew=anew)
        if self._fold is not None and configured is not None:
            count = len(set(configured.config) - self._hidden)
            self._fold.set_title(f"{self._title} ({count} changed)" if count else self._title)

    def set_hidden(self, names: Iterable[str]) -> None:
        """Parameters that are not shown, from the next kind on."""
        self._hidden = frozenset(names)

    def open(self) -> None:
        """Unfold the form."""
        if self._fold is not None:
            self._fold.set_open(True)

    def _take(self, kind: Kind | None) -> None:
        was_open = self._fold is not None and self._fold.open
        for old in (self._fold, self.form):
            if old is not None:
                old.hide()
                old.deleteLater()
        self._kind, self._fold, self.form = kind, None, None
        shown = [item for item in kind.parameters if item.name not in self._hidden] if kind else []
        self.setVisible(bool(shown))
        if kind is None or not shown:
            return
        if self._title:
            self._fold = Collapsible(self._title, lambda: self._make(kind), name=f"{self._name}_fold")
            self._column.addWidget(self._fold)
            self._fold.set_open(was_open)
        else:
            self._column.addWidget(self._make(kind))

    def _make(self, kind: Kind) -> ParameterForm:
        self.form = ParameterForm(kind, hidden=self._hidden)
        self._fit()
        if self._configured is not None:
            self.form.set_config(self._configured.config, anew=True)
        self.form.changed.connect(self._changed)
        return self.form

    def _fit(self) -> None:
        if self.form is not None:
            self.form.set_label_width(label_width() + _GAP)

    def _changed(self, name: str, value: Any, final: bool) -> None:
        if self._kind is not None and self._configured is not None:
            self.edited.emit(with_parameter(self._configured, self._kind, name, value), name, final)

"""A field for a Keras object: which one, and below it a form of that object's own parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_nn.catalogue import Group, Kind, Parameter, load
from desktop_nn.catalogue.starting import starting_config
from desktop_nn.catalogue.values import GROUP_OF
from ui.theme.theme import theme
from ui.widgets.calm_combo import CalmComboBox
from ui.widgets.fields.field import SEVERAL, Field
from ui.widgets.fields.object_value import object_of, object_value, selectable

if TYPE_CHECKING:
    from ui.widgets.parameter_form import ParameterForm


INDENT = 12


class NestedForm(QWidget):
    """The parameters of one chosen object, behind a line that says what they belong to."""

    changed = Signal(str, object, bool)
    parameter_focused = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.form: ParameterForm | None = None
        self.label_width = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(INDENT, 3, 0, 3)
        self.hide()

    def show_kind(self, kind: Kind | None, config: Any) -> None:
        """Show the form of a kind with a config; hide where there is nothing to set."""
        if self.form is None or kind is None or self.form.kind is not kind:
            self._replace(kind)
        if self.form is not None:
            self.form.set_config(config)
        self.setVisible(self.form is not None)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line."""
        painter = QPainter(self)
        painter.fillRect(2, 3, 2, self.height() - 6, theme.colour("border"))
        painter.end()

    def _replace(self, kind: Kind | None) -> None:
        from ui.widgets.parameter_form import ParameterForm  # a form holds fields, and a field may hold a form

        if self.form is not None:
            self._column.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form = None
        if kind is not None and kind.parameters:
            self.form = ParameterForm(kind, nested=True)
            self.form.set_label_width(self.label_width)
            self.form.changed.connect(self.changed)
            self.form.parameter_focused.connect(self.parameter_focused)
            self._column.addWidget(self.form)


class ObjectField(Field):
    """A combo box of the objects of one catalogue group, with the chosen one's parameters below."""

    parameter_focused = Signal(object)

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter)
        self.group: Group = GROUP_OF[parameter.kind]
        self.nested = NestedForm()
        self.details = self.nested
        self.nested.changed.connect(self._configured)
        self.nested.parameter_focused.connect(self.parameter_focused)
        self.box = CalmComboBox()
        self._hold(self.box)
        self._fill()
        self._show(self._value)
        self.box.activated.connect(self._chosen)

    def set_mixed(self) -> None:
        """Show no entry."""
        self.box.setPlaceholderText(SEVERAL)
        self.box.setCurrentIndex(-1)
        self.nested.show_kind(None, {})

    def set_value(self, value: Any, *, anew: bool = False) -> None:
        """Show a value, also after a mixed state."""
        super().set_value(value, anew=anew or self.box.currentIndex() < 0)

    def set_label_width(self, pixels: int) -> None:
        """Let the form below line up with the form around."""
        self.nested.label_width = pixels - INDENT
        if self.nested.form is not None:
            self.nested.form.set_label_width(pixels - INDENT)

    def _fill(self) -> None:
        self.box.setPlaceholderText("needed" if self.parameter.required else SEVERAL)
        if self.parameter.optional:
            self.box.addItem("none", "")
        for kind in selectable(self.group):
            self.box.addItem(kind.name, kind.name)
            self.box.setItemData(self.box.count() - 1, kind.summary, Qt.ItemDataRole.ToolTipRole)

    def _show(self, value: Any) -> None:
        name, config = object_of(self.group, value)
        index = self.box.findData(name)
        if index < 0 and name:
            self.box.addItem(name, name)
            index = self.box.count() - 1
        self.box.setCurrentIndex(index)
        # Keras takes an activation by its name only; its other arguments cannot be given.
        kind = None if self.group == "activations" else load().groups[self.group].get(name)
        self.nested.show_kind(kind, config)

    def _chosen(self, index: int) -> None:
        name = self.box.itemData(index)
        if name == object_of(self.group, self._value)[0] and (name or self._value is None):
            return
        value = object_value(self.parameter, name, starting_config(name, self.group)) if name else None
        self._show(value)
        self._take(value, final=True)

    def _configured(self, _name: str, _value: Any, final: bool) -> None:
        form = self.nested.form
        if form is not None:
            self._take(object_value(self.parameter, form.kind.name, form.config()), final=final)

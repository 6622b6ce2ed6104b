"""A field for yes or no; with a third entry where Keras allows None."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox

from desktop_nn.catalogue import Parameter
from ui.widgets.calm_combo import CalmComboBox
from ui.widgets.fields.field import SEVERAL, Field


class BoolField(Field):
    """A check box."""

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter)
        self.box = QCheckBox()
        self._hold(self.box)
        self._show(self._value)
        self.box.clicked.connect(self._clicked)

    def set_mixed(self) -> None:
        """Show the half-checked state."""
        self.box.setTristate(True)
        self.box.setCheckState(Qt.CheckState.PartiallyChecked)

    def set_value(self, value: Any, *, anew: bool = False) -> None:
        """Show a value; a half-checked box never means one."""
        super().set_value(value, anew=anew or self.box.checkState() == Qt.CheckState.PartiallyChecked)

    def _show(self, value: Any) -> None:
        self.box.setTristate(False)
        self.box.setChecked(bool(value))

    def _clicked(self) -> None:
        state = self.box.checkState() != Qt.CheckState.Unchecked
        self._show(state)
        self._take(state, final=True)


class OptionalBoolField(Field):
    """A combo box with none, yes and no."""

    _CHOICES = ((None, "none"), (True, "yes"), (False, "no"))

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter)
        self.box = CalmComboBox()
        for value, text in self._CHOICES:
            self.box.addItem(text, value)
        self.box.setPlaceholderText(SEVERAL)
        self._hold(self.box)
        self._show(self._value)
        self.box.activated.connect(lambda index: self._take(self._CHOICES[index][0], final=True))

    def set_mixed(self) -> None:
        """Show no entry."""
        self.box.setCurrentIndex(-1)

    def set_value(self, value: Any, *, anew: bool = False) -> None:
        """Show a value, also after a mixed state."""
        super().set_value(value, anew=anew or self.box.currentIndex() < 0)

    def _show(self, value: Any) -> None:
        self.box.setCurrentIndex([choice is value for choice, _ in self._CHOICES].index(True))

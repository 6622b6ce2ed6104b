"""A field for one of a few words, and for dtypes."""

from __future__ import annotations

from typing import Any

from desktop_nn.catalogue import Parameter
from ui.widgets.calm_combo import CalmComboBox
from ui.widgets.fields.field import SEVERAL, Field


class ChoiceField(Field):
    """A combo box. A value that is not among the choices (from a file) is kept and shown as one more entry."""

    def __init__(self, parameter: Parameter, choices: tuple[str, ...] = ()) -> None:
        super().__init__(parameter)
        self.box = CalmComboBox()
        self.box.setPlaceholderText("needed" if parameter.required else SEVERAL)
        if parameter.optional:
            self.box.addItem("none", None)
        for choice in choices or parameter.choices:
            self.box.addItem(choice, choice)
        self._hold(self.box)
        self._show(self._value)
        self.box.activated.connect(lambda index: self._take(self.box.itemData(index), final=True))

    def set_mixed(self) -> None:
        """Show no entry."""
        self.box.setPlaceholderText(SEVERAL)
        self.box.setCurrentIndex(-1)

    def set_value(self, value: Any, *, anew: bool = False) -> None:
        """Show a value, also after a mixed state."""
        super().set_value(value, anew=anew or self.box.currentIndex() < 0)

    def _show(self, value: Any) -> None:
        index = next((i for i in range(self.box.count()) if self.box.itemData(i) == value), -1)
        if index < 0 and value is not None:
            self.box.addItem(str(value), value)
            index = self.box.count() - 1
        self.box.setCurrentIndex(index)

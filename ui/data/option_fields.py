"""The options of a source as small fields, made from what the source says of itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_nn.data.sources.options import Option, SourceInfo
from ui.widgets.calm_combo import CalmComboBox
from ui.widgets.field_rows import FieldRows
from ui.widgets.number_field import NumberField


class OptionFields(QWidget):
    """Fields for numbers and choices. `edited(name, value)` comes when a value is settled, because it makes new data.

    A value of None stands for the option's default, or for what is recognised automatically.
    """

    edited = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("source_options")
        self._info: SourceInfo | None = None
        self._rows = FieldRows(self)
        self._showers: dict[str, Callable[[Any], None]] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._rows)

    def show_options(self, info: SourceInfo | None, values: Mapping[str, Any]) -> None:
        """Show the options of a source with what the user set; sends nothing."""
        if info != self._info:
            self._info = info
            self._rows.clear()
            self._showers = {}
            for option in info.options if info else ():
                if option.kind in ("int", "float", "choice"):
                    self._add(option)
        for name, show in self._showers.items():
            show(values.get(name))
        self.setVisible(bool(self._showers))

    def recognised(self, name: str, text: str) -> None:
        """Say what was recognised behind the word Automatic."""
        combo = self.findChild(CalmComboBox, f"option_{name}")
        if combo is not None:
            combo.setItemText(0, f"Automatic ({text})" if text else "Automatic")

    def _add(self, option: Option) -> None:
        if option.kind == "choice":
            self._add_choice(option)
        else:
            self._add_number(option)

    def _add_choice(self, option: Option) -> None:
        combo = CalmComboBox(self)
        combo.setObjectName(f"option_{option.name}")
        combo.addItem("Automatic", None)
        for value, text in option.choices:
            combo.addItem(text, value)
        combo.activated.connect(lambda index: self.edited.emit(option.name, combo.itemData(index)))
        values = [None, *(value for value, _ in option.choices)]
        self._showers[option.name] = lambda value: combo.setCurrentIndex(values.index(value) if value in values else 0)
        self._rows.add(option.title, combo, option.help)

    def _add_number(self, option: Option) -> None:
        field = NumberField(
            f"option_{option.name}", whole=option.kind == "int", minimum=option.minimum, maximum=option.maximum
        )
        field.set_value(option.default)

        def settle() -> None:
            self.edited.emit(option.name, None if field.value == option.default else field.value)

        field.finished.connect(settle)
        self._showers[option.name] = lambda value: field.set_value(option.default if value is None else value)
        self._rows.add(option.title, field, option.help)

"""A field for a learning rate: a number, or a schedule that changes it over time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QStackedWidget

from desktop_nn.catalogue import Parameter
from desktop_nn.catalogue.starting import starting_config
from ui.widgets.fields.field import Field
from ui.widgets.fields.line_field import LineField
from ui.widgets.fields.object_field import ObjectField
from ui.widgets.icon_button import IconButton

_FIRST = "ExponentialDecay"


class ScheduleField(Field):
    """A number line with a button that turns it into a choice of schedules, and back."""

    parameter_focused = Signal(object)

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(parameter)
        self.number = LineField(replace(parameter, kind="float"))
        self.schedule = ObjectField(replace(parameter, default=None, required=True))
        self.details = self.schedule.details
        self.button = IconButton("trending-down", "Change it while training, by a schedule")
        self.button.setObjectName(f"field_{parameter.name}_schedule")
        self.button.setCheckable(True)
        self._pages = QStackedWidget()
        self._pages.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._last_number: Any = parameter.default
        for field in (self.number, self.schedule):
            self._pages.addWidget(field)
            field.edited.connect(lambda value, final: self._take(value, final=final))
            field.refused.connect(self.refused)
            field.focused.connect(self.focused)
        self._row.addWidget(self._pages, 1)
        self._row.addWidget(self.button)
        self.setFocusProxy(self.number.edit)
        self.button.clicked.connect(self._switch)
        self.schedule.parameter_focused.connect(self.parameter_focused)
        self._show(self._value)

    def set_mixed(self) -> None:
        """Say that the values differ."""
        self._turn_to(False)
        self.number.set_mixed()

    def set_value(self, value: Any, *, anew: bool = False) -> None:
        """Show a number or a schedule."""
        super().set_value(value, anew=anew or (self.number.value is None and value is not None))

    def set_label_width(self, pixels: int) -> None:
        """Let the schedule's form line up with the form around."""
        self.schedule.set_label_width(pixels)

    def _show(self, value: Any) -> None:
        scheduled = isinstance(value, Mapping)
        self._turn_to(scheduled)
        if scheduled:
            self.schedule.set_value(value, anew=True)
        else:
            self._last_number = value
            self.number.set_value(value, anew=True)

    def _turn_to(self, scheduled: bool) -> None:
        self.button.setChecked(scheduled)
        self._pages.setCurrentWidget(self.schedule if scheduled else self.number)
        if not scheduled:
            self.schedule.nested.show_kind(None, {})

    def _switch(self, scheduled: bool) -> None:
        value = self._last_number
        if scheduled:
            start = {**starting_config(_FIRST, "schedules"), "initial_learning_rate": value}
            value = {"class_name": _FIRST, "config": start}
        self._show(value)
        self._take(value, final=True)

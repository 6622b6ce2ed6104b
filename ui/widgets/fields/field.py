"""What every field of a form offers: a value, signals when the user changed it, and why an entry is refused."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_nn.catalogue import Parameter

SEVERAL = "several values"
"""What a field shows while the selected layers differ."""


class Field(QWidget):
    """Edits the value of one parameter; `value` is always one that the parameter may have.

    `edited` carries the new value and whether the gesture is over (False while the user is still typing).
    `refused` carries why the present entry is no value; "" once it is one again.
    `focused` is sent when the keyboard comes to the field. `details` is a widget that belongs below the field.
    """

    edited = Signal(object, bool)
    refused = Signal(str)
    focused = Signal()

    def __init__(self, parameter: Parameter) -> None:
        super().__init__()
        self.parameter = parameter
        self.details: QWidget | None = None
        self._value: Any = parameter.default
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)

    @property
    def value(self) -> Any:
        """The value as a JSON value."""
        return self._value

    def set_value(self, value: Any, *, anew: bool = False) -> None:
        """Show a value without sending `edited`. The entry is left alone if it means this value already.

        `anew` says that the field is about another layer now: a refused entry is thrown away.
        """
        if anew or not same(value, self._value):
            self._value = value
            self._show(value)
            self.refused.emit("")

    def set_mixed(self) -> None:
        """Show that the selected layers differ in this parameter."""
        raise NotImplementedError

    def set_label_width(self, pixels: int) -> None:
        """How wide labels are in the form around, so that forms inside can line up."""

    def _show(self, value: Any) -> None:
        raise NotImplementedError

    def _take(self, value: Any, *, final: bool) -> None:
        self._value = value
        self.refused.emit("")
        self.edited.emit(value, final)

    def _hold(self, widget: QWidget, name: str = "") -> None:
        """Put the widget that the user works with into the field."""
        widget.setObjectName(name or f"field_{self.parameter.name}")
        widget.setAccessibleName(self.parameter.name.replace("_", " "))
        widget.installEventFilter(self)
        self._row.addWidget(widget, 1)
        if self.focusProxy() is None:
            self.setFocusProxy(widget)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell when the keyboard comes in."""
        if event.type() == QEvent.Type.FocusIn:
            self.focused.emit()
        return super().eventFilter(watched, event)


def same(one: Any, other: Any) -> bool:
    """Whether two JSON values are the same; unlike `==`, True is not 1 and a list is as good as a tuple."""
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return bool(one == other)

"""A one-line field for a number: it takes what is legal while it is typed, marks what is not, and steps by keys.

It is a line edit and not a spin box because 1e-4 and seeds above 2 billion are to be typed as they are.
"""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.widgets.tips import plain


class NumberField(QLineEdit):
    """Sends `changed(value)` for every legal number typed and `finished()` when the typing is over.

    `value` is an int for `whole` fields, else a float. Text that is no legal number is marked, explained in the
    tool tip, and taken back when the field is left: then the number of before the typing is there again.
    """

    changed = Signal(object)
    finished = Signal()

    def __init__(
        self,
        name: str,
        *,
        whole: bool = False,
        minimum: float | None = None,
        maximum: float | None = None,
        above: float | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._whole, self._minimum, self._maximum, self._above = whole, minimum, maximum, above
        self._value: float = 0
        self._before: float = 0
        self._tip = ""
        self.textEdited.connect(self._typed)
        self.editingFinished.connect(self._left)

    def set_limits(self, minimum: float | None, maximum: float | None, *, whole: bool | None = None) -> None:
        """Other limits for what is typed from now on."""
        self._minimum, self._maximum = minimum, maximum
        self._whole = self._whole if whole is None else whole

    @property
    def value(self) -> float:
        """The last legal number."""
        return self._value

    def set_value(self, value: float) -> None:
        """Show a number without sending anything; text that means this number already stays as it is typed."""
        if value != self._value or not self.hasFocus():  # what is typed comes back from the document, too
            self._before = value
        self._value = value
        if self._parse(self.text()) != value:
            self.setText(number_text(value))
        self._mark("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down change the number by a step (Page keys by ten); other keys type."""
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 10, Qt.Key.Key_PageDown: -10}
        key = Qt.Key(event.key())
        if key not in steps:
            super().keyPressEvent(event)
            return
        self._step(steps[key])

    def _step(self, count: int) -> None:
        value = stepped(self._value, count, self._whole)
        if self._fault(value) == "":
            self._value = value
            self.setText(number_text(value))
            self._mark("")
            self.changed.emit(value)

    def _parse(self, text: str) -> float | None:
        try:
            value = int(text.replace(" ", "")) if self._whole else float(text.replace(",", "."))
        except ValueError:
            return None
        return value

    def _fault(self, value: float | None) -> str:
        """Why a number is not legal, or nothing."""
        if value is None or not math.isfinite(value):
            return "Type a whole number." if self._whole else "Type a number, such as 0.01 or 1e-4."
        if self._above is not None and value <= self._above:
            return f"Type a number greater than {number_text(self._above)}."
        if self._minimum is not None and value < self._minimum:
            return f"The smallest possible value is {number_text(self._minimum)}."
        if self._maximum is not None and value > self._maximum:
            return f"The largest possible value is {number_text(self._maximum)}."
        return ""

    def _typed(self, text: str) -> None:
        value = self._parse(text)
        fault = self._fault(value)
        self._mark(fault)
        if not fault and value is not None and value != self._value:
            self._value = value
            self.changed.emit(value)

    def _left(self) -> None:
        if self._fault(self._parse(self.text())):
            self.setText(number_text(self._before))
            self._mark("")
            if self._value != self._before:
                self._value = self._before
                self.changed.emit(self._value)
        self._before = self._value
        self.finished.emit()

    def _mark(self, fault: str) -> None:
        if not self.property("invalid"):
            self._tip = self.toolTip()
        if bool(self.property("invalid")) != bool(fault):
            self.setProperty("invalid", bool(fault))
            self.style().unpolish(self)
            self.style().polish(self)
        self.setToolTip(plain(fault or self._tip))


def number_text(value: float) -> str:
    """A number as it is typed: no needless zeros, small ones as 0.0001 rather than 1e-04."""
    if isinstance(value, int):
        return str(value)
    text = repr(float(value))
    if "e" in text and 1e-6 <= abs(value) < 1:
        text = f"{value:.12f}".rstrip("0")
    return text.removesuffix(".0") if "e" not in text else text


def stepped(value: float, count: int, whole: bool) -> float:
    """The number `count` steps on: 1 for whole numbers, else one unit of the leading digit (0.01 -> 0.02)."""
    if whole:
        return int(value) + count
    unit = 10.0 ** math.floor(math.log10(abs(value))) if value else 0.1
    if count < 0 and value > 0 and value + count * unit <= 0:
        unit /= 10
    return float(f"{value + count * unit:.12g}")

"""How one part is held out: at random, the last samples, or the source's own; by percent or by count."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from desktop_nn.data.choices import Held, Part
from ui.theme.tokens import SPACE_1
from ui.widgets.calm_combo import CalmComboBox
from ui.widgets.number_field import NumberField

_HELD: tuple[tuple[Held, str, str], ...] = (
    ("random", "At random", "Drawn with the seed."),
    ("last", "The last ones", "The last samples in order, as Keras's validation_split does."),
    ("given", "Its own", "The test part that the data set brings along."),
)


class PartFields(QWidget):
    """`edited` carries the new `Part` while the user changes it, `finished` says that typing is over."""

    edited = Signal(object)
    finished = Signal()

    def __init__(self, name: str, *, may_be_given: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"split_{name}")
        self._part = Part()
        self._pool = 0
        self.held = CalmComboBox(self)
        self.held.setObjectName(f"split_{name}_held")
        self.held.setAccessibleName(f"How the {name} part is chosen")
        for held, text, tip in _HELD if may_be_given else _HELD[:2]:
            self.held.addItem(text, held)
            self.held.setItemData(self.held.count() - 1, tip, 3)
        self.size_field = NumberField(f"split_{name}_size", minimum=0, maximum=99.9, parent=self)
        self.size_field.setAccessibleName(f"Size of the {name} part")
        self.unit = CalmComboBox(self)
        self.unit.setObjectName(f"split_{name}_unit")
        self.unit.setAccessibleName(f"Unit of the {name} part")
        self.unit.addItem("%", True)
        self.unit.addItem("samples", False)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(SPACE_1)
        grid.addWidget(self.held, 0, 0, 1, 2)
        grid.addWidget(self.size_field, 1, 0)
        grid.addWidget(self.unit, 1, 1)
        self.size_field.setMinimumWidth(40)
        for field in (self.size_field, self.unit):
            field.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.setFocusProxy(self.held)
        self.held.activated.connect(self._choose_held)
        self.unit.activated.connect(self._choose_unit)
        self.size_field.changed.connect(self._type_size)
        self.size_field.finished.connect(self.finished)

    def show_part(self, part: Part, pool: int, given: int) -> None:
        """Show a part of `pool` samples, for a source with `given` test samples of its own; sends nothing."""
        self._part, self._pool = part, pool
        index = self.held.findData("given")
        if index >= 0:
            self.held.setItemText(index, f"Its own ({given:,})" if given else "Its own (it has none)")
            self.held.model().item(index).setEnabled(bool(given))  # type: ignore[attr-defined]
        self.held.setCurrentIndex(self.held.findData(part.held))
        fraction = isinstance(part.size, float)
        self.unit.setCurrentIndex(0 if fraction else 1)
        self.size_field.set_limits(0, 99.9 if fraction else None, whole=not fraction)
        self.size_field.set_value(percent(part.size) if isinstance(part.size, float) else part.size)
        for field in (self.size_field, self.unit):
            field.setVisible(part.held != "given")

    def _choose_held(self, index: int) -> None:
        self.edited.emit(Part(self._part.size, self.held.itemData(index)))
        self.finished.emit()

    def _choose_unit(self, index: int) -> None:
        size, fraction = self._part.size, bool(self.unit.itemData(index))
        if fraction == isinstance(size, float):
            return
        if fraction:
            new: int | float = min(0.999, round(size / self._pool, 4)) if self._pool else 0.2
        else:
            new = round(size * self._pool) if self._pool else 100
        self.edited.emit(Part(new, self._part.held))
        self.finished.emit()

    def _type_size(self, value: float) -> None:
        size = round(value / 100, 6) if isinstance(self._part.size, float) else int(value)
        self.edited.emit(Part(size, self._part.held))


def percent(fraction: float) -> float:
    """A fraction in percent, without the noise of binary numbers."""
    return round(fraction * 100, 4)

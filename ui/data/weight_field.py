"""Which column says how much a sample counts in the loss."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_nn.data.checks import weight_problems
from desktop_nn.data.choices import DataChoices
from desktop_nn.data.columns import Description
from ui.data.column_list import KIND_ICONS
from ui.theme.icons import icon
from ui.theme.tokens import SPACE_1
from ui.widgets.calm_combo import CalmComboBox
from ui.widgets.field_rows import FieldRows
from ui.widgets.note import Note

_TIP = (
    "A column of numbers that says how much each sample counts in the loss while training, such as how many people "
    "stand behind an answer. Validation, test and metrics count all samples the same."
)


class WeightField(QWidget):
    """`wanted` carries a column's name, empty if all samples shall count the same."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = CalmComboBox(self)
        self.column.setObjectName("weight_column")
        self.note = Note("weight_note", self)
        self._names: tuple[str, ...] | None = None
        rows = FieldRows()
        rows.add("Sample weight", self.column, _TIP)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_1)
        layout.addWidget(rows)
        layout.addWidget(self.note)
        self.column.activated.connect(lambda index: self.wanted.emit(self.column.itemData(index) or ""))

    def show_choice(self, data: DataChoices, description: Description) -> None:
        """Show the project's choice among the columns of numbers; a set without any needs no such field."""
        names = tuple(column.name for column in description.columns if column.kind == "number")
        if data.weight and data.weight not in names:
            names = (*names, data.weight)
        if names != self._names:
            self._names = names
            self.column.clear()
            self.column.addItem("All count the same", "")
            for name in names:
                self.column.addItem(icon(KIND_ICONS["number"], "text_faint", 14), name, name)
        self.column.setCurrentIndex(self.column.findData(data.weight))
        problems = weight_problems(data, description)
        self.note.say_problem(problems[0] if problems else None)
        self.setVisible(bool(names))

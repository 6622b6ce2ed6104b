"""One Input of the drawing: which columns feed it, what shape they give, and whether that is the Input's shape."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_nn.data.binding_shapes import input_shape
from desktop_nn.data.checks import fits, input_problems
from desktop_nn.data.choices import DataChoices
from desktop_nn.data.columns import Description
from desktop_nn.graph.facts import Shape, shape_text
from desktop_nn.problems import ProblemError
from ui.data.column_list import ColumnList
from ui.theme.tokens import SPACE_1, SPACE_2
from ui.widgets.icon_label import IconLabel
from ui.widgets.note import Note
from ui.widgets.styling import label
from ui.widgets.tips import plain


class InputCard(QFrame):
    """`columns_wanted(names)` binds, `shape_wanted(shape)` sets the Input's shape (without the batch axis)."""

    columns_wanted = Signal(object)
    shape_wanted = Signal(object)

    def __init__(self, node: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.node = node
        self.setObjectName(f"input_{node}")
        self.setProperty("class", "card")
        self._shape: tuple[int, ...] | None = None
        self.name = label("", "heading")
        self.shape = label("", "small")
        self.shape.setObjectName(f"input_{node}_shape")
        self.fold = QPushButton(self)
        self.fold.setObjectName(f"input_{node}_columns")
        self.fold.setProperty("class", "quiet")
        self.fold.setCheckable(True)
        self.fold.setStyleSheet("QPushButton { text-align: left; padding-left: 2px; }")
        self.list = ColumnList(f"input_{node}_list", self)
        self.note = Note(f"input_{node}_note", self)
        head = QHBoxLayout()
        head.setSpacing(SPACE_1 + 2)
        sign = IconLabel(size=14)
        sign.show_category("input")
        head.addWidget(sign)
        head.addWidget(self.name, 1)
        head.addWidget(self.shape)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_2)
        layout.setSpacing(SPACE_1)
        layout.addLayout(head)
        layout.addWidget(self.fold)
        layout.addWidget(self.list)
        layout.addWidget(self.note)
        self._shown: tuple[DataChoices, Description] | None = None
        self.fold.toggled.connect(lambda _: self._show_columns())
        self.list.edited.connect(self.columns_wanted)
        self.note.pressed.connect(lambda: self.shape_wanted.emit(self._shape))

    def show_binding(self, name: str, data: DataChoices, description: Description, drawn: Shape | None) -> None:
        """Show what feeds the Input called `name`, whose shape as drawn is `drawn` (with the batch axis)."""
        self._shown = (data, description)
        self.name.setText(name)
        self.setAccessibleName(f"Input {name}")
        columns = data.bindings.inputs.get(self.node, ())
        try:
            self._shape = input_shape(columns, description, data.preprocessing)
        except ProblemError:
            self._shape = None
        self.shape.setText(f"shape {shape_text((None, *self._shape))}" if self._shape else "")
        problems = input_problems(self.node, drawn, data, description, {self.node: name}) if columns else ()
        misfit = self._shape is not None and drawn is not None and not fits(drawn[1:], self._shape)
        wanted = shape_text((None, *self._shape)) if self._shape and misfit else ""
        self.note.say_problem(problems[0] if problems else None, f"Set the input's shape to {wanted}" if wanted else "")
        self._show_columns()

    def _show_columns(self) -> None:
        if self._shown is None:
            return
        data, description = self._shown
        columns, open = data.bindings.inputs.get(self.node, ()), self.fold.isChecked()
        self.fold.setText(f"{columns_text(columns)} {'▴' if open else '▾'}")
        self.fold.setToolTip(plain(", ".join(columns) if columns else "Choose the columns that feed this input."))
        self.list.setVisible(open)
        if open:
            marks = dict.fromkeys((*description.targets, *data.bindings.targets.values()), "target")
            ordered = sorted(description.columns, key=lambda column: column.name in marks)
            self.list.show_columns(ordered, columns, marks)


def columns_text(columns: Sequence[str]) -> str:
    """Bound columns in a few words: their names if they are short, else their number."""
    if not columns:
        return "No columns yet"
    names = ", ".join(columns)
    return names if len(names) <= 34 else f"{len(columns):,} columns"

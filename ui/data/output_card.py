"""One output of the drawing: the column that it learns to predict."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop_nn.data.checks import target_problems
from desktop_nn.data.choices import Bindings
from desktop_nn.data.columns import Column, Description
from ui.data.column_list import KIND_ICONS
from ui.theme.icons import icon
from ui.theme.tokens import SPACE_1, SPACE_2
from ui.widgets.calm_combo import CalmComboBox
from ui.widgets.icon_label import IconLabel
from ui.widgets.note import Note
from ui.widgets.styling import label


class OutputCard(QFrame):
    """`target_wanted` carries a column's name, empty to unbind."""

    target_wanted = Signal(str)

    def __init__(self, node: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.node = node
        self.setObjectName(f"output_{node}")
        self.setProperty("class", "card")
        self._columns: tuple[Column, ...] = ()
        self.name = label("", "heading")
        self.kind = label("", "small")
        self.target = CalmComboBox(self)
        self.target.setObjectName(f"output_{node}_target")
        self.target.setPlaceholderText("Choose its target")
        self.note = Note(f"output_{node}_note", self)
        head = QHBoxLayout()
        head.setSpacing(SPACE_1 + 2)
        head.addWidget(IconLabel("target", "accent", 14))
        head.addWidget(self.name, 1)
        head.addWidget(self.kind)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_2)
        layout.setSpacing(SPACE_1)
        layout.addLayout(head)
        layout.addWidget(self.target)
        layout.addWidget(self.note)
        self.target.activated.connect(lambda index: self.target_wanted.emit(self.target.itemData(index) or ""))

    def show_binding(self, name: str, bindings: Bindings, description: Description) -> None:
        """Show the target of the output called `name`."""
        self.name.setText(name)
        self.setAccessibleName(f"Output {name}")
        self.target.setAccessibleName(f"Target of {name}")
        ordered = tuple(sorted(description.columns, key=lambda column: column.name not in description.targets))
        bound = bindings.targets.get(self.node, "")
        if ordered != self._columns:
            self._fill(ordered)
        index = self.target.findData(bound) if bound else -1
        self.target.setCurrentIndex(index)
        column = description.column(bound) if bound else None
        self.kind.setText(kind_text(column) if column else "")
        problems = target_problems(self.node, bindings, description, {self.node: name}) if bound else ()
        self.note.say_problem(problems[0] if problems else None)

    def _fill(self, columns: tuple[Column, ...]) -> None:
        self._columns = columns
        self.target.clear()
        for column in columns:
            self.target.addItem(icon(KIND_ICONS[column.kind], "text_faint", 14), column.name, column.name)
        self.target.addItem("No target", "")


def kind_text(column: Column) -> str:
    """What kind of target a column is."""
    if column.kind == "category":
        return f"{len(column.categories)} classes"
    return column.kind

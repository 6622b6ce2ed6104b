"""One preprocessing step as a card: its kind, what it does in one line, its columns, and its place in the order."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_nn.data.choices import Step, StepKind
from desktop_nn.data.columns import Description
from desktop_nn.data.preprocessing import TITLES, suits
from ui.data.column_list import ColumnList
from ui.theme.tokens import SPACE_1, SPACE_2
from ui.widgets.calm_combo import CalmComboBox
from ui.widgets.icon_button import IconButton
from ui.widgets.styling import label
from ui.widgets.tips import plain

EXPLANATIONS: dict[StepKind, str] = {
    "standardize": "mean 0, standard deviation 1",
    "min-max": "squeezed into 0…1",
    "pixels": "0…255 becomes 0…1",
    "one-hot": "a column of 0 and 1 for each class",
    "impute": "gaps filled by the median or the most frequent class",
}


class StepCard(QFrame):
    """`edited(step)`, `removed()`, `moved(by)` are the user's wishes; the document decides."""

    edited = Signal(object)
    removed = Signal()
    moved = Signal(int)

    def __init__(self, index: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"step_{index}")
        self.setProperty("class", "card")
        self._step = Step("standardize")
        self._description: Description | None = None
        self._reached: tuple[str, ...] = ()
        self.kind = CalmComboBox(self)
        self.kind.setObjectName(f"step_{index}_kind")
        self.kind.setAccessibleName(f"Step {index + 1}")
        for kind, title in TITLES.items():
            self.kind.addItem(title, kind)
        self.up = IconButton("chevron-up", "Do this step earlier", f"step_{index}_up", self)
        self.down = IconButton("chevron-down", "Do this step later", f"step_{index}_down", self)
        self.remove = IconButton("x", "Remove this step", f"step_{index}_remove", self)
        self.about = label("", "small", wrap=True)
        self.columns = QPushButton(self)
        self.columns.setObjectName(f"step_{index}_columns")
        self.columns.setProperty("class", "quiet")
        self.columns.setCheckable(True)
        self.columns.setStyleSheet("QPushButton { text-align: left; padding-left: 2px; }")
        self.all = QPushButton("All suitable columns", self)
        self.all.setObjectName(f"step_{index}_all_suitable")
        self.all.setToolTip("Whatever columns the inputs use, now and later")
        self.list = ColumnList(f"step_{index}_list", self)
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self.kind, 1)
        head.addSpacing(SPACE_1)
        for button in (self.up, self.down, self.remove):
            head.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_1)
        layout.setSpacing(SPACE_1)
        layout.addLayout(head)
        layout.addWidget(self.about)
        layout.addWidget(self.columns)
        layout.addWidget(self.all)
        layout.addWidget(self.list)
        self.kind.activated.connect(lambda i: self._choose_kind(self.kind.itemData(i)))
        self.up.clicked.connect(lambda: self.moved.emit(-1))
        self.down.clicked.connect(lambda: self.moved.emit(1))
        self.remove.clicked.connect(self.removed)
        self.columns.toggled.connect(lambda _: self._show_columns())
        self.all.clicked.connect(lambda: self.edited.emit(Step(self._step.kind)))
        self.list.edited.connect(self._choose_columns)
        self._show_columns()

    def show_step(
        self, step: Step, description: Description | None, reached: Sequence[str], *, first: bool, last: bool
    ) -> None:
        """Show a step that works on the columns `reached`; sends nothing."""
        self._step, self._description, self._reached = step, description, tuple(reached)
        self.kind.setCurrentIndex(self.kind.findData(step.kind))
        self.about.setText(EXPLANATIONS[step.kind][0].upper() + EXPLANATIONS[step.kind][1:] + ".")
        self.up.setEnabled(not first)
        self.down.setEnabled(not last)
        self._show_columns()

    def focus_move(self, by: int) -> None:
        """Put the keyboard on the button that moves on in the same direction, if it can."""
        button = self.up if by < 0 else self.down
        other = self.down if by < 0 else self.up
        (button if button.isEnabled() else other).setFocus()

    def _show_columns(self) -> None:
        step, description, reached, open = self._step, self._description, self._reached, self.columns.isChecked()
        count = f"{len(reached):,} {'column' if len(reached) == 1 else 'columns'}"
        words = f"Only {count}" if step.columns else f"All suitable ({count})"
        self.columns.setText(f"{words} {'▴' if open else '▾'}")
        self.columns.setToolTip(plain(", ".join(reached[:30]) or "No input uses a column that this step suits."))
        self.columns.setEnabled(description is not None)
        self.all.setVisible(open and bool(step.columns))
        self.list.setVisible(open and description is not None)
        if description is not None and open:
            suitable = [column for column in description.columns if suits(step.kind, column)]
            marks = dict.fromkeys(description.targets, "target")
            self.list.show_columns(suitable, step.columns or reached, marks)

    def _choose_columns(self, names: tuple[str, ...]) -> None:
        """No column at all would mean all suitable ones to the document, so that is not sent."""
        if names:
            self.edited.emit(Step(self._step.kind, tuple(names)))

    def _choose_kind(self, kind: StepKind) -> None:
        if kind != self._step.kind:
            self.edited.emit(Step(kind))

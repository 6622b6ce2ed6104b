"""Facts in two columns: a quiet name and a value that can be selected and copied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from ui.theme.theme import theme
from ui.widgets.styling import label
from ui.widgets.tips import plain


@dataclass(frozen=True, slots=True)
class Fact:
    """One line; `note` stands small below the value, `tip` is the tooltip."""

    name: str
    value: str
    note: str = ""
    tip: str = ""


class FactRows(QWidget):
    """Shows a list of facts; its labels are kept and refilled, so that nothing flickers while they change."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnMinimumWidth(0, round(84 * theme.scale))
        self._rows: list[tuple[QLabel, QLabel, QLabel]] = []

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show these and no others."""
        while len(self._rows) < len(facts):
            self._add()
        for index, (name, value, note) in enumerate(self._rows):
            fact = facts[index] if index < len(facts) else Fact("", "")
            name.setText(fact.name)
            value.setText(fact.value)
            note.setText(fact.note)
            value.setToolTip(plain(fact.tip))
            name.setVisible(index < len(facts))
            value.setVisible(index < len(facts))
            note.setVisible(bool(fact.note))

    def text(self) -> str:
        """All facts as lines `name: value (note)`, for copying and for tests."""
        return "\n".join(
            f"{name.text()}: {value.text()}" + (f" ({note.text()})" if note.text() else "")
            for name, value, note in self._rows
            if name.text()
        )

    def _add(self) -> None:
        name, value, note = label("", "dim"), label(wrap=True), label("", "small", wrap=True)
        row = 2 * len(self._rows)
        for selectable in (value, note):
            selectable.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(value, row, 1)
        self._grid.addWidget(note, row + 1, 1)
        self._rows.append((name, value, note))

"""Mean, spread, extremes and what is wrong with a weight, in a small grid; a column a model while two are compared."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from desktop_nn.weights.figures import Figures
from ui.theme.tokens import SPACE_2, SPACE_3
from ui.weights.content import Side, number
from ui.widgets.styling import label, set_class

_LINES: tuple[tuple[str, Callable[[Figures], str]], ...] = (
    ("Mean", lambda found: number(found.mean)),
    ("Std", lambda found: number(found.std)),
    ("Min", lambda found: number(found.low)),
    ("Max", lambda found: number(found.high)),
    ("Norm", lambda found: number(found.norm)),
    ("Zeros", lambda found: f"{found.zeros:,}"),
    ("NaN", lambda found: f"{found.nans:,}"),
    ("Infinite", lambda found: f"{found.infinities:,}"),
)
_BROKEN = ("NaN", "Infinite")


class FiguresGrid(QWidget):
    """Read-only; its accessible name says everything in a sentence."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("weights_figures")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE_3)
        self._grid.setVerticalSpacing(1)
        self._grid.setColumnStretch(0, 1)
        self._heads = [self._cell(0, column + 1, "small") for column in range(3)]
        self._rows: dict[str, tuple[QLabel, ...]] = {}
        for row, (title, _) in enumerate(_LINES, 1):
            name = self._cell(row, 0, "small", Qt.AlignmentFlag.AlignLeft)
            name.setText(title)
            self._rows[title] = (name, *(self._cell(row, column + 1) for column in range(3)))

    def show_sides(self, sides: tuple[Side, ...]) -> None:
        """Show the figures of one model, or of two and their difference."""
        for column, head in enumerate(self._heads):
            head.setVisible(len(sides) > 1)
            head.setText(("Here", "There", "Difference")[column])
        for title, of in _LINES:
            name, *cells = self._rows[title]
            for column, cell in enumerate(cells):
                set_class(cell, "small" if len(sides) > 1 else "")
                cell.setVisible(column < len(sides))
                cell.setText(of(sides[column].figures) if column < len(sides) else "")
            if title in _BROKEN:
                wrong = [of(side.figures) != "0" for side in sides]
                for widget in (name, *cells):
                    widget.setVisible(any(wrong) and (widget is name or widget in cells[: len(sides)]))
                    set_class(
                        widget, "small" if widget is name or len(sides) > 1 else "", *(("bad",) if any(wrong) else ())
                    )
        self.setAccessibleName("; ".join(_sentence(side) for side in sides))

    def _cell(
        self, row: int, column: int, kind: str = "", side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignRight
    ) -> QLabel:
        cell = label("", *((kind,) if kind else ()))
        cell.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        cell.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._grid.addWidget(cell, row, column)
        self._grid.setContentsMargins(0, 0, SPACE_2, 0)
        return cell


def _sentence(side: Side) -> str:
    return f"{side.word}: " + ", ".join(f"{title} {of(side.figures)}" for title, of in _LINES)

"""Rows of a label and its field, aligned across a whole panel."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from ui.theme.theme import theme
from ui.theme.tokens import SPACE_1, SPACE_2
from ui.widgets.tips import plain

LABEL_WIDTH = 92
"""Pixels at 100 % that labels get, so that fields of different sections stand under each other."""
_WIDEST = 110
"""Larger text wraps rather than push the fields out of a narrow panel."""


def label_width(pixels: int = LABEL_WIDTH) -> int:
    """The width of labels at the present text scale."""
    return round(min(pixels * theme.scale, max(pixels, _WIDEST)))


class FieldRows(QWidget):
    """A grid of labels and fields. Rows can be hidden and shown again."""

    def __init__(self, parent: QWidget | None = None, width: int = LABEL_WIDTH) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE_2)
        self._grid.setVerticalSpacing(SPACE_1 + 2)
        self._grid.setColumnStretch(1, 1)
        self._labels: dict[QWidget, QLabel] = {}
        self._label_width = width
        theme.changed.connect(self._fit)
        self._fit()

    def add(self, text: str, field: QWidget, tip: str = "") -> QLabel:
        """Put a row below the others; the label names the field for screen readers as well."""
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setBuddy(field)
        label.setWordWrap(True)
        label.setMaximumWidth(label_width(self._label_width))
        if tip:
            label.setToolTip(plain(tip))
            field.setToolTip(field.toolTip() or plain(tip))
        if not field.accessibleName():
            field.setAccessibleName(text)
        row = self._grid.rowCount()
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(field, row, 1)
        self._labels[field] = label
        return label

    def show_row(self, field: QWidget, visible: bool) -> None:
        """Show or hide a field with its label."""
        field.setVisible(visible)
        self._labels[field].setVisible(visible)

    def clear(self) -> None:
        """Remove all rows."""
        for field, label in self._labels.items():
            for widget in (field, label):
                self._grid.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        self._labels = {}

    def _fit(self) -> None:
        width = label_width(self._label_width)
        self._grid.setColumnMinimumWidth(0, width)
        for label in self._labels.values():
            label.setMaximumWidth(width)

"""A quiet box that explains the field in which the user is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop_nn.catalogue import Parameter
from ui.theme.theme import theme
from ui.theme.tokens import TEXT_SMALL
from ui.widgets.styling import label

_LINES = 5


class HelpBox(QWidget):
    """Keras's name of a parameter and its help, in a few lines that scroll; empty until a field has the keyboard."""

    def __init__(self, hint: str = "Go into a field to read what it does.") -> None:
        super().__init__()
        self.setObjectName("help_box")
        self._hint = hint
        self.title: QLabel = label("", "dim")
        self.text: QLabel = label(hint, "small", wrap=True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self.text)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.title)
        column.addWidget(self._area)
        self._fit()
        theme.changed.connect(self._fit)

    def show_text(self, title: str, text: str) -> None:
        """Explain something."""
        self.title.setText(title)
        self.title.setVisible(bool(title))
        self.text.setText(text)
        self._area.verticalScrollBar().setValue(0)

    def show_parameter(self, parameter: Parameter) -> None:
        """Explain a parameter of the catalogue."""
        self.show_text(parameter.name, parameter.help or "Keras gives no help for this one.")

    def clear(self) -> None:
        """Back to the hint."""
        self.show_text("", self._hint)

    def _fit(self) -> None:
        self.title.setFont(theme.font(mono=True))
        self.title.setVisible(bool(self.title.text()))
        self._area.setFixedHeight(_LINES * QFontMetrics(theme.font(TEXT_SMALL)).lineSpacing() + 1)

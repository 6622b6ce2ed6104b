"""What the empty canvas offers to begin with: a row of templates with small sketches, and a file."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme.tokens import SPACE_1, SPACE_2, SPACE_3
from ui.widgets.card_button import CardButton
from ui.widgets.icon_label import IconLabel
from ui.widgets.styling import label
from ui.widgets.topology_picture import TopologyPicture

OPEN = "open"
"""What `wanted` carries for a file."""
_TEMPLATES = (
    ("template:mlp", "MLP", "fashion-mnist"),
    ("template:wide_and_deep", "Wide & Deep", "wide-and-deep"),
    ("template:cnn_classifier", "CNN", "cnn"),
    ("template:lstm_classifier", "LSTM", "lstm"),
)
_NARROW = 700
"""A narrower view has room for fewer cards."""


class Starters(QWidget):
    """`wanted` carries a template's key, or `OPEN`."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._host = parent
        self.setObjectName("canvas_starters")
        self.setAccessibleName("Begin with")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SPACE_3)
        self.cards = [self._card(*entry) for entry in _TEMPLATES]
        self.cards.append(self._file_card())
        for card in self.cards:
            self._row.addWidget(card)

    def stand_below(self, hint: QWidget) -> None:
        """Stand in the middle below the hint; cards for which there is no room stay away."""
        parent = self._host
        fitting = 5 if parent.width() > _NARROW else max(1, parent.width() // 150)
        for number, card in enumerate(self.cards):
            card.setVisible(number < fitting)
        self.adjustSize()
        self.move((parent.width() - self.width()) // 2, hint.geometry().bottom() + SPACE_3)

    def _card(self, key: str, title: str, sketch: str) -> CardButton:
        card = CardButton(f"starter_{key.partition(':')[2]}", f"Begin with {title}")
        column = QVBoxLayout(card)
        column.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, SPACE_2)
        column.setSpacing(SPACE_1)
        column.addWidget(TopologyPicture(sketch), 0, Qt.AlignmentFlag.AlignHCenter)
        text = label(title, "")
        text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(text)
        card.clicked.connect(lambda: self.wanted.emit(key))
        return card

    def _file_card(self) -> CardButton:
        card = CardButton("starter_open", "Open a file")
        column = QVBoxLayout(card)
        column.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, SPACE_2)
        column.setSpacing(SPACE_1)
        column.addStretch(1)
        column.addWidget(IconLabel("folder-open", "text_dim", 24), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        text = label("Open a file…", "")
        text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(text)
        card.clicked.connect(lambda: self.wanted.emit(OPEN))
        return card

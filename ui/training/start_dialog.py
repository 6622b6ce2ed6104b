"""Asks how a run shall begin when there are trained weights already: anew, going on exactly, or with these weights.

Keras itself goes on silently with whatever weights a model has; here the user says it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QVBoxLayout, QWidget

from ui.theme.theme import theme
from ui.theme.tokens import SPACE_2, SPACE_3, SPACE_4, SPACE_6
from ui.widgets.card_button import CardButton
from ui.widgets.number_field import NumberField
from ui.widgets.styling import label

_WIDTH = 480
Choice: TypeAlias = Literal["scratch", "continue", "weights"]


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be chosen: a title, what it means, and why it cannot be chosen (empty if it can)."""

    choice: Choice
    title: str
    words: str
    why_not: str = ""


class StartDialog(QDialog):
    """`chosen` is the answer once the dialog was accepted; `more` the epochs to add if the run goes on."""

    def __init__(self, heading: str, offers: tuple[Offer, ...], more: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("start_dialog")
        self.setWindowTitle("Train")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.chosen: Choice | None = None
        self.epochs = NumberField("start_more_epochs", whole=True, minimum=1)
        self.epochs.set_value(max(1, more))
        self.epochs.setFixedWidth(round(72 * theme.scale))
        self.cards: dict[Choice, CardButton] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_6, SPACE_4, SPACE_6, SPACE_4)
        layout.setSpacing(SPACE_3)
        layout.addWidget(label(heading, "heading", wrap=True))
        for offer in offers:
            layout.addWidget(self._card(offer))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.rejected.connect(self.reject)
        layout.addSpacing(SPACE_2)
        layout.addWidget(buttons)
        self._fit_to_the_text()
        first = next((card for card in self.cards.values() if card.isEnabled()), None)
        if first is not None:
            first.setFocus()

    @property
    def more(self) -> int:
        """How many epochs shall be added."""
        return int(self.epochs.value)

    def _fit_to_the_text(self) -> None:
        """As wide as titles need and as high as the words are then; their font is only known once they are polished."""
        for part in self.findChildren(QWidget):
            part.ensurePolished()
        width = max(round(_WIDTH * theme.scale), self.minimumSizeHint().width())
        self.setMinimumWidth(width)
        self.resize(width, self.heightForWidth(width))

    def _card(self, offer: Offer) -> CardButton:
        words = offer.why_not or offer.words
        card = CardButton(f"start_{offer.choice}", f"{offer.title}: {words}")
        card.setEnabled(not offer.why_not)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_3)
        inside.setSpacing(SPACE_2)
        head = QHBoxLayout()
        head.setSpacing(SPACE_2)
        title = label(offer.title, "heading")
        head.addWidget(title)
        if offer.choice == "continue" and not offer.why_not:
            head.addStretch(1)
            self.epochs.setAccessibleName("More epochs")
            head.addWidget(self.epochs)
            head.addWidget(label("more epochs", "small"))
        inside.addLayout(head)
        inside.addWidget(label(words, "small", wrap=True))
        for part in card.findChildren(QWidget):
            if part is not self.epochs and not self.epochs.isAncestorOf(part):
                part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        card.clicked.connect(lambda: self._choose(offer.choice))
        self.cards[offer.choice] = card
        return card

    def _choose(self, choice: Choice) -> None:
        self.chosen = choice
        self.accept()

"""The learning rate of the run under way: seen, typed, halved and doubled while it goes. Not part of the document."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_nn.training.events import EpochEnded, RunEvent, Steered
from ui.running import RunControl
from ui.theme.tokens import SPACE_1, SPACE_2
from ui.widgets.number_field import NumberField
from ui.widgets.styling import label


class LiveRate(QWidget):
    """Only there while a run goes whose rate is a number; a schedule's is not to be changed by hand."""

    def __init__(self, run: RunControl) -> None:
        super().__init__()
        self.setObjectName("live_rate")
        self._run = run
        self.field = NumberField("live_rate_field", above=0.0)
        self._typing = False
        self.field.changed.connect(self._begin_typing)
        self.field.finished.connect(self._typed)
        self.halve, self.double = self._button("÷ 2", 0.5), self._button("× 2", 2.0)
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addWidget(self.field, 1)
        row.addWidget(self.halve)
        row.addWidget(self.double)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, SPACE_2)
        layout.setSpacing(SPACE_1)
        self.words = label("", "small", wrap=True)
        layout.addWidget(self.words)
        layout.addLayout(row)
        run.state_changed.connect(self.refresh)
        run.rate_wished.connect(self.refresh)
        run.session.opened.connect(self.refresh)
        run.told.connect(self._hear)
        self.refresh()

    def refresh(self) -> None:
        """Show the rate that the run has."""
        self.setVisible(self._run.rate_settable)
        whose = self._run.project.graph.name if self._run.left and self._run.project else ""
        words = f"Learning rate of the run of “{whose}” under way" if whose else "Learning rate of the run under way"
        self.words.setText(words)
        self.field.setAccessibleName(words)
        if self._run.learning_rate is not None and not self._typing:
            self.field.set_value(self._run.learning_rate)

    def _hear(self, event: RunEvent) -> None:
        if isinstance(event, Steered) or (isinstance(event, EpochEnded) and self.isVisible()):
            self.refresh()

    def _begin_typing(self) -> None:
        self._typing = True

    def _typed(self) -> None:
        """The field was left: what was not typed by the user is not their wish, the rate may have moved meanwhile."""
        typed, self._typing = self._typing, False
        rate = self.field.value
        if typed and rate > 0 and rate != self._run.learning_rate:
            self._run.set_learning_rate(rate)
        self.refresh()

    def _change(self, factor: float) -> None:
        if self._run.learning_rate:
            self._run.set_learning_rate(self._run.learning_rate * factor)

    def _button(self, text: str, factor: float) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName("live_rate_halve" if factor < 1 else "live_rate_double")
        button.setAccessibleName("Halve the learning rate" if factor < 1 else "Double the learning rate")
        button.clicked.connect(lambda: self._change(factor))
        return button

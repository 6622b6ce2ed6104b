"""The learning-rate test beside the checks: its curve, and buttons that write the suggested rate."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from desktop_nn.catalogue import load
from desktop_nn.training.choices import Configured
from ui.preflight.rate_chart import RateChart
from ui.theme.theme import theme
from ui.theme.tokens import SPACE_2, SPACE_3
from ui.trials import Trials
from ui.widgets.empty_state import EmptyState
from ui.widgets.styling import label
from ui.widgets.tips import plain

_ABOUT = "Trains a copy of the model for about 5 seconds while the learning rate grows from 1e-7 to 10."
_ROOM_FOR_WORDS = 170
"""Pixels of height below which there are none below the curve, at the usual size of text."""


class RatesView(QWidget):
    """What a click writes is one undo step."""

    def __init__(self, trials: Trials) -> None:
        super().__init__()
        self._trials = trials
        self.chart = RateChart()
        self.use = QPushButton("Use it")
        self.use.setObjectName("use_rate")
        self.words = label("", "small", wrap=True)
        self.words.setObjectName("rate_present")
        self.empty = EmptyState("gauge", "Which learning rate?", _ABOUT)
        below = QHBoxLayout()
        below.setSpacing(SPACE_3)
        below.addWidget(self.words, 1)
        below.addWidget(self.use, 0, Qt.AlignmentFlag.AlignTop)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(SPACE_3, SPACE_2, SPACE_2, SPACE_2)
        column.setSpacing(SPACE_2)
        column.addWidget(self.chart, 1)
        column.addLayout(below)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self.empty)
        self._pages.addWidget(page)
        self.chart.chosen.connect(trials.use_rate)
        self.use.clicked.connect(self._use)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's; where it is tight the curve has the room, and the words are the button's tool tip."""
        super().resizeEvent(event)
        self.words.setVisible(self.height() >= round(_ROOM_FOR_WORDS * theme.scale))

    def refresh(self) -> None:
        """Show the test as far as it is, and the document's own rate."""
        test = self._trials.rates
        rate, schedule = present(self._trials.session.project.training.optimizer)
        self._pages.setCurrentIndex(1 if test is not None and test.rates else 0)
        self.chart.show_test(test, rate)
        suggestion = test.suggestion if test is not None else None
        self.use.setText(f"Use {suggestion:g}" if suggestion is not None else "Use it")
        self.use.setVisible(suggestion is not None and self._trials.busy != "rates")
        self.use.setEnabled(suggestion is not None and suggestion != rate)
        self.words.setText(self._words(rate, schedule))
        self.use.setToolTip(plain(f"A tenth of the rate at which the loss was smallest. {self.words.text()}".strip()))

    def _words(self, rate: float | None, schedule: str) -> str:
        test, trials = self._trials.rates, self._trials
        if test is None:
            return ""
        if trials.busy == "rates":
            return f"Testing {test.optimizer}…"
        now = f"{trials.session.project.training.optimizer.kind} has {rate:g} now (dotted)." if rate is not None else ""
        if schedule:
            now = f"The rate follows a schedule now ({schedule}); a click puts a fixed rate in its place."
        found = [now]
        if test.steepest is not None:
            found.append(f"The loss fell fastest at {test.steepest:g}.")
        elif test.suggestion is None:
            found.append("No rate is suggested: the loss never fell.")
        if trials.outdated("rates"):
            found.append("The project has changed since the test.")
        return " ".join(filter(None, found))

    def _use(self) -> None:
        test = self._trials.rates
        if test is not None and test.suggestion is not None:
            self._trials.use_rate(test.suggestion)


def present(optimizer: Configured) -> tuple[float | None, str]:
    """The optimizer's learning rate, and the name of a schedule that it follows instead."""
    kind = load().find("optimizers", optimizer.kind)
    parameter = kind.parameter("learning_rate") if kind else None
    value = optimizer.config.get("learning_rate", parameter.default if parameter else None)
    if isinstance(value, Mapping):
        return None, str(value.get("class_name", "schedule"))
    return (float(value), "") if isinstance(value, int | float) else (None, "")

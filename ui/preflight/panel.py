"""The pre-flight panel: a bar with what can be done, the checks at the left, the learning-rate test at the right."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop_nn.training.preflight import Verdict
from ui.preflight.checks_view import ChecksView
from ui.preflight.rates_view import RatesView
from ui.theme.icons import icon, icon_size
from ui.theme.theme import theme
from ui.theme.tokens import SPACE_2, SPACE_3
from ui.trials import Trials
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.empty_state import EmptyState
from ui.widgets.note import Note

_ABOUT = (
    "Tries the model for about 5 seconds before you train it: inputs, first loss, gradients, time and memory, "
    "and whether it can learn one batch by heart."
)


class PreflightPanel(QWidget):
    """`go_to` carries a node that the canvas shall show."""

    go_to = Signal(str)

    def __init__(self, trials: Trials) -> None:
        super().__init__()
        self.setObjectName("preflight_panel")
        self.setAccessibleName("Pre-flight")
        self._trials = trials
        self.start = QPushButton("Run the checks")
        self.start.setObjectName("start_preflight")
        self.test = QPushButton("Test learning rates")
        self.test.setObjectName("start_rate_test")
        self.cancel = QPushButton("Cancel")
        self.cancel.setObjectName("cancel_trial")
        self.words = ElidedLabel()
        self.words.setObjectName("preflight_state")
        self.words.setProperty("class", "small")
        self.bar = QProgressBar()
        self.bar.setObjectName("preflight_progress")
        self.bar.setTextVisible(False)
        self.bar.setFixedSize(110, 4)
        self.note = Note("preflight_note")
        self.checks = ChecksView()
        self.empty = EmptyState("list-checks", "Is it ready for training?", _ABOUT)
        self.rates = RatesView(trials)
        self._lay_out()
        self.start.clicked.connect(trials.start_checks)
        self.test.clicked.connect(trials.start_rates)
        self.cancel.clicked.connect(trials.cancel)
        self.checks.go_to.connect(self._go_to)
        trials.changed.connect(self.refresh)
        trials.session.problems_changed.connect(self.refresh)
        theme.changed.connect(self._dress)
        self._dress()
        self.refresh()

    def refresh(self) -> None:
        """Show what is known now."""
        trials = self._trials
        for button in (self.start, self.test):
            button.setEnabled(trials.may_start())
        self.cancel.setVisible(trials.busy is not None)
        self.bar.setVisible(trials.busy is not None)
        known = bool(trials.checks) or trials.busy == "checks"
        self._pages.setCurrentWidget(self.checks if known else self.empty)
        self.checks.show_checks(trials.checks, ended=trials.busy != "checks")
        self.rates.refresh()
        self._refresh_progress()
        self.words.setText(self._state())
        if trials.problem is not None:
            self.note.say_problem(trials.problem)
        else:
            self.note.say(trials.why_not())

    def _refresh_progress(self) -> None:
        progress, test = self._trials.progress, self._trials.rates
        if self._trials.busy == "rates":
            powers = test.rates[-1] / test.rates[0] if test is not None and test.rates else 1.0
            self.bar.setRange(0, 8)
            self.bar.setValue(len(f"{powers:.0f}") - 1)
        else:
            self.bar.setRange(0, progress.of if progress else 0)
            self.bar.setValue(max(0, progress.number - 1) if progress else 0)

    def _state(self) -> str:
        trials = self._trials
        if trials.busy == "checks":
            return f"{trials.progress.title}…" if trials.progress else "Preparing…"
        if trials.busy == "rates":
            return "Training with a growing learning rate…"
        if not trials.checks:
            return ""
        if trials.outdated("checks"):
            return "The project has changed since these checks."
        if trials.seconds is None:
            return "Cancelled; these checks were done."
        counts = Counter(check.verdict for check in trials.checks)
        parts = [f"{counts[verdict]} {word}" for verdict, word in _COUNTED if counts[verdict]]
        return f"{', '.join(parts)} · {trials.seconds:.1f} s"

    def _go_to(self, node: str) -> None:
        if node in self._trials.session.graph.nodes:
            self._trials.session.select((node,))
            self.go_to.emit(node)

    def _dress(self) -> None:
        self.start.setIcon(icon("list-checks"))
        self.test.setIcon(icon("gauge"))
        for button in (self.start, self.test):
            button.setIconSize(icon_size(15))

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, SPACE_2)
        bar.setSpacing(SPACE_2)
        for widget in (self.start, self.test, self.cancel):
            bar.addWidget(widget)
        bar.addSpacing(SPACE_2)
        bar.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignVCenter)
        bar.addWidget(self.words, 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self.checks)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self._pages)
        parts.addWidget(self.rates)
        parts.setStretchFactor(0, 3)
        parts.setStretchFactor(1, 2)
        parts.setSizes([620, 380])
        notes = QHBoxLayout()
        notes.setContentsMargins(SPACE_3, 0, SPACE_3, 0)
        notes.addWidget(self.note)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addLayout(notes)
        column.addWidget(parts, 1)


_COUNTED: tuple[tuple[Verdict, str], ...] = (
    ("bad", "wrong"),
    ("warn", "to look at"),
    ("unknown", "without a rule"),
    ("good", "good"),
)

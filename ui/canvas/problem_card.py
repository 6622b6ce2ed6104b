"""The small card beside a node that tells what is wrong with it and offers buttons that mend it. Not modal."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_nn.problems import Problem
from ui.theme.theme import theme
from ui.theme.tokens import RADIUS, SPACE_1, SPACE_2, SPACE_3
from ui.widgets.choice_buttons import ChoiceButtons
from ui.widgets.icon_button import IconButton
from ui.widgets.icon_label import IconLabel
from ui.widgets.styling import label

_SLIM, _WIDE = 280, 340
"""The card is as wide as its longest button wants, within these (pixels at 100 %)."""
_BUTTON = 44 + 2 * SPACE_3
"""What a button takes beside its text, and the card beside the button."""
_GAP = 14
_EDGE = 8
MOST = 3
"""More problems of one node than this are left to the list of problems."""


class ProblemCard(QFrame):
    """`chosen` carries the number of the mend whose button was pressed, `left` says that it closed by key or ×."""

    chosen = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._host = parent
        self.setObjectName("problem_card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.title = label("", "heading")
        self.close_button = IconButton("x", "Close (Esc)", "problem_card_close")
        self.close_button.clicked.connect(self.left)
        self._rows = [_Row() for _ in range(MOST)]
        self._beside = QRect()
        self.more = label("", "dim", wrap=True)
        self.mends = ChoiceButtons("problem_card_mend", "wrench")
        self.mends.chosen.connect(self.chosen)
        self._arrange()
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    def show_problems(self, name: str, problems: Sequence[Problem], mends: Sequence[str]) -> None:
        """Fill the card; it is placed with `place`."""
        width = self._wished_width(mends)
        room = width - 2 * SPACE_3 - 40
        self.title.setText(self.title.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room))
        for number, row in enumerate(self._rows):
            row.show_problem(problems[number] if number < len(problems) else None)
        rest = len(problems) - MOST
        self.more.setText(f"{rest} more in the list of problems." if rest > 0 else "")
        self.more.setVisible(rest > 0)
        self.mends.show_choices(mends)
        said = " ".join(f"{problem.what} {problem.fix}".strip() for problem in problems)
        self.setAccessibleName(f"What is wrong with {name}: {said}")
        self.setFixedWidth(width)
        self.show()  # Qt knows the height of wrapped text of widgets that are shown only
        self._fit()

    def place(self, beside: QRect) -> None:
        """Stand beside a node (its card in the viewport): right, left, below or above it; always in the view."""
        self._beside = beside
        view, size = self._host.rect(), self.size()
        right, left = beside.right() + _GAP, beside.left() - _GAP - size.width()
        y = beside.top()
        if right + size.width() + _EDGE <= view.width():
            x = right
        elif left >= _EDGE:
            x = left
        elif beside.bottom() + _GAP + size.height() + _EDGE <= view.height():
            x, y = beside.left(), beside.bottom() + _GAP
        else:
            x, y = beside.left(), beside.top() - _GAP - size.height()
        x = max(_EDGE, min(x, view.width() - size.width() - _EDGE))
        y = max(_EDGE, min(y, view.height() - size.height() - _EDGE))
        self.move(x, y)

    def take_focus(self) -> None:
        """Put the keyboard on the first mend, or on the card."""
        buttons = self._buttons()
        (buttons[0] if len(buttons) > 1 else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes; Enter presses the button with the focus; arrows go from button to button."""
        match event.key():
            case Qt.Key.Key_Escape:
                self.left.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                focused = self.focusWidget()
                if isinstance(focused, QPushButton) and focused.hasFocus():
                    focused.click()
            case Qt.Key.Key_Down | Qt.Key.Key_Up:
                self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
            case _:
                super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab stays among the card's buttons; the canvas below has another use for it."""
        buttons = self._buttons()
        here = next_index = -1
        for number, button in enumerate(buttons):
            here = number if button.hasFocus() else here
        next_index = (here + (1 if next else -1)) % len(buttons) if here >= 0 else 0
        buttons[next_index].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def event(self, event: QEvent) -> bool:
        """Qt's; texts tell their true height only after they were dressed in the theme's font."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._fit()
        return done

    def _fit(self) -> None:
        """Be as high as the texts need at this width, and stand where that fits."""
        self._column.invalidate()
        self._column.activate()
        needed = max(self._column.totalHeightForWidth(self.width()), self._column.totalMinimumSize().height())
        if needed != self.height():
            self.setFixedHeight(needed)
            self.place(self._beside)

    def _buttons(self) -> list[QWidget]:
        return [*(button for button in self.mends.buttons if button.isVisibleTo(self)), self.close_button]

    def _wished_width(self, labels: Sequence[str]) -> int:
        text = max((self.fontMetrics().horizontalAdvance(words) for words in labels), default=0)
        least, most = round(_SLIM * theme.scale), min(round(_WIDE * theme.scale), self._host.width() - 2 * _EDGE)
        return max(min(text + _BUTTON + SPACE_3, most), min(least, most))

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SPACE_2)
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, SPACE_3)
        column.setSpacing(SPACE_2)
        column.addLayout(head)
        for row in self._rows:
            column.addWidget(row)
        column.addWidget(self.more)
        column.addSpacing(SPACE_1)
        column.addWidget(self.mends)

    def _dress(self) -> None:
        c = theme.colours
        self.setStyleSheet(
            f"#problem_card {{ background: {c.panel}; border: 1px solid {c.border_strong};"
            f" border-radius: {RADIUS}px; }}"
        )


class _Row(QWidget):
    """One problem: what is wrong, and below it in quiet letters how to put it right."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = IconLabel(size=15)
        self._what: QLabel = label("", wrap=True)
        self._fix: QLabel = label("", "dim", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._what)
        words.addWidget(self._fix)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_2)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

    def show_problem(self, problem: Problem | None) -> None:
        """Show one, or nothing."""
        self.setVisible(problem is not None)
        if problem is None:
            return
        error = problem.severity == "error"
        self._icon.show_icon("circle-alert" if error else "triangle-alert", "bad" if error else "warn")
        self._what.setText(problem.what)
        self._fix.setText(problem.fix)
        self._fix.setVisible(bool(problem.fix))

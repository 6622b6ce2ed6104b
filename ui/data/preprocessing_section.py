"""The section with the preprocessing steps, in the order in which they work."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton

from desktop_nn.data.choices import Step, StepKind
from desktop_nn.data.preprocessing import TITLES, columns_of, step_problems, used_columns
from ui.data import edits
from ui.data.step_card import EXPLANATIONS, StepCard
from ui.session import Session
from ui.widgets.note import Note
from ui.widgets.section import Section
from ui.widgets.styling import label

_INTRO = "Steps work from top to bottom and are fitted on the training part only."


class PreprocessingSection(Section):
    """One card a step; cards are kept while only their contents change, so that the keyboard stays where it is."""

    def __init__(self, session: Session) -> None:
        super().__init__("Preprocessing", "data_preprocessing")
        self._session = session
        self.cards: list[StepCard] = []
        self.intro = label(_INTRO, "small", wrap=True)
        self.note = Note("preprocessing_note")
        self.add_button = QPushButton("Add step")
        self.add_button.setObjectName("add_step")
        self.add_button.setProperty("class", "quiet")
        self.add_button.setStyleSheet("QPushButton { text-align: left; padding-left: 2px; }")
        self.menu = QMenu(self.add_button)
        self.menu.setToolTipsVisible(True)
        for kind, title in TITLES.items():
            action = self.menu.addAction(f"{title}: {EXPLANATIONS[kind]}")
            action.setObjectName(f"add_step_{kind}")
            action.triggered.connect(lambda _=False, kind=kind: self._add(kind))
        self.add_button.setMenu(self.menu)
        self.add(self.intro)
        self.add(self.note)
        self.content.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)

    def refresh(self) -> None:
        """Show the document's steps."""
        data, description = self._session.project.data, self._session.description
        steps = data.preprocessing
        while len(self.cards) < len(steps):
            self._make_card(len(self.cards))
        while len(self.cards) > len(steps):
            card = self.cards.pop()
            card.hide()
            card.deleteLater()
        used = used_columns(data.bindings)
        for index, (card, step) in enumerate(zip(self.cards, steps, strict=True)):
            reached = columns_of(step, description, used) if description else ()
            card.show_step(step, description, reached, first=index == 0, last=index == len(steps) - 1)
        problems = step_problems(steps, description, used) if description else ()
        self.note.say_problem(problems[0] if problems else None)
        self.set_summary(", ".join(TITLES[step.kind] for step in steps) or "none")

    def _make_card(self, index: int) -> None:
        card = StepCard(index)
        card.edited.connect(lambda step: self._change(index, step))
        card.removed.connect(lambda: self._remove(index))
        card.moved.connect(lambda by: self._move(index, by))
        self.cards.append(card)
        self.content.insertWidget(1 + len(self.cards), card)

    def _add(self, kind: StepKind) -> None:
        self._session.edit(f"Add {TITLES[kind]}", lambda project: edits.add_step(project, kind))

    def _change(self, index: int, step: Step) -> None:
        self._session.edit(f"Change {TITLES[step.kind]}", lambda project: edits.change_step(project, index, step))

    def _remove(self, index: int) -> None:
        kind = self._session.project.data.preprocessing[index].kind
        self._session.edit(f"Remove {TITLES[kind]}", lambda project: edits.remove_step(project, index))

    def _move(self, index: int, by: int) -> None:
        kind = self._session.project.data.preprocessing[index].kind
        if self._session.edit(f"Move {TITLES[kind]}", lambda project: edits.move_step(project, index, by)):
            place = min(max(0, index + by), len(self.cards) - 1)
            self.cards[place].focus_move(by)

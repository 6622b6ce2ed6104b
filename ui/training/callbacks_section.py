"""The section with what happens while training: the usual callbacks as switches, all others as cards."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton

from desktop_nn.data.choices import Split
from desktop_nn.training.choices import Configured
from desktop_nn.training.monitor_names import monitor_names
from ui.session import Session
from ui.training import edits
from ui.training.callback_card import USUAL, CallbackCard
from ui.training.internals_card import InternalsCard
from ui.training.suitable import kinds
from ui.widgets.section import Section


class CallbacksSection(Section):
    """A switch stands for the first callback of its kind; further ones of that kind get cards as well."""

    def __init__(self, session: Session) -> None:
        super().__init__("While training", "training_callbacks")
        self._session = session
        self.switches: dict[str, CallbackCard] = {}
        self.cards: list[tuple[str, CallbackCard]] = []
        for kind in USUAL:
            card = CallbackCard(kind, f"callback_{kind}", switch=True)
            card.switched.connect(lambda on, kind=kind: self._switch(kind, on))
            card.edited.connect(
                lambda callback, key, final, kind=kind: self._edit(self._first(kind), callback, key, final)
            )
            self.switches[kind] = card
            self.add(card)
        self.internals = InternalsCard(session)
        self.add(self.internals)
        self.add_button = QPushButton("Add callback")
        self.add_button.setObjectName("add_callback")
        self.add_button.setProperty("class", "quiet")
        self.add_button.setStyleSheet("QPushButton { text-align: left; padding-left: 2px; }")
        self.menu = QMenu(self.add_button)
        self.menu.setToolTipsVisible(True)
        for offered in kinds("callbacks"):
            if offered.name not in USUAL:
                action = self.menu.addAction(offered.name)
                action.setObjectName(f"add_callback_{offered.name}")
                action.setToolTip(offered.summary)
                action.triggered.connect(lambda _=False, kind=offered.name: self._add(Configured(kind)))
        self.add_button.setMenu(self.menu)
        self.content.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)

    def refresh(self) -> None:
        """Show the document's callbacks."""
        project = self._session.project
        callbacks = project.training.callbacks
        monitors = monitor_names(project.graph, project.training, validated=_validated(project.data.split))
        for kind, card in self.switches.items():
            index = self._first(kind)
            card.show_callback(callbacks[index] if index >= 0 else None, monitors)
        others = self._others()
        if [kind for kind, _ in self.cards] != [callbacks[index].kind for index in others]:
            self._make_cards([callbacks[index].kind for index in others])
        for index, (_, card) in zip(others, self.cards, strict=True):
            card.show_callback(callbacks[index], monitors)
        self.internals.refresh()
        self.set_summary(", ".join(dict.fromkeys(callback.kind for callback in callbacks)) or "nothing")

    def _first(self, kind: str) -> int:
        kinds = [callback.kind for callback in self._session.project.training.callbacks]
        return kinds.index(kind) if kind in kinds else -1

    def _others(self) -> list[int]:
        switched = {self._first(kind) for kind in USUAL}
        return [index for index in range(len(self._session.project.training.callbacks)) if index not in switched]

    def _make_cards(self, wanted: list[str]) -> None:
        for _, card in self.cards:
            card.hide()
            card.deleteLater()
        self.cards = []
        for place, kind in enumerate(wanted):
            card = CallbackCard(kind, f"callback_{place}")
            card.switched.connect(lambda _, place=place: self._remove(self._others()[place]))
            card.edited.connect(
                lambda callback, key, final, place=place: self._edit(self._others()[place], callback, key, final)
            )
            self.content.insertWidget(len(self.switches) + 1 + place, card)
            self.cards.append((kind, card))

    def _switch(self, kind: str, on: bool) -> None:
        if on:
            self._add(Configured(kind, USUAL[kind][2]))
        else:
            self._remove(self._first(kind))

    def _add(self, callback: Configured) -> None:
        self._session.edit(f"Add {callback.kind}", lambda project: edits.add_callback(project, callback))

    def _remove(self, index: int) -> None:
        kind = self._session.project.training.callbacks[index].kind
        self._session.edit(f"Remove {kind}", lambda project: edits.remove_callback(project, index))

    def _edit(self, index: int, callback: Configured, key: str, final: bool) -> None:
        merge = f"training.callback.{index}.{key}"
        label = f"Change {callback.kind}"
        self._session.edit(label, lambda project: edits.change_callback(project, index, callback), merge=merge)
        if final:
            self._session.end_gesture()


def _validated(split: Split) -> bool:
    return split.validation.size > 0

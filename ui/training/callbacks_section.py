"""The section with what happens while training: the usual callbacks as switches, all others as cards."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton

from desktop_nn.catalogue import load
from desktop_nn.catalogue.own import RATIO, SCHEDULER, SHAPES
from desktop_nn.data.choices import Split
from desktop_nn.training.callback_code import class_of, code_of
from desktop_nn.training.choices import Configured
from desktop_nn.training.monitor_names import monitor_names
from ui.code_consent import ask_consent
from ui.session import Session
from ui.training import code_adding, edits
from ui.training.callback_card import USUAL, CallbackCard
from ui.training.internals_card import InternalsCard
from ui.training.suitable import kinds
from ui.widgets.section import Section
from ui.widgets.tips import plain


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
        self._fill_menu()
        self.add_button.setMenu(self.menu)
        self.content.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)

    def _fill_menu(self) -> None:
        """What can be added, the app's own first; then a file; then what cannot be added, and why."""
        self.menu.setToolTipsVisible(True)
        offered = [kind for kind in kinds("callbacks") if kind.name not in USUAL]
        for kind in sorted(offered, key=lambda kind: (kind.name not in (RATIO, SCHEDULER), kind.name)):
            action = self.menu.addAction(kind.name)
            action.setObjectName(f"add_callback_{kind.name}")
            action.setToolTip(plain(kind.summary))
            action.triggered.connect(lambda _=False, kind=kind.name: self._add(Configured(kind)))
        self.menu.addSeparator()
        from_file = self.menu.addAction("From a Python file…")
        from_file.setObjectName("add_callback_from_file")
        from_file.setToolTip("A callback of your own; its code is shown first.")
        from_file.triggered.connect(lambda: code_adding.choose_file(self._session, self))
        self.locked = self.menu.addMenu("Not offered")
        for kind in load().groups["callbacks"].values():
            if kind.locked and kind.name != "Callback":
                own = " Write it as a callback of your own." if kind.runs_code else ""
                self.locked.addAction(f"{kind.locked}{own}").setEnabled(False)

    def refresh(self) -> None:
        """Show the document's callbacks."""
        project = self._session.project
        callbacks = project.training.callbacks
        monitors = monitor_names(project.graph, project.training, validated=_validated(project.data.split))
        for kind, card in self.switches.items():
            index = self._first(kind)
            card.show_callback(callbacks[index] if index >= 0 else None, monitors, project.training)
        others = self._others()
        if [kind for kind, _ in self.cards] != [callbacks[index].kind for index in others]:
            self._make_cards([callbacks[index].kind for index in others])
        for place, (index, (kind, card)) in enumerate(zip(others, self.cards, strict=True)):
            card.show_callback(callbacks[index], monitors, project.training)
            alike = [item.kind for item in callbacks[: index + 1]].count(kind)
            several = [item.kind for item in callbacks].count(kind) > 1
            card.set_place(alike if several else 0, first=place == 0, last=place == len(others) - 1)
        self.internals.refresh()
        names = dict.fromkeys(class_of(callback.kind) for callback in callbacks)
        self.set_summary(", ".join(names) or "nothing")

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
            card.moved.connect(lambda by, place=place: self._move(place, by))
            card.looked.connect(lambda place=place: self._look(self._others()[place]))
            self.content.insertWidget(len(self.switches) + 1 + place, card)
            self.cards.append((kind, card))

    def _move(self, place: int, by: int) -> None:
        """Swap it with the next card; what has a switch stays where it is."""
        others = self._others()
        if not 0 <= place + by < len(others):
            return
        here, there = others[place], others[place + by]
        kind = class_of(self._session.project.training.callbacks[here].kind)
        label = f"Call {kind} {'later' if by > 0 else 'earlier'}"
        self._session.edit(label, lambda project: edits.swap_callbacks(project, here, there))

    def _look(self, index: int) -> None:
        choices = self._session.project.training
        code = code_of(choices, choices.callbacks[index].kind)
        if code is not None:
            ask_consent(code, self._session, self)

    def _switch(self, kind: str, on: bool) -> None:
        if on:
            self._add(Configured(kind, USUAL[kind][2]))
        else:
            self._remove(self._first(kind))

    def _add(self, callback: Configured) -> None:
        self._session.edit(f"Add {callback.kind}", lambda project: edits.add_callback(project, callback))

    def _remove(self, index: int) -> None:
        kind = self._session.project.training.callbacks[index].kind
        self._session.edit(f"Remove {class_of(kind)}", lambda project: edits.remove_callback(project, index))

    def _edit(self, index: int, callback: Configured, key: str, final: bool) -> None:
        merge = f"training.callback.{index}.{key}"
        label = f"Change {class_of(callback.kind)}"
        if callback.kind == SCHEDULER:  # another shape has other parameters
            known = {"shape", *SHAPES.get(str(callback.config.get("shape", "exponential")), ())}
            callback = Configured(SCHEDULER, {name: item for name, item in callback.config.items() if name in known})
        self._session.edit(label, lambda project: edits.change_callback(project, index, callback), merge=merge)
        if final:
            self._session.end_gesture()


def _validated(split: Split) -> bool:
    return split.validation.size > 0

"""A group that is selected as a whole: its title, colour and count, and what the count makes of it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QPushButton, QVBoxLayout, QWidget

from desktop_nn.graph import groups
from desktop_nn.graph.membership import members, whole_groups
from desktop_nn.graph.model import Group
from ui.inspector.name_line import NameLine
from ui.session import Session
from ui.theme.icons import icon
from ui.theme.theme import theme
from ui.theme.tokens import CATEGORY_HUES, category_icon
from ui.widgets.number_field import NumberField
from ui.widgets.styling import label

COLOURS = ("", "core", "input", "activation", "convolution", "pooling", "recurrent", "regularization", "merging")
"""What a group can be tinted in; empty for none."""


class GroupView(QWidget):
    """`group` is the id of the outermost group that is selected whole, empty if none is. Folding is the canvas's."""

    fold_wanted = Signal(str, bool)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("inspector_group")
        self.session = session
        self.group = ""
        self.title = NameLine("inspector_group_title", "Title of the group", _refusal)
        self.count = NumberField("inspector_group_count", whole=True, minimum=1, maximum=groups.MOST_REPEATS)
        self.count.setAccessibleName("How often the group is repeated")
        self.colour = QComboBox()
        self.colour.setObjectName("inspector_group_colour")
        self.colour.setAccessibleName("Colour of the group")
        self.fold_button = QPushButton()
        self.fold_button.setObjectName("inspector_group_fold")
        self.told = label("", "dim", wrap=True)
        self._lay_out()
        self.title.renamed.connect(lambda text: self._change("Rename", title=text.strip()))
        self.count.changed.connect(lambda count: self._change("Repeat", merge="count", count=int(count)))
        self.count.finished.connect(session.end_gesture)
        self.colour.activated.connect(lambda row: self._change("Colour", colour=COLOURS[row]))
        self.fold_button.clicked.connect(self._fold)
        theme.changed.connect(self._paint)
        self._paint()

    def refresh(self) -> bool:
        """Show the selected group; returns whether there is one."""
        graph, selection = self.session.graph, self.session.selection
        whole = whole_groups(graph, selection) if graph.groups else frozenset()
        chosen = [id for id in graph.groups if id in whole and graph.groups[id].parent not in whole]
        one = chosen[0] if len(chosen) == 1 and len(members(graph, chosen[0])) == len(selection) else ""
        self.group = one
        self.setVisible(bool(one))
        if one:
            self._show(graph.groups[one])
        return bool(one)

    def holds_only_selected(self) -> bool:
        """Whether the one selected layer is all that a folded group holds: then the group's card is what is meant."""
        graph, selection = self.session.graph, self.session.selection
        return any(graph.groups[id].folded for id in whole_groups(graph, selection)) if graph.groups else False

    def refresh_facts(self) -> None:
        """Show what Keras says now."""
        if self.group in self.session.graph.groups:
            self.told.setText(self._about(self.session.graph.groups[self.group]))

    # --- inside ----------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        rows = QFormLayout()
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addRow("Repeat ×", self.count)
        rows.addRow("Colour", self.colour)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.told)
        column.addLayout(rows)
        column.addWidget(self.fold_button)

    def _show(self, group: Group) -> None:
        self.title.set_name(group.title)
        self.count.set_value(group.count)
        self.colour.setCurrentIndex(COLOURS.index(group.colour) if group.colour in COLOURS else 0)
        self.fold_button.setText("Unfold" if group.folded else "Fold into one card")
        self.refresh_facts()

    def _about(self, group: Group) -> str:
        """How many layers are built and how many weights they have."""
        count = len(members(self.session.graph, group.id))
        text = f"Group of {count} layer{'s' * (count != 1)}"
        if group.count > 1:
            text += f", built {group.count} times: {count * group.count:,} layers, each copy with weights of its own"
        counts = self.session.facts.groups.get(group.id)
        return f"{text}. {counts.parameters:,} parameters." if counts is not None else f"{text}."

    def _change(self, word: str, *, merge: str = "", **changes: Any) -> None:
        group = self.session.graph.groups.get(self.group)
        if group is not None:
            tail = f" × {changes['count']}" if "count" in changes else ""
            key = f"{merge} {group.id}" if merge else ""
            self.session.edit_graph(
                f"{word} {group.title}{tail}",
                lambda graph: groups.change_group(graph, group.id, **changes),
                merge=key,
            )

    def _fold(self) -> None:
        group = self.session.graph.groups.get(self.group)
        if group is not None:
            self.fold_wanted.emit(group.id, not group.folded)

    def _paint(self) -> None:
        row = max(0, self.colour.currentIndex())
        self.colour.clear()
        for name in COLOURS:
            if name in CATEGORY_HUES:
                self.colour.addItem(icon(category_icon(name)), name.capitalize())
            else:
                self.colour.addItem(icon("circle-slash"), "None")
        self.colour.setCurrentIndex(row)


def _refusal(text: str) -> str:
    return "" if text.strip() else "A group needs a title. Type a few letters."

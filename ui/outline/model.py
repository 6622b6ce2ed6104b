"""The outline as an item model that follows the drawing by inserting and removing only what came and went."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon

from desktop_nn.graph import edits, groups
from desktop_nn.problems import Problem, ProblemError
from ui.outline.facts import RowFacts, RowTexts
from ui.outline.rows import ROOT, Key, Tree, layer_at, tree
from ui.session import Session
from ui.theme.icons import icon, pixmap
from ui.theme.theme import theme
from ui.theme.tokens import category_colour, category_icon
from ui.widgets.tips import plain

NAME, PROBLEM, KIND, SHAPE, PARAMETERS = range(5)
_HEADS = ("Name", "", "Kind", "Output shape", "Parameters")
_MARKS = {"error": ("circle-alert", "bad"), "warning": ("triangle-alert", "warn")}
_FIXED = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_EDITABLE = _FIXED | Qt.ItemFlag.ItemIsEditable
"""Made once: Qt asks for the flags of all rows after each change."""
Index = QModelIndex | QPersistentModelIndex


@dataclass(slots=True, eq=False)
class Entry:
    """A row with its place in the tree."""

    key: Key
    parent: Entry | None
    number: int = 0
    children: list[Entry] = field(default_factory=list)


class OutlineModel(QAbstractItemModel):
    """Columns: name, problem, kind, output shape, parameters."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._root = Entry(ROOT, None)
        self._entries: dict[Key, Entry] = {ROOT: self._root}
        self._filter = ""
        self._texts = RowTexts(session)

    def refresh(self) -> bool:
        """Follow the drawing; returns whether rows came or went."""
        self._texts.expire()
        wanted = self._matches if self._filter else None
        changed = self._follow(tree(self._session.graph, wanted))
        for entry in self._entries.values():
            if entry.children:
                self.dataChanged.emit(self._index(entry.children[0]), self._index(entry.children[-1], PARAMETERS))
        return changed

    def set_filter(self, text: str) -> None:
        """Show only rows with all these words, and what they lie in."""
        self._filter = text.casefold().strip()
        self.refresh()

    def key(self, index: Index) -> Key:
        """The key of a row; ROOT for none."""
        return self._entry(index).key

    def index_of(self, key: Key) -> QModelIndex:
        """The first cell of a key's row; invalid if it is not shown."""
        entry = self._entries.get(key)
        return self._index(entry) if entry is not None and entry is not self._root else QModelIndex()

    def keys(self) -> Iterator[Key]:
        """Keys of all rows shown."""
        return (key for key in self._entries if key != ROOT)

    def facts_of(self, key: Key) -> RowFacts:
        """What a row says."""
        return self._texts.of(key)

    # --- Qt's questions ------------------------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: Index | None = None) -> QModelIndex:
        """Qt's."""
        children = self._entry(parent).children
        if 0 <= row < len(children) and 0 <= column < len(_HEADS):
            return self.createIndex(row, column, children[row])
        return QModelIndex()

    def parent(self, child: Index) -> QModelIndex:  # type: ignore[override]
        """Qt's."""
        above = self._entry(child).parent
        return self._index(above) if above is not None and above is not self._root else QModelIndex()

    def rowCount(self, parent: Index | None = None) -> int:
        """Qt's."""
        return 0 if parent is not None and parent.column() > 0 else len(self._entry(parent).children)

    def columnCount(self, parent: Index | None = None) -> int:
        """Qt's."""
        return len(_HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt's: the columns' titles."""
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return _HEADS[section]
            if role == Qt.ItemDataRole.AccessibleTextRole:
                return _HEADS[section] or "Problem"
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return int(_alignment(section))
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt's: a cell."""
        facts, column = self._texts.of(self.key(index)), index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return (facts.name, "", facts.kind, facts.shape, facts.parameters)[column]
            case Qt.ItemDataRole.DecorationRole if column == NAME:
                return _sign(facts)
            case Qt.ItemDataRole.DecorationRole if column == PROBLEM and facts.severity:
                return icon(*_MARKS[facts.severity])
            case Qt.ItemDataRole.AccessibleTextRole:
                return facts.sentence if column == NAME else self._told(facts, column)
            case Qt.ItemDataRole.ToolTipRole:
                return plain(facts.trouble or facts.sentence)
            case Qt.ItemDataRole.ForegroundRole if column != NAME:
                return theme.colour("text_dim")
            case Qt.ItemDataRole.TextAlignmentRole:
                return int(_alignment(column))
            case _:
                return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Qt's: names of layers and groups of this drawing can be edited."""
        key = self.key(index)
        return _EDITABLE if index.column() == NAME and len(key) == 2 and key[0] != "note" else _FIXED

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Qt's: rename, as one undo step; a refused name is told and stays as it was."""
        key, session, name = self.key(index), self._session, str(value).strip()
        before = self._texts.of(key).name
        if role != Qt.ItemDataRole.EditRole or name == before:
            return False
        label = f"Rename {before}"
        if key[0] == "group":
            if not name:
                session.tell_problem(Problem("A group needs a title.", before, "Type a few letters."))
                return False
            return session.edit_graph(label, lambda graph: groups.change_group(graph, key[1], title=name))
        layer = layer_at(session.graph, key)
        try:
            edits.rename(session.graph, layer.id if layer else "", name)
        except ProblemError as error:
            session.tell_problem(error.problem)
            return False
        return layer is not None and session.edit_graph(label, lambda graph: edits.rename(graph, layer.id, name))

    # --- following -----------------------------------------------------------------------------------------------

    def _matches(self, key: Key) -> bool:
        searched = self._texts.of(key).searched
        return all(word in searched for word in self._filter.split())

    def _follow(self, wanted: Tree) -> bool:
        """First everything goes that is not at its place any more, then what is new comes."""
        changed = False
        for entry in [entry for entry in self._entries.values() if entry.children]:
            if self._entries.get(entry.key) is entry:
                changed |= self._drop(entry, wanted.get(entry.key, ()))
        return self._grow(self._root, wanted) or changed

    def _drop(self, entry: Entry, wanted: tuple[Key, ...]) -> bool:
        before = [child.key for child in entry.children]
        head, tail = _same_ends(before, wanted)
        if head + tail == len(before):
            return False
        self.beginRemoveRows(self._index(entry), head, len(before) - tail - 1)
        for child in entry.children[head : len(before) - tail]:
            self._forget(child)
        del entry.children[head : len(before) - tail]
        _number(entry)
        self.endRemoveRows()
        return True

    def _grow(self, entry: Entry, wanted: Tree) -> bool:
        keys, before = wanted.get(entry.key, ()), [child.key for child in entry.children]
        head, tail = _same_ends(before, keys)
        changed = False
        if head + tail < len(keys):
            self.beginInsertRows(self._index(entry), head, len(keys) - tail - 1)
            entry.children[head:head] = [self._make(key, entry, wanted) for key in keys[head : len(keys) - tail]]
            _number(entry)
            self.endInsertRows()
            changed = True
        for child in entry.children:
            if child.key in wanted or child.children:
                changed |= self._grow(child, wanted)
        return changed

    def _make(self, key: Key, parent: Entry, wanted: Tree) -> Entry:
        entry = self._entries[key] = Entry(key, parent)
        entry.children = [self._make(child, entry, wanted) for child in wanted.get(key, ())]
        _number(entry)
        return entry

    def _forget(self, entry: Entry) -> None:
        self._entries.pop(entry.key, None)
        for child in entry.children:
            self._forget(child)

    def _entry(self, index: Index | None) -> Entry:
        if index is None or not index.isValid():
            return self._root
        found = index.internalPointer()
        return found if isinstance(found, Entry) else self._root

    def _index(self, entry: Entry, column: int = 0) -> QModelIndex:
        return QModelIndex() if entry is self._root else self.createIndex(entry.number, column, entry)

    def _told(self, facts: RowFacts, column: int) -> str:
        return ("", facts.trouble or "no problem", facts.kind, facts.shape or "not known", facts.parameters or "0")[
            column
        ]


def _number(entry: Entry) -> None:
    for number, child in enumerate(entry.children):
        child.number = number


def _same_ends(before: list[Key], after: tuple[Key, ...]) -> tuple[int, int]:
    """How many keys are the same at the beginning, and how many of the rest at the end."""
    most = min(len(before), len(after))
    head = next((i for i in range(most) if before[i] != after[i]), most)
    tail = next((i for i in range(most - head) if before[-1 - i] != after[-1 - i]), most - head)
    return head, tail


def _sign(facts: RowFacts) -> QIcon:
    if facts.is_group:
        return icon("group")
    if facts.is_note:
        return icon("sticky-note")
    return QIcon(pixmap(category_icon(facts.category), category_colour(facts.category, theme.colours.scheme)))


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column == PARAMETERS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter

"""The outline panel: the drawing as a tree beside the canvas, with a filter; both select the same layers."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelection, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from ui import nested
from ui.outline.model import NAME, OutlineModel
from ui.outline.rows import Key, node_ids, note_id
from ui.outline.tree import OutlineTree
from ui.session import NOTE, Session
from ui.theme.icons import icon
from ui.theme.tokens import SPACE_2
from ui.widgets.empty_state import EmptyState


class OutlinePanel(QWidget):
    """`go_to(node or group id)` for the canvas; `menu_wanted(context, global point)` for the window's commands, after
    `group_pointed(group id)`, "" for a layer.
    """

    go_to = Signal(str)
    group_pointed = Signal(str)
    menu_wanted = Signal(str, QPoint)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("outline_panel")
        self.setAccessibleName("Outline")
        self._session = session
        self._choosing = False
        self.rows = OutlineModel(session)
        self.tree = OutlineTree(self.rows)
        self.setFocusProxy(self.tree)
        self.line = QLineEdit(placeholderText="Filter by name, kind or shape")
        self.empty = EmptyState("list-tree", "Nothing drawn yet", "The layers of the model will be listed here.")
        self.pages = QStackedWidget()
        self._arrange()
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Follow the drawing, the facts and the problems."""
        self._choosing = True  # rows that come and go are no choice of the user's
        changed = self.rows.refresh()
        self._choosing = False
        anything = bool(self._session.graph.nodes or self._session.graph.comments)
        self.pages.setCurrentWidget(self.tree if anything else self.empty)
        self.line.setEnabled(anything)
        if changed:
            self._show_selection()

    def rename_current(self) -> None:
        """Edit the current row's name in place."""
        index = self.tree.currentIndex().siblingAtColumn(NAME)
        if index.isValid() and self.rows.flags(index) & Qt.ItemFlag.ItemIsEditable:
            self.tree.edit(index)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the filter: Down goes into the tree, Escape clears."""
        if watched is self.line and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Down:
                self.tree.setFocus()
                return True
            if event.key() == Qt.Key.Key_Escape and self.line.text():
                self.line.clear()
                return True
        return super().eventFilter(watched, event)

    def _arrange(self) -> None:
        self.line.setObjectName("outline_filter")
        self.line.setAccessibleName("Filter the outline")
        self.line.setClearButtonEnabled(True)
        self.line.addAction(icon("search", "text_faint"), QLineEdit.ActionPosition.LeadingPosition)
        self.line.installEventFilter(self)
        head = QVBoxLayout()
        head.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_2)
        head.addWidget(self.line)
        self.pages.addWidget(self.tree)
        self.pages.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.pages, 1)

    def _connect(self) -> None:
        session = self._session
        for signal in (session.project_changed, session.facts_changed, session.problems_changed):
            signal.connect(self.refresh)
        session.selection_changed.connect(self._show_selection)
        self.tree.selectionModel().selectionChanged.connect(self._select)
        self.tree.opened.connect(self._open)
        self.tree.menu_wanted.connect(self._ask_for_menu)
        self.line.textChanged.connect(self._filter)

    def _filter(self, text: str) -> None:
        self._choosing = True
        self.rows.set_filter(text)
        self._choosing = False
        if text:
            self.tree.expandAll()
        self._show_selection()

    def _select(self, chosen: QItemSelection, dropped: QItemSelection) -> None:
        """The session selects what is selected here; a layer taken off is off although its group's row was on."""
        if self._choosing:
            return
        keys, graph = self.tree.chosen(), self._session.graph
        wanted = {id for key in keys for id in node_ids(graph, key)}
        off = chosen.isEmpty() and self.rows.key(self.tree.currentIndex()) not in keys  # the row was toggled off
        if off:
            wanted -= {id for index in dropped.indexes() for id in node_ids(graph, self.rows.key(index))}
        groups = [key[1] for key in keys if key[0] == "group" and wanted >= set(node_ids(graph, key))]
        self._choosing = True
        self.group_pointed.emit(groups[0] if len(groups) == 1 else "")
        self._session.select(wanted, [note_id(graph, key) for key in keys])
        self._choosing = False
        if off:
            self._show_selection()

    def _show_selection(self) -> None:
        """Select here what the session has selected; a group that is selected whole stays so."""
        if self._choosing:
            return
        self._choosing = True
        graph, selection = self._session.graph, self._session.selection
        groups: list[Key] = [
            ("group", id)
            for id, group in graph.groups.items()
            if selection
            and (inside := node_ids(graph, ("group", id)))
            and (group.folded or len(inside) > 1)
            and selection >= set(inside)
        ]
        notes: list[Key] = [("note", id) for id in graph.comments if id in self._session.marked]
        self.tree.choose([*groups, *(("node", id) for id in graph.nodes if id in selection), *notes])
        self._choosing = False

    def _open(self, key: Key) -> None:
        note = note_id(self._session.graph, key)
        if note:
            self._session.select((), (note,))
            self.go_to.emit(f"{NOTE}{note}")
            return
        for outer in key[1:-1]:  # what lies inside nested models is shown there
            nested.look_into(self._session, outer)
        ids = key[-1:] if len(key) > 2 else node_ids(self._session.graph, key)
        if ids:
            self._session.select(ids)
            self.go_to.emit(key[1])

    def _ask_for_menu(self, at: QPoint) -> None:
        key = self.rows.key(self.tree.currentIndex())
        group = key[1] if key[:1] == ("group",) else ""
        self.group_pointed.emit(group)
        self.menu_wanted.emit("group" if group else "node", at)

"""The outline panel: the drawing as a tree beside the canvas, with a filter; both select the same layers."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from ui import nested
from ui.outline.model import NAME, OutlineModel
from ui.outline.rows import Key, node_ids
from ui.outline.tree import OutlineTree
from ui.session import Session
from ui.theme.icons import icon
from ui.theme.tokens import SPACE_2
from ui.widgets.empty_state import EmptyState


class OutlinePanel(QWidget):
    """`go_to(node id)` for the canvas; `menu_wanted(context, global point)` for the window's commands."""

    go_to = Signal(str)
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
        self.pages.setCurrentWidget(self.tree if self._session.graph.nodes else self.empty)
        self.line.setEnabled(bool(self._session.graph.nodes))
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
        self.tree.menu_wanted.connect(lambda at: self.menu_wanted.emit("node", at))
        self.line.textChanged.connect(self._filter)

    def _filter(self, text: str) -> None:
        self._choosing = True
        self.rows.set_filter(text)
        self._choosing = False
        if text:
            self.tree.expandAll()
        self._show_selection()

    def _select(self) -> None:
        """The session selects what is selected here."""
        if not self._choosing:
            graph = self._session.graph
            self._choosing = True
            self._session.select(id for key in self.tree.chosen() for id in node_ids(graph, key))
            self._choosing = False

    def _show_selection(self) -> None:
        """Select here what the session has selected; a group that is selected whole stays so."""
        if self._choosing:
            return
        self._choosing = True
        graph, selection = self._session.graph, self._session.selection
        groups: list[Key] = [
            ("group", id)
            for id, group in graph.groups.items()
            if group.folded and selection and (inside := node_ids(graph, ("group", id))) and selection >= set(inside)
        ]
        self.tree.choose([*groups, *(("node", id) for id in graph.nodes if id in selection)])
        self._choosing = False

    def _open(self, key: Key) -> None:
        for outer in key[1:-1]:  # what lies inside nested models is shown there
            nested.look_into(self._session, outer)
        ids = key[-1:] if len(key) > 2 else node_ids(self._session.graph, key)
        if ids:
            self._session.select(ids)
            self.go_to.emit(ids[0])

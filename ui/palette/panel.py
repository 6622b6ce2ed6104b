"""The palette: a search line, the layer kinds below, and what the focused one does at the bottom."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QInputDialog, QLineEdit, QMenu, QVBoxLayout, QWidget

from desktop_nn.catalogue import Kind
from desktop_nn.catalogue.code_classes import CATEGORY
from desktop_nn.catalogue.search import search
from desktop_nn.project.snippets import Snippet
from ui.palette.kind_model import OFTEN, KindModel
from ui.palette.kind_view import KindView
from ui.session import Session
from ui.snippet_shelf import SnippetShelf
from ui.theme.icons import icon
from ui.theme.theme import theme
from ui.theme.tokens import SPACE_2, SPACE_3
from ui.widgets.styling import label

_HINT = "Drag a layer to the canvas, or double-click it."
_RECENT = 5


class PalettePanel(QWidget):
    """`chosen(kind)` on Enter or double-click; dragging carries the kind by its MIME type."""

    chosen = Signal(str)
    open_categories: ClassVar[frozenset[str]] = frozenset({OFTEN, "Core"})

    def __init__(self, session: Session, shelf: SnippetShelf) -> None:
        super().__init__()
        self.setObjectName("palette_panel")
        self.setAccessibleName("Layers")
        self.session = session
        self.shelf = shelf
        self._recent: list[str] = []
        self._open = set(self.open_categories)
        self.kinds = KindModel(session.catalogue)
        self.line = QLineEdit()
        self.list = KindView(self.kinds)
        self.nothing = label("", "dim", wrap=True)
        self.detail = label(_HINT, "small", wrap=True)
        self._arrange()
        self._connect()
        self._dress()
        self._fill()

    def focus_search(self) -> None:
        """Put the keyboard into the search line."""
        self.line.setFocus()
        self.line.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the search line: Down goes into the list, Enter takes the first result, Escape clears."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Down and self.kinds.rowCount():
                self._enter_list()
                return True
            if event.key() == Qt.Key.Key_Escape and self.line.text():
                self.line.clear()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.line.text():
                self._take_first()
                return True
        return super().eventFilter(watched, event)

    def _arrange(self) -> None:
        self.line.setObjectName("palette_search")
        self.line.setAccessibleName("Search layers")
        self.line.setPlaceholderText("Search layers")
        self._sign = self.line.addAction(icon("search", "text_faint"), QLineEdit.ActionPosition.LeadingPosition)
        self._clear = self.line.addAction(icon("x", "text_faint"), QLineEdit.ActionPosition.TrailingPosition)
        self._clear.setToolTip("Clear the search")
        self._clear.setVisible(False)
        self.line.installEventFilter(self)
        self.nothing.setObjectName("palette_nothing")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.nothing.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, 0)
        self.detail.setObjectName("palette_detail")
        self.detail.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.detail.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, SPACE_2)
        border = label("", "line")
        border.setFixedHeight(1)
        head = QVBoxLayout()
        head.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_2)
        head.addWidget(self.line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.nothing)
        column.addWidget(self.list, 1)
        column.addStretch(0)
        column.addWidget(border)
        column.addWidget(self.detail)

    def _connect(self) -> None:
        self.line.textChanged.connect(self._fill)
        self._clear.triggered.connect(self.line.clear)
        self.list.wanted.connect(self._choose)
        self.list.snippet_wanted.connect(lambda snippet: self.chosen.emit(snippet.key))
        self.list.snippet_focused.connect(lambda snippet: self.detail.setText(f"{snippet.title}: {snippet.about}"))
        self.list.dropped.connect(lambda kind: self._remember(kind.name))
        self.list.focused.connect(self._describe)
        self.list.new_wanted.connect(lambda: self.session.editor_wanted.emit("", 0))
        self.session.project_changed.connect(self._follow_code)
        self.list.typed.connect(self._type_on)
        self.list.left.connect(self.focus_search)
        self.list.expanded.connect(lambda index: self._open.add(index.data()))
        self.list.collapsed.connect(lambda index: self._open.discard(index.data()))
        theme.changed.connect(self._dress)
        theme.changed.connect(self._fill)
        self.shelf.changed.connect(self._fill)
        self.list.customContextMenuRequested.connect(self._offer)

    def _offer(self, at: QPoint) -> None:
        """The user's own snippets can be renamed and deleted."""
        snippet = self.kinds.snippet(self.list.indexAt(at))
        if snippet is None or not snippet.own:
            return
        menu = QMenu(self)
        menu.setObjectName("snippet_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(icon("pencil"), "Rename…", lambda: self._rename(snippet))
        menu.addAction(icon("trash-2"), "Delete", lambda: self.shelf.delete(snippet))
        menu.popup(self.list.viewport().mapToGlobal(at))

    def _rename(self, snippet: Snippet) -> None:
        title, agreed = QInputDialog.getText(self, "Rename snippet", "Title", text=snippet.title)
        if agreed and title.strip() and title.strip() != snippet.title:
            self.shelf.rename(snippet, title)

    def _fill(self) -> None:
        text = self.line.text().strip()
        self.kinds.snippets = self.shelf.all
        self._clear.setVisible(bool(self.line.text()))
        if text:
            self.kinds.show_found(search(self.kinds.catalogue, text), text)
        else:
            self.kinds.show_categories(self._recent)
            for row in range(self.kinds.rowCount()):
                index = self.kinds.index(row, 0)
                self.list.setExpanded(index, index.data() in self._open)
        self.list.setRootIsDecorated(not text)
        empty = self.kinds.rowCount() == 0
        self.nothing.setText(
            f"No layer fits “{text}”. Try another word, or clear the search to see all." if empty else ""
        )
        self.nothing.setVisible(empty)
        self.list.setVisible(not empty)
        self._describe(None)

    def _follow_code(self) -> None:
        """The project's own layers have changed."""
        if self.session.catalogue is not self.kinds.catalogue:
            self.kinds.catalogue = self.session.catalogue
            self._open.add(CATEGORY.capitalize())
            self._refill_often()

    def _describe(self, kind: Kind | None) -> None:
        if kind is None:
            self.detail.setText(_HINT)
        else:
            self.detail.setText(f"{kind.name}: {kind.locked or kind.summary or 'no description'}")

    def _enter_list(self) -> None:
        first = self.kinds.index(0, 0)
        if self.kinds.kind(first) is None:  # the first row under the first open category
            self.list.setExpanded(first, True)
            first = self.kinds.index(0, 0, first)
        self.list.setFocus()
        self.list.setCurrentIndex(first)

    def _take_first(self) -> None:
        rows = (self.kinds.kind(self.kinds.index(row, 0)) for row in range(self.kinds.rowCount()))
        first = next((kind for kind in rows if kind is not None and not kind.locked), None)
        if first is not None:
            self._choose(first)

    def _type_on(self, text: str) -> None:
        self.line.setFocus()
        self.line.setText(self.line.text() + text)

    def _choose(self, kind: Kind) -> None:
        self.chosen.emit(kind.name)
        self._remember(kind.name)

    def _remember(self, name: str) -> None:
        recent = [name, *(other for other in self._recent if other != name)][:_RECENT]
        changed, self._recent = recent != self._recent, recent
        if changed and not self.line.text():
            self._refill_often()

    def _refill_often(self) -> None:
        """Bring the list up to date without moving what the user looks at."""
        scroll = self.list.verticalScrollBar().value()
        kind = self.kinds.kind(self.list.currentIndex())
        category = self.list.currentIndex().parent().data()
        self._fill()
        self.list.verticalScrollBar().setValue(scroll)
        if kind is not None:
            self._go_to(category, kind.name)

    def _go_to(self, category: str, name: str) -> None:
        heads = self.kinds.findItems(category)
        rows = heads[0].rowCount() if heads else 0
        for row in range(rows):
            if heads[0].child(row).text() == name:
                self.list.setCurrentIndex(heads[0].child(row).index())

    def _dress(self) -> None:
        self._sign.setIcon(icon("search", "text_faint"))
        self._clear.setIcon(icon("x", "text_faint"))
        self.detail.setMinimumHeight(round(52 * theme.scale))

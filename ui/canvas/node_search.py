"""Search among the nodes of the drawing: to go to one, from one to the next, or to select all that were found.

What words mean is `desktop_nn/graph/finding.py`'s; connecting is `connect_search.py`'s.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent

from desktop_nn.graph.comments import first_words
from desktop_nn.graph.finding import Finder
from ui.canvas.inner_search import INNER, InnerSearch
from ui.session import NOTE
from ui.widgets.search_box import Entry, SearchBox

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

ALL = "all:"
"""The key of the line that selects everything that was found."""

_EDGE = 12
_LEAST_ZOOM = 0.6
"""What is found is shown at least so large, as `center_on` does."""


class NodeSearch(SearchBox):
    """Finds nodes by name, kind, shape and parameters, also folded ones, and notes; remembers what was looked for."""

    def __init__(self, canvas: CanvasView) -> None:
        super().__init__(canvas, "node_search", "Find by name, kind, shape or parameter")
        self._canvas = canvas
        self._text = ""
        self._finder = Finder(canvas.catalogue)
        self._inner = InnerSearch(canvas)
        self.chosen.connect(self._go_to)

    @property
    def remembers(self) -> bool:
        """Whether something was looked for, so that there is a next one."""
        return bool(self._text)

    def find_node(self) -> None:
        """Let the user find a node; the canvas goes there."""
        self.open_at(QPoint(self._canvas.width(), _EDGE))
        self.move(self.x() - _EDGE, self.y())  # at the right, so that what is found is seen beside it

    def found(self, text: str) -> Iterable[Entry]:
        """Nodes that hold every word of the text; if there are several, a line for all of them first."""
        ids = self._matches(text)
        if text:
            self._text = text
        if len(ids) > 1 and text:
            yield Entry(ALL, f"Select all {len(ids)}", "", f"{len(ids)} layers found.", "Ctrl+Enter", "list-checks")
        for number, id in enumerate(ids, 1):
            yield self._entry(id, f"{number} of {len(ids)} · " if text else "")
        words = text.casefold().split()
        for id, note in self._canvas.session.graph.comments.items():  # notes by any word of theirs
            if all(word in note.text.casefold() for word in words):
                yield Entry(f"{NOTE}{id}", first_words(note), "", "Note", "", "sticky-note")
        for id in self._canvas.board.seen.cards:  # folded groups are found by their titles
            face = self._canvas.faces[id]
            if all(word in face.name.casefold() for word in words):
                yield Entry(id, face.name, face.category, face.second_line)
        yield from self._inner.found(text)

    def nothing_found(self, text: str) -> str:
        """Why the list is empty."""
        return f"No layer or note has “{text}” in it." if text else "There is no layer yet."

    def next(self, step: int = 1) -> None:
        """Go to the next node that was found (-1: the one before), round and round; ask if nothing was."""
        ids = self._matches(self._text) if self._text else ()
        if not self._text:
            self.find_node()
        elif not ids:
            self._canvas.session.tell(self.nothing_found(self._text))
        else:
            here = [number for number, id in enumerate(ids) if id in self._canvas.session.selection]
            start = here[0] if len(here) == 1 else -1 if step > 0 else 0
            self._visit(ids[(start + step) % len(ids)])

    def select_all(self) -> None:
        """Select everything that was found and bring it into sight."""
        ids = self._matches(self._text) if self._text else ()
        if ids:
            canvas = self._canvas
            canvas.marks.choose_links(())
            canvas.session.select(ids)
            canvas.camera.reveal(canvas.board.contents(ids))
            canvas.session.tell(f"{len(ids)} layer{'s' if len(ids) != 1 else ''} found and selected.")

    def _matches(self, text: str) -> tuple[str, ...]:
        session = self._canvas.session
        return self._finder.find(session.graph, text, session.facts)

    def _entry(self, id: str, place: str) -> Entry:
        face, groups = self._canvas.faces[id], self._canvas.session.graph.groups
        about = f"{face.second_line} · {face.shape}" if face.shape else face.second_line
        holder = self._canvas.board.seen.holder(id)
        if holder != id:
            about = f"in {groups[holder].title} · {about}"
        return Entry(id, face.name, face.category, f"{place}{about}")

    def _go_to(self, key: str) -> None:
        if key == ALL:
            self.select_all()
        elif key.startswith(INNER):
            self._inner.go_to(key)
        elif key.startswith(NOTE):
            self._canvas.commenting.go_to(key.removeprefix(NOTE))
        else:
            self._canvas.center_on(key)

    def _key(self, event: QKeyEvent) -> bool:
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() == Qt.Key.Key_F3:
            self.next(-1 if shift else 1)
            return True
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.dismiss()
            self.select_all()
            return True
        return super()._key(event)

    def _search(self) -> None:
        """Qt's list anew; Enter means the first node, not all of them."""
        super()._search()
        if ALL in self._entries:
            self._list.setCurrentRow(1)

    def _visit(self, id: str) -> None:
        """Go to a node; if the search is open, beside it, and in its list as well."""
        canvas = self._canvas
        canvas.center_on(id)
        if self.isVisible() and id in self._entries:
            self._list.setCurrentRow(list(self._entries).index(id))
            item, zoom = canvas.board.nodes.get(id), max(canvas.camera.zoom, _LEAST_ZOOM)
            if item is not None:
                canvas.camera.fly(item.card_in_scene().center() + QPointF(self.width() / 2 / zoom, 0), zoom)

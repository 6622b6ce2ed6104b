"""Search among the nodes of the drawing: to go to one. Connecting is `connect_search.py`'s."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint

from ui.widgets.search_box import Entry, SearchBox

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


class NodeSearch(SearchBox):
    """Finds nodes by name, kind, parameters and shape, also those in folded groups, and these groups themselves."""

    def __init__(self, canvas: CanvasView) -> None:
        super().__init__(canvas, "node_search", "Find a layer in the drawing")
        self._canvas = canvas
        self.chosen.connect(canvas.center_on)

    def find_node(self) -> None:
        """Let the user find a node; the canvas goes there."""
        self.open_at(QPoint((self._canvas.width() - 300) // 2, 40))

    def found(self, text: str) -> Iterable[Entry]:
        """Nodes whose words hold every word of the text, those whose names begin with it first."""
        words = text.casefold().split()
        entries = []
        groups, holder = self._canvas.session.graph.groups, self._canvas.board.seen.holder
        for id, face in self._canvas.faces.items():
            about = f"{face.second_line} · {face.shape}" if face.shape else face.second_line
            if holder(id) in groups and holder(id) != id:
                about = f"in {groups[holder(id)].title} · {about}"
            searched = f"{face.name} {about}".casefold()
            if all(word in searched for word in words):
                entries.append(Entry(id, face.name, face.category, about))
        return sorted(entries, key=lambda entry: not entry.title.casefold().startswith(text.casefold()))

    def nothing_found(self, text: str) -> str:
        """Why the list is empty."""
        return f"No layer is called “{text}”." if text else "There is no layer yet."

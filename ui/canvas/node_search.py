"""Search among the nodes of the drawing: to go to one, or to connect to one without the mouse."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint

from desktop_nn.graph import edits, wiring
from desktop_nn.graph.model import Link
from ui.widgets.search_box import Entry, SearchBox

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


class NodeSearch(SearchBox):
    """Finds nodes by name, kind, parameters and shape."""

    def __init__(self, canvas: CanvasView) -> None:
        super().__init__(canvas, "node_search", "Find a layer in the drawing")
        self._canvas = canvas
        self._fits: Callable[[str], bool] = lambda _id: True
        self._then: Callable[[str], object] = canvas.center_on
        self.chosen.connect(self._go)

    def find_node(self) -> None:
        """Let the user find a node; the canvas goes there."""
        self.ask("Find a layer in the drawing")
        self._fits, self._then = (lambda _id: True), self._canvas.center_on
        self._open_in_the_middle()

    def connect_from(self, node_id: str) -> None:
        """Let the user choose which node this one's output leads to."""
        canvas = self._canvas
        graph, catalogue = canvas.session.graph, canvas.catalogue

        def link_to(target: str) -> Link | None:
            port = edits.free_port(graph, target, catalogue)
            return Link(node_id, target, 0, port) if port is not None else None

        def fits(target: str) -> bool:
            link = link_to(target)
            return link is not None and edits.refusal(graph, link, catalogue) is None

        def connect(target: str) -> None:
            link = link_to(target)
            if link is not None:
                names = f"{graph.name_of(node_id)} to {graph.name_of(target)}"
                canvas.session.edit_graph(f"Connect {names}", lambda graph: wiring.join(graph, link, catalogue))

        self.ask(f"Connect {graph.name_of(node_id)} to…")
        self._fits, self._then = fits, connect
        self._open_in_the_middle()

    def found(self, text: str) -> Iterable[Entry]:
        """Nodes whose words hold every word of the text, those whose names begin with it first."""
        words = text.casefold().split()
        entries = []
        for id, item in self._canvas.board.nodes.items():
            face = item.face
            about = f"{face.second_line} · {face.shape}" if face.shape else face.second_line
            searched = f"{face.name} {about}".casefold()
            if all(word in searched for word in words) and self._fits(id):
                entries.append(Entry(id, face.name, face.category, about))
        return sorted(entries, key=lambda entry: not entry.title.casefold().startswith(text.casefold()))

    def nothing_found(self, text: str) -> str:
        """Why the list is empty."""
        return f"No layer that fits is called “{text}”." if text else "There is no layer that fits."

    def _go(self, node_id: str) -> None:
        self._then(node_id)

    def _open_in_the_middle(self) -> None:
        self.open_at(QPoint((self._canvas.width() - 300) // 2, 40))

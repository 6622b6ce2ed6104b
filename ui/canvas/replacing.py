"""“Replace with…”: a search among the kinds that can take the links of the selected layers, and the edit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint

from desktop_nn.catalogue import Kind
from desktop_nn.catalogue.search import search
from desktop_nn.graph.membership import called
from desktop_nn.graph.model import Graph
from desktop_nn.graph.replacing import can_become, may_replace, replace_kind
from ui.widgets.search_box import Entry, SearchBox

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


class ReplaceSearch(SearchBox):
    """Kinds of the same category come first while nothing is typed."""

    def __init__(self, canvas: CanvasView) -> None:
        super().__init__(canvas, "replace_search", "Replace with…")
        self._canvas = canvas
        self._fitting: dict[str, Kind] = {}
        self._near: frozenset[str] = frozenset()
        self.chosen.connect(self._replace)

    def can_replace(self) -> bool:
        """Whether layers are selected that can be replaced."""
        return may_replace(self._canvas.session.graph, self._canvas.session.selection)

    def replace_selected(self) -> None:
        """Let the user choose what the selected layers become."""
        canvas, chosen = self._canvas, self._canvas.session.selection
        if not self.can_replace():
            return
        graph, kinds = canvas.session.graph, canvas.catalogue.layers
        self._fitting = {
            name: kind for name, kind in kinds.items() if can_become(graph, chosen, kind, canvas.catalogue)
        }
        known = (kinds.get(graph.layer_of(id).kind) for id in chosen)
        self._near = frozenset(kind.category for kind in known if kind is not None)
        self.ask(f"Replace {called(graph, chosen)} with…")
        self.open_at(self._place())

    def found(self, text: str) -> Iterable[Entry]:
        """The kinds that the text may mean, of those that can take the links."""
        kinds = [kind for kind in search(self._canvas.catalogue, text) if kind.name in self._fitting]
        if not text:
            kinds.sort(key=lambda kind: kind.category not in self._near)
        return [Entry(kind.name, kind.name, kind.category, kind.summary) for kind in kinds]

    def nothing_found(self, text: str) -> str:
        """Why the list is empty."""
        return f"No layer that can take these links is called “{text}”." if text else "No layer can take these links."

    def _place(self) -> QPoint:
        """Beside the card, if one is selected and in sight."""
        canvas, chosen = self._canvas, self._canvas.session.selection
        shown = {canvas.board.seen.holder(id) for id in chosen}
        item = canvas.board.nodes.get(next(iter(shown))) if len(shown) == 1 else None
        if item is not None and canvas.camera.sight().intersects(item.card_in_scene()):
            return canvas.mapFromScene(item.card_in_scene().topRight()) + QPoint(8, 0)
        return QPoint((canvas.width() - self.width()) // 2, 40)

    def _replace(self, name: str) -> None:
        session, kind = self._canvas.session, self._fitting[name]
        chosen, dropped = session.selection, list[str]()
        named = called(session.graph, chosen)

        def change(graph: Graph) -> Graph:
            found = replace_kind(graph, chosen, kind, self._canvas.catalogue)
            dropped.extend(found.dropped)
            return found.graph

        if session.edit_graph(f"Replace {named} with {name}", change) and dropped:
            session.tell(f"Replaced {named} with {name}. It has no place for {_listed(dropped)}.", action="edit.undo")


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"

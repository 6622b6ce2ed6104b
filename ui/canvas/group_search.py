"""“Add to group…”: a search among the groups that the selected layers can come to lie in, and the edit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint

from desktop_nn.graph import groups
from desktop_nn.graph.membership import ancestors, called, members, units
from ui.widgets.search_box import Entry, SearchBox

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


class GroupSearch(SearchBox):
    """Groups by their titles; those that hold all of the selection already, and those that would go along, are not."""

    def __init__(self, canvas: CanvasView) -> None:
        super().__init__(canvas, "group_search", "Add to…")
        self._canvas = canvas
        self.chosen.connect(self._add)

    def targets(self) -> Iterator[str]:
        """Ids of the groups that can take the selected layers in."""
        graph, selection = self._canvas.session.graph, self._canvas.session.selection
        moved = frozenset(units(graph, selection)) if graph.groups else frozenset()
        kept = {node for id in moved for node in members(graph, id)}
        lie_in = {graph.nodes[id].group for id in selection - kept} | {graph.groups[id].parent for id in moved}
        for id in graph.groups:
            around = {group.id for group in ancestors(graph, id)}
            if lie_in != {id} and not around & moved:
                yield id

    def add_selected(self) -> None:
        """Let the user choose the group that the selected layers come to lie in."""
        session = self._canvas.session
        self.ask(f"Add {called(session.graph, session.selection)} to…")
        self.open_at(QPoint((self._canvas.width() - self.width()) // 2, 40))

    def found(self, text: str) -> Iterable[Entry]:
        """Groups whose titles hold every word of the text."""
        graph, words = self._canvas.session.graph, text.casefold().split()
        for id in self.targets():
            title, inside = graph.groups[id].title or "Group", [graph.name_of(node) for node in members(graph, id)]
            if all(word in title.casefold() for word in words):
                yield Entry(id, title, graph.groups[id].colour, f"Holds {_some(inside)}", picture="group")

    def nothing_found(self, text: str) -> str:
        """Why the list is empty."""
        return f"No group is called “{text}”." if text else "There is no other group."

    def _add(self, group_id: str) -> None:
        session = self._canvas.session
        graph, ids = session.graph, session.selection
        if group_id in graph.groups and ids:
            whole, what = units(graph, ids), called(graph, ids)
            title = graph.groups[group_id].title
            session.edit_graph(f"Add {what} to {title}", lambda graph: groups.put_into(graph, ids, group_id, whole))


def _some(names: list[str]) -> str:
    return ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")

"""Tidy layout: worked out on a worker, landed as one undo step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from desktop_nn.graph import edits
from desktop_nn.graph.layout import Point, layered
from desktop_nn.graph.model import Graph

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


class Arranging:
    """Arranges the whole drawing, or the selection if it has several nodes."""

    def __init__(self, canvas: CanvasView) -> None:
        self._canvas = canvas

    def tidy(self) -> None:
        """Begin; the drawing changes when the layout is there. Another tidying replaces one under way."""
        canvas = self._canvas
        graph, selection = canvas.session.graph, canvas.session.selection
        part = edits.copy(graph, selection).graph if len(selection) > 1 else graph
        if not part.nodes:
            return
        sizes, direction = canvas.board.sizes(), canvas.board.direction

        def work(cancelled: Callable[[], bool]) -> Mapping[str, Point]:
            return layered(part, sizes, direction, cancelled)

        canvas.session.files.submit(work, done=lambda found: self._land(part, found), latest="tidy")

    def _land(self, part: Graph, found: Mapping[str, Point]) -> None:
        canvas = self._canvas
        graph = canvas.session.graph
        if not found or any(id not in graph.nodes for id in found) or _links(graph, part) != set(part.links):
            return  # cancelled, or the drawing went on meanwhile and the layout is not its own any more
        before = canvas.board.contents(found)
        sizes = canvas.board.sizes()
        left, top = min(x for x, _ in found.values()), min(y for _, y in found.values())
        right = max(x + sizes[id][0] for id, (x, _) in found.items())
        # The middle of the first row stays where it was, so that the eye finds the drawing again.
        dx, dy = round(before.center().x() - (left + right) / 2), round(before.top() - top)
        places = {id: (x + dx, y + dy) for id, (x, y) in found.items()}
        whole = len(part.nodes) == len(graph.nodes)
        canvas.session.edit_graph("Tidy layout", lambda graph: edits.move(graph, places))
        if whole:
            canvas.fit()
        else:
            canvas.camera.reveal(canvas.board.contents(found))


def _links(graph: Graph, part: Graph) -> set[object]:
    """The links among the part's nodes as they are now."""
    return {link for link in graph.links if link.source in part.nodes and link.target in part.nodes}

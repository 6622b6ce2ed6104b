"""Links by keyboard: from a node through its links one by one, and on to their other ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from desktop_nn.graph.model import Link
from ui.canvas import announcing
from ui.canvas.focusing import nodes_of

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


class LinkWalk:
    """The focus stays at the node while its links are walked through."""

    def __init__(self, canvas: CanvasView) -> None:
        self._canvas = canvas

    def next(self) -> None:
        """Select the next link of the node in focus, or its first one; the node itself is deselected."""
        canvas, node = self._canvas, self._node()
        links = self._links(node) if node is not None else []
        if node is None or not links:
            return
        now = self.current()
        number = (links.index(now) + 1) % len(links) if now in links else 0
        canvas.session.select(())
        canvas.marks.choose_links({links[number]})
        canvas.marks.focus_on(node, ring=True)
        announcing.announce(canvas, announcing.describe_link(canvas, links[number], number + 1, len(links)))

    def current(self) -> Link | None:
        """The one selected link."""
        links = self._canvas.marks.links
        return next(iter(links)) if len(links) == 1 else None

    def follow(self) -> bool:
        """Go to the other end of the selected link; returns whether there is one."""
        canvas, link = self._canvas, self.current()
        if link is None:
            return False
        held = canvas.board.seen.holder
        other = held(link.source) if canvas.marks.focus == held(link.target) else held(link.target)
        self._come_to(other)
        return True

    def go(self, end: Literal["source", "target"]) -> None:
        """Go to one end of the selected link."""
        link = self.current()
        if link is not None:
            self._come_to(self._canvas.board.seen.holder(link.source if end == "source" else link.target))

    def back(self) -> bool:
        """Leave the links for the node in focus; returns whether that was the case."""
        canvas = self._canvas
        if not canvas.marks.links or canvas.marks.focus is None or not canvas.marks.by_keyboard:
            return False
        self._come_to(canvas.marks.focus)
        return True

    def _come_to(self, node_id: str) -> None:
        canvas = self._canvas
        canvas.marks.choose_links(())
        canvas.session.select(nodes_of(canvas.session.graph, node_id))
        canvas.marks.focus_on(node_id, ring=True)
        if node_id in canvas.board.nodes:
            canvas.camera.reveal(canvas.board.nodes[node_id].card_in_scene())

    def _node(self) -> str | None:
        canvas = self._canvas
        held = {canvas.board.seen.holder(id) for id in canvas.session.selection}
        chosen = [id for id in canvas.board.nodes if id in held]
        if canvas.marks.focus is None or (chosen and canvas.marks.focus not in chosen):
            return chosen[0] if chosen else None
        return canvas.marks.focus

    def _links(self, node_id: str) -> list[Link]:
        """What comes in, in the order of the ports, then what goes out."""
        items = self._canvas.board.links_at(node_id)
        into = sorted((item for item in items if item.target[0] == node_id), key=lambda item: item.target)
        out = sorted((item for item in items if item.source[0] == node_id), key=lambda item: item.source)
        return [item.link for item in (*into, *out)]

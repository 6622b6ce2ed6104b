"""The link that something is about to be dropped on: found under the pointer and lit up."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from desktop_nn.graph import wiring
from desktop_nn.graph.model import Link
from ui.canvas import hits
from ui.canvas.gestures.gesture import Pointer
from ui.canvas.link_item import LinkItem

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

REACH = 12.0
"""How near (pixels) the pointer must come to a link."""


class LinkTarget:
    """`link` is the link under the pointer that a layer of the kind could be inserted into, or None.

    Links at the nodes that are `moving` do not count: they move along.
    """

    def __init__(self, canvas: CanvasView, kind: str, moving: Collection[str] = ()) -> None:
        self._canvas, self._kind, self._moving = canvas, kind, moving
        self._item: LinkItem | None = None

    @property
    def link(self) -> Link | None:
        """The link that is lit up, unless it went meanwhile."""
        link = self._item.link if self._item is not None else None
        return link if link in self._canvas.board.links else None

    def aim(self, at: Pointer) -> None:
        """Light up what lies under the pointer now."""
        canvas = self._canvas
        self._light(hits.link_at(canvas.board, at.scene, canvas.reach(REACH), self._fits))

    def release(self) -> Link | None:
        """Put the light out; returns the link that was lit."""
        link = self.link
        self._light(None)
        return link

    def _fits(self, item: LinkItem) -> bool:
        graph, link = self._canvas.session.graph, item.link
        if link.source in self._moving or link.target in self._moving:
            return False
        return wiring.may_insert(graph, link, self._kind, self._canvas.catalogue)

    def _light(self, item: LinkItem | None) -> None:
        if item is not self._item:
            if self._item is not None:
                self._item.mark(hovered=False)
            if item is not None:
                item.mark(hovered=True)
            self._item = item

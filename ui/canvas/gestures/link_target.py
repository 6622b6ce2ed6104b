"""The link that something is about to be dropped on: found under the pointer and lit up."""

from __future__ import annotations

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
    """`link` is the link under the pointer that a layer of the kind could be inserted into, or None."""

    def __init__(self, canvas: CanvasView, kind: str) -> None:
        self._canvas, self._kind = canvas, kind
        self._item: LinkItem | None = None

    @property
    def link(self) -> Link | None:
        """The link that is lit up."""
        return self._item.link if self._item is not None else None

    def aim(self, at: Pointer) -> None:
        """Light up what lies under the pointer now."""
        canvas = self._canvas
        item = hits.link_at(canvas.board, at.scene, canvas.reach(REACH))
        if item is not None and not wiring.may_insert(canvas.session.graph, item.link, self._kind, canvas.catalogue):
            item = None
        self._light(item)

    def release(self) -> Link | None:
        """Put the light out; returns the link that was lit."""
        link = self.link
        self._light(None)
        return link

    def _light(self, item: LinkItem | None) -> None:
        if item is not self._item:
            if self._item is not None:
                self._item.mark(hovered=False)
            if item is not None:
                item.mark(hovered=True)
            self._item = item

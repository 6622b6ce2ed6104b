"""The path of a node: what leads to it and where it leads stays bright, the rest steps back. Marks only, no edits."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop_nn.graph import membership
from desktop_nn.graph.topology import reachable

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

PAUSE_MS = 150
"""The pointer must rest on a node this long, so that nothing flickers while it passes by."""


class Paths(QObject):
    """Shows the path of the node under the pointer, else of the selected ones, if the user has that switched on."""

    def __init__(self, canvas: CanvasView) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._under: str | None = None
        self._over: str | None = None
        self._shown = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._settle)
        canvas.session.selection_changed.connect(self.refresh)

    def hover(self, item_id: str | None) -> None:
        """The pointer is over this node now, or over none."""
        self._under = item_id
        if self._canvas.session.settings.highlight_paths:
            self._timer.start()

    def refresh(self) -> None:
        """The drawing, the selection or the user's wish changed."""
        canvas = self._canvas
        starts = self._starts() if canvas.session.settings.highlight_paths else ()
        if not (starts or self._shown):
            return
        self._shown = bool(starts)
        graph, board = canvas.session.graph, canvas.board
        shown_as = membership.shown_as(graph)
        before = {shown_as[id] for id in reachable(graph, starts, upstream=True)}
        after = {shown_as[id] for id in reachable(graph, starts)}
        for id, item in board.made.items():
            item.fade(self._shown and id not in before and id not in after)
        for link, line in board.led.items():
            source, target = shown_as.get(link.source, link.source), shown_as.get(link.target, link.target)
            on_path = (source in before and target in before) or (source in after and target in after)
            line.trace(traced=self._shown and on_path, dimmed=self._shown and not on_path)
        board.link_layer.labels.update()
        canvas.expire_overview()

    def _settle(self) -> None:
        if self._over != self._under:
            self._over = self._under
            self.refresh()

    def _starts(self) -> Collection[str]:
        """Ids of nodes whose path is wanted; a folded group stands for what is in it."""
        graph, over = self._canvas.session.graph, self._over or ""
        if over in graph.nodes:
            return (over,)
        inside = membership.members(graph, over) if over in graph.groups else ()
        return inside or self._canvas.session.selection

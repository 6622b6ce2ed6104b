"""Commands on the port whose menu was opened: add a layer there, connect it by name, remove its links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from desktop_nn.graph import edits
from desktop_nn.graph.model import Link
from ui.canvas.geometry import PortRef

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

_AWAY = 70.0
"""How far from the port a layer is placed that is added there."""


class PortCommands:
    """`port` is the one whose menu was opened last; None if it was another menu, or if the port is gone."""

    def __init__(self, canvas: CanvasView) -> None:
        self._canvas = canvas
        self._port: PortRef | None = None

    @property
    def port(self) -> PortRef | None:
        """The port, as long as it is there."""
        port = self._port
        item = self._canvas.board.nodes.get(port.node) if port is not None else None
        return port if port is not None and item is not None and port.index < item.port_count(port.side) else None

    def remember(self, port: PortRef | None) -> None:
        """The menu of a port, or of something else, is about to open."""
        self._port = port

    def may_start(self) -> bool:
        """Whether it is an output."""
        return self.port is not None and self.port.side == "out"

    def add_layer(self) -> None:
        """Search for a layer that fits, placed beside the port and connected to it."""
        port = self.port
        if port is not None:
            away = _AWAY if port.side == "out" else -_AWAY
            down = self._canvas.board.direction == "down"
            at = self._canvas.board.port_point(port) + (QPointF(0, away) if down else QPointF(away, 0))
            self._canvas.search_to_add(at=at, from_port=self._canvas.board.inner(port))

    def connect(self) -> None:
        """Let the user type where this output leads."""
        port = self.port
        if port is not None and port.side == "out":
            inner = self._canvas.board.inner(port)
            self._canvas.connect_search.connect_from(inner.node, inner.index)

    def links(self) -> tuple[Link, ...]:
        """The links at the port."""
        port = self.port
        if port is None:
            return ()
        end, items = (port.node, port.index), self._canvas.board.links_at(port.node)
        if port.side == "out":
            return tuple(item.link for item in items if item.source == end)
        return tuple(item.link for item in items if item.target == end)

    def unplug(self) -> None:
        """Remove the links at the port."""
        links = self.links()
        if links:
            what = "a link" if len(links) == 1 else f"{len(links)} links"
            self._canvas.session.edit_graph(f"Delete {what}", lambda graph: edits.disconnect(graph, links))

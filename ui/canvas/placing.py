"""Places whole pieces of drawings, templates and snippets, for the view. Each is one undo step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt

from desktop_nn.graph import edits, inserting, room
from desktop_nn.graph.layout import LAYER_GAP
from desktop_nn.graph.model import Graph, Link
from desktop_nn.project.snippets import Snippet
from ui.canvas.geometry import PortRef, card_size, united
from ui.canvas.looks import looks
from ui.canvas.snippet_title import SnippetTitle
from ui.canvas.starters import OPEN
from ui.snippet_shelf import SnippetShelf
from ui.widgets.layer_search import CALL, NEW_LAYER, NOTE

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


class Placing:
    """`place` puts a snippet at a point, at the end of a wire, or in the middle of a link."""

    def __init__(self, canvas: CanvasView) -> None:
        self._canvas = canvas
        self.shelf = SnippetShelf(canvas.session)
        self.title = SnippetTitle(canvas)
        canvas.search.snippets = lambda: self.shelf.all
        canvas.search.layers = lambda: tuple(canvas.session.graph.layers.values())
        self.shelf.changed.connect(canvas.search.refresh)
        canvas.starters.wanted.connect(self._start)

    def fits(self, snippet: Snippet, from_port: PortRef | None) -> bool:
        """Whether a snippet could take the wire that hangs at a port (None: there is no wire)."""
        leads_in = from_port is not None and from_port.side == "out"
        return not leads_in or inserting.has_way_in(snippet.clip, self._canvas.catalogue)

    def add_searched(self, key: str, at: QPointF | None, from_port: PortRef | None) -> bool:
        """Place what the search's key means, if that is no layer kind; returns whether it was not one."""
        snippet = self.shelf.find(key) if ":" in key else None
        if snippet is not None:
            self.place(snippet, at, from_port=from_port)
        elif key.startswith(CALL):
            self._canvas.adding.place_call(key.removeprefix(CALL), at, from_port)
        elif key == NEW_LAYER:
            self._canvas.session.editor_wanted.emit("", 0)
        elif key == NOTE:
            self._canvas.commenting.add(at)
        return ":" in key

    def add_chosen(self, key: str) -> bool:
        """As `add_searched`, behind the selected end of a chain if there is one (the palette's Enter)."""
        above = self._canvas.adding.end_of_chain()
        return ":" in key and self.add_searched(key, None, PortRef(above, "out", 0) if above else None)

    def save_selection(self) -> None:
        """Let the user name the selected nodes and keep them as a snippet."""
        session = self._canvas.session
        if session.selection:
            clip = edits.copy(session.graph, session.selection)
            self.title.ask(self._wish(clip.graph), lambda title: self.shelf.save(title, clip))

    def _start(self, key: str) -> None:
        """A starter card was pressed; its template may have to be read first."""
        canvas = self._canvas
        if key == OPEN:
            canvas.project_wanted.emit()
            return
        snippet = self.shelf.find(key)
        if snippet is not None:
            self.place(snippet, QPointF(0, 0))
            canvas.fit()
            canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.shelf.changed.connect(lambda: self._start(key), Qt.ConnectionType.SingleShotConnection)

    def _wish(self, graph: Graph) -> str:
        """A group's title, or the name of the first layer."""
        title = next((group.title for group in graph.groups.values() if not group.parent), "")
        return title or next(iter(graph.layers.values())).name

    def place(
        self, snippet: Snippet, at: QPointF | None, *, from_port: PortRef | None = None, into: Link | None = None
    ) -> tuple[str, ...]:
        """Put it with its middle at `at` (None: the middle of the view); at a wire or in a link, right behind it.

        Returns the new nodes' ids; none if the drawing refused it (the user has been told why).
        """
        canvas, made = self._canvas, list[str]()
        corner = self._corner(snippet, at, from_port, into)
        box = self._box(snippet.clip.graph)
        dx, dy = round(corner.x() - box.left()), round(corner.y() - box.top())
        feed = (from_port.node, from_port.index) if from_port is not None and from_port.side == "out" else None
        fed = (from_port.node, from_port.index) if from_port is not None and from_port.side == "in" else None

        def change(graph: Graph) -> Graph:
            graph, nodes = inserting.insert_clip(
                graph, snippet.clip, dx, dy, canvas.catalogue, feed=feed, fed=fed, into=into
            )
            made.extend(nodes)
            return self._with_room(graph, nodes) if into is not None else graph

        if not canvas.session.edit_graph(f"Add {snippet.title}", change):
            return ()
        canvas.session.select(made)
        canvas.camera.reveal(canvas.board.contents(made))
        return tuple(made)

    def _corner(self, snippet: Snippet, at: QPointF | None, from_port: PortRef | None, into: Link | None) -> QPointF:
        """The top left corner that the whole shall have."""
        size = self._box(snippet.clip.graph).size()
        down, board = self._canvas.board.direction == "down", self._canvas.board
        gap = QPointF(0, LAYER_GAP) if down else QPointF(LAYER_GAP, 0)
        if at is None and from_port is not None:
            at = board.port_point(from_port) + (gap if from_port.side == "out" else -gap)
        middle = at if at is not None else self._canvas.camera.centre()
        corner = middle - QPointF(size.width() / 2, size.height() / 2)
        if into is not None:
            start = board.port_point(PortRef(into.source, "out", into.source_port))
            if down:
                return QPointF(start.x() - size.width() / 2, start.y() + LAYER_GAP / 2)
            return QPointF(start.x() + LAYER_GAP / 2, start.y() - size.height() / 2)
        if from_port is not None:
            sign = 1 if from_port.side == "out" else -1
            return corner + (QPointF(0, sign * size.height() / 2) if down else QPointF(sign * size.width() / 2, 0))
        return corner

    def _with_room(self, graph: Graph, nodes: tuple[str, ...]) -> Graph:
        """What follows moves on, so that nothing lies on what was inserted."""
        way_out = next((id for id in reversed(nodes) if any(link.source == id and link.target not in nodes
                                                            for link in graph.links)), None)  # fmt: skip
        if way_out is None:
            return graph
        sizes = {**self._canvas.board.sizes(), **dict.fromkeys(nodes, self._card())}
        return room.make_room(graph, (way_out,), sizes, LAYER_GAP / 2, self._canvas.board.direction)

    def _card(self) -> tuple[float, float]:
        return card_size(1, 1, self._canvas.board.direction, looks.scale)

    def _box(self, graph: Graph) -> QRectF:
        width, height = self._card()
        return united([QRectF(node.x, node.y, width, height) for node in graph.nodes.values()])

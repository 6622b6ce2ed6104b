"""Connecting by keyboard: type which layer the selected one leads to; ports are offered where there are several."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint

from desktop_nn.graph import edits, wiring
from desktop_nn.graph.model import Link
from desktop_nn.graph.ports import ports_of
from ui.widgets.search_box import Entry, SearchBox

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


class ConnectSearch(SearchBox):
    """Lists every link that may start at a node, by the name of its other end."""

    def __init__(self, canvas: CanvasView) -> None:
        super().__init__(canvas, "connect_search", "Connect to…")
        self._canvas = canvas
        self._links: dict[str, tuple[Link, Entry]] = {}
        self.chosen.connect(self._connect)

    def connect_from(self, node_id: str, output: int | None = None) -> None:
        """Let the user choose where a node's output leads; any of its outputs if none is named."""
        self.ask(f"Connect {self._canvas.session.graph.name_of(node_id)} to…")
        self._links = {str(number): found for number, found in enumerate(self._possible(node_id, output))}
        self.open_at(QPoint((self._canvas.width() - 300) // 2, 40))

    def found(self, text: str) -> Iterable[Entry]:
        """Links whose words hold every word of the text, those whose names begin with it first."""
        words, begin = text.casefold().split(), text.casefold()
        entries = [
            Entry(key, entry.title, entry.category, entry.about)
            for key, (_, entry) in self._links.items()
            if all(word in f"{entry.title} {entry.about}".casefold() for word in words)
        ]
        return sorted(entries, key=lambda entry: not entry.title.casefold().startswith(begin))

    def nothing_found(self, text: str) -> str:
        """Why the list is empty."""
        return f"No layer that fits is called “{text}”." if text else "There is no layer that fits."

    def _possible(self, source: str, output: int | None) -> Iterable[tuple[Link, Entry]]:
        canvas = self._canvas
        graph = canvas.session.graph
        item = canvas.board.nodes.get(source)
        outputs = item.face.outputs if item is not None else ()
        starts = range(max(1, len(outputs))) if output is None else (output,)
        for id, node in canvas.board.nodes.items():
            if id == source or id not in graph.nodes:
                continue
            face = node.face
            about = f"{face.second_line} · {face.shape}" if face.shape else face.second_line
            for port in self._ports(id):
                for out in starts:
                    link = Link(source, id, out, port)
                    if edits.refusal(graph, link, canvas.catalogue) is not None:
                        continue
                    start = f"{outputs[out].name} to " if len(outputs) > 1 else ""
                    end = f" · {face.inputs[port].name}" if len(self._ports(id)) > 1 else ""
                    yield link, Entry("", f"{start}{face.name}{end}", face.category, about)

    def _ports(self, target: str) -> list[int]:
        """The free ports to choose from: each that has a name of its own, or the next one of many."""
        canvas = self._canvas
        first = edits.free_port(canvas.session.graph, target, canvas.catalogue)
        ports = ports_of(canvas.session.graph.layer_of(target), canvas.catalogue)
        if first is None or any(port.many for port in ports):
            return [] if first is None else [first]
        taken = {link.target_port for link in canvas.session.graph.links_into(target)}
        inputs = len(canvas.board.nodes[target].face.inputs)
        return [port for port in range(len(ports)) if port not in taken and port < inputs] or [first]

    def _connect(self, key: str) -> None:
        canvas, (link, _) = self._canvas, self._links[key]
        graph = canvas.session.graph
        names = f"{graph.name_of(link.source)} to {graph.name_of(link.target)}"
        canvas.session.edit_graph(f"Connect {names}", lambda graph: wiring.join(graph, link, canvas.catalogue))

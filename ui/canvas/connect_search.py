"""Connecting by keyboard: type which layer the selected one leads to; ports are offered where there are several."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint

from desktop_nn.graph import edits, wiring
from desktop_nn.graph.model import Link
from ui.canvas.gestures.into_cards import free_inputs, port_name
from ui.widgets.search_box import Entry, SearchBox

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


class ConnectSearch(SearchBox):
    """Lists every link that may start at a node, by the name of its other end."""

    def __init__(self, canvas: CanvasView) -> None:
        super().__init__(canvas, "connect_search", "Connect to…")
        self._canvas = canvas
        self._links: dict[str, tuple[Link, Entry]] = {}
        self._draw: Callable[[Link], object] = self._join
        self.chosen.connect(self._connect)

    def connect_from(self, node_id: str, output: int | None = None) -> None:
        """Let the user choose where a node's output leads; any of its outputs if none is named."""
        self.ask(f"Connect {self._canvas.session.graph.name_of(node_id)} to…")
        self._draw = self._join
        self._links = {str(number): found for number, found in enumerate(self._possible(node_id, output))}
        self.open_at(QPoint((self._canvas.width() - 300) // 2, 40))

    def choose_among(self, links: Iterable[Link], at: QPoint, draw: Callable[[Link], object]) -> None:
        """Let the user choose one of these links, which `draw` is then called with; they start at one output."""
        self._links = {str(number): (link, self._entry(link)) for number, link in enumerate(links)}
        self._draw = draw
        self.ask(f"Connect {self._canvas.session.graph.name_of(self._links['0'][0].source)} to…")
        self.open_at(at)

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
        outputs = canvas.faces[source].outputs
        starts = range(max(1, len(outputs))) if output is None else (output,)
        for id in graph.nodes:
            for port in free_inputs(graph, id, canvas) if id != source else ():
                for out in starts:
                    link = Link(source, id, out, port)
                    if edits.refusal(graph, link, canvas.catalogue) is None:
                        yield link, self._entry(link, f"{outputs[out].name} to " if len(outputs) > 1 else "")

    def _entry(self, link: Link, start: str = "") -> Entry:
        """A line for a link; what lies in a folded group says so."""
        canvas, face = self._canvas, self._canvas.faces[link.target]
        holder = canvas.board.seen.holder(link.target)
        about = f"{face.second_line} · {face.shape}" if face.shape else face.second_line
        if holder != link.target:
            about = f"in {canvas.session.graph.groups[holder].title} · {about}"
        return Entry("", f"{start}{port_name(canvas, link)}", face.category, about)

    def _connect(self, key: str) -> None:
        self._draw(self._links[key][0])

    def _join(self, link: Link) -> None:
        canvas = self._canvas
        graph = canvas.session.graph
        names = f"{graph.name_of(link.source)} to {graph.name_of(link.target)}"
        canvas.session.edit_graph(f"Connect {names}", lambda graph: wiring.join(graph, link, canvas.catalogue))

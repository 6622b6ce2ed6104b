"""For a wire in the air: at which ports Keras would not take it, and why. Answers come in while it hangs there.

Such a port may be connected all the same, because parameters can follow. What can never be linked is
`candidates.py`'s.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from desktop_nn.graph.model import Link
from ui.canvas.geometry import PortRef, distance
from ui.canvas.gestures.candidates import Candidates, Ports
from ui.fit_question import Answers

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

_MOST = 300
"""So many ports are asked about at once; of more, those nearest to the pointer."""
_NOTHING: Ports = frozenset()


class Doubts:
    """`changed` is called with the nodes of which something new is known."""

    def __init__(
        self, canvas: CanvasView, candidates: Candidates, old: Link | None, changed: Callable[[set[str]], object]
    ) -> None:
        self._canvas, self._candidates, self._changed = canvas, candidates, changed
        self._ports: dict[Link, PortRef] = {}
        self._why: dict[PortRef, str] = {}
        self._at: defaultdict[str, Ports] = defaultdict(lambda: _NOTHING)
        self._sight = QRectF()
        self._question = canvas.session.ask_fits(old, self._take)

    def look_round(self, at: QPointF) -> None:
        """Ask about what is in sight, nearest to the scene point first, unless that was done already."""
        sight = self._canvas.camera.sight()
        if self._question is not None and sight != self._sight:
            self._sight = sight
            nodes = self._canvas.board.nodes
            seen = [
                id for id, fits in self._candidates.fits.items() if fits and nodes[id].card_in_scene().intersects(sight)
            ]
            ports = (PortRef(id, side, index) for id in seen for side, index in self._candidates.fits[id])
            near = sorted(ports, key=lambda port: distance(self._canvas.board.port_point(port), at))
            self._ask(near[:_MOST])

    def aim(self, port: PortRef | None) -> None:
        """The wire would end here: ask about this one next."""
        if port is not None and self._question is not None:
            self._ask([port])

    def why(self, port: PortRef | None) -> str:
        """Why Keras would not take the wire there; empty if it would, or if that is not known."""
        return self._why.get(port, "") if port is not None else ""

    def at(self, node_id: str) -> Ports:
        """The node's ports where the wire would not fit."""
        return self._at.get(node_id, _NOTHING)

    def cancel(self) -> None:
        """The wire is gone."""
        if self._question is not None:
            self._question.cancel()

    def _ask(self, ports: Iterable[PortRef]) -> None:
        assert self._question is not None
        links = {self._candidates.link_to(port): port for port in ports}
        self._ports.update(links)
        self._question.ask(links)

    def _take(self, answers: Answers) -> None:
        nodes = set()
        for link, problem in answers.items():
            if problem is not None:
                port = self._ports[link]
                self._why[port] = f"{problem.what} {problem.fix}"
                self._at[port.node] |= {(port.side, port.index)}
                nodes.add(port.node)
        if nodes:
            self._changed(nodes)

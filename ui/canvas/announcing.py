"""The words in which a screen reader hears of the canvas: nodes, links, the drawing, and every edit by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from desktop_nn.graph.model import Link
from ui.canvas.faces import Face, problems_of

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


def describe(canvas: CanvasView, node_id: str) -> str:
    """A node in one sentence: "hidden1, Dense · 30 · relu, 2 of 7, from deep, output 30, …"."""
    session, board = canvas.session, canvas.board
    face, ids = board.nodes[node_id].face, list(board.nodes)
    sources = _others(canvas, node_id, into=True)
    parts = [face.name, face.second_line, f"{ids.index(node_id) + 1} of {len(ids)}"]
    parts += [f"from {' and '.join(sources)}"] if sources else []
    parts += _state(face)
    parts += [
        f"{problem.severity}: {problem.what}" for problem in problems_of(node_id, session.facts, session.problems)
    ]
    return ", ".join(part for part in parts if part)


def links_of(canvas: CanvasView, node_id: str) -> str:
    """Where a node's links come from and lead to."""
    into, out = _others(canvas, node_id, into=True), _others(canvas, node_id, into=False)
    parts = [f"{len(into)} in: {', '.join(into)}"] if into else ["no input"]
    parts += [f"{len(out)} out: {', '.join(out)}"] if out else ["leads nowhere"]
    return "; ".join(parts)


def describe_link(canvas: CanvasView, link: Link, number: int, count: int) -> str:
    """A link in one sentence."""
    names = [canvas.board.nodes[id].face.name for id in (link.source, link.target)]
    shape = canvas.board.nodes[link.source].face.shape
    carries = f", carries {shape}" if shape else ""
    return f"link from {names[0]} to {names[1]}, {number} of {count}{carries}"


def about_drawing(canvas: CanvasView) -> str:
    """The drawing in one sentence; of the node in focus where there is one."""
    nodes, links = len(canvas.board.nodes), len(canvas.board.links)
    return f"{nodes} layer{'s' * (nodes != 1)}, {links} link{'s' * (links != 1)}"


def announce(canvas: CanvasView, text: str) -> None:
    """Say it, if somebody listens."""
    canvas.setAccessibleDescription(text)
    if text and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(canvas, text))


class Narrator(QObject):
    """Tells every edit by its name, and problems that the focused node gets or loses."""

    def __init__(self, canvas: CanvasView) -> None:
        from ui.canvas import accessible

        super().__init__(canvas)
        accessible.install()
        self._canvas = canvas
        self._troubles: tuple[str | None, tuple[str, ...]] = (None, ())
        canvas.session.edited.connect(lambda text: announce(canvas, text))
        canvas.session.problems_changed.connect(self._look)
        canvas.session.facts_changed.connect(self._look)

    def _look(self) -> None:
        canvas, focus = self._canvas, self._canvas.marks.focus
        known, before = self._troubles
        session = canvas.session
        now = tuple(problem.what for problem in problems_of(focus, session.facts, session.problems)) if focus else ()
        self._troubles = (focus, now)
        if focus is None or focus != known or now == before or focus not in canvas.board.nodes:
            return
        name = canvas.board.nodes[focus].face.name
        fresh = [text for text in now if text not in before]
        announce(canvas, f"{name}: {' '.join(fresh)}" if fresh else f"{name} has no problem any more." * (not now))


def _others(canvas: CanvasView, node_id: str, *, into: bool) -> list[str]:
    """Names of the nodes at the other ends of a node's links, in the order of the ports."""
    board = canvas.board
    links = [item.link for item in board.links_at(node_id)]
    if into:
        ends = [(link.target_port, link.source) for link in links if link.target == node_id]
    else:
        ends = [(link.source_port, link.target) for link in links if link.source == node_id]
    ends.sort(key=lambda end: end[0])
    return [board.nodes[id].face.name for _, id in ends if id in board.nodes]


def _state(face: Face) -> list[str]:
    parts = list(face.tells[:1])
    parts += [f"output shape {face.shape}"] if face.shape else []
    parts += ["output of the model"] if face.role == "output" else []
    parts += [f"shared layer {face.letter}"] if face.calls > 1 else []
    return parts

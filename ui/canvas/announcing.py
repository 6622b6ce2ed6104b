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
    """A node in one sentence: "hidden1, Dense · 30 · relu, 2 of 7, from deep, output 30, …"; a folded group likewise:
    "Group block, folded, 3 layers, times 4, 2 of 5, from stem, …".
    """
    board = canvas.board
    face, ids = board.made[node_id].face, list(board.made)
    sources = _others(canvas, node_id, into=True)
    parts = _card_names(face)
    parts += _group_around(canvas, node_id)
    parts += [f"{ids.index(node_id) + 1} of {len(ids)}"]
    parts += [f"from {' and '.join(sources)}"] if sources else []
    parts += _state(face)
    heat = board.made[node_id].heat
    parts += [heat.text] if heat is not None else []
    parts += _problems(canvas, node_id)
    return ", ".join(part for part in parts if part)


def links_of(canvas: CanvasView, node_id: str) -> str:
    """Where a node's links come from and lead to."""
    into, out = _others(canvas, node_id, into=True), _others(canvas, node_id, into=False)
    parts = [f"{len(into)} in: {', '.join(into)}"] if into else ["no input"]
    parts += [f"{len(out)} out: {', '.join(out)}"] if out else ["leads nowhere"]
    return "; ".join(parts)


def describe_link(canvas: CanvasView, link: Link, number: int, count: int) -> str:
    """A link in one sentence."""
    names = [_end_name(canvas, id) for id in (link.source, link.target)]
    shape = canvas.faces[link.source].shape if link.source in canvas.faces else ""
    carries = f", carries {shape}" if shape else ""
    return f"link from {names[0]} to {names[1]}, {number} of {count}{carries}"


def about_drawing(canvas: CanvasView) -> str:
    """The drawing in one sentence."""
    graph, folded = canvas.session.graph, len(canvas.board.seen.cards)
    counts = [(len(graph.nodes), "layer"), (len(graph.links), "link"), (len(graph.groups), "group")]
    counts.append((len(graph.comments), "note"))
    always = ("layer", "link")
    told = ", ".join(f"{count} {what}{'s' * (count != 1)}" for count, what in counts if count or what in always)
    if not folded:
        return told
    return f"{told}, folded" if folded == len(graph.groups) == 1 else f"{told}, {folded} of them folded"


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
        inside = canvas.board.members(focus) if focus is not None else ()
        now = tuple(problem.what for id in inside for problem in problems_of(id, session.facts, session.problems_here))
        self._troubles = (focus, now)
        if focus is None or focus != known or now == before or focus not in canvas.board.made:
            return
        name = canvas.board.made[focus].face.name
        fresh = [text for text in now if text not in before]
        announce(canvas, f"{name}: {' '.join(fresh)}" if fresh else f"{name} has no problem any more." * (not now))


def _others(canvas: CanvasView, node_id: str, *, into: bool) -> list[str]:
    """Names of the nodes at the other ends of a node's links, in the order of the ports."""
    board = canvas.board
    items = board.links_at(node_id)
    if into:
        ends = [(item.target[1], item.source[0]) for item in items if item.target[0] == node_id]
    else:
        ends = [(item.source[1], item.target[0]) for item in items if item.source[0] == node_id]
    ends.sort(key=lambda end: end[0])
    return [board.made[id].face.name for _, id in ends if id in board.made]


def _end_name(canvas: CanvasView, node_id: str) -> str:
    """A link's end: the node, and the folded group in which it lies."""
    name, holder = canvas.session.graph.name_of(node_id), canvas.board.seen.holder(node_id)
    return name if holder == node_id else f"{name} in {canvas.session.graph.groups[holder].title}"


def _card_names(face: Face) -> list[str]:
    if face.nested:
        return [f"Model {face.name}", f"{face.details} inside"]
    if not face.folded:
        return [face.name, face.second_line]
    return [f"Group {face.name}", "folded", face.details, f"times {face.repeat}" if face.repeat > 1 else ""]


def _group_around(canvas: CanvasView, shown_id: str) -> list[str]:
    """The innermost open group in which a node or a folded group lies."""
    graph = canvas.session.graph
    around = graph.nodes[shown_id].group if shown_id in graph.nodes else graph.groups[shown_id].parent
    return [f"in group {graph.groups[around].title}"] if around in graph.groups else []


def _problems(canvas: CanvasView, shown_id: str) -> list[str]:
    """What is wrong with a node; of a folded group with which of its layers."""
    session, told = canvas.session, []
    for id in canvas.board.members(shown_id):
        name = "" if id == shown_id else f"{session.graph.name_of(id)}: "
        found = problems_of(id, session.facts, session.problems_here)
        told += [f"{problem.severity}: {name}{problem.what}" for problem in found]
    return told


def _state(face: Face) -> list[str]:
    parts = list(face.tells[:1])
    parts += [f"output shape {face.shape}"] if face.shape else []
    parts += ["output of the model"] if face.role == "output" else []
    parts += [f"shared layer {face.letter}"] if face.calls > 1 else []
    return parts

"""What a screen reader hears of the canvas: the node in focus, and every edit by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from ui.canvas.faces import Face, problems_of

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


def describe(canvas: CanvasView, node_id: str) -> str:
    """A node in one sentence: "hidden1, Dense · 30 · relu, 2 of 7, from deep, output 30, …"."""
    session, face = canvas.session, canvas.board.nodes[node_id].face
    ids = list(session.graph.nodes)
    sources = [session.graph.name_of(link.source) for link in session.graph.links_into(node_id)]
    parts = [face.name, face.second_line, f"{ids.index(node_id) + 1} of {len(ids)}"]
    parts += [f"from {' and '.join(sources)}"] if sources else []
    parts += _state(face)
    parts += [str(problem.what) for problem in problems_of(node_id, session.facts, session.problems)]
    return ", ".join(parts)


def announce(canvas: CanvasView, text: str) -> None:
    """Say it, if somebody listens."""
    canvas.setAccessibleDescription(text)
    if text and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(canvas, text))


def _state(face: Face) -> list[str]:
    parts = list(face.tells[:1])
    parts += [f"output shape {face.shape}"] if face.shape else []
    parts += ["output of the model"] if face.role == "output" else []
    parts += [f"shared layer {face.letter}"] if face.calls > 1 else []
    return parts

"""What lies under a point of the viewport, and what its tool tip says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from desktop_nn.graph.model import Link
from ui.canvas import hits, tool_tips
from ui.canvas.gestures.choosing import LINK_REACH, port_under

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


def at(canvas: CanvasView, place: QPointF) -> tuple[str, str | Link | None]:
    """ "node", "group" or "comment" with its id, "link" with the link, or "canvas"."""
    point = canvas.to_scene(place)
    node = hits.node_at(canvas.board, point)
    if node is not None:
        return ("group" if node in canvas.board.seen.cards else "node"), node
    link = hits.link_at(canvas.board, point, canvas.reach(LINK_REACH))
    if link is not None:
        return "link", link.link
    note = canvas.board.comments.at(point)
    if note is not None:
        return "comment", note
    group = canvas.board.frames.title_at(point, canvas.camera.zoom)
    return ("group", group) if group is not None else ("canvas", None)


def asked_for(canvas: CanvasView, place: QPointF, *, by_key: bool) -> tuple[str, str | Link | None]:
    """What a menu is wanted for: by keyboard the link that is walked on, else what lies there."""
    link = canvas.link_walk.current()
    return ("link", link) if by_key and link is not None and not canvas.session.selection else at(canvas, place)


def menu_for(canvas: CanvasView, kind: str, place: QPointF, *, by_key: bool, group: str = "") -> str:
    """Which context menu what was clicked has: a port has one of its own, and so have several nodes together."""
    port = None if by_key else port_under(canvas, canvas.pointing.pointer(place, Qt.KeyboardModifier.NoModifier))
    canvas.ports.remember(port)
    canvas.grouping.pointed = group if kind == "group" else ""
    if port is not None:
        return "port"
    if kind == "node" and canvas.diving.chosen:
        return "nested"
    if kind == "canvas" and canvas.diving.inside:
        return "inside"
    shown = sum(1 for id in canvas.session.selection if id in canvas.board.nodes)
    together = shown + len(canvas.session.marked)
    return "selection" if kind in ("node", "comment") and shown and together > 1 else kind


def about(canvas: CanvasView, place: QPointF) -> str:
    """The tool tip (rich text), empty over bare canvas."""
    session, nodes = canvas.session, canvas.board.nodes
    port = port_under(canvas, canvas.pointing.pointer(place, Qt.KeyboardModifier.NoModifier))
    if port is not None:
        return tool_tips.of_port(port, nodes[port.node].face, session.facts)
    kind, thing = at(canvas, place)
    if kind == "comment":
        return canvas.commenting.tip(str(thing))
    thing = canvas.troubles.badge_at(place) or thing
    if isinstance(thing, str):
        if thing in session.graph.groups:
            heat = nodes[thing].heat if thing in nodes else None
            return tool_tips.of_group(thing, session.graph, session.facts, heat)
        item, problems = nodes[thing], session.problems_here
        return tool_tips.of_node(thing, session.graph, item.face, session.facts, problems, canvas.catalogue, item.heat)
    return tool_tips.of_link(thing, session.graph, session.facts) if isinstance(thing, Link) else ""

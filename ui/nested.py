"""Nested models as the window's parts act on them: look into one, unpack one. The edits themselves are the core's."""

from __future__ import annotations

from desktop_nn.graph import unpacking
from desktop_nn.graph.model import Graph
from ui.canvas.geometry import card_size
from ui.session import Session
from ui.theme.theme import theme


def is_nested(session: Session, node: str) -> bool:
    """Whether a node of the drawing that is looked at calls a nested model."""
    graph = session.graph
    return node in graph.nodes and graph.layer_of(node).model is not None


def look_into(session: Session, node: str, inside: str = "") -> bool:
    """Look into the model that a node calls, at the node `inside` if one is given; returns whether it calls one."""
    if not is_nested(session, node):
        return False
    session.look_into((*session.scope, session.graph.layer_of(node).id), (inside,) if inside else ())
    return True


def unpack(session: Session, node: str) -> tuple[str, ...]:
    """Put the layers of the model that a node calls into the drawing and select them; returns their nodes."""
    out: list[str] = []
    size = card_size(1, 1, session.graph.direction, theme.scale)

    def change(graph: Graph) -> Graph:
        graph, ids = unpacking.unpack(graph, node, size)
        out[:] = ids
        return graph

    if not is_nested(session, node) or not session.edit_graph(f"Unpack {session.graph.name_of(node)}", change):
        return ()
    session.select(out)
    return tuple(out)

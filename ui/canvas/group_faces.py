"""What a folded group's card shows, as a plain value made from what it holds. No Qt, no painting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from desktop_nn.graph.facts import GraphFacts, shape_text
from desktop_nn.graph.folding import Card, End
from desktop_nn.graph.model import Graph, Group
from ui.canvas.faces import GROUP_KIND, Face, PortFace

_MOST_KINDS = 4


def group_face(group: Group, card: Card, graph: Graph, facts: GraphFacts, faces: Mapping[str, Face]) -> Face:
    """The face of a folded group; `faces` are those of the nodes inside."""
    inside = [faces[id] for id in card.members if id in faces]
    worst = min((face for face in inside if face.severity), key=lambda face: face.severity != "error", default=None)
    out = card.outputs[0] if card.outputs else None
    end = faces.get(out[0]) if out else None
    ended = any(face.role == "output" for face in inside)
    count = len(card.members)
    return Face(
        name=group.title or "Group",
        kind=GROUP_KIND,
        category=group.colour or "group",
        details=f"{count} layer{'s' if count != 1 else ''}",
        shape=_shapes(card, graph, facts, end.shape if end else ""),
        dtype=end.dtype if end else "",
        parameters=_parameters(group.id, card, facts),
        tells=_tells(group.id, card, graph, facts),
        inputs=tuple(_port(one, graph, faces, incoming=True) for one in card.inputs),
        outputs=tuple(_port(one, graph, faces, incoming=False) for one in card.outputs),
        severity=worst.severity if worst else None,
        trouble=f"{worst.name}: {worst.trouble}" if worst else "",
        role="output" if ended else "",
        bypassed=all(face.bypassed for face in inside),
        repeat=group.count,
    )


def _port(end: End, graph: Graph, faces: Mapping[str, Face], *, incoming: bool) -> PortFace:
    node, port = end
    ports = (faces[node].inputs if incoming else faces[node].outputs) if node in faces else ()
    name = ports[port].name if port < len(ports) else ""
    return PortFace(f"{graph.name_of(node)} · {name}" if name else graph.name_of(node), taken=True)


def _shapes(card: Card, graph: Graph, facts: GraphFacts, out: str) -> str:
    """What comes in and what goes out, where that differs: "56 × 56 × 64 → 28 × 28 × 128"."""
    if not card.inputs or not out:
        return out
    node, port = card.inputs[0]
    link = next((link for link in graph.links_into(node) if link.target_port == port), None)
    shape = facts.shape_of(link.source, link.source_port) if link is not None else None
    into = shape_text(shape) if shape is not None else ""
    return f"{into} → {out}" if into and into != out else out


def _parameters(group_id: str, card: Card, facts: GraphFacts) -> str:
    counts = facts.groups.get(group_id)
    total = counts.parameters if counts is not None else _sum(card, facts)
    return f"{total:,}" if total else ""


def _sum(card: Card, facts: GraphFacts) -> int:
    return sum(facts.nodes[id].parameters for id in card.members if id in facts.nodes)


def _tells(group_id: str, card: Card, graph: Graph, facts: GraphFacts) -> tuple[str, ...]:
    """Its weights and what it is made of, the fullest wording first."""
    kinds = Counter(graph.layer_of(id).kind for id in card.members)
    most = sorted(kinds, key=lambda kind: -kinds[kind])[:_MOST_KINDS]  # of equally many the first one drawn
    made = [f"{kind} × {kinds[kind]}" if kinds[kind] > 1 else kind for kind in most]
    parts = [f"{weights} parameters"] if (weights := _parameters(group_id, card, facts)) else []
    words = [", ".join([*parts, *made[:number]]) for number in range(len(made), 0, -1)]
    return (*words, *(parts or made[:1]))

"""What the canvas tells about the thing under the pointer: a node, a port, a link."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from desktop_nn.catalogue import Catalogue
from desktop_nn.graph.facts import GraphFacts, shape_text
from desktop_nn.graph.membership import members
from desktop_nn.graph.model import Graph, Link
from desktop_nn.problems import Problem
from ui.canvas.carried import group_text
from ui.canvas.faces import Face, problems_of
from ui.canvas.geometry import PortRef
from ui.canvas.heat import Heat


def of_node(
    id: str,
    graph: Graph,
    face: Face,
    facts: GraphFacts,
    problems: Iterable[Problem],
    catalogue: Catalogue,
    heat: Heat | None = None,
) -> str:
    """Name and kind, what it is for, its shape and weights, and what is wrong with it (rich text)."""
    kind = catalogue.layers.get(face.kind)
    lines = [f"<b>{escape(face.name)}</b> &nbsp;{escape(face.second_line)}"]
    if kind is None:
        lines.append("Keras has no layer of this kind; the model cannot be built with it.")
    elif kind.locked:
        lines.append(escape(kind.locked))
    elif kind.summary:
        lines.append(escape(kind.summary))
    known = facts.nodes.get(id)
    if known and known.output_shapes:
        shapes = ", ".join(shape_text(shape) for shape in known.output_shapes)
        weights = f"{known.parameters:,} parameters" if known.parameters else "no parameters"
        frozen = known.parameters - known.trainable
        weights += f", {frozen:,} of them not trained" if frozen and known.parameters else ""
        lines.append(f"Output {escape(shapes)} {escape(known.dtype)} · {weights}")
    if face.role == "output":
        lines.append("An output of the model.")
    if face.calls > 1:
        lines.append(f"This layer is used {face.calls} times with the same weights (mark {face.letter}).")
    if heat is not None and heat.alarm:
        lines.append(f"<b>▼</b> The gradient has died here: {escape(heat.alarm)}.")
    if heat is not None and heat.more:
        lines.append(escape(heat.more))
    for problem in problems_of(id, facts, problems):
        sign = "⚠" if problem.severity == "warning" else "●"
        lines.append(f"<b>{sign}</b> {escape(problem.what)} <i>{escape(problem.fix)}</i>")
    return _text(lines)


def of_group(group_id: str, graph: Graph, facts: GraphFacts, heat: Heat | None = None) -> str:
    """A group's title, what it holds, its weights, and what to do with it (rich text)."""
    group, inside = graph.groups[group_id], members(graph, group_id)
    counts = facts.groups.get(group_id)
    known = sum(facts.nodes[id].parameters for id in inside if id in facts.nodes)
    weights = counts.parameters if counts is not None else known
    lines = [f"<b>{escape(group.title or 'Group')}</b>"]
    lines.append(f"{len(inside)} layers · {weights:,} parameters" if weights else f"{len(inside)} layers")
    if group.count > 1:
        lines.append(f"Built {group.count} times, one behind the other, each with weights of its own.")
    if heat is not None and heat.more:
        lines.append(escape(heat.more))
    lines.append("Double-click to unfold it." if group.folded else "Drag the title to move all of it.")
    return _text(lines)


def of_port(port: PortRef, face: Face, facts: GraphFacts) -> str:
    """The port's name, and the shape of an output."""
    ports = face.inputs if port.side == "in" else face.outputs
    if port.index >= len(ports):
        return ""
    name = ports[port.index].name
    if port.side == "out":
        shape = facts.shape_of(port.node, port.index)
        tail = f": {shape_text(shape)}" if shape is not None else ""
        return _text([f"{escape(face.name)}, {escape(name)}{escape(tail)}", "Drag to connect it."])
    optional = " (optional)" if ports[port.index].optional else ""
    return _text([f"{escape(face.name)}, input “{escape(name)}”{optional}"])


def of_link(link: Link, graph: Graph, facts: GraphFacts) -> str:
    """From where to where, and the shape that it carries."""
    shape = facts.shape_of(link.source, link.source_port)
    known = facts.nodes.get(link.source)
    carried = f"{shape_text(shape)} {known.dtype}".strip() if shape is not None and known else "shape not known yet"
    meant = group_text(known.dtype) if known is not None else ""
    lines = [f"{escape(graph.name_of(link.source))} → {escape(graph.name_of(link.target))}", escape(carried)]
    return _text([*lines, *([escape(meant)] if meant else [])])


def _text(lines: list[str]) -> str:
    return "<p style='white-space: pre-wrap'>" + "<br>".join(lines) + "</p>"

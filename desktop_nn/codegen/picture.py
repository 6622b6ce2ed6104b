"""The drawing as an SVG picture: a rounded box a node with name, kind and shape, and curves for the links."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from desktop_nn.catalogue import load
from desktop_nn.graph.facts import GraphFacts, shape_text
from desktop_nn.graph.layout import LAYER_GAP, NODE_SIZE
from desktop_nn.graph.model import INPUT_KIND, Graph, Link, Node
from desktop_nn.graph.ports import ports_of
from desktop_nn.graph.topology import output_nodes

WIDTH, HEIGHT = NODE_SIZE
MARGIN = 24.0
"""The space around the drawing, in scene units (pixels at 100 %)."""
_LETTERS = 24
"""Letters of a name that fit into a box."""
_REACH = LAYER_GAP
"""The height in which a link bends from one place to another: the gap between two rows of boxes."""
_COLOURS = {"input": "#e0edff", "output": "#dcf5e6", "other": "#f4f5f7"}
_STYLE = """\
text { font-family: Inter, "Segoe UI", "Helvetica Neue", Arial, sans-serif; text-anchor: middle; fill: #1c2430 }
.name { font-size: 13px; font-weight: 600 } .kind { font-size: 11px; fill: #5b6675 }"""
"""What viewers apply; the same is repeated as attributes, because some of them know no style sheets."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the scene that the picture shows."""

    left: float
    top: float
    width: float
    height: float


def svg(graph: Graph, facts: GraphFacts) -> str:
    """The picture's text; an empty drawing gives an empty picture."""
    frame = frame_of(graph)
    outputs = frozenset(output_nodes(graph))
    box = f"{frame.left:g} {frame.top:g} {frame.width:g} {frame.height:g}"
    paper = f'x="{frame.left:g}" y="{frame.top:g}" width="{frame.width:g}" height="{frame.height:g}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" width="{frame.width:g}" height="{frame.height:g}">',
        f"<title>{_escaped(graph.name)}</title>",
        f"<style>{_STYLE}</style>",
        f'<rect {paper} fill="#ffffff"/>',
        *(_curve(graph, link) for link in graph.links),
        *(_box(graph, facts, node, outputs) for node in graph.nodes.values()),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def frame_of(graph: Graph) -> Frame:
    """The drawing's bounds with a margin around."""
    xs = [node.x for node in graph.nodes.values()] or [0.0]
    ys = [node.y for node in graph.nodes.values()] or [0.0]
    left, top = min(xs) - MARGIN, min(ys) - MARGIN
    return Frame(left, top, max(xs) + WIDTH + MARGIN - left, max(ys) + HEIGHT + MARGIN - top)


def _box(graph: Graph, facts: GraphFacts, node: Node, outputs: frozenset[str]) -> str:
    layer = graph.layers[node.layer]
    role = "input" if layer.kind == INPUT_KIND else "output" if node.id in outputs else "other"
    middle = node.x + WIDTH / 2
    known = facts.nodes.get(node.id)
    shape = shape_text(facts.shape_of(node.id)) if known and known.output_shapes else ""
    details = [shape] if shape else []
    if known and known.parameters:
        details.append(f"{known.parameters:,} parameters")
    rows = (
        ("name", 13, "#1c2430", layer.name, 22),
        ("kind", 11, "#5b6675", layer.kind, 38),
        ("kind", 11, "#5b6675", " · ".join(details), 54),
    )
    texts = "".join(
        f'<text class="{style}" x="{middle:g}" y="{node.y + down:g}" font-size="{size}" fill="{colour}" '
        f'text-anchor="middle">{_escaped(_short(text))}</text>'
        for style, size, colour, text, down in rows
        if text
    )
    return (
        f'<g><rect x="{node.x:g}" y="{node.y:g}" width="{WIDTH:g}" height="{HEIGHT:g}" rx="8" '
        f'fill="{_COLOURS[role]}" stroke="#98a2b3" stroke-width="1"/>{texts}</g>'
    )


def _curve(graph: Graph, link: Link) -> str:
    """From the middle of the source's lower edge to the target's port on its upper edge, with an arrow head."""
    source, target = graph.nodes[link.source], graph.nodes[link.target]
    start = source.x + WIDTH / 2, source.y + HEIGHT
    end = target.x + WIDTH * _place(graph, link), target.y - 6
    x, y = end
    line = f'<path d="{_path(graph, start, end)}" fill="none" stroke="#667085" stroke-width="1.5"/>'
    return f'{line}<polygon points="{x - 4:g},{y - 2:g} {x + 4:g},{y - 2:g} {x:g},{y + 5:g}" fill="#667085"/>'


def _path(graph: Graph, start: tuple[float, float], end: tuple[float, float]) -> str:
    """One curve; a long link runs straight down first or last, wherever fewer boxes are in its way."""
    (x0, y0), (x1, y1) = start, end
    if y1 - y0 <= _REACH:
        bend = max(24.0, abs(y1 - y0) / 2)
        return f"M {x0:g} {y0:g} C {x0:g} {y0 + bend:g} {x1:g} {y1 - bend:g} {x1:g} {y1:g}"
    half = _REACH / 2
    if _in_the_way(graph, x0, y0, y1) <= _in_the_way(graph, x1, y0, y1):
        top = y1 - _REACH
        return f"M {x0:g} {y0:g} V {top:g} C {x0:g} {top + half:g} {x1:g} {y1 - half:g} {x1:g} {y1:g}"
    low = y0 + _REACH
    return f"M {x0:g} {y0:g} C {x0:g} {y0 + half:g} {x1:g} {low - half:g} {x1:g} {low:g} V {y1:g}"


def _in_the_way(graph: Graph, x: float, top: float, bottom: float) -> int:
    """How many boxes a vertical line at `x` would cross between `top` and `bottom`."""
    return sum(
        node.x <= x <= node.x + WIDTH and node.y + HEIGHT > top + 1 and node.y < bottom - 1
        for node in graph.nodes.values()
    )


def _place(graph: Graph, link: Link) -> float:
    """Where the port sits along the target's upper edge, 0…1."""
    ports = len(ports_of(graph.layer_of(link.target), load()))
    used = max(other.target_port for other in graph.links_into(link.target)) + 1
    return (link.target_port + 1) / (max(ports, used) + 1)


def _short(text: str) -> str:
    return text if len(text) <= _LETTERS + 6 else text[: _LETTERS + 5] + "…"


def _escaped(text: str) -> str:
    """Safe inside SVG: no markup, and none of the control characters that XML forbids."""
    return escape("".join(letter for letter in text if letter.isprintable()))

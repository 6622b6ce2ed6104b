"""Automatic layout of a drawing with groups, from the inside out; notes stay beside their nodes.

The content of each group is laid out by itself; then the group stands as one box in the layout of what is around
it: a card if it is folded, else a frame. `layout.py` knows no groups and does each of the levels.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from desktop_nn.graph import edits
from desktop_nn.graph.folding import FRAME_PAD, TITLE_HEIGHT
from desktop_nn.graph.layout import NODE_SIZE, Point, layered
from desktop_nn.graph.membership import ancestors
from desktop_nn.graph.model import Comment, Direction, Graph, Link, Node


@dataclass(frozen=True, slots=True)
class Places:
    """Top left corners by id."""

    nodes: Mapping[str, Point] = field(default_factory=dict)
    comments: Mapping[str, Point] = field(default_factory=dict)


class _CancelledError(Exception):
    """Ends the work from within."""


def places(
    graph: Graph,
    sizes: Mapping[str, Point] | None = None,
    direction: Direction | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Places:
    """Where nodes and notes go, starting near (0, 0); empty if `cancelled` turned true meanwhile.

    `sizes` holds (width, height) by id, of nodes and of the cards of folded groups. Without a direction the
    drawing's own is taken.
    """
    work = _Work(graph, sizes or {}, direction or graph.direction, cancelled)
    try:
        nodes = work.content("").nodes
    except _CancelledError:
        return Places()
    return Places(nodes, _notes(graph, nodes))


def with_places(graph: Graph, places: Places, dx: float = 0.0, dy: float = 0.0) -> Graph:
    """The drawing with nodes and notes put there, shifted by (`dx`, `dy`)."""
    moved = edits.move(graph, {id: (x + dx, y + dy) for id, (x, y) in places.nodes.items()})
    notes = {
        id: replace(graph.comments[id], x=x + dx, y=y + dy)
        for id, (x, y) in places.comments.items()
        if id in graph.comments
    }
    return replace(moved, comments={**moved.comments, **notes}) if notes else moved


@dataclass(frozen=True, slots=True)
class _Content:
    """Places of all nodes in a group with the extent of what is seen of them, from (0, 0)."""

    nodes: Mapping[str, Point]
    width: float
    height: float


class _Work:
    def __init__(
        self, graph: Graph, sizes: Mapping[str, Point], direction: Direction, cancelled: Callable[[], bool]
    ) -> None:
        self._graph, self._sizes, self._direction, self._cancelled = graph, sizes, direction, cancelled
        self._path = {id: _from_outside(graph, id) for id in graph.groups}
        self._nodes: defaultdict[str, list[str]] = defaultdict(list)
        self._groups: defaultdict[str, list[str]] = defaultdict(list)
        for id, node in graph.nodes.items():
            self._nodes[node.group if node.group in graph.groups else ""].append(id)
        for id, path in self._path.items():
            self._groups[path[-2] if len(path) > 1 else ""].append(id)
        self._links = self._by_level()
        self._place: dict[str, int] = {}
        """Order as drawn: a group stands where its first node does."""
        for index, (id, node) in enumerate(graph.nodes.items()):
            for one in (*self._path.get(node.group, ()), id):
                self._place.setdefault(one, index)

    def content(self, group: str) -> _Content:
        """Lay out what lies in a group ("" for the whole drawing)."""
        inner = {id: self.content(id) for id in self._groups[group]}
        inner = {id: content for id, content in inner.items() if content.nodes}
        boxes = {id: self._sizes.get(id, NODE_SIZE) for id in self._nodes[group]}
        boxes |= {id: self._box(id, content) for id, content in inner.items()}
        if not boxes:
            return _Content({}, 0.0, 0.0)
        level = Graph(
            nodes={id: Node(id, id) for id in sorted(boxes, key=self._place.__getitem__)}, links=self._links[group]
        )
        corners = layered(level, boxes, self._direction, self._cancelled)
        if not corners:
            raise _CancelledError
        nodes = {id: corners[id] for id in self._nodes[group]}
        for id, content in inner.items():
            dx, dy = self._origin(id, content, corners[id], boxes[id])
            nodes.update({node: (x + dx, y + dy) for node, (x, y) in content.nodes.items()})
        width = max(x + boxes[id][0] for id, (x, _) in corners.items())
        height = max(y + boxes[id][1] for id, (_, y) in corners.items())
        return _Content(nodes, width, height)

    def _box(self, group: str, content: _Content) -> Point:
        if self._graph.groups[group].folded:
            return self._sizes.get(group, NODE_SIZE)
        return content.width + 2 * FRAME_PAD, content.height + 2 * FRAME_PAD + TITLE_HEIGHT

    def _origin(self, group: str, content: _Content, corner: Point, box: Point) -> Point:
        """By how much the content of a group is shifted to where the group stands."""
        if not self._graph.groups[group].folded:
            return corner[0] + FRAME_PAD, corner[1] + FRAME_PAD + TITLE_HEIGHT
        rects = [(x, y, *self._sizes.get(id, NODE_SIZE)) for id, (x, y) in content.nodes.items()]
        left, top = min(rect[0] for rect in rects), min(rect[1] for rect in rects)
        right, bottom = max(x + width for x, _, width, _ in rects), max(y + height for _, y, _, height in rects)
        if self._direction == "right":
            return corner[0] - left, corner[1] + box[1] / 2 - (top + bottom) / 2
        return corner[0] + box[0] / 2 - (left + right) / 2, corner[1] - top

    def _by_level(self) -> defaultdict[str, tuple[Link, ...]]:
        """The links between what stands side by side in each group; several between two boxes are one."""
        levels: defaultdict[str, dict[tuple[str, str], Link]] = defaultdict(dict)
        for link in self._graph.links:
            one, other = self._stops(link.source), self._stops(link.target)
            depth = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), -1)
            if depth < 0:
                continue  # from a node to itself
            source, target = one[depth], other[depth]
            known = Link(
                source,
                target,
                link.source_port if source == link.source else 0,
                link.target_port if target == link.target else 0,
            )
            levels[one[depth - 1] if depth else ""].setdefault((source, target), known)
        return defaultdict(tuple, {group: tuple(links.values()) for group, links in levels.items()})

    def _stops(self, node: str) -> list[str]:
        """The groups round a node from the outside in, and the node."""
        return [*self._path.get(self._graph.nodes[node].group, ()), node]


def _from_outside(graph: Graph, group: str) -> list[str]:
    """The groups round a group and itself; just itself if they lie in a circle, as a damaged file may say."""
    around = list(ancestors(graph, group))
    return [group] if around[-1].parent in graph.groups else [one.id for one in reversed(around)]


def _notes(graph: Graph, nodes: Mapping[str, Point]) -> dict[str, Point]:
    """Notes follow the node that they stood next to."""
    if not graph.comments or not nodes:
        return {}
    moved: dict[str, Point] = {}
    for id, note in graph.comments.items():
        near = min(graph.nodes.values(), key=lambda node: _distance(note, node))
        x, y = nodes[near.id]
        moved[id] = (note.x + x - near.x, note.y + y - near.y)
    return moved


def _distance(note: Comment, node: Node) -> float:
    dx = note.x + note.width / 2 - node.x - NODE_SIZE[0] / 2
    dy = note.y + note.height / 2 - node.y - NODE_SIZE[1] / 2
    return dx * dx + dy * dy

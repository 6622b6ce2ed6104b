"""Folding and unfolding in place: what lies behind and beside the group makes room, or closes up again.

Things move as a whole: a node, the card of a folded group with all that it holds, an open group with its content.
What is seen of a folded drawing is `folding.py`'s; what folding moved is remembered by `fold_memory.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from desktop_nn.graph import groups
from desktop_nn.graph.folding import FRAME_PAD, TITLE_HEIGHT, card_place
from desktop_nn.graph.layout import NODE_SIZE, Point
from desktop_nn.graph.membership import ancestors, members_of_all
from desktop_nn.graph.model import Comment, Graph

_KEPT = 24.0
"""When there is no room to close a gap wholly, this much of it stays."""


@dataclass(frozen=True, slots=True)
class _Box:
    """A rectangle; `low` and `high` are its ends by axis: 0 from left to right, 1 from top to bottom."""

    low: Point
    high: Point

    def overlaps(self, other: _Box, axis: int) -> bool:
        return self.low[axis] < other.high[axis] and other.low[axis] < self.high[axis]

    def meets(self, other: _Box) -> bool:
        return self.overlaps(other, 0) and self.overlaps(other, 1)

    def moved(self, by: Point) -> _Box:
        return _Box((self.low[0] + by[0], self.low[1] + by[1]), (self.high[0] + by[0], self.high[1] + by[1]))


def with_folded(
    graph: Graph, group_id: str, folded: bool, sizes: Mapping[str, Point], node_size: Point = NODE_SIZE
) -> Graph:
    """Fold or unfold a group in place; folding an unfolded group again puts everything back where it was.

    `sizes` holds (width, height) by id, of nodes and cards; `node_size` is taken for those without one.
    """
    if graph.groups[group_id].folded == folded:
        return graph
    inside = members_of_all(graph)
    around = list(ancestors(graph, graph.groups[group_id].parent))
    changed = groups.change_group(graph, group_id, folded=folded)
    if not inside[group_id] or any(group.folded for group in around):
        return changed
    by = (0.0, TITLE_HEIGHT + FRAME_PAD) if graph.direction == "down" else (FRAME_PAD, 0.0)
    by = (-by[0], -by[1]) if folded else by
    before = _Places(graph, inside, sizes, node_size)
    now = _shifted(changed, dict.fromkeys(inside[group_id], by), {})
    old = before.box(group_id)
    child = group_id
    for level in (*(group.id for group in around), ""):
        after = _Places(now, inside, sizes, node_size)
        now = _around(now, level, child, old, after)
        if level:
            old, child = before.box(level), level
    return now


def with_frame(
    before: Graph, graph: Graph, group_id: str, sizes: Mapping[str, Point], node_size: Point = NODE_SIZE
) -> Graph:
    """Make room for the frame of a group that `graph` has and `before` had not, if it would lie on something else."""
    inside = members_of_all(graph)
    around = [group.id for group in ancestors(graph, graph.groups[group_id].parent)]
    bare = _Places(before, members_of_all(before), sizes, node_size)
    content = _Places(graph, inside, sizes, node_size)
    now, child, old = graph, group_id, _united([content.box(id) for id in content.content(group_id)])
    for level in (*around, ""):
        after = _Places(now, inside, sizes, node_size)
        box = after.box(child)
        if any(after.box(id).meets(box) for id in after.content(level) if id != child):
            along = 1 if graph.direction == "down" else 0
            back = old.low[along] - box.low[along]  # what stands before it stays
            now = _shifted(now, dict.fromkeys(inside[child], (0.0, back) if along else (back, 0.0)), {})
            now = _around(now, level, child, old, _Places(now, inside, sizes, node_size))
        if level:
            old, child = bare.box(level), level
    return now


def covers_more(
    before: Graph, after: Graph, group_id: str, sizes: Mapping[str, Point], node_size: Point = NODE_SIZE
) -> bool:
    """Whether things that are seen beside a group, or beside one around it, overlap that did not before."""
    old, new = (_Places(graph, members_of_all(graph), sizes, node_size) for graph in (before, after))
    for level in (*(group.id for group in ancestors(after, after.groups[group_id].parent)), ""):
        units = {id: old.box(id) for id in old.content(level)}
        units |= {id: _note_box(note) for id, note in before.comments.items()} if not level else {}
        moved = [(id, new.box(id)) for id in new.content(level)]
        moved += [(id, _note_box(note)) for id, note in after.comments.items()] if not level else []
        if _any_new_meeting(units, moved):
            return True
    return False


def _around(graph: Graph, level: str, child: str, old: _Box, places: _Places) -> Graph:
    """Let what lies beside `child` in the group `level` follow, whose box was `old` and is another one now."""
    units = {id: places.box(id) for id in places.content(level) if id != child}
    if not level:
        units |= {id: _note_box(note) for id, note in graph.comments.items()}
    shifts = _room(old, places.box(child), units, 1 if graph.direction == "down" else 0)
    nodes = {node: by for id, by in shifts.items() for node in places.members(id)}
    return _shifted(graph, nodes, {id: by for id, by in shifts.items() if id in graph.comments})


def _room(old: _Box, new: _Box, units: Mapping[str, _Box], along: int) -> dict[str, Point]:
    """How far each unit moves when a box becomes another one.

    All that lies wholly to one side keeps its distance from that side, and so does all that lies behind: whatever
    did not overlap before does not overlap after the box has grown. A box that shrinks may leave units in each
    other's way, if they were put there while it was large; then they move less.
    """
    across = 1 - along
    shift = [[0.0, 0.0] for _ in units]
    ids, boxes = list(units), list(units.values())
    before = [number for number, box in enumerate(boxes) if box.high[across] <= old.low[across]]
    beyond = [number for number, box in enumerate(boxes) if box.low[across] >= old.high[across]]
    behind = [number for number, box in enumerate(boxes) if box.low[along] >= old.high[along]]
    for moving, axis, by in (
        (behind, along, new.high[along] - old.high[along]),
        (before, across, new.low[across] - old.low[across]),
        (beyond, across, new.high[across] - old.high[across]),
    ):
        for number in moving:
            shift[number][axis] += by
    found = {id: (by[0], by[1]) for id, by in zip(ids, shift, strict=True) if by != [0.0, 0.0]}
    if _length(new, along) >= _length(old, along) and _length(new, across) >= _length(old, across):
        return found
    last = [ids[number] for number in behind]
    if not _collide(units, found, new, set(last), along):
        return found
    return _closed_up(units, last, new, new.high[along] - old.high[along], along)


def _length(box: _Box, axis: int) -> float:
    return box.high[axis] - box.low[axis]


def _closed_up(
    units: Mapping[str, _Box], behind: Collection[str], new: _Box, by: float, along: int
) -> dict[str, Point]:
    """What is behind comes as near as what stands in its way allows; nothing else moves."""
    standing = [new, *(box for id, box in units.items() if id not in set(behind))]
    room = -by
    for id in behind:
        box = units[id]
        for other in standing:
            if box.overlaps(other, 1 - along) and other.low[along] < box.low[along]:
                room = min(room, box.low[along] - other.high[along] - _KEPT)
    return dict.fromkeys(behind, (0.0, -room) if along else (-room, 0.0)) if room > 0 else {}


def _collide(units: Mapping[str, _Box], shifts: Mapping[str, Point], new: _Box, behind: set[str], along: int) -> bool:
    """Whether units that were apart overlap after the shifts, come to lie on the box, or jumped over each other."""
    moved = {id: box.moved(shifts.get(id, (0.0, 0.0))) for id, box in units.items()}
    if any(box.meets(new) and not units[id].meets(new) for id, box in moved.items()):
        return True
    standing = [(id, box) for id, box in moved.items() if id not in behind]
    following = [(id, box) for id, box in moved.items() if id in behind]
    if _any_new_meeting(units, standing) or _any_new_meeting(units, following):
        return True
    swept = [(id, _swept(units[id], box, along)) for id, box in following]
    return any(box.meets(other) and not units[id].meets(units[one]) for id, box in swept for one, other in standing)


def _any_new_meeting(units: Mapping[str, _Box], moved: list[tuple[str, _Box]]) -> bool:
    near: list[tuple[str, _Box]] = []
    for id, box in sorted(moved, key=lambda entry: entry[1].low[1]):
        near = [(one, other) for one, other in near if other.high[1] > box.low[1]]
        if any(box.meets(other) and not units[id].meets(units[one]) for one, other in near):
            return True
        near.append((id, box))
    return False


def _swept(before: _Box, after: _Box, along: int) -> _Box:
    """The way of a box that moves up, where it stands across in the end."""
    high = list(after.high)
    high[along] = max(high[along], before.high[along])
    return _Box(after.low, (high[0], high[1]))


def _note_box(note: Comment) -> _Box:
    return _Box((note.x, note.y), (note.x + note.width, note.y + note.height))


def _shifted(graph: Graph, nodes: Mapping[str, Point], notes: Mapping[str, Point]) -> Graph:
    places, comments = dict(graph.nodes), dict(graph.comments)
    for id, (dx, dy) in nodes.items():
        places[id] = replace(places[id], x=places[id].x + dx, y=places[id].y + dy)
    for id, (dx, dy) in notes.items():
        comments[id] = replace(comments[id], x=comments[id].x + dx, y=comments[id].y + dy)
    return replace(graph, nodes=places, comments=comments)


class _Places:
    """Where everything that is seen of a drawing stands."""

    def __init__(
        self, graph: Graph, inside: Mapping[str, tuple[str, ...]], sizes: Mapping[str, Point], node_size: Point
    ) -> None:
        self._graph, self._inside, self._sizes, self._usual = graph, inside, sizes, node_size
        self._content: defaultdict[str, list[str]] = defaultdict(list)
        for id, node in graph.nodes.items():
            self._content[node.group if node.group in graph.groups else ""].append(id)
        for id in graph.groups:
            if inside[id]:
                *_, outermost = around = list(ancestors(graph, id))
                circle = outermost.parent in graph.groups  # as a damaged file may say
                self._content["" if circle or len(around) < 2 else around[1].id].append(id)

    def content(self, level: str) -> Iterable[str]:
        """What lies directly in a group ("" for none): nodes and groups."""
        return self._content[level]

    def members(self, id: str) -> tuple[str, ...]:
        """The nodes of a group, or the node."""
        return self._inside.get(id, (id,) if id in self._graph.nodes else ())

    def box(self, id: str) -> _Box:
        """The rectangle of a node, of a folded group's card, or of an open group's frame."""
        graph = self._graph
        size = self._sizes.get(id, self._usual)
        if id in graph.nodes:
            node = graph.nodes[id]
            return _Box((node.x, node.y), (node.x + size[0], node.y + size[1]))
        if graph.groups[id].folded:
            x, y = card_place(graph, self._inside[id], size, self._usual)
            return _Box((x, y), (x + size[0], y + size[1]))
        (left, top), (right, bottom) = (box := _united([self.box(one) for one in self._content[id]])).low, box.high
        return _Box((left - FRAME_PAD, top - FRAME_PAD - TITLE_HEIGHT), (right + FRAME_PAD, bottom + FRAME_PAD))


def _united(boxes: Sequence[_Box]) -> _Box:
    lows, highs = [box.low for box in boxes], [box.high for box in boxes]
    return _Box(
        (min(low[0] for low in lows), min(low[1] for low in lows)),
        (max(high[0] for high in highs), max(high[1] for high in highs)),
    )

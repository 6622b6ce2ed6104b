"""Finds the blocks of a large flat drawing and folds them into groups, so that its plan can be read.

Blocks are regions of the links (`regions.py`): stretches of the trunk with at most one fork, else regions with one
exit, else plain chains. Names only decide where a stretch is cut and what a block is called (`block_names.py`);
whatever they are, folding never makes a loop.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from desktop_nn.graph.block_names import Words, common_words, given_names, title
from desktop_nn.graph.model import INPUT_KIND, Graph, Group
from desktop_nn.graph.regions import Flow, Stretch, branches, chains, single_exit_regions, trunk
from desktop_nn.graph.stages import staged

SMALLEST_MODEL = 60
"""Drawings with fewer nodes are left as they are."""
MOST_IN_BLOCK, LARGEST_SHARE = 100, 1 / 3
"""More nodes than this, or more of all nodes, are no block any more, but are looked into."""
READABLE = 16
"""A block with more nodes than this gets blocks inside."""
LEAST_IN_CHAIN = 3
LONGEST_CHAIN = 12
_PIECE = 10
"""Nodes in a piece of a long chain that does not repeat itself."""


@dataclass(frozen=True, slots=True)
class Block:
    """Nodes that are folded into one card, in topological order, with the blocks inside."""

    nodes: tuple[str, ...]
    title: str
    inner: tuple[Block, ...] = ()


def folded(graph: Graph, check: Callable[[], None] = lambda: None) -> Graph:
    """The drawing with its blocks as folded groups; as it is if it is small or has groups already.

    `check` is called now and then and may raise to end the work.
    """
    if len(graph.nodes) < SMALLEST_MODEL or graph.groups:
        return graph
    return with_groups(graph, find_blocks(graph, check))


def find_blocks(graph: Graph, check: Callable[[], None] = lambda: None) -> tuple[Block, ...]:
    """The outermost blocks of a drawing. Its inputs and outputs lie in none, so that they stay in sight."""
    search = _Search(graph, check)
    found: list[Block] = []
    for piece in branches(search.flow, search.flow.order):
        found += staged(search.flow, graph, piece, search.blocks(piece), search.kept_out, Block)
    return tuple(found)


def with_groups(graph: Graph, blocks: Sequence[Block]) -> Graph:
    """The drawing with these blocks as folded groups."""
    groups: dict[str, Group] = dict(graph.groups)
    nodes = dict(graph.nodes)
    number = len(groups)

    def add(block: Block, parent: str) -> None:
        nonlocal number
        number += 1
        while f"g{number}" in groups:
            number += 1
        id = f"g{number}"
        groups[id] = Group(id, block.title, parent, folded=True)
        for node in block.nodes:
            nodes[node] = replace(nodes[node], group=id)
        for inner in block.inner:
            add(inner, id)

    for block in blocks:
        add(block, "")
    return replace(graph, nodes=nodes, groups=groups)


class _Search:
    """Looks for blocks in one drawing."""

    def __init__(self, graph: Graph, check: Callable[[], None]) -> None:
        self.graph, self.check = graph, check
        self.flow = Flow(graph)
        self.most = min(MOST_IN_BLOCK, max(READABLE, int(len(graph.nodes) * LARGEST_SHARE)))
        # Only nodes that no way passes may be left out of a block, or folding it would make a loop.
        first = {id for id, before in self.flow.before.items() if not before and graph.layer_of(id).kind == INPUT_KIND}
        self.kept_out = frozenset(first | {id for id, after in self.flow.after.items() if not after})

    def blocks(self, part: Sequence[str]) -> list[Block]:
        """The blocks of a connected part, in the order of the flow."""
        self.check()
        row = trunk(self.flow, part)
        if len(row) == 1 and row[0].forked:
            return self._tangle(row[0])
        found: list[Block] = []
        for stretch in _cut(self.graph, row, self.most):
            found += self._of_stretch(stretch)
        return found

    def _of_stretch(self, stretch: Sequence[Stretch]) -> Iterator[Block]:
        nodes = tuple(id for piece in stretch for id in piece.nodes)
        forks = [piece for piece in stretch if piece.forked]
        if forks and LEAST_IN_CHAIN <= len(nodes) <= self.most:
            yield from self._block(nodes, forks)
        elif forks:
            for piece in stretch:
                yield from self._tangle(piece) if piece.forked else ()
        else:
            for run in _pieces(self.graph, [id for id in nodes if id not in self.kept_out]):
                yield from self._block(tuple(run), ())

    def _tangle(self, piece: Stretch) -> list[Block]:
        """The blocks of a fork that is too large to be a block itself."""
        for interior in (piece.nodes, piece.nodes[:-1]):
            parts = branches(self.flow, interior)
            if len(parts) > 1 or len(trunk(self.flow, parts[0])) > 1:
                return [block for part in parts for block in self.blocks(part)]
        found = list[Block]()
        for region in single_exit_regions(self.flow, piece.nodes, LEAST_IN_CHAIN + 1, self.most):
            found += self._block(tuple(region), (Stretch(tuple(region), True),))
        taken = {id for block in found for id in block.nodes}
        rest = [id for id in piece.nodes if id not in taken and id not in self.kept_out]
        found += (
            Block(tuple(run), title(self.graph, run, forked=False)) for run in chains(self.flow, rest, LEAST_IN_CHAIN)
        )
        return sorted(found, key=lambda block: self.flow.place[block.nodes[0]])

    def _block(self, nodes: Sequence[str], forks: Sequence[Stretch]) -> Iterator[Block]:
        own = tuple(id for id in nodes if id not in self.kept_out)
        if len(own) < LEAST_IN_CHAIN:
            return
        inner: list[Block] = []
        if len(own) > READABLE:
            for fork in forks:
                inside = [id for id in fork.nodes[:-1] if id not in self.kept_out]
                inner += (block for part in branches(self.flow, inside) for block in self.blocks(part))
        yield Block(
            own,
            title(self.graph, own, forked=bool(forks)),
            tuple(block for block in inner if len(block.nodes) < len(own) - 1),
        )


def _cut(graph: Graph, row: Sequence[Stretch], most: int) -> list[list[Stretch]]:
    """The trunk in stretches that belong together: by the names' beginnings, else fork by fork."""
    shared = [common_words(given_names(graph, piece.nodes)) for piece in row]
    cut: list[list[Stretch]] = []
    index = 0
    while index < len(row):
        end = _end_of_name(row, shared, index, most)
        if end == index + 1 and not row[index].forked:
            end = _end_of_run(row, shared, index, most)
        cut.append(list(row[index:end]))
        index = end
    return _with_followers(graph, cut)


def _end_of_name(row: Sequence[Stretch], shared: Sequence[Words | None], start: int, most: int) -> int:
    """Where the stretch ends that has the shortest common beginning and still at most one fork."""
    own = shared[start]
    for length in range(1, len(own or ()) + 1):
        assert own is not None
        before = shared[start - 1] if start else None
        if before and before[:length] == own[:length]:
            continue  # it would have begun earlier
        end, size, forks = start, 0, 0
        while end < len(row) and (other := shared[end]) and other[:length] == own[:length]:
            size, forks = size + len(row[end].nodes), forks + row[end].forked
            if forks > 1 or size > most:
                break
            end += 1
        else:
            return end
    return start + 1


def _end_of_run(row: Sequence[Stretch], shared: Sequence[Words | None], start: int, most: int) -> int:
    """Where a run of single nodes ends that no name keeps together."""
    end = start + 1
    while end < len(row) and not row[end].forked and _end_of_name(row, shared, end, most) == end + 1:
        end += 1
    return end


def _with_followers(graph: Graph, cut: list[list[Stretch]]) -> list[list[Stretch]]:
    """A single node between two forks (an activation behind the sum) belongs to the first; so does one like it."""
    joined: list[list[Stretch]] = []
    kinds: set[str] = set()
    for index, stretch in enumerate(cut):
        if not joined or stretch[0].forked or not any(piece.forked for piece in joined[-1]):
            joined.append(stretch)
            continue
        kind = graph.layer_of(stretch[0].nodes[0]).kind
        before_fork = index + 1 < len(cut) and any(piece.forked for piece in cut[index + 1])
        if (len(stretch) == 1 and before_fork) or kind in kinds:
            kinds.add(kind)
            joined[-1] = [*joined[-1], stretch[0]]
            if len(stretch) > 1:
                joined.append(stretch[1:])
        else:
            joined.append(stretch)
    return joined


def _pieces(graph: Graph, run: Sequence[str]) -> list[Sequence[str]]:
    """A chain, cut where it repeats itself if it is long."""
    if len(run) <= LONGEST_CHAIN:
        return [run]
    kinds = [graph.layer_of(id).kind for id in run]
    period = next((p for p in range(1, LONGEST_CHAIN + 1) if _repeats(kinds, p)), 0)
    length = period if period >= LEAST_IN_CHAIN else _PIECE // (period or 1) * (period or 1)
    return [run[start : start + length] for start in range(0, len(run), length)]


def _repeats(kinds: Sequence[str], period: int) -> bool:
    same = sum(one == other for one, other in zip(kinds, kinds[period:], strict=False))
    return same >= 0.9 * (len(kinds) - period)

"""Puts rows of alike blocks together as stages, the outer level of a very deep model's plan.

What a block is, is `blocks.py`'s business.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from typing import Protocol, TypeAlias, TypeVar

from desktop_nn.graph.block_names import Words, common_words, given_names, prefix_text
from desktop_nn.graph.model import Graph, Link
from desktop_nn.graph.regions import Flow

LEAST_BLOCKS = 30
"""A plan with fewer blocks is readable without stages."""
LEAST_IN_STAGE = 3
LARGEST_SHARE = 0.75
"""A beginning of names that more of the blocks share than this says nothing."""


class _Block(Protocol):
    @property
    def nodes(self) -> tuple[str, ...]: ...
    @property
    def title(self) -> str: ...


B = TypeVar("B", bound=_Block)
Build: TypeAlias = tuple[object, ...]


def staged(
    flow: Flow,
    graph: Graph,
    part: Sequence[str],
    blocks: Sequence[B],
    kept_out: Collection[str],
    make: Callable[[tuple[str, ...], str, tuple[B, ...]], B],
) -> list[B]:
    """The blocks of a part, neighbours with a common name or of the same build put together by `make`.

    Only blocks that follow each other on a trunk are put together, with the nodes between them: such a stretch of
    the order can be folded without making a loop.
    """
    place = {id: index for index, id in enumerate(part)}
    if len(blocks) < LEAST_BLOCKS or not all(_unbroken(block.nodes, place, part, kept_out) for block in blocks):
        return list(blocks)
    shared = [common_words(given_names(graph, block.nodes)) or () for block in blocks]
    builds = builds_of(graph, [block.nodes for block in blocks])
    found: list[B] = []
    index = 0
    while index < len(blocks):
        end, beginning = _end_of_name(shared, index)
        if end - index < LEAST_IN_STAGE:
            end, beginning = _end_of_equals(builds, index), shared[index][:-1]
        if end - index < LEAST_IN_STAGE:
            found.append(blocks[index])
            index += 1
            continue
        row = tuple(blocks[index:end])
        between = part[place[row[0].nodes[0]] : place[row[-1].nodes[-1]] + 1]
        nodes = tuple(id for id in between if id not in kept_out)
        names = given_names(graph, row[0].nodes)
        known = beginning and all(other[: len(beginning)] == beginning for other in shared[index:end])
        text = prefix_text(names[0], len(beginning)) if known else row[0].title
        found.append(make(nodes, f"{text} · {len(row)} blocks", row))
        index = end
    return found


def builds_of(graph: Graph, blocks: Sequence[Sequence[str]]) -> list[Build]:
    """For each block what is the same in blocks that differ in names and weights only."""
    into: defaultdict[str, list[Link]] = defaultdict(list)
    for link in graph.links:
        into[link.target].append(link)
    return [_build(graph, nodes, into) for nodes in blocks]


def _build(graph: Graph, nodes: Sequence[str], into: dict[str, list[Link]]) -> Build:
    place = {id: index for index, id in enumerate(nodes)}
    links = sorted(
        (place[link.source], place[id], link.source_port, link.target_port)
        for id in nodes
        for link in into.get(id, ())
        if link.source in place
    )
    layers = [graph.layer_of(id) for id in nodes]
    return (tuple((layer.kind, repr(sorted(layer.config.items()))) for layer in layers), tuple(links))


def _unbroken(nodes: Sequence[str], place: dict[str, int], part: Sequence[str], kept_out: Collection[str]) -> bool:
    """Whether the nodes follow each other in the order without a gap (those that lie in no block aside)."""
    stretch = part[place[nodes[0]] : place[nodes[-1]] + 1]
    return sum(id not in kept_out for id in stretch) == len(nodes)


def _end_of_name(shared: Sequence[Words], start: int) -> tuple[int, Words]:
    """Where the row ends that shares the shortest telling beginning of names, and that beginning.

    The number that follows a word (`conv4`) belongs to it: `conv` alone tells nothing.
    """
    most = LARGEST_SHARE * len(shared)
    for length in range(1, len(shared[start])):
        if shared[start][length].isdigit():
            continue
        beginning = shared[start][:length]
        if start and shared[start - 1][:length] == beginning:
            continue
        end = start
        while end < len(shared) and shared[end][:length] == beginning:
            end += 1
        if LEAST_IN_STAGE <= end - start <= most:
            return end, beginning
    return start + 1, ()


def _end_of_equals(builds: Sequence[Build], start: int) -> int:
    end = start + 1
    while end < len(builds) and builds[end] == builds[start]:
        end += 1
    return end

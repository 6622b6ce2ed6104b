"""Finding blocks: what belongs together is folded, whatever the names; folding never makes a loop."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from desktop_nn.graph import blocks
from desktop_nn.graph.block_names import automatic_name
from desktop_nn.graph.blocks import find_blocks, folded
from desktop_nn.graph.membership import members, shown_as
from desktop_nn.graph.model import INPUT_KIND, Graph, Layer, Link, Node
from desktop_nn.graph.topology import nodes_on_loops


class Drawing:
    """Builds a drawing layer by layer."""

    def __init__(self, *, named: bool = True) -> None:
        self.layers: dict[str, Layer] = {}
        self.links: list[Link] = []
        self._named = named

    def add(self, kind: str, name: str, *sources: str) -> str:
        """A layer fed by others; without names it is called as Keras would."""
        id = f"n{len(self.layers)}"
        shown = name if self._named else f"{automatic_name(kind)}_{len(self.layers)}"
        self.layers[id] = Layer(id, kind, shown)
        self.links += [Link(source, id, 0, port) for port, source in enumerate(sources)]
        return id

    def chain(self, start: str, kinds: Sequence[str], name: str) -> str:
        """Layers one after the other."""
        for number, kind in enumerate(kinds):
            start = self.add(kind, f"{name}_{number}", start)
        return start

    def residual(self, start: str, name: str, length: int = 6) -> str:
        """A branch of some layers beside a plain link, summed and activated."""
        branch = self.chain(start, ["Conv2D", "BatchNormalization", "ReLU"] * (length // 3), f"{name}_a")
        return self.add("ReLU", f"{name}_out", self.add("Add", f"{name}_add", branch, start))

    def graph(self) -> Graph:
        """The drawing."""
        return Graph("model", self.layers, {id: Node(id, id) for id in self.layers}, tuple(self.links))


def resnet(blocks_: int, *, named: bool = True, stages: int = 1) -> Graph:
    """Input, a short stem, residual blocks in stages, a head of two layers."""
    drawing = Drawing(named=named)
    at = drawing.chain(drawing.add(INPUT_KIND, "image"), ["Conv2D", "BatchNormalization", "ReLU"], "stem")
    for stage in range(stages):
        for number in range(blocks_):
            at = drawing.residual(at, f"stage{stage + 2}_block{number + 1}")
    drawing.add("Dense", "predictions", drawing.add("GlobalAveragePooling2D", "pool", at))
    return drawing.graph()


def cards(graph: Graph) -> list[str]:
    """What the canvas shows: titles of folded groups and names of nodes."""
    shown = dict.fromkeys(shown_as(graph).values())
    return [graph.groups[id].title if id in graph.groups else graph.name_of(id) for id in shown]


def as_drawn(graph: Graph) -> Graph:
    """The drawing with each folded group as one node."""
    shown = shown_as(graph)
    ends = {(shown[link.source], shown[link.target]) for link in graph.links}
    some = next(iter(graph.nodes.values()))
    nodes = {id: replace(some, id=id) for id in shown.values()}
    return replace(graph, nodes=nodes, links=tuple(Link(one, other) for one, other in ends if one != other))


def test_that_a_small_drawing_is_left_alone() -> None:
    graph = resnet(4)
    assert len(graph.nodes) < blocks.SMALLEST_MODEL
    assert folded(graph) is graph


def test_that_a_drawing_with_groups_is_left_alone() -> None:
    once = folded(resnet(10))
    assert folded(once) is once


def test_that_residual_blocks_are_found_and_bear_what_their_names_share() -> None:
    shown = cards(folded(resnet(10)))
    assert shown == ["image", "stem", *(f"stage2_block{i}" for i in range(1, 11)), "pool", "predictions"]


def test_that_blocks_are_found_without_any_names() -> None:
    shown = cards(folded(resnet(10, named=False)))
    assert len(shown) == 14
    assert shown.count("Conv2D ×2 + Add") == 10


def test_that_misleading_names_change_nothing_about_what_can_be_folded() -> None:
    graph = resnet(10)
    names = [layer.name for layer in graph.layers.values()]
    random.Random(3).shuffle(names)
    layers = {id: replace(layer, name=name) for (id, layer), name in zip(graph.layers.items(), names, strict=True)}
    result = folded(replace(graph, layers=layers))
    assert not nodes_on_loops(as_drawn(result))
    assert len(cards(result)) < 30


def test_that_inputs_and_outputs_stay_in_sight() -> None:
    graph = folded(resnet(12))
    assert all(not graph.nodes[id].group for id in graph.nodes if graph.layer_of(id).kind == INPUT_KIND)
    assert cards(graph)[-1] == "predictions"


def test_that_a_very_deep_model_gets_stages_with_its_blocks_inside() -> None:
    graph = folded(resnet(12, stages=3))
    shown = cards(graph)
    assert [title for title in shown if "blocks" in title] == [f"stage{i} · 12 blocks" for i in (2, 3, 4)]
    stage = next(id for id, group in graph.groups.items() if group.title == "stage2 · 12 blocks")
    assert sum(group.parent == stage for group in graph.groups.values()) == 12
    assert len(members(graph, stage)) == 12 * 8


def test_that_equal_blocks_without_names_become_a_stage_too() -> None:
    shown = cards(folded(resnet(40, named=False)))
    assert "Conv2D ×2 + Add · 40 blocks" in shown


def test_that_a_long_chain_is_cut_where_it_repeats() -> None:
    drawing = Drawing(named=False)
    at = drawing.chain(drawing.add(INPUT_KIND, ""), ["Conv2D", "BatchNormalization", "ReLU", "MaxPooling2D"] * 20, "")
    drawing.add("Dense", "", at)
    graph = folded(drawing.graph())
    assert cards(graph)[1:-1] == ["Conv2D + MaxPooling2D"] * 20


def test_that_a_u_net_is_looked_into_and_not_folded_into_one_card() -> None:
    drawing = Drawing(named=False)
    at = drawing.add(INPUT_KIND, "")
    skips = []
    for _ in range(8):
        at = drawing.chain(at, ["Conv2D", "BatchNormalization", "ReLU", "Conv2D", "BatchNormalization", "ReLU"], "")
        skips.append(at)
        at = drawing.add("MaxPooling2D", "", at)
    for skip in reversed(skips):
        at = drawing.add("Concatenate", "", drawing.add("UpSampling2D", "", at), skip)
        at = drawing.chain(at, ["Conv2D", "BatchNormalization", "ReLU", "Conv2D", "BatchNormalization", "ReLU"], "")
    drawing.add("Conv2D", "", at)
    graph = folded(drawing.graph())
    assert 10 <= len(cards(graph)) <= 60
    assert not nodes_on_loops(as_drawn(graph))


def test_that_cells_fed_by_two_earlier_cells_are_folded_by_their_exits() -> None:
    drawing = Drawing(named=False)
    before = drawing.add(INPUT_KIND, "")
    last = drawing.add("Conv2D", "", before)
    for _ in range(12):
        left = drawing.chain(before, ["ReLU", "SeparableConv2D", "BatchNormalization"], "")
        right = drawing.chain(last, ["ReLU", "SeparableConv2D", "BatchNormalization"], "")
        before, last = last, drawing.add("Concatenate", "", drawing.add("Add", "", left, right), left, right)
    drawing.add("Dense", "", drawing.add("Add", "", before, last))
    graph = folded(drawing.graph())
    assert sum(title.startswith("SeparableConv2D") for title in cards(graph)) >= 11
    assert len(cards(graph)) < 25
    assert not nodes_on_loops(as_drawn(graph))


def test_that_an_output_in_the_middle_makes_no_loop() -> None:
    graph = resnet(12)
    nodes = {id: replace(node, output=number % 7 == 3) for number, (id, node) in enumerate(graph.nodes.items())}
    assert not nodes_on_loops(as_drawn(folded(replace(graph, nodes=nodes))))


@pytest.mark.parametrize("seed", range(60))
def test_that_folding_any_drawing_makes_no_loop_at_any_level(seed: int) -> None:
    dice = random.Random(seed)
    drawing, ids = Drawing(named=bool(seed % 2)), list[str]()
    for number in range(150):
        reach = ids[-dice.choice((2, 4, 10, 60)) :]
        sources = dice.sample(reach, min(len(reach), dice.choice((1, 1, 1, 2, 3)))) if dice.random() > 0.03 else []
        name = f"part{number // 12}_{number % 12}"
        ids.append(drawing.add("Add" if sources else INPUT_KIND, name, *sources))
    graph = drawing.graph()
    result = folded(graph)
    assert all(members(result, id) for id in result.groups)
    levels = [result]
    levels.append(replace(result, groups={id: replace(g, folded=bool(g.parent)) for id, g in result.groups.items()}))
    assert all(not nodes_on_loops(as_drawn(level)) for level in levels)
    assert replace(result, groups={}, nodes={id: replace(n, group="") for id, n in result.nodes.items()}) == graph


def test_that_a_drawing_with_a_loop_is_not_walked_for_ever() -> None:
    graph = resnet(12)
    looped = replace(graph, links=(*graph.links, Link("n50", "n20", 0, 5)))
    assert folded(looped).nodes.keys() == graph.nodes.keys()


def test_that_the_search_can_be_ended() -> None:
    class EndedError(Exception):
        pass

    def end() -> None:
        raise EndedError

    with pytest.raises(EndedError):
        find_blocks(resnet(10), end)


def test_that_blocks_of_three_thousand_nodes_are_found() -> None:
    graph = resnet(375)
    found = folded(graph)
    assert len(graph.nodes) > 3000
    assert found.groups

"""Edits of the drawing: pure, and refusing what a model cannot be."""

from __future__ import annotations

import pytest

from desktop_nn.graph import edits
from desktop_nn.graph.model import Graph, Link
from desktop_nn.problems import ProblemError
from tests.helpers.drawings import CATALOGUE, chain


def merged() -> tuple[Graph, tuple[str, str, str, str]]:
    """Three inputs joined by one Concatenate: ids a, b, c, join."""
    graph, ids = Graph(), list[str]()
    for kind in ("InputLayer", "InputLayer", "InputLayer", "Concatenate"):
        graph, id = edits.place(graph, kind, 0, 0)
        ids.append(id)
    a, b, c, join = ids
    for port, source in enumerate((a, b, c)):
        graph = edits.connect(graph, Link(source, join, 0, port), CATALOGUE)
    return graph, (a, b, c, join)


def refused(graph: Graph, link: Link) -> str:
    problem = edits.refusal(graph, link, CATALOGUE)
    assert problem is not None
    assert problem.fix
    assert problem.node == link.target
    with pytest.raises(ProblemError):
        edits.connect(graph, link, CATALOGUE)
    return problem.what


@pytest.mark.parametrize(
    ("kind", "name"), [("Conv2DTranspose", "conv2d_transpose"), ("Dense", "dense"), ("LSTM", "lstm"), ("GRU", "gru")]
)
def test_that_names_follow_keras_rule(kind: str, name: str) -> None:
    assert edits.snake_case(kind) == name


def test_that_an_edit_leaves_the_former_drawing_alone() -> None:
    before, (start, end) = chain("InputLayer", "Dense")
    copy = Graph(before.name, dict(before.layers), dict(before.nodes), before.links)
    edits.place(before, "Dense", 5, 5)
    edits.delete(before, (end,))
    edits.move(before, {start: (9.0, 9.0)})
    edits.rename(before, before.nodes[end].layer, "other")
    edits.configure(before, before.nodes[end].layer, {"units": 7})
    assert before == copy


def test_that_a_new_layer_gets_a_free_name() -> None:
    graph, _ = chain("Dense", "Dense", "Dense")
    assert [layer.name for layer in graph.layers.values()] == ["dense", "dense_1", "dense_2"]


def test_that_a_free_name_counts_on_from_its_stem() -> None:
    graph, _ = edits.place(Graph(), "Dense", 0, 0, name="hidden_1")
    assert edits.free_name(graph, "hidden_1") == "hidden_2"
    assert edits.free_name(graph, "hidden") == "hidden"


def test_that_a_new_node_never_takes_an_id_that_is_in_use() -> None:
    graph, (a, b, c) = chain("InputLayer", "Dense", "Dense")
    graph, new = edits.place(edits.delete(graph, (a,)), "Dense", 0, 0)
    assert new not in (b, c)
    assert len(graph.nodes) == 3


def test_that_a_second_call_shares_the_layer() -> None:
    graph, (_, dense) = chain("InputLayer", "Dense")
    graph, again = edits.place_call(graph, graph.nodes[dense].layer, 10, 20)
    assert graph.calls_of(graph.nodes[dense].layer) == (dense, again)
    assert len(graph.layers) == 2


def test_that_a_link_is_drawn() -> None:
    graph, (start, dense) = chain("InputLayer", "Dense")
    assert graph.links == (Link(start, dense),)


def test_that_a_loop_is_refused() -> None:
    graph, (_, join, dense) = chain("InputLayer", "Concatenate", "Dense")
    assert "loop" in refused(graph, Link(dense, join, 0, 1))


def test_that_a_node_cannot_feed_itself() -> None:
    graph, (_, join) = chain("InputLayer", "Concatenate")
    assert "loop" in refused(graph, Link(join, join, 0, 1))


def test_that_a_second_link_into_a_port_is_refused() -> None:
    graph, (a, _, c) = chain("InputLayer", "Dense", "Dense")
    assert "a link already" in refused(graph, Link(a, c))


def test_that_a_link_into_an_input_is_refused() -> None:
    graph, _ = chain("Dense")
    graph, start = edits.place(graph, "InputLayer", 0, 0)
    assert "takes no link" in refused(graph, Link(next(iter(graph.nodes)), start))


def test_that_a_port_that_does_not_exist_is_refused() -> None:
    graph, (a, b) = chain("InputLayer", "Dense")
    graph, other = edits.place(graph, "InputLayer", 0, 0)
    assert "no input number 2" in refused(graph, Link(other, b, 0, 1))
    assert edits.refusal(edits.disconnect(graph, graph.links), Link(a, b), CATALOGUE) is None


def test_that_a_link_may_be_plugged_into_its_own_place_again() -> None:
    graph, (a, b) = chain("InputLayer", "Dense")
    (link,) = graph.links
    assert edits.refusal(graph, Link(a, b), CATALOGUE, ignoring=link) is None


def test_that_an_unknown_kind_has_one_input() -> None:
    graph, (a, _) = chain("InputLayer", "Dense")
    graph, strange = edits.place(graph, "NotOfThisWorld", 0, 0)
    assert edits.refusal(graph, Link(a, strange), CATALOGUE) is None


def test_that_a_merging_layer_takes_any_number_of_links() -> None:
    graph, (*_, join) = merged()
    assert edits.free_port(graph, join, CATALOGUE) == 3


def test_that_ports_of_a_merging_layer_close_up_after_a_deleted_link() -> None:
    graph, (a, b, c, join) = merged()
    graph = edits.disconnect(graph, (Link(b, join, 0, 1),))
    assert graph.links_into(join) == (Link(a, join, 0, 0), Link(c, join, 0, 1))


def test_that_ports_of_a_merging_layer_close_up_after_a_deleted_node() -> None:
    graph, (a, b, c, join) = merged()
    graph = edits.delete(graph, (a,))
    assert graph.links_into(join) == (Link(b, join, 0, 0), Link(c, join, 0, 1))


def test_that_named_ports_stay_where_they_are() -> None:
    graph, a = edits.place(Graph(), "InputLayer", 0, 0)
    graph, attention = edits.place(graph, "MultiHeadAttention", 0, 0)
    for port in (0, 1, 2):
        graph = edits.connect(graph, Link(a, attention, 0, port), CATALOGUE)
    graph = edits.disconnect(graph, (Link(a, attention, 0, 1),))
    assert [link.target_port for link in graph.links_into(attention)] == [0, 2]
    assert edits.free_port(graph, attention, CATALOGUE) == 1


def test_that_a_full_node_has_no_free_port() -> None:
    graph, (start, dense) = chain("InputLayer", "Dense")
    assert edits.free_port(graph, dense, CATALOGUE) is None
    assert edits.free_port(graph, start, CATALOGUE) is None


def test_that_deleting_a_node_takes_its_links_and_its_layer() -> None:
    graph, (a, b, c) = chain("InputLayer", "Dense", "Dense")
    graph = edits.delete(graph, (b,))
    assert tuple(graph.nodes) == (a, c)
    assert len(graph.layers) == 2
    assert graph.links == ()


def test_that_a_shared_layer_stays_while_somebody_calls_it() -> None:
    graph, (_, dense) = chain("InputLayer", "Dense")
    layer = graph.nodes[dense].layer
    graph, again = edits.place_call(graph, layer, 0, 0)
    graph = edits.delete(graph, (dense,))
    assert layer in graph.layers
    assert layer not in edits.delete(graph, (again,)).layers


def test_that_moving_unknown_nodes_does_nothing() -> None:
    graph, (a,) = chain("Dense")
    assert edits.move(graph, {"n99": (1.0, 1.0)}) == graph
    assert edits.move(graph, {a: (3.0, 4.0)}).nodes[a].x == 3.0


def test_that_a_value_equal_to_its_default_is_not_kept() -> None:
    graph, (a,) = chain("Dense")
    layer = graph.nodes[a].layer
    defaults = {"activation": None, "use_bias": True}
    graph = edits.configure(graph, layer, {"units": 5, "activation": "relu", "use_bias": False}, defaults)
    assert graph.layers[layer].config == {"units": 5, "activation": "relu", "use_bias": False}
    graph = edits.configure(graph, layer, {"activation": None, "use_bias": True}, defaults)
    assert graph.layers[layer].config == {"units": 5}


@pytest.mark.parametrize(("default", "value"), [(1, True), (0, False), (True, 1), (False, 0)])
def test_that_yes_is_not_the_number_one(default: object, value: object) -> None:
    graph, (a,) = chain("Dense")
    layer = graph.nodes[a].layer
    graph = edits.configure(graph, layer, {"x": value}, {"x": default})
    assert graph.layers[layer].config == {"x": value}


@pytest.mark.parametrize("name", ["hidden1", "main_output", "a.b", "a-b", "1a", "_x", "x" * 300])
def test_that_names_that_keras_takes_are_taken(name: str) -> None:
    graph, (a,) = chain("Dense")
    assert edits.rename(graph, graph.nodes[a].layer, name).name_of(a) == name


@pytest.mark.parametrize("name", ["", "my layer", "a/b", "日本", "a:b", "tail\n", " x"])
def test_that_names_that_keras_refuses_are_refused(name: str) -> None:
    graph, (a,) = chain("Dense")
    with pytest.raises(ProblemError):
        edits.rename(graph, graph.nodes[a].layer, name)


def test_that_a_name_can_be_had_once() -> None:
    graph, (a, b) = chain("InputLayer", "Dense")
    with pytest.raises(ProblemError, match="called “input” already"):
        edits.rename(graph, graph.nodes[b].layer, "input")
    assert edits.rename(graph, graph.nodes[a].layer, "input").name_of(a) == "input"


def test_that_a_node_is_marked_as_output_and_unmarked() -> None:
    graph, (a, _) = chain("Dense", "Dense")
    marked = edits.mark_output(graph, a, True)
    assert marked.nodes[a].output
    assert edits.mark_output(marked, a, False) == graph


def test_that_a_paste_brings_fresh_ids_and_names_and_the_links_among_the_copied() -> None:
    graph, (_, b, c) = chain("InputLayer", "Dense", "Dense")
    pasted, (new_b, new_c) = edits.paste(graph, edits.copy(graph, (b, c)), 30, 40)
    assert len(pasted.nodes) == 5
    assert pasted.links_into(new_c) == (Link(new_b, new_c),)
    assert pasted.links_into(new_b) == ()
    assert len({layer.name for layer in pasted.layers.values()}) == 5
    assert (pasted.nodes[new_b].x, pasted.nodes[new_b].y) == (graph.nodes[b].x + 30, graph.nodes[b].y + 40)


def test_that_a_pasted_pair_of_calls_shares_one_new_layer() -> None:
    graph, (dense,) = chain("Dense")
    graph, again = edits.place_call(graph, graph.nodes[dense].layer, 0, 0)
    pasted, new = edits.paste(graph, edits.copy(graph, (dense, again)))
    assert len({pasted.nodes[id].layer for id in new}) == 1
    assert pasted.nodes[new[0]].layer != graph.nodes[dense].layer


def test_that_a_paste_into_another_drawing_works() -> None:
    graph, ids = chain("InputLayer", "Dense")
    pasted, new = edits.paste(Graph(), edits.copy(graph, ids))
    assert [pasted.name_of(id) for id in new] == ["input", "dense"]
    assert len(pasted.links) == 1


def test_that_the_ports_of_a_partly_copied_merge_close_up() -> None:
    graph, (_, b, c, join) = merged()
    pasted, (_, _, new_join) = edits.paste(graph, edits.copy(graph, (b, c, join)))
    assert [link.target_port for link in pasted.links_into(new_join)] == [0, 1]

"""A layer becomes one of another kind and keeps what it can."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_nn.catalogue import load
from desktop_nn.graph import edits, sharing
from desktop_nn.graph.model import Config, Graph, Link
from desktop_nn.graph.replacing import Replaced, can_become, may_replace, replace_kind
from desktop_nn.problems import ProblemError

KINDS = load().layers


def drawing(
    *layers: tuple[str, str, Config], links: tuple[tuple[str, str, int], ...] = ()
) -> tuple[Graph, dict[str, str]]:
    graph, ids = Graph(), dict[str, str]()
    for kind, name, config in layers:
        graph, new = edits.place(graph, kind, 0, 0, name=name, config=config)
        ids[graph.name_of(new)] = new
    return replace(graph, links=tuple(Link(ids[one], ids[two], 0, port) for one, two, port in links)), ids


def chain(kind: str, name: str = "", config: Config | None = None) -> tuple[Graph, str]:
    """An Input, the layer, a Dense behind it."""
    graph, ids = drawing(("InputLayer", "in", {"shape": [8]}), ("Dense", "out", {"units": 2}))
    graph, middle = edits.place(graph, kind, 5, 7, name=name, config=config)
    links = (Link(ids["in"], middle), Link(middle, ids["out"]))
    return replace(graph, links=links), middle


def become(graph: Graph, node: str, kind: str) -> Replaced:
    return replace_kind(graph, {node}, KINDS[kind], load())


def test_that_links_place_and_shared_parameters_stay() -> None:
    graph, node = chain("LSTM", "memory", {"units": 12, "return_sequences": True, "recurrent_dropout": 0.2})
    found = become(graph, node, "GRU")
    layer = found.graph.layer_of(node)
    assert (layer.kind, layer.name) == ("GRU", "memory")
    assert layer.config == {"units": 12, "return_sequences": True, "recurrent_dropout": 0.2}
    assert found.graph.links == graph.links
    assert found.graph.nodes == graph.nodes
    assert found.dropped == ()


def test_that_what_the_new_kind_does_not_have_is_told() -> None:
    graph, node = chain("Dense", "", {"units": 12, "activation": "relu"})
    found = become(graph, node, "Dropout")
    assert found.graph.layer_of(node).config == {"rate": 0.5}
    assert found.dropped == ("units", "activation")


def test_that_a_value_that_is_not_valid_there_gives_way_to_what_one_starts_with() -> None:
    graph, node = chain("Conv2D", "", {"filters": 7, "kernel_size": [3, 5], "padding": "same"})
    found = become(graph, node, "Conv1D")
    assert found.graph.layer_of(node).config == {"filters": 7, "kernel_size": 3, "padding": "same"}
    assert found.dropped == ("kernel_size",)


def test_that_a_value_that_is_the_new_kinds_default_is_not_written() -> None:
    graph, node = chain("LSTM", "", {"units": 4, "activation": "tanh"})
    assert become(graph, node, "SimpleRNN").graph.layer_of(node).config == {"units": 4}


def test_that_an_automatic_name_follows_the_kind_and_stays_unique() -> None:
    graph, node = chain("Dense")
    assert graph.name_of(node) == "dense"
    graph, _ = edits.place(graph, "Dropout", 0, 0)
    assert become(graph, node, "Dropout").graph.name_of(node) == "dropout_1"
    numbered, other = edits.place(graph, "Dense", 0, 0)
    assert numbered.name_of(other) == "dense_1"
    assert become(numbered, other, "Flatten").graph.name_of(other) == "flatten"


def test_that_a_name_given_by_hand_stays() -> None:
    graph, node = chain("Dense", "dense_part")
    assert become(graph, node, "Dropout").graph.name_of(node) == "dense_part"


def test_that_a_merging_layer_becomes_another_with_all_its_inputs() -> None:
    graph, ids = drawing(
        *(("InputLayer", name, {"shape": [4]}) for name in "abc"), ("Add", "sum", {}),
        links=(("a", "sum", 0), ("b", "sum", 1), ("c", "sum", 2)),
    )  # fmt: skip
    found = become(graph, ids["sum"], "Concatenate")
    assert found.graph.links == graph.links
    assert not can_become(graph, {ids["sum"]}, KINDS["Dense"], load())
    assert not can_become(graph, {ids["sum"]}, KINDS["LSTM"], load())
    assert not can_become(graph, {ids["sum"]}, KINDS["Bidirectional"], load())


def test_that_named_ports_are_kept_apart_and_merging_ports_close_up() -> None:
    graph, ids = drawing(
        *(("InputLayer", name, {"shape": [4, 4]}) for name in "abc"), ("MultiHeadAttention", "attend", {}),
        links=(("a", "attend", 0), ("b", "attend", 1), ("c", "attend", 2)),
    )  # fmt: skip
    additive = become(graph, ids["attend"], "AdditiveAttention").graph
    ports = {port.name: number for number, port in enumerate(KINDS["AdditiveAttention"].ports)}
    assert [link.target_port for link in additive.links] == [ports["query"], ports["value"], ports["key"]]
    assert [link.target_port for link in become(graph, ids["attend"], "Add").graph.links] == [0, 1, 2]


def test_that_two_inputs_do_not_become_states_of_a_recurrent_layer() -> None:
    graph, ids = drawing(
        *(("InputLayer", name, {"shape": [4, 4]}) for name in "ab"), ("Attention", "attend", {}),
        links=(("a", "attend", 0), ("b", "attend", 1)),
    )  # fmt: skip
    assert not can_become(graph, {ids["attend"]}, KINDS["GRU"], load())
    assert can_become(graph, {ids["attend"]}, KINDS["Multiply"], load())


def test_that_second_outputs_need_a_kind_that_has_them() -> None:
    graph, node = chain("LSTM", "", {"units": 4, "return_state": True})
    graph = replace(graph, links=(graph.links[0], replace(graph.links[1], source_port=1)))
    assert can_become(graph, {node}, KINDS["GRU"], load())
    assert not can_become(graph, {node}, KINDS["Dense"], load())


def test_that_a_shared_layer_changes_at_all_its_calls_and_stays_shared() -> None:
    graph, node = chain("Dense", "", {"units": 3})
    graph, second = sharing.share(graph, node, 0, 0)
    after = become(graph, second, "Dropout").graph
    assert {after.layer_of(id).kind for id in (node, second)} == {"Dropout"}
    assert after.nodes[node].layer == after.nodes[second].layer


def test_that_several_layers_change_together_with_names_of_their_own() -> None:
    graph, one = chain("Dense")
    graph, two = edits.place(graph, "Flatten", 0, 0)
    found = replace_kind(graph, {one, two}, KINDS["Dropout"], load())
    assert {found.graph.name_of(one), found.graph.name_of(two)} == {"dropout", "dropout_1"}


def test_that_inputs_are_not_replaced_and_nothing_becomes_one() -> None:
    graph, node = chain("Dense")
    (source,) = (id for id in graph.nodes if graph.name_of(id) == "in")
    assert not may_replace(graph, {source})
    assert not may_replace(graph, ())
    assert not can_become(graph, {node}, KINDS["InputLayer"], load())
    with pytest.raises(ProblemError):
        become(graph, source, "Dense")


def test_that_its_own_kind_is_not_offered() -> None:
    graph, node = chain("Dense")
    assert not can_become(graph, {node}, KINDS["Dense"], load())


def test_that_a_layer_without_links_may_become_any_that_takes_one() -> None:
    graph, node = edits.place(Graph(), "Dense", 0, 0)
    assert can_become(graph, {node}, KINDS["Add"], load())
    assert become(graph, node, "MultiHeadAttention").graph.layer_of(node).config == {"num_heads": 4, "key_dim": 32}


def test_that_an_unknown_kind_can_be_replaced() -> None:
    graph, node = chain("CapsuleOfTomorrow", "strange", {"units": 3, "capsules": 2})
    found = become(graph, node, "Dense")
    assert found.graph.layer_of(node).config == {"units": 3}
    assert found.dropped == ("capsules",)

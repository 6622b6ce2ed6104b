"""Names, aliases, ports, categories and locks of the catalogue."""

from __future__ import annotations

from collections import Counter

import pytest

from desktop_nn.catalogue import MERGING_KINDS, Group, load
from desktop_nn.catalogue.calls import argument_of, call_arguments, port_number

CATEGORIES = {
    *("core", "convolution", "pooling", "recurrent", "normalization", "regularization", "attention", "reshaping"),
    *("merging", "activation", "preprocessing", "wrappers", "other", "operations"),
}


@pytest.mark.parametrize(
    ("group", "name", "kind"),
    [
        ("losses", "mse", "MeanSquaredError"),
        ("losses", "MSE", "MeanSquaredError"),
        ("losses", "mean_squared_error", "MeanSquaredError"),
        ("losses", "MeanSquaredError", "MeanSquaredError"),
        ("losses", "sparse_categorical_crossentropy", "SparseCategoricalCrossentropy"),
        ("metrics", "mae", "MeanAbsoluteError"),
        ("metrics", "acc", "accuracy"),
        ("metrics", "accuracy", "accuracy"),
        ("metrics", "Accuracy", "Accuracy"),
        ("metrics", "ce", "crossentropy"),
        ("optimizers", "adam", "Adam"),
        ("initializers", "he_normal", "HeNormal"),
        ("initializers", "normal", "RandomNormal"),
        ("regularizers", "l1_l2", "L1L2"),
        ("constraints", "max_norm", "MaxNorm"),
        ("activations", "swish", "silu"),
        ("layers", "AvgPool2D", "AveragePooling2D"),
        ("layers", "Convolution2D", "Conv2D"),
        ("layers", "Input", "InputLayer"),
        ("layers", "GroupedQueryAttention", "GroupQueryAttention"),
    ],
)
def test_that_every_name_that_keras_takes_leads_to_its_kind(group: Group, name: str, kind: str) -> None:
    found = load().find(group, name)
    assert found is not None
    assert found.name == kind


def test_that_an_unknown_name_finds_nothing() -> None:
    assert load().find("layers", "os.system") is None


def test_that_no_name_means_two_kinds() -> None:
    for group, kinds in load().groups.items():
        names = Counter(name for kind in kinds.values() for name in {kind.name, *kind.aliases})
        assert [name for name, count in names.items() if count > 1] == [], group


def test_that_accuracy_tells_how_keras_chooses() -> None:
    kind = load().find("metrics", "accuracy")
    assert kind is not None
    assert kind.path == ""
    for choice in ("BinaryAccuracy", "CategoricalAccuracy", "SparseCategoricalAccuracy"):
        assert choice in kind.help


def test_that_merging_layers_take_any_number_of_inputs() -> None:
    for kind in MERGING_KINDS:
        assert [(port.name, port.many) for port in load().ports(kind)] == [("inputs", True)]


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("Dense", ["inputs"]),
        ("InputLayer", []),
        ("Subtract", ["first", "second"]),
        ("Dot", ["first", "second"]),
        (
            "MultiHeadAttention",
            ["query", "value", "key?", "attention_mask?", "query_mask?", "value_mask?", "key_mask?"],
        ),
        ("Attention", ["query", "value", "key?", "query_mask?", "value_mask?"]),
        ("LSTM", ["inputs", "initial_state_h?", "initial_state_c?", "mask?"]),
        ("GRU", ["inputs", "initial_state?", "mask?"]),
        ("NoSuchLayer", ["inputs"]),
    ],
)
def test_that_ports_are_those_of_the_call(kind: str, names: list[str]) -> None:
    assert [port.name + "?" * port.optional for port in load().ports(kind)] == names


def test_that_ports_of_one_argument_are_called_as_a_list() -> None:
    ports = load().ports("LSTM")
    assert call_arguments(ports, {0: "x", 1: "h", 2: "c"}) == ("x", {"initial_state": ["h", "c"]})
    assert call_arguments(ports, {0: "x"}) == ("x", {})
    assert call_arguments(load().ports("Add"), {0: "a", 1: "b", 2: "c"}) == (["a", "b", "c"], {})
    assert call_arguments(load().ports("Dot"), {1: "b", 0: "a"}) == (["a", "b"], {})
    attention = load().ports("MultiHeadAttention")
    assert call_arguments(attention, {0: "q", 1: "v", 3: "m"}) == ("q", {"value": "v", "attention_mask": "m"})


def test_that_a_call_without_its_first_input_is_refused() -> None:
    with pytest.raises(ValueError, match="first input"):
        call_arguments(load().ports("MultiHeadAttention"), {1: "v"})
    with pytest.raises(IndexError, match="port number 1"):
        call_arguments(load().ports("Dense"), {1: "x"})


def test_that_arguments_of_a_file_lead_back_to_their_ports() -> None:
    for kind in load().layers.values():
        places: Counter[str] = Counter()
        for number in range(len(kind.ports)):
            argument = argument_of(kind.ports, number)
            assert port_number(kind.ports, argument, places[argument]) == number
            places[argument] += 1
    assert port_number(load().ports("Add"), 0, 5) == 5
    assert port_number(load().ports("MultiHeadAttention"), 1) == 1
    assert port_number(load().ports("Dense"), "mask") is None
    assert port_number(load().ports("Dense"), 0, 1) is None
    assert port_number(load().ports("Dense"), 3) is None


def test_that_every_layer_has_a_known_category() -> None:
    assert {kind.category for kind in load().layers.values()} == CATEGORIES


@pytest.mark.parametrize("name", ["Lambda", "TFSMLayer", "TorchModuleWrapper", "JaxLayer", "FlaxLayer"])
def test_that_layers_that_run_code_are_locked_with_a_reason(name: str) -> None:
    kind = load().layers[name]
    assert kind.runs_code
    assert kind.locked.endswith(".")


@pytest.mark.parametrize("name", ["Layer", "Wrapper", "RNN", "LSTMCell", "GRUCell", "SimpleRNNCell", "StackedRNNCells"])
def test_that_layers_that_make_no_sense_alone_are_locked_but_not_dangerous(name: str) -> None:
    assert load().layers[name].locked
    assert not load().layers[name].runs_code


def test_that_whatever_runs_code_is_locked() -> None:
    for kinds in load().groups.values():
        assert not [kind.name for kind in kinds.values() if kind.runs_code and not kind.locked]


def test_that_a_beginner_sees_few_parameters_first() -> None:
    for kind in load().layers.values():
        common = [item.name for item in kind.parameters if item.common]
        assert len(common) <= 8, (kind.name, common)
    dense = load().layers["Dense"]
    assert [item.name for item in dense.parameters if item.common] == ["units", "activation", "use_bias"]


def test_that_required_parameters_are_always_shown_first() -> None:
    for kinds in load().groups.values():
        assert not [
            kind.name for kind in kinds.values() for item in kind.parameters if item.required and not item.common
        ]


def test_that_every_kind_has_a_summary_and_every_parameter_a_help() -> None:
    for group, kinds in load().groups.items():
        for kind in kinds.values():
            assert kind.summary, (group, kind.name)
            assert not [item.name for item in kind.parameters if not item.help], (group, kind.name)


def test_that_no_markdown_is_left_in_the_texts() -> None:
    for group, kinds in load().groups.items():
        for kind in kinds.values():
            texts = [kind.summary, kind.help, *(item.help for item in kind.parameters)]
            marks = ("`", "](", ">>>", "**kwargs:", "Output shape: Input")
            assert not [text for text in texts for mark in marks if mark in text], (group, kind.name)


def test_that_texts_begin_like_sentences_and_are_not_cut_within_one() -> None:
    for group, kinds in load().groups.items():
        for kind in kinds.values():
            for text in (kind.summary, *(item.help for item in kind.parameters)):
                assert text[0].isupper() or not text[0].isalpha() or "." in text.split(" ")[0], (group, kind.name, text)
                assert len(text) < 1500, (group, kind.name, text)

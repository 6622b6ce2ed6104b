"""What people type leads to the kind that they mean."""

from __future__ import annotations

import time

import pytest

from desktop_nn.catalogue import Group, load
from desktop_nn.catalogue.popular import POPULAR
from desktop_nn.catalogue.search import search


def best(text: str, group: Group = "layers") -> str:
    found = search(load(), text, group)
    return found[0].name if found else ""


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Dense", "Dense"),
        ("dense", "Dense"),
        ("DENSE ", "Dense"),
        ("FC", "Dense"),
        ("fully connected", "Dense"),
        ("linear", "Dense"),
        ("perceptron", "Dense"),
        ("bn", "BatchNormalization"),
        ("batch norm", "BatchNormalization"),
        ("batch_normalization", "BatchNormalization"),
        ("c2", "Conv2D"),
        ("conv", "Conv2D"),
        ("convolution", "Conv2D"),
        ("conv2d transpose", "Conv2DTranspose"),
        ("deconv", "Conv2DTranspose"),
        ("gap2", "GlobalAveragePooling2D"),
        ("gap", "GlobalAveragePooling2D"),
        ("pool", "MaxPooling2D"),
        ("maxpool1d", "MaxPooling1D"),
        ("mha", "MultiHeadAttention"),
        ("transformer", "MultiHeadAttention"),
        ("concat", "Concatenate"),
        ("skip", "Add"),
        ("relu", "ReLU"),
        ("bilstm", "Bidirectional"),
        ("drop", "Dropout"),
        ("dropuot", "Dropout"),
        ("dns", "Dense"),
        ("flaten", "Flatten"),
        ("input", "InputLayer"),
        ("Lambda", "Lambda"),
        ("gavp", "GlobalAveragePooling2D"),
    ],
)
def test_that_the_best_hit_is_the_layer_that_was_meant(text: str, name: str) -> None:
    assert best(text) == name


@pytest.mark.parametrize(
    ("group", "text", "name"),
    [
        ("losses", "mse", "MeanSquaredError"),
        ("losses", "sparse", "SparseCategoricalCrossentropy"),
        ("metrics", "acc", "accuracy"),
        ("metrics", "rmse", "RootMeanSquaredError"),
        ("optimizers", "adam", "Adam"),
        ("initializers", "xavier", "GlorotUniform"),
        ("initializers", "he", "HeNormal"),
        ("regularizers", "ridge", "L2"),
        ("callbacks", "stop", "EarlyStopping"),
        ("activations", "swish", "silu"),
        ("schedules", "cosine", "CosineDecay"),
    ],
)
def test_that_every_group_can_be_searched(group: Group, text: str, name: str) -> None:
    assert best(text, group) == name


def test_that_a_category_finds_its_layers() -> None:
    found = {kind.name for kind in search(load(), "recurrent")}
    assert {"LSTM", "GRU", "SimpleRNN"} <= found


def test_that_nothing_typed_lists_everything_most_used_first() -> None:
    found = search(load(), "  ")
    assert len(found) == len(load().layers)
    assert tuple(kind.name for kind in found[: len(POPULAR["layers"])]) == POPULAR["layers"]


def test_that_locked_kinds_come_last_in_the_whole_list() -> None:
    locked = [bool(kind.locked) for kind in search(load(), "")]
    assert locked == sorted(locked)


def test_that_nonsense_finds_nothing() -> None:
    assert search(load(), "qqqqxyzzy") == []
    assert len(search(load(), "()*&^%")) == len(load().layers)


def test_that_the_limit_holds() -> None:
    assert len(search(load(), "pool", limit=3)) == 3


def test_that_popular_names_exist_and_are_free_to_use() -> None:
    for group, names in POPULAR.items():
        assert not [name for name in names if name not in load().groups[group] or load().groups[group][name].locked]


def test_that_every_name_and_alias_finds_its_own_kind_first() -> None:
    wrong = [
        (group, text, best(text, group))
        for group, kinds in load().groups.items()
        for kind in kinds.values()
        for text in (kind.name, *kind.aliases)
        if best(text, group) != kind.name
    ]
    assert [entry for entry in wrong if entry[1] not in SAME_LETTERS] == []


SAME_LETTERS = {"Accuracy"}
"""Written like another name but for capitals; the more used one comes first."""


def test_that_a_search_is_quick_enough_for_every_key_stroke() -> None:
    search(load(), "x")  # makes the index
    best_of = []
    for text in ("c", "conv", "gap2", "normalization layer", "zzzz"):
        for _ in range(5):
            start = time.perf_counter()
            search(load(), text)
            best_of.append(time.perf_counter() - start)
    assert min(best_of) < 0.005

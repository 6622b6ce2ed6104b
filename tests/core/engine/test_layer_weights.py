"""Weights to look at, from a live model and from files, are the same under the same names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop_nn.engine import model_files
from desktop_nn.engine.build import build
from desktop_nn.engine.fit import train
from desktop_nn.engine.layer_weights import file_store, fresh_store, live_store
from desktop_nn.graph.edits import place
from desktop_nn.graph.model import Graph
from desktop_nn.project.document import Project
from desktop_nn.training.events import EpochEnded, RunEvent, RunStarted
from desktop_nn.training.steering import Steering
from desktop_nn.weights.store import WeightStore
from tests.core.engine.nested_models import shared_encoder
from tests.core.engine.projects import classification

KINDS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("Dense", {"units": 3}),
    ("BatchNormalization", {"scale": False}),
    ("Reshape", {"target_shape": [3, 1]}),
    ("LSTM", {"units": 2}),
    ("Dense", {"units": 1, "use_bias": False}),
)


def drawing() -> Graph:
    from desktop_nn import catalogue
    from desktop_nn.graph.edits import connect
    from desktop_nn.graph.model import Link

    graph, before = place(Graph(), "InputLayer", 0, 0, config={"shape": [4]})
    for row, (kind, config) in enumerate(KINDS, 1):
        graph, node = place(graph, kind, 0, 100 * row, config=config)
        graph = connect(graph, Link(before, node), catalogue.load())
        before = node
    return graph


def assert_same(one: WeightStore, other: WeightStore) -> None:
    assert one.layers == other.layers
    for layer in one.layers:
        ours, theirs = one.of(layer), other.of(layer)
        assert [weight.name for weight in ours] == [weight.name for weight in theirs]
        for mine, its in zip(ours, theirs, strict=True):
            assert np.array_equal(mine.values, its.values)
            assert mine.trainable == its.trainable


@pytest.mark.parametrize("suffix", [".h5", ".keras"])
def test_that_a_file_shows_what_the_live_model_has(suffix: str, tmp_path: Path) -> None:
    graph = drawing()
    model = build(graph, 3)
    path = tmp_path / f"model{suffix}"
    model_files.save(model, path, Project(graph))
    live = live_store(model, graph, "live")
    assert_same(live, file_store(model_files.read(path), "file"))
    assert [[weight.name for weight in live.of(layer)] for layer in live.layers] == [
        ["kernel", "bias"],
        ["beta", "moving_mean", "moving_variance"],
        ["kernel", "recurrent_kernel", "bias"],
        ["kernel"],
    ]
    assert live.of(("nobody",)) == ()


def test_that_layers_inside_a_nested_model_are_found_by_their_way(tmp_path: Path) -> None:
    graph = shared_encoder()
    model = build(graph, 3)
    path = tmp_path / "model.h5"
    model_files.save(model, path, Project(graph))
    live, stored = live_store(model, graph, "live"), file_store(model_files.read(path), "file")
    inner = [layer for layer in live.layers if len(layer) > 1]
    assert inner
    assert live.layers == stored.layers
    for layer in inner:
        for mine, its in zip(live.of(layer), stored.of(layer), strict=True):
            assert mine.name == its.name
            assert np.array_equal(mine.values, its.values)


def test_that_fresh_weights_are_those_that_a_run_begins_with() -> None:
    project = Project(drawing())
    model = build(project.graph, project.training.seed)
    assert_same(fresh_store(project, "fresh"), live_store(model, project.graph, "live"))


def test_that_a_run_that_is_looked_at_ends_bit_equal_with_one_that_is_not(tmp_path: Path) -> None:
    project = classification()
    alone = train(project, tmp_path / "alone", lambda event: None, Steering())
    steering, seen = Steering(), list[np.ndarray]()
    layer = live_store(alone.model, project.graph, "").layers[0]

    def look(model: Any) -> None:
        seen.append(live_store(model, project.graph, "").of(layer)[0].values)

    def hear(event: RunEvent) -> None:
        if isinstance(event, RunStarted | EpochEnded):
            steering.ask_look(look)

    watched = train(project, tmp_path / "watched", hear, steering)
    assert len(seen) > 1
    assert not np.array_equal(seen[0], seen[-1])
    assert_same(live_store(alone.model, project.graph, ""), live_store(watched.model, project.graph, ""))

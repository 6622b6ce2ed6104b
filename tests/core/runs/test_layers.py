"""What was seen inside the layers comes back from the run's folder as it was."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from desktop_nn.problems import ProblemError
from desktop_nn.runs.layers import FILE, append, cut_back, read_layers
from desktop_nn.training.events import LayersSeen
from desktop_nn.training.internals import Histogram, LayerSeen

FULL = LayerSeen("l2", 1.5, 0.25, Histogram(-1.0, 1.0, (3, 4)), Histogram(0.0, 2.0, (1, 0)), 0.1, 0.2, None, 0.5)


def look(epoch: int, *layers: LayerSeen) -> LayersSeen:
    return LayersSeen(epoch, layers or (FULL,))


def test_that_looks_come_back_as_they_were(tmp_path: Path) -> None:
    looks = [look(0, FULL, LayerSeen("l3")), look(4)]
    for seen in looks:
        append(tmp_path, seen)
    assert read_layers(tmp_path) == looks


def test_that_a_norm_without_end_comes_back(tmp_path: Path) -> None:
    append(tmp_path, look(0, LayerSeen("l2", math.inf, math.nan)))
    (seen,) = read_layers(tmp_path)
    assert seen.layers[0].weight_norm == math.inf
    assert seen.layers[0].gradient_norm is not None
    assert math.isnan(seen.layers[0].gradient_norm)


@pytest.mark.parametrize(
    "damage", ['{"epoch": 1, "lay', '{"epoch": 1}', "[]", "7", '{"epoch": 1, "layers": [{}]}', "\0"]
)
def test_that_a_damaged_line_costs_only_itself(tmp_path: Path, damage: str) -> None:
    append(tmp_path, look(0))
    with (tmp_path / FILE).open("a") as file:
        file.write(f"{damage}\n")
    append(tmp_path, look(2))
    assert [seen.epoch for seen in read_layers(tmp_path)] == [0, 2]


def test_that_an_epoch_trained_again_counts_once(tmp_path: Path) -> None:
    for epoch in (0, 1, 1):
        append(tmp_path, look(epoch))
    append(tmp_path, look(1, LayerSeen("l9")))
    assert [seen.epoch for seen in read_layers(tmp_path)] == [0, 1]
    assert read_layers(tmp_path)[1].layers[0].layer == "l9"


def test_that_a_run_without_looks_has_none(tmp_path: Path) -> None:
    assert read_layers(tmp_path) == []


def test_that_a_folder_that_is_gone_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(ProblemError):
        append(tmp_path / "gone", look(0))


def test_that_a_run_that_goes_on_forgets_what_came_after_its_checkpoint(tmp_path: Path) -> None:
    cut_back(tmp_path, 3)
    for epoch in (0, 2, 3, 5):
        append(tmp_path, look(epoch))
    cut_back(tmp_path, 3)
    assert [seen.epoch for seen in read_layers(tmp_path)] == [0, 2]

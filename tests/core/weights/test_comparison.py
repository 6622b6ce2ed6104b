"""How far the weights of two models are apart."""

from __future__ import annotations

import math

import numpy as np
import pytest

from desktop_nn.weights.comparison import distances
from desktop_nn.weights.store import LayerPath, Weight, WeightStore, partner


def store(**layers: tuple[Weight, ...]) -> WeightStore:
    found: dict[LayerPath, tuple[Weight, ...]] = {(name,): weights for name, weights in layers.items()}
    return WeightStore("model", tuple(found), found.__getitem__)


def test_that_every_weight_has_both_norms_and_that_of_the_difference() -> None:
    here = store(dense=(Weight("kernel", np.array([[3.0, 4.0]])), Weight("bias", np.array([1.0, 1.0]))))
    there = store(dense=(Weight("kernel", np.array([[3.0, 0.0]])), Weight("bias", np.array([1.0, 1.0]))))
    kernel, bias = distances(here, there)
    assert (kernel.here, kernel.there, kernel.difference) == (5.0, 3.0, 4.0)
    assert kernel.relative == pytest.approx(0.8)
    assert (bias.difference, bias.relative) == (0.0, 0.0)


def test_that_differences_of_half_precision_are_not_lost() -> None:
    here = store(dense=(Weight("kernel", np.array([1000.0], np.float16)),))
    there = store(dense=(Weight("kernel", np.array([1000.25], np.float32)),))
    assert distances(here, there)[0].difference == 0.25


def test_that_what_only_one_model_has_is_told_with_the_reason() -> None:
    here = store(first=(Weight("kernel", np.ones((2, 2))),), lonely=(Weight("kernel", np.ones(4)),))
    there = store(first=(Weight("kernel", np.ones((2, 3))),), other=(Weight("bias", np.ones(9)),))
    found = distances(here, there)
    assert [(item.layer, item.why) for item in found] == [
        (("first",), "there 2 × 3"),
        (("lonely",), "no such layer there"),
        (("other",), "only in the other"),
    ]
    assert math.isnan(found[1].there)
    assert found[2].there == 3.0


def test_that_weights_find_each_other_by_their_place_where_files_call_them_differently() -> None:
    ours = (Weight("kernel", np.ones((2, 2))), Weight("bias", np.ones(2)))
    theirs = (Weight("vars/0", np.zeros((2, 2))), Weight("vars/1", np.zeros(2)))
    assert partner(ours[1], ours, theirs) is theirs[1]
    assert partner(ours[0], ours, theirs[:1]) is None


def test_that_a_comparison_can_be_ended() -> None:
    here = store(dense=(Weight("kernel", np.ones(1)),))
    assert distances(here, here, lambda: True) == ()

"""The order in which samples are fed."""

from __future__ import annotations

import numpy as np
import pytest

from desktop_nn.training.order import permutation


def test_that_the_order_is_the_agreed_one() -> None:
    wanted = np.random.default_rng([7, 3]).permutation(100)
    np.testing.assert_array_equal(permutation(7, 3, 100), wanted)


def test_that_every_sample_comes_exactly_once() -> None:
    order = permutation(0, 0, 1_000)
    assert order.dtype == np.int64
    np.testing.assert_array_equal(np.sort(order), np.arange(1_000))


def test_that_the_same_epoch_repeats_itself() -> None:
    np.testing.assert_array_equal(permutation(1, 5, 50), permutation(1, 5, 50))


def test_that_each_epoch_and_each_seed_has_its_own_order() -> None:
    orders = {tuple(permutation(seed, epoch, 20).tolist()) for seed in range(5) for epoch in range(5)}
    assert len(orders) == 25


def test_that_seed_and_epoch_are_not_mixed_up() -> None:
    assert permutation(1, 2, 50).tolist() != permutation(2, 1, 50).tolist()


def test_that_no_samples_have_an_empty_order() -> None:
    assert permutation(0, 0, 0).shape == (0,)


@pytest.mark.parametrize("arguments", [(-1, 0, 5), (0, -1, 5), (0, 0, -5)])
def test_that_negative_arguments_are_refused(arguments: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="negative"):
        permutation(*arguments)

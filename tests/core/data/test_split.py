"""Which samples are held out, compared with scikit-learn's train_test_split called directly."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.model_selection import train_test_split

from desktop_nn.data.choices import Held, Part, Split
from desktop_nn.data.columns import Column
from desktop_nn.data.split import Labels, Parts, sizes, split_samples
from desktop_nn.problems import Problem, ProblemError


def refusal(split: Split, samples: int = 100, given_test: int = 0, labels: Labels | None = None) -> Problem:
    """The problem of an impossible split; it has a way out."""
    with pytest.raises(ProblemError) as caught:
        split_samples(split, samples, given_test, labels)
    assert caught.value.problem.fix
    return caught.value.problem


def labels_of(codes: list[int], categories: tuple[str, ...] = ("a", "b", "c")) -> Labels:
    """Labels with these codes."""
    return Labels(Column("kind", "category", categories=categories), np.array(codes))


def counts(parts: Parts) -> tuple[int, int, int]:
    """The sizes of the three parts."""
    return len(parts.train), len(parts.validation), len(parts.test)


def test_that_two_random_parts_are_those_of_train_test_split_called_twice() -> None:
    parts = split_samples(Split(Part(0.25), Part(0.25), seed=0), 20_640)
    full, test = train_test_split(np.arange(20_640), random_state=0)
    train, validation = train_test_split(full, random_state=0)
    np.testing.assert_array_equal(parts.train, train)
    np.testing.assert_array_equal(parts.validation, validation)
    np.testing.assert_array_equal(parts.test, test)
    assert counts(parts) == (11_610, 3_870, 5_160)


def test_that_a_given_test_part_and_a_counted_validation_part_are_taken() -> None:
    parts = split_samples(Split(Part(held="given"), Part(5_000), seed=0), 70_000, 10_000)
    train, validation = train_test_split(np.arange(60_000), test_size=5_000, random_state=0)
    np.testing.assert_array_equal(parts.test, np.arange(60_000, 70_000))
    np.testing.assert_array_equal(parts.train, train)
    np.testing.assert_array_equal(parts.validation, validation)


def test_that_the_last_samples_of_the_shuffled_rest_are_held_out() -> None:
    parts = split_samples(Split(Part(0.25), Part(0.2, "last"), seed=0), 2_000)
    full, test = train_test_split(np.arange(2_000), random_state=0)
    np.testing.assert_array_equal(parts.test, test)
    np.testing.assert_array_equal(parts.train, full[:1_200])
    np.testing.assert_array_equal(parts.validation, full[1_200:])


@pytest.mark.parametrize("samples", [7, 10, 99, 1_001])
@pytest.mark.parametrize("fraction", [0.1, 0.2, 0.33, 0.7])
def test_that_a_last_fraction_rounds_as_kerass_validation_split(samples: int, fraction: float) -> None:
    parts = split_samples(Split(Part(0), Part(fraction, "last")), samples)
    assert len(parts.train) == int(np.floor(samples * (1.0 - fraction)))
    np.testing.assert_array_equal(np.concatenate([parts.train, parts.validation]), np.arange(samples))


def test_that_a_stratified_split_is_scikit_learns() -> None:
    codes = np.random.default_rng(0).choice(3, size=300, p=[0.7, 0.2, 0.1])
    parts = split_samples(Split(Part(0.2), Part(30), seed=4, stratify=True), 300, labels=labels_of(codes.tolist()))
    full, test = train_test_split(np.arange(300), test_size=0.2, random_state=4, stratify=codes)
    train, validation = train_test_split(full, test_size=30, random_state=4, stratify=codes[full])
    np.testing.assert_array_equal(parts.test, test)
    np.testing.assert_array_equal(parts.train, train)
    np.testing.assert_array_equal(parts.validation, validation)


def test_that_a_part_of_size_zero_is_empty() -> None:
    parts = split_samples(Split(Part(0.0), Part(0)), 10)
    assert counts(parts) == (10, 0, 0)
    np.testing.assert_array_equal(parts.train, np.arange(10))


def test_that_another_seed_draws_other_samples() -> None:
    first, second = (split_samples(Split(seed=seed), 100) for seed in (0, 1))
    assert not np.array_equal(first.test, second.test)


sizes_of_a_part = st.integers(0, 60) | st.floats(0, 0.99, allow_nan=False)


@given(
    samples=st.integers(2, 300),
    test=sizes_of_a_part,
    validation=sizes_of_a_part,
    held=st.sampled_from(["random", "last"]),
    seed=st.integers(0, 2**32 - 1),
)
def test_that_every_sample_is_in_exactly_one_part_and_sizes_foretells_them(
    samples: int, test: int | float, validation: int | float, held: Held, seed: int
) -> None:
    split = Split(Part(test, held), Part(validation, held), seed)
    try:
        foretold = sizes(split, samples)
    except ProblemError:
        return
    parts = split_samples(split, samples)
    assert counts(parts) == foretold
    everything = np.concatenate([parts.train, parts.validation, parts.test])
    np.testing.assert_array_equal(np.sort(everything), np.arange(samples))


def test_that_nothing_left_for_training_is_refused() -> None:
    problem = refusal(Split(Part(60), Part(40)))
    assert "leave none for training" in problem.what


@pytest.mark.parametrize("size", [1.0, 1.5, -0.1, float("nan"), float("inf")])
def test_that_an_impossible_fraction_is_refused(size: float) -> None:
    assert "cannot be" in refusal(Split(Part(size))).what


def test_that_a_negative_count_is_refused() -> None:
    assert "-3 samples" in refusal(Split(Part(-3))).what


def test_that_more_samples_than_there_are_are_refused() -> None:
    assert "only 100 are there" in refusal(Split(Part(101))).what


def test_that_a_given_test_part_is_refused_where_there_is_none() -> None:
    assert "no test part of its own" in refusal(Split(Part(held="given"))).what


def test_that_a_given_validation_part_is_refused() -> None:
    assert "validation part" in refusal(Split(Part(10), Part(held="given")), 100, 10).what


@pytest.mark.parametrize("seed", [-1, 2**32])
def test_that_a_seed_out_of_range_is_refused(seed: int) -> None:
    assert "seed" in refusal(Split(seed=seed)).what


def test_that_stratifying_without_a_category_is_refused() -> None:
    assert "Only a category" in refusal(Split(stratify=True)).what


def test_that_a_class_of_one_sample_cannot_be_stratified() -> None:
    problem = refusal(Split(stratify=True), 11, labels=labels_of([0] * 5 + [1] * 5 + [2]))
    assert "“c” of “kind” has only one sample" in problem.what


def test_that_a_class_left_with_one_sample_by_the_test_part_cannot_be_stratified() -> None:
    problem = refusal(Split(Part(0.5), Part(2), stratify=True), 10, labels=labels_of([0] * 8 + [1] * 2))
    assert "“b” of “kind” has only one sample" in problem.what


def test_that_a_part_smaller_than_the_number_of_classes_cannot_be_stratified() -> None:
    problem = refusal(Split(Part(2), Part(0), stratify=True), 12, labels=labels_of([0] * 4 + [1] * 4 + [2] * 4))
    assert "cannot hold all 3 classes" in problem.what

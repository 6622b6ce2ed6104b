"""scikit-learn's small sets and the made ones, compared with scikit-learn called directly."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn import datasets

from desktop_nn.data.choices import Source
from desktop_nn.data.columns import Array, Dataset
from desktop_nn.data.sources import available, describe, load
from desktop_nn.problems import ProblemError


def features(data: Dataset) -> Array:
    """The features side by side."""
    return np.column_stack([data.values[name] for name in data.description.features])


@pytest.mark.parametrize(
    ("source", "loader", "target"),
    [
        ("iris", datasets.load_iris, "species"),
        ("wine", datasets.load_wine, "grower"),
        ("breast-cancer", datasets.load_breast_cancer, "diagnosis"),
        ("diabetes", datasets.load_diabetes, "progression"),
    ],
)
def test_that_a_small_table_is_scikit_learns(source: str, loader: object, target: str) -> None:
    assert callable(loader)
    bunch, data = loader(), load(Source(source))
    np.testing.assert_array_equal(features(data), bunch.data)
    np.testing.assert_array_equal(data.values[target], bunch.target)
    assert data.description.features == tuple(bunch.feature_names)
    assert data.description.targets == (target,)


def test_that_the_classes_keep_their_names() -> None:
    species = describe(Source("iris")).column("species")
    assert species is not None
    assert species.categories == ("setosa", "versicolor", "virginica")


def test_that_digits_are_images_of_8_by_8_with_white_at_16() -> None:
    bunch, data = datasets.load_digits(), load(Source("digits"))
    np.testing.assert_array_equal(data.values["image"], bunch.images)
    np.testing.assert_array_equal(data.values["digit"], bunch.target)
    image = data.description.column("image")
    assert image is not None
    assert (image.kind, image.shape, image.maximum) == ("image", (8, 8), 16.0)


def test_that_default_blobs_are_those_of_the_example() -> None:
    points, codes = datasets.make_blobs(2_000, 5, centers=7, cluster_std=3, random_state=0)
    data = load(Source("blobs"))
    np.testing.assert_array_equal(features(data), points)
    np.testing.assert_array_equal(data.values["class"], codes)
    assert data.description.features == ("x1", "x2", "x3", "x4", "x5")


def test_that_blobs_follow_their_options() -> None:
    options = {"samples": 30, "features": 2, "centers": 3, "std": 1, "seed": 5}
    points, codes = datasets.make_blobs(30, 2, centers=3, cluster_std=1, random_state=5)
    data = load(Source("blobs", options))
    np.testing.assert_array_equal(features(data), points)
    np.testing.assert_array_equal(data.values["class"], codes)


def test_that_moons_are_scikit_learns() -> None:
    points, codes = datasets.make_moons(200, noise=0.2, random_state=3)
    data = load(Source("moons", {"samples": 200, "noise": 0.2, "seed": 3}))
    np.testing.assert_array_equal(features(data), points)
    np.testing.assert_array_equal(data.values["class"], codes)


def test_that_circles_are_scikit_learns() -> None:
    points, codes = datasets.make_circles(200, noise=0.05, factor=0.3, random_state=3)
    data = load(Source("circles", {"samples": 200, "noise": 0.05, "factor": 0.3, "seed": 3}))
    np.testing.assert_array_equal(features(data), points)
    np.testing.assert_array_equal(data.values["class"], codes)


def test_that_regression_is_scikit_learns() -> None:
    points, numbers = datasets.make_regression(100, 4, n_informative=2, noise=1.5, random_state=7)
    options = {"samples": 100, "features": 4, "informative": 2, "noise": 1.5, "seed": 7}
    data = load(Source("regression", options))
    np.testing.assert_array_equal(features(data), points)
    np.testing.assert_array_equal(data.values["y"], numbers)


def test_that_xor_without_noise_follows_the_signs() -> None:
    data = load(Source("xor", {"samples": 500}))
    differ = np.sign(data.values["x1"]) != np.sign(data.values["x2"])
    np.testing.assert_array_equal(data.values["class"], differ)
    assert 100 < data.values["class"].sum() < 400


def test_that_noise_blurs_xor() -> None:
    data = load(Source("xor", {"samples": 500, "noise": 0.5}))
    differ = np.sign(data.values["x1"]) != np.sign(data.values["x2"])
    assert (data.values["class"] != differ).any()


@pytest.mark.parametrize("source", ["blobs", "moons", "circles", "xor", "regression"])
def test_that_a_made_set_repeats_itself_and_another_seed_gives_another_one(source: str) -> None:
    first = features(load(Source(source, {"samples": 50, "seed": 1})))
    load(Source("iris")), load(Source("wine"))  # pushes the first one out of memory
    np.testing.assert_array_equal(first, features(load(Source(source, {"samples": 50, "seed": 1}))))
    assert not np.array_equal(first, features(load(Source(source, {"samples": 50, "seed": 2}))))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"samples": 0}, "Samples"),
        ({"samples": 2.5}, "whole number"),
        ({"samples": True}, "whole number"),
        ({"samples": "many"}, "'many'"),
        ({"std": float("nan")}, "nan"),
        ({"std": -1.0}, "Spread"),
        ({"seed": -1}, "Seed"),
        ({"colour": 3}, "no option “colour”"),
        ({"samples": 3, "centers": 7}, "too few for 7 centres"),
        ({"samples": 1_000_000, "features": 1_000}, "too many"),
    ],
)
def test_that_impossible_options_are_refused(options: dict[str, object], words: str) -> None:
    with pytest.raises(ProblemError) as caught:
        load(Source("blobs", options))
    assert words in str(caught.value)
    assert caught.value.problem.fix


def test_that_an_unknown_source_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ProblemError) as caught:
        load(Source("imagenet"))
    assert "imagenet" in caught.value.problem.what
    assert "fashion-mnist" in caught.value.problem.fix


def test_that_every_listed_source_can_be_loaded_and_agrees_with_its_description() -> None:
    for info in available():
        if info.kind == "file":
            continue
        source = Source(info.id, {option.name: option.default for option in info.options})
        data, description = load(source), describe(source)
        assert description == data.description
        assert {column.name for column in description.columns} == set(data.values)
        for column in description.columns:
            assert data.values[column.name].shape == (description.samples, *column.shape)
            assert column.kind != "category" or data.values[column.name].max() < len(column.categories)


def test_that_loading_twice_gives_the_same_memory() -> None:
    assert load(Source("iris")) is load(Source("iris"))


def test_that_nobody_can_change_the_shared_arrays() -> None:
    with pytest.raises(ValueError, match="read-only"):
        load(Source("iris")).values["species"][0] = 2

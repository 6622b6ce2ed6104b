"""Sets that are made on the spot from a seed: blobs, moons, circles, XOR, regression (mostly scikit-learn's own)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from desktop_nn.data.columns import Array, Column, Dataset, Description, number_column
from desktop_nn.data.sources.options import Option, SourceInfo, read_options, samples_option, seed_option
from desktop_nn.problems import Problem, ProblemError


def _noise(default: float, help: str = "Standard deviation of the noise added to the points.") -> Option:
    return Option("noise", "float", default, "Noise", help, minimum=0, maximum=1_000_000)


def _features(default: int) -> Option:
    return Option("features", "int", default, "Features", "How many numbers a sample has.", minimum=1, maximum=1_000)


_LARGEST = 50_000_000
"""The most numbers that a made set may have: 400 MB."""

BLOBS = SourceInfo(
    "blobs",
    "Blobs",
    "Round clouds of points, one cloud a class.",
    "made",
    (
        samples_option(2_000),
        _features(5),
        Option("centers", "int", 7, "Centres", "How many clouds, so how many classes.", minimum=1, maximum=1_000),
        Option("std", "float", 3.0, "Spread", "Standard deviation of a cloud.", minimum=0, maximum=1_000_000),
        seed_option(),
    ),
)
MOONS = SourceInfo(
    "moons",
    "Moons",
    "Two half circles that reach into each other.",
    "made",
    (samples_option(1_000), _noise(0.1), seed_option()),
)
CIRCLES = SourceInfo(
    "circles",
    "Circles",
    "A small circle inside a large one.",
    "made",
    (
        samples_option(1_000),
        _noise(0.1),
        Option("factor", "float", 0.5, "Factor", "Inner radius over outer radius.", minimum=0, maximum=0.99),
        seed_option(),
    ),
)
XOR = SourceInfo(
    "xor",
    "XOR",
    "A square of points; the class says whether the signs of both numbers differ.",
    "made",
    (samples_option(1_000), _noise(0.0), seed_option()),
)
REGRESSION = SourceInfo(
    "regression",
    "Regression",
    "A number that depends linearly on some of the features, with noise.",
    "made",
    (
        samples_option(1_000),
        _features(8),
        Option(
            "informative", "int", 5, "Informative", "How many features the target depends on.", minimum=1, maximum=1_000
        ),
        _noise(10.0, "Standard deviation of the noise added to the target."),
        seed_option(),
    ),
)


def make_blobs(options: Mapping[str, Any]) -> Dataset:
    """Columns x1, x2…, target "class" with one class a centre."""
    from sklearn.datasets import make_blobs

    chosen = _options(BLOBS, options)
    if chosen["centers"] > chosen["samples"]:
        what = f"{chosen['samples']} samples are too few for {chosen['centers']} centres."
        raise ProblemError(Problem(what, BLOBS.title, "Make more samples or fewer centres."))
    points, codes = make_blobs(
        n_samples=chosen["samples"],
        n_features=chosen["features"],
        centers=chosen["centers"],
        cluster_std=chosen["std"],
        random_state=chosen["seed"],
    )
    return _classes(BLOBS, points, codes, tuple(str(number) for number in range(chosen["centers"])))


def make_moons(options: Mapping[str, Any]) -> Dataset:
    """Columns x1, x2, target "class"."""
    from sklearn.datasets import make_moons

    chosen = read_options(MOONS, options)
    points, codes = make_moons(chosen["samples"], noise=chosen["noise"], random_state=chosen["seed"])
    return _classes(MOONS, points, codes, ("upper", "lower"))


def make_circles(options: Mapping[str, Any]) -> Dataset:
    """Columns x1, x2, target "class"."""
    from sklearn.datasets import make_circles

    chosen = read_options(CIRCLES, options)
    points, codes = make_circles(
        chosen["samples"], noise=chosen["noise"], factor=chosen["factor"], random_state=chosen["seed"]
    )
    return _classes(CIRCLES, points, codes, ("outer", "inner"))


def make_xor(options: Mapping[str, Any]) -> Dataset:
    """Columns x1, x2 uniform in -1…1 (plus noise), target "class": whether their signs differ before the noise."""
    chosen = read_options(XOR, options)
    generator = np.random.default_rng(chosen["seed"])
    points = generator.uniform(-1.0, 1.0, (chosen["samples"], 2))
    codes = (points[:, 0] > 0) ^ (points[:, 1] > 0)
    points += generator.normal(0.0, chosen["noise"], points.shape)
    return _classes(XOR, points, codes, ("same", "different"))


def make_regression(options: Mapping[str, Any]) -> Dataset:
    """Columns x1, x2…, target "y" (a number)."""
    from sklearn.datasets import make_regression

    chosen = _options(REGRESSION, options)
    points, numbers = make_regression(
        n_samples=chosen["samples"],
        n_features=chosen["features"],
        n_informative=min(chosen["informative"], chosen["features"]),
        noise=chosen["noise"],
        random_state=chosen["seed"],
    )
    values = {**_points(points), "y": np.asarray(numbers, np.float64)}
    columns = tuple(number_column(name, column) for name, column in values.items())
    return Dataset(_description(REGRESSION, columns, "y", len(numbers)), values)


def _options(info: SourceInfo, options: Mapping[str, Any]) -> dict[str, Any]:
    chosen = read_options(info, options)
    numbers = chosen["samples"] * chosen["features"]
    if numbers > _LARGEST:
        what = f"{chosen['samples']:,} samples of {chosen['features']:,} features are {numbers:,} numbers: too many."
        raise ProblemError(Problem(what, info.title, f"Stay below {_LARGEST:,} numbers in all."))
    return chosen


def _classes(info: SourceInfo, points: Array, codes: Array, names: tuple[str, ...]) -> Dataset:
    numbers = _points(points)
    columns = (
        *(number_column(name, column) for name, column in numbers.items()),
        Column("class", "category", categories=names),
    )
    values = {**numbers, "class": codes.astype(np.int64)}
    return Dataset(_description(info, columns, "class", len(codes)), values)


def _points(points: Array) -> dict[str, Array]:
    return {f"x{i + 1}": np.ascontiguousarray(points[:, i], np.float64) for i in range(points.shape[1])}


def _description(info: SourceInfo, columns: tuple[Column, ...], target: str, samples: int) -> Description:
    return Description(info.id, info.title, columns, samples, (target,), about=info.about)

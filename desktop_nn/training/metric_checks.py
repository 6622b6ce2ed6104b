"""Whether the metrics of an output can judge its target."""

from __future__ import annotations

from collections.abc import Iterator

from desktop_nn.catalogue import load
from desktop_nn.problems import Problem
from desktop_nn.training.output_view import OutputView

_FOR_CODES = frozenset({"SparseCategoricalAccuracy", "SparseCategoricalCrossentropy", "SparseTopKCategoricalAccuracy"})
_FOR_ONE_HOT = frozenset(
    {
        "CategoricalAccuracy",
        "CategoricalCrossentropy",
        "CategoricalHinge",
        "F1Score",
        "FBetaScore",
        "KLDivergence",
        "OneHotIoU",
        "OneHotMeanIoU",
        "TopKCategoricalAccuracy",
        "categorical_focal_crossentropy",
    }
)
_FOR_YES_OR_NO = frozenset(
    {
        "AUC",
        "BinaryAccuracy",
        "BinaryCrossentropy",
        "BinaryIoU",
        "FalseNegatives",
        "FalsePositives",
        "Precision",
        "PrecisionAtRecall",
        "Recall",
        "RecallAtPrecision",
        "SensitivityAtSpecificity",
        "SpecificityAtSensitivity",
        "TrueNegatives",
        "TruePositives",
        "binary_focal_crossentropy",
    }
)
_FOR_CLASSES = _FOR_CODES | _FOR_ONE_HOT | _FOR_YES_OR_NO | {"Accuracy", "accuracy"}


def metric_problems(view: OutputView) -> Iterator[Problem]:
    """Metrics that Keras does not have, that would fail, or that say nothing about the target."""
    for metric in view.metrics:
        kind = load().find("metrics", metric.kind)
        if kind is None:
            yield view.problem(f"Keras has no metric “{metric.kind}”.", "Choose another metric in the training panel.")
        elif view.target is not None:
            yield from _misfit(view, kind.name, view.target.name, view.target.kind == "category")


def _misfit(view: OutputView, metric: str, target: str, category: bool) -> Iterator[Problem]:
    if not category:
        if metric in _FOR_CLASSES - {"BinaryCrossentropy", "binary_focal_crossentropy", "KLDivergence"}:
            what = f"The metric {metric} is for classes, but the target “{target}” is not one of them."
            yield view.problem(what, "Use MeanAbsoluteError or RootMeanSquaredError.", "warning")
    elif view.one_hot and metric in _FOR_CODES:
        what = f"The metric {metric} takes class codes, but the target “{target}” is one-hot encoded."
        yield view.problem(what, f"Use {metric.removeprefix('Sparse')}, or accuracy.")
    elif not view.one_hot and metric in _FOR_ONE_HOT:
        what = f"The metric {metric} takes one-hot classes, but the target “{target}” is given as class codes."
        yield view.problem(what, f"Use accuracy, or add a one-hot step for “{target}” to the preprocessing.")
    elif not view.one_hot and (view.units or 1) > 1 and metric in _FOR_YES_OR_NO:
        what = f"The metric {metric} cannot compare {view.units} units with the class codes of “{target}”."
        yield view.problem(what, f"Use accuracy, or add a one-hot step for “{target}” to the preprocessing.")

"""Which losses and metrics of the catalogue suit an output, by the checks that report unsuitable ones. No Qt here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from desktop_nn.catalogue import Group, Kind, load
from desktop_nn.problems import Problem, errors
from desktop_nn.training.checks import output_problems
from desktop_nn.training.choices import Configured
from desktop_nn.training.losses import family_of
from desktop_nn.training.metric_checks import metric_problems
from desktop_nn.training.output_view import OutputView
from desktop_nn.training.suggest import suggest

_FOR_NUMBERS = (
    "MeanAbsoluteError",
    "RootMeanSquaredError",
    "MeanSquaredError",
    "MeanAbsolutePercentageError",
    "R2Score",
)
_FOR_TWO_CLASSES = ("accuracy", "AUC", "Precision", "Recall", "BinaryCrossentropy")
_FOR_CLASSES = (
    "accuracy",
    "SparseTopKCategoricalAccuracy",
    "TopKCategoricalAccuracy",
    "SparseCategoricalCrossentropy",
    "CategoricalCrossentropy",
    "F1Score",
)


def kinds(group: Group) -> tuple[Kind, ...]:
    """All kinds of a group that the app builds without consent."""
    return tuple(kind for kind in load().groups[group].values() if not kind.locked)


def fitting_loss(view: OutputView, kind: Kind) -> Configured | None:
    """The loss with the parameters under which it suits the output and its target, or None if it does not."""
    if view.target is None or family_of(kind.name) == "other":
        return None
    configs: tuple[Mapping[str, Any], ...] = ({}, {"from_logits": True}) if kind.parameter("from_logits") else ({},)
    for config in configs:
        loss = Configured(kind.name, config)
        if not tuple(output_problems(replace(view, loss=loss, metrics=()))):
            return loss
    return None


def suitable_losses(view: OutputView) -> tuple[Configured, ...]:
    """Losses that suit the output, the suggested one first."""
    found = [loss for kind in kinds("losses") if (loss := fitting_loss(view, kind)) is not None]
    proposal = suggest(view.target, view.shape, view.activation, one_hot=view.one_hot).loss if view.target else None
    best = proposal.kind if proposal else ""
    return tuple(sorted(found, key=lambda loss: loss.kind != best))


def suitable_metrics(view: OutputView) -> tuple[str, ...]:
    """Names of the usual metrics for such a target to which no check objects."""
    if view.target is None:
        return ()
    usual: tuple[str, ...] = _FOR_CLASSES
    if view.target.kind != "category":
        usual = _FOR_NUMBERS
    elif len(view.target.categories) == 2 and view.units == 1:
        usual = _FOR_TWO_CLASSES
    return tuple(name for name in usual if not tuple(metric_problems(replace(view, metrics=(Configured(name),)))))


def first_problem(view: OutputView) -> Problem | None:
    """The most important problem of the output: errors before warnings."""
    found = tuple(output_problems(view))
    return next(iter((*errors(found), *found)), None)

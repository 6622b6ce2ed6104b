"""Runs the checks of a pre-flight one after the other and tells each as soon as it is known."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator

from desktop_nn.engine import custom_layers
from desktop_nn.engine.code_watch import BrokenOffError
from desktop_nn.engine.failures import failure
from desktop_nn.engine.preflight import cost, gradients, initial_loss, inputs, overfit
from desktop_nn.engine.preflight.bench import Bench, CancelledError, bench
from desktop_nn.project.document import Project
from desktop_nn.training.preflight import Check, CheckBegins, Preflight, PreflightEvent

_CHECKS: tuple[tuple[str, Callable[[Bench], Iterator[Check]]], ...] = (
    (inputs.TITLE, inputs.check_inputs),
    (initial_loss.TITLE, initial_loss.check_initial_loss),
    (gradients.TITLE, gradients.check_gradients),
    (cost.TIME_TITLE, cost.check_cost),
    (overfit.TITLE, overfit.check_overfit),
)

_log = logging.getLogger(__name__)


def preflight(
    project: Project, emit: Callable[[PreflightEvent], object], cancelled: Callable[[], bool] = lambda: False
) -> Preflight:
    """Check the project before it is trained; about five seconds for small models. `emit` hears of each check.

    Everything is done on a model of its own, made from the project's seed: a training afterwards gives bit for bit
    what it gives without. Cancelled, it returns the checks so far within a batch. Raises ProblemError for a project
    that cannot be trained at all.
    """
    began = time.perf_counter()
    found: list[Check] = []
    try:
        emit(CheckBegins("Preparing the data and the model", 0, len(_CHECKS)))
        with custom_layers.until(cancelled), bench(project, cancelled) as trial:
            for number, (title, checks) in enumerate(_CHECKS, start=1):
                trial.check()
                emit(CheckBegins(title, number, len(_CHECKS)))
                for check in _guarded(trial, title, checks):
                    found.append(check)
                    emit(check)
    except (CancelledError, BrokenOffError):
        pass
    return Preflight(tuple(found), time.perf_counter() - began)


def _guarded(trial: Bench, title: str, checks: Callable[[Bench], Iterator[Check]]) -> Iterator[Check]:
    """The checks; a failure of one is told as a bad check, because the training would meet it as well."""
    try:
        yield from checks(trial)
    except CancelledError:
        raise
    except Exception as error:
        _log.info("A check of the pre-flight failed.", exc_info=error)
        problem = failure(error, "Pre-flight")
        why = "This came up while the check was made, and would end a training as well."
        yield Check("failed", title, "bad", "it can be computed", problem.what, why, problem.fix, problem.node)

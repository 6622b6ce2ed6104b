"""What is wrong with the chosen callbacks, as far as it shows before a run: schedules, and code of the user's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from desktop_nn.catalogue import Kind, load
from desktop_nn.catalogue.own import RATIO, SCHEDULER, scheduler
from desktop_nn.catalogue.values import faults
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.training import consent
from desktop_nn.training.callback_code import found_class, is_custom
from desktop_nn.training.choices import Configured, TrainingChoices
from desktop_nn.training.rate_shapes import fault


def kind_of(choices: TrainingChoices, callback: Configured) -> Kind | None:
    """What a callback is and which parameters it has: of the catalogue, or of a class in the project's code."""
    if is_custom(callback.kind):
        try:
            return found_class(choices, callback.kind).kind
        except ProblemError:
            return None
    if callback.kind == SCHEDULER:
        return scheduler(str(callback.config.get("shape", "exponential")))
    return load().find("callbacks", callback.kind)


def callback_problems(choices: TrainingChoices) -> Iterator[Problem]:
    """All that can be said against the callbacks, in their order; then the code that may not run yet."""
    by_schedule = isinstance(choices.optimizer.config.get("learning_rate"), Mapping)
    for callback in choices.callbacks:
        if callback.kind == SCHEDULER:
            found = fault(callback.config)
            if found is not None:
                yield found
            elif by_schedule:
                what = "LearningRateScheduler cannot change a learning rate that follows a schedule."
                yield Problem(what, "Training", "Give the optimizer a number, or take the callback out.")
        elif callback.kind == RATIO:
            wrong = faults(load().groups["callbacks"][RATIO], callback.config)
            yield from (Problem(reason, RATIO, "Change it under “While training”.") for reason in wrong.values())
        elif is_custom(callback.kind):
            yield from _custom_problems(choices, callback)
    for code in consent.unagreed(choices):
        yield consent.problem(code)


def _custom_problems(choices: TrainingChoices, callback: Configured) -> Iterator[Problem]:
    try:
        found = found_class(choices, callback.kind)
    except ProblemError as error:
        yield error.problem
        return
    for parameter in found.kind.parameters:
        if parameter.required and parameter.name not in callback.config:
            what = f"{found.name} needs a value for “{parameter.name}”."
            yield Problem(what, "Training", "Give it one under “While training”.")
    unknown = [name for name in callback.config if found.kind.parameter(name) is None]
    if unknown:
        yield Problem(f"{found.name} has no parameter “{unknown[0]}”.", "Training", "Add the callback again.")

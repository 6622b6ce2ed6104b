"""What is wrong with the choices about training: losses that do not fit their output and target, sizes, weights.

Says nothing about the drawing or the data by themselves; an output without a target is reported by the data's checks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from desktop_nn.problems import Problem
from desktop_nn.training.callback_checks import callback_problems
from desktop_nn.training.category_checks import category_problems
from desktop_nn.training.choices import TrainingChoices
from desktop_nn.training.losses import family_of, loss_name
from desktop_nn.training.metric_checks import metric_problems
from desktop_nn.training.number_checks import image_problems, number_problems
from desktop_nn.training.output_view import OutputView
from desktop_nn.training.suggest import suggest

_WHERE = "Training"


def problems(
    choices: TrainingChoices, outputs: Sequence[OutputView], samples: int | None = None
) -> tuple[Problem, ...]:
    """Everything that can be said against the choices; `samples` is the size of the training part, if known."""
    found = [problem for view in outputs for problem in output_problems(view)]
    return (*found, *_weights(outputs), *_sizes(choices, samples), *callback_problems(choices))


def output_problems(view: OutputView) -> Iterator[Problem]:
    """Problems of one output: its loss against its target and its last layer, and its metrics."""
    if view.loss is None:
        yield view.problem("No loss is chosen for this output.", _proposal(view))
        return
    name = loss_name(view.loss.kind)
    if name is None:
        yield view.problem(f"Keras has no loss “{view.loss.kind}”.", _proposal(view))
        return
    target, family = view.target, family_of(name)
    if target is None:
        return
    if target.kind == "category":
        yield from category_problems(view, target, name, family)
    elif target.kind == "image":
        yield from image_problems(view, target, name, family)
    else:
        yield from number_problems(view, target, name, family)
    yield from metric_problems(view)


def _proposal(view: OutputView) -> str:
    if view.target is None:
        return "Choose one in the training panel."
    loss = suggest(view.target, view.shape, view.activation, one_hot=view.one_hot).loss
    return f"Choose {loss.kind} in the training panel." if loss else "Choose one in the training panel."


def _weights(outputs: Sequence[OutputView]) -> Iterator[Problem]:
    for view in outputs:
        if not 0 <= view.weight < float("inf"):
            yield view.problem(f"The loss cannot weigh {view.weight:g}.", "Give a number from 0 on.")
    if outputs and all(view.weight == 0 for view in outputs):
        what = "All losses weigh 0, so nothing would be learnt."
        yield Problem(what, _WHERE, "Give at least one output a weight above 0.")


def _sizes(choices: TrainingChoices, samples: int | None) -> Iterator[Problem]:
    if choices.epochs < 1:
        yield Problem(f"{choices.epochs} epochs cannot be trained.", _WHERE, "Give 1 epoch or more.")
    if choices.batch_size < 1:
        yield Problem(f"A batch cannot have {choices.batch_size} samples.", _WHERE, "Give 1 sample or more.")
    if samples is not None and choices.batch_size > samples:
        what = f"A batch of {choices.batch_size:,} is larger than the {samples:,} training samples: one step an epoch."
        yield Problem(what, _WHERE, "Make the batch smaller.", "warning")

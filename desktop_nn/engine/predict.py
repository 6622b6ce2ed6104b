"""What a model, from a file or live, answers on a part of the project's data, beside the truth."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from desktop_nn.data.columns import Array, Prepared, Samples
from desktop_nn.engine.batches import feed
from desktop_nn.engine.build import output_names
from desktop_nn.engine.evaluate import figures, live_model, prepared_data, samples_of
from desktop_nn.engine.failures import failure
from desktop_nn.engine.keras_state import own_keras_state
from desktop_nn.problems import ProblemError
from desktop_nn.project.document import Project
from desktop_nn.training.choices import OutputChoices
from desktop_nn.training.predictions import OutputPredictions, Predictions

_AT_ONCE = 256
"""Samples in a batch; it changes no answer."""


def predict(project: Project, model: Path | Any, part: str = "test", limit: int | None = None) -> Predictions:
    """Answers of every output for the first `limit` samples of a part (all if None), and the figures on these.

    Outputs come in drawing order. Where the loss takes logits, they are turned into probabilities. Raises
    ProblemError like `evaluate`.
    """
    with own_keras_state():
        prepared = prepared_data(project)
        live = live_model(project, model)
        samples = part_of(samples_of(prepared, part), limit)
        outputs = predictions_of(project, prepared, samples, _answers(live, samples))
        return Predictions(part, figures(project, live, samples), outputs, samples.index)


def predictions_of(
    project: Project, prepared: Prepared, samples: Samples, answers: Sequence[Array]
) -> tuple[OutputPredictions, ...]:
    """Answers of the outputs in drawing order, made readable: probabilities, class codes and names."""
    outputs = []
    for (node, name), answer in zip(output_names(project.graph).items(), answers, strict=True):
        classes = prepared.class_names.get(name, ())
        predicted = _probabilities(answer, project.training.output(node)) if classes else answer
        outputs.append(OutputPredictions(name, predicted, _truth(samples.targets[name], classes), classes))
    return tuple(outputs)


def part_of(samples: Samples, count: int | None, start: int = 0) -> Samples:
    """So many samples from `start` on, or all."""
    if not start and (count is None or count >= len(samples)):
        return samples
    some = slice(start, None if count is None else start + count)
    inputs = {name: array[some] for name, array in samples.inputs.items()}
    targets = {name: array[some] for name, array in samples.targets.items()}
    return Samples(inputs, targets, samples.index[some])


def _answers(model: Any, samples: Samples) -> list[Array]:
    try:
        answers = model.predict(feed(samples)[0], batch_size=_AT_ONCE, verbose=0)
    except Exception as error:  # samples and model do not go together
        raise ProblemError(failure(error, "Evaluation")) from error
    return list(answers) if isinstance(answers, list | tuple) else [answers]


def _truth(targets: Array, classes: tuple[str, ...]) -> Array:
    """Class codes also where the target is one-hot."""
    import numpy

    if classes and targets.ndim > 1:
        return numpy.asarray(targets.argmax(axis=-1), dtype=numpy.int64)
    return targets


def _probabilities(answer: Array, choices: OutputChoices) -> Array:
    if choices.loss is None or not choices.loss.config.get("from_logits"):
        return answer
    import numpy

    if answer.shape[-1] == 1:
        return numpy.asarray(1 / (1 + numpy.exp(-answer)))
    raised = numpy.exp(answer - answer.max(axis=-1, keepdims=True))
    return numpy.asarray(raised / raised.sum(axis=-1, keepdims=True))

"""Compiles a built model with the document's training choices."""

from __future__ import annotations

from typing import Any

from desktop_nn.engine.build import output_names
from desktop_nn.engine.instantiate import find, make, placed
from desktop_nn.engine.loading import load_keras
from desktop_nn.graph.edits import snake_case
from desktop_nn.graph.model import Graph
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.training.choices import Configured, OutputChoices, TrainingChoices
from desktop_nn.training.monitor_names import metric_name

_FUNCTIONS = frozenset(
    {
        "binary_crossentropy",
        "categorical_crossentropy",
        "categorical_hinge",
        "cosine_similarity",
        "hinge",
        "huber",
        "kl_divergence",
        "log_cosh",
        "mean_absolute_error",
        "mean_absolute_percentage_error",
        "mean_squared_error",
        "mean_squared_logarithmic_error",
        "poisson",
        "sparse_categorical_crossentropy",
        "squared_hinge",
    }
)
"""Losses given to Keras by the full name of their function when they have no parameters of their own."""


def compile_model(model: Any, graph: Graph, choices: TrainingChoices, *, steps_per_execution: int = 1) -> None:
    """Compile `model`, built from `graph`, with optimizer, and loss, weight and metrics of each output.

    With one output all is given plainly, with several keyed by the output's layer name, as in Keras's guides; XLA
    as chosen. A .h5 file of the model can be loaded by Keras itself, compiled. Raises ProblemError for an output
    without a loss and for parameters that Keras does not take; the place is the output's name, or “optimizer”.
    """
    outputs = {name: choices.output(id) for id, name in output_names(graph).items()}
    losses = {name: _loss(name, output) for name, output in outputs.items()}
    metrics = {name: [_metric(name, metric) for metric in output.metrics] for name, output in outputs.items()}
    weights = {name: float(output.weight) for name, output in outputs.items()}
    weighted = any(weight != 1.0 for weight in weights.values())
    arguments: dict[str, Any] = {"loss": losses, "metrics": metrics, "loss_weights": weights if weighted else None}
    if len(outputs) == 1:
        name = next(iter(outputs))
        arguments = {
            "loss": losses[name],
            "metrics": metrics[name],
            "loss_weights": weights[name] if weighted else None,
        }
    model.compile(
        optimizer=optimizer(choices.optimizer),
        steps_per_execution=steps_per_execution,
        jit_compile=choices.xla,
        **arguments,
    )


def optimizer(choice: Configured) -> Any:
    """A Keras optimizer with its parameters, schedules included. Raises ProblemError at the place “optimizer”."""
    try:
        return make("optimizers", choice.kind, choice.config)
    except ProblemError as error:
        raise placed(error, "optimizer") from error


def rate_of(optimizer: Any) -> float:
    """The learning rate that a live optimizer has now, by its schedule if it follows one."""
    rate = optimizer.learning_rate
    return float(getattr(rate, "value", rate).numpy())  # a copy on each device is no number to Python by itself


def build_optimizer(model: Any) -> None:
    """Make the variables of a compiled model's optimizer, once: that of mixed precision would make some anew."""
    if not model.optimizer.built:
        model.optimizer.build(model.trainable_variables)


def _loss(output: str, choices: OutputChoices) -> Any:
    """The loss as Keras's own files can hold it: short strings such as "mse" would not load again."""
    if choices.loss is None:
        raise ProblemError(
            Problem(f"The output {output} has no loss.", output, "Choose its loss in the training panel.")
        )
    try:
        kind = find("losses", choices.loss.kind)
        function = snake_case(kind.name)
        if not choices.loss.config and function in _FUNCTIONS:
            return function
        return make("losses", kind.name, choices.loss.config)
    except ProblemError as error:
        raise placed(error, output) from error


def _metric(output: str, choice: Configured) -> Any:
    """A metric object, or its plain name where Keras shall choose by the loss and shapes ("accuracy")."""
    try:
        kind = find("metrics", choice.kind)
        by_name = not kind.path or kind.name[:1].islower()
        if by_name and choice.config:
            what = f"The metric {kind.name} takes no parameters here."
            raise ProblemError(Problem(what, output, "Choose the metric's class instead, or reset its parameters."))
        if by_name or _is_short_name(choice):
            return choice.kind
        # Keras numbers nameless metrics through the whole process: the second run's "auc" would be "auc_1".
        return make("metrics", kind.name, {"name": metric_name(choice), **choice.config})
    except ProblemError as error:
        raise placed(error, output) from error


def _is_short_name(choice: Configured) -> bool:
    """Whether Keras itself knows this short name ("mae"): then the figures bear it, as they would in a script."""
    if choice.config or not choice.kind[:1].islower():
        return False
    try:
        load_keras().metrics.get(choice.kind)
    except ValueError:
        return False
    return True

"""Kinds that Keras does not have as such: callbacks of the app's own, and LearningRateScheduler with named shapes.

They stand in the catalogue beside Keras's; what they do is `training/rate_shapes.py`'s and the engine's.
"""

from __future__ import annotations

from dataclasses import replace

from desktop_nn.catalogue.kinds import Kind, Parameter

RATIO, SCHEDULER = "ValTrainRatio", "LearningRateScheduler"

SHAPES = {
    "exponential": ("rate", "factor", "every"),
    "power": ("rate", "every", "power"),
    "piecewise constant": ("boundaries", "values"),
    "1cycle": ("rate", "epochs"),
    "cosine": ("rate", "end", "warm_up", "epochs"),
    "warm-up": ("rate", "warm_up"),
}
"""The parameters that a shape of LearningRateScheduler uses."""

_RATE = Parameter("rate", "float", 0.01, help="The highest learning rate.", minimum=0.0)
_PARAMETERS = (
    Parameter(
        "shape",
        "choice",
        "exponential",
        choices=tuple(SHAPES),
        help="How the learning rate goes from epoch to epoch.",
    ),
    _RATE,
    Parameter("factor", "float", 0.1, help="The rate is multiplied by it once in so many epochs.", minimum=0.0),
    Parameter("every", "float", 20.0, help="In how many epochs that happens.", minimum=0.0),
    Parameter("power", "float", 1.0, help="At 1: half the rate after so many epochs, then a third.", minimum=0.0),
    Parameter("boundaries", "ints", [5, 15], help="Epochs at which the rate changes.", minimum=1, list_only=True),
    Parameter(
        "values",
        "floats",
        [0.01, 0.005, 0.001],
        help="The rates: one more than there are boundaries.",
        minimum=0.0,
        list_only=True,
    ),
    Parameter("end", "float", 0.0, help="What is left at the end, as a part of the rate.", minimum=0.0, maximum=1.0),
    Parameter("warm_up", "int", 0, help="Over how many epochs the rate rises at first.", minimum=0),
    Parameter(
        "epochs", "int", None, optional=True, help="Over how many epochs; empty: all that are planned.", minimum=1
    ),
)
_SCHEDULER = Kind(
    "callbacks",
    SCHEDULER,
    "keras.callbacks.LearningRateScheduler",
    summary="Sets the learning rate at the beginning of each epoch, by a shape that you choose.",
    help="Exponential, power, piecewise constant, 1cycle, cosine or warm-up. In code it is a plain Python function.",
    parameters=_PARAMETERS,
    url="https://keras.io/api/callbacks/learning_rate_scheduler",
)
_RATIO = Kind(
    "callbacks",
    RATIO,
    "",
    summary="Watches validation loss over training loss and says when overfitting begins.",
    help="A callback of this app, after the book's; in code it is a class of a few lines.",
    parameters=(
        Parameter("threshold", "float", 1.1, help="Above this ratio the run overfits.", minimum=0.0),
        Parameter("patience", "int", 1, help="For how many epochs it must stay above before it is told.", minimum=1),
        Parameter("stop", "bool", False, help="End the run then."),
    ),
)
OWN = (_SCHEDULER, _RATIO)


def scheduler(shape: str) -> Kind:
    """LearningRateScheduler with the parameters of one shape only; of an unknown one, with the shape alone."""
    wanted = ("shape", *SHAPES.get(shape, ()))
    found = {item.name: item for item in _PARAMETERS if item.name in wanted}
    if shape == "warm-up":
        found["warm_up"] = replace(found["warm_up"], minimum=1, default=5)
    return replace(_SCHEDULER, parameters=tuple(found[name] for name in wanted))

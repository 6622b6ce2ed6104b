"""Finds out where a loss that is no number (NaN or infinite) began: in which layer, at which batch.

When a run notices, its weights are spoilt already, everywhere. So the epoch is trained again on a model of its own
up to the batch before, and that batch is walked through layer by layer. This is exact if the state at the epoch's
beginning is known: in a run's first epoch, and where a checkpoint of just then exists. Else the optimizer begins
afresh from the kept weights, and the layer is most likely the same.
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from desktop_nn.data.columns import Array
from desktop_nn.engine import checkpoint
from desktop_nn.engine.batches import EpochBatches
from desktop_nn.engine.build import assemble, checked
from desktop_nn.engine.compile import compile_model, rate_of
from desktop_nn.engine.devices import precisely
from desktop_nn.engine.fast_fit import why_not
from desktop_nn.engine.fused import FusedLoop, build_all
from desktop_nn.engine.loading import load_keras, load_tensorflow
from desktop_nn.engine.output_losses import output_losses, total
from desktop_nn.engine.walking import Place, drawn_layers, walk
from desktop_nn.engine.watching import NoNumberError, StopRequestedError
from desktop_nn.graph.effective import built, effective
from desktop_nn.graph.model import Graph, Layer
from desktop_nn.graph.topology import input_nodes, output_nodes
from desktop_nn.training.choices import TrainingChoices

SECONDS = 20.0
"""Training again may take so long; an epoch that takes longer is not looked through."""
_LARGE = 1e4
"""Weights beyond this have grown because of the learning rate."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Scene:
    """What is known where it happened: the epoch (from 0), the bad batch (from 0), the state at the epoch's beginning.

    `weights` are those of the epoch's beginning; `fresh` says that they are the seed's own. `batches` still has the
    epoch's order.
    """

    graph: Graph
    choices: TrainingChoices
    batches: EpochBatches
    epoch: int
    batch: int
    weights: Sequence[Array]
    fresh: bool
    checkpoint: Path
    rate: float | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the numbers ended: the layer's name for the user, its node on the canvas, and how, in a sentence."""

    name: str
    node: str
    how: str
    fix: str = ""


def blamed(error: NoNumberError, scene: Scene, check_stop: Callable[[], None]) -> NoNumberError:
    """The error with the layer in which it began, if that can be found out; else as it is. Never raises."""
    try:
        origin = origin_of(scene, check_stop)
    except StopRequestedError:
        origin = None
    except Exception as failed:  # a model that cannot be walked through, or does not fit into memory twice
        _log.warning("Where the loss became no number could not be found out.", exc_info=failed)
        origin = None
    if origin is None:
        return error
    problem = error.problem
    fix = origin.fix or problem.fix
    return NoNumberError(
        replace(problem, what=f"{problem.what} {origin.how}", where=origin.name, fix=fix, node=origin.node)
    )


def origin_of(scene: Scene, check_stop: Callable[[], None]) -> Origin | None:
    """Where it began, or None if all is finite when it is trained again, or if that takes too long."""
    replay = _Replay(scene, check_stop)
    steps = scene.batch
    while True:
        reached = replay.to(steps)
        if reached is None:
            return None
        if reached < steps:  # not exact: it came earlier this time
            steps = reached
        elif replay.finite() or steps == 0:
            return _examined(scene, replay.model, steps)
        else:  # the step before has spoilt the weights though its loss was a number
            steps -= 1


def plain_rate(optimizer: Any) -> float | None:
    """The learning rate that the optimizer has now; None if it follows a schedule or is no number."""
    own = getattr(optimizer, "inner_optimizer", optimizer)
    if isinstance(getattr(own, "_learning_rate", None), load_keras().optimizers.schedules.LearningRateSchedule):
        return None
    rate = rate_of(optimizer)
    return rate if math.isfinite(rate) else None


class _Replay:
    """A model of its own that is trained again from the beginning of the epoch."""

    def __init__(self, scene: Scene, check_stop: Callable[[], None]) -> None:
        self._scene, self._check_stop = scene, check_stop
        self._until = time.monotonic() + SECONDS
        self.model: Any = None

    def to(self, steps: int) -> int | None:
        """Train so many batches; returns how many went well, or None if it cannot be done in time."""
        self.model = self._begin()
        if why_not(self.model, []):
            return steps if steps == 0 else None
        data, size = self._scene.batches.data, self._scene.batches.size
        build_all(self.model, load_tensorflow().nest.map_structure(lambda values: values[:1], data))
        self._bring_back()
        if steps == 0:
            return 0
        loop = FusedLoop(self.model, "train", data, steps * size, size, self._scene.batches.order)
        self.model.reset_metrics()
        done = 0
        while done < steps:
            self._check_stop()
            if time.monotonic() > self._until:
                return None
            done, figures = loop.advance(done)
            if not math.isfinite(figures["loss"]):
                return done - 1
        return steps

    def finite(self) -> bool:
        """Whether all weights are numbers."""
        return all(np.isfinite(values).all() for values in self.model.get_weights() if values.dtype.kind == "f")

    def _begin(self) -> Any:
        scene = self._scene
        with precisely(scene.choices):
            model = assemble(scene.graph, checked(scene.graph), scene.choices.seed)
            compile_model(model, scene.graph, scene.choices)
        return model

    def _bring_back(self) -> None:
        """The state at the epoch's beginning, as much of it as is known."""
        scene = self._scene
        kept = checkpoint.read(scene.checkpoint) if not scene.fresh else None
        if kept is not None and kept.epochs == scene.epoch:
            checkpoint.put_into(kept, self.model, (), scene.checkpoint)
        elif scene.weights and not scene.fresh:
            self.model.set_weights(scene.weights)
        if scene.rate is not None:
            self.model.optimizer.learning_rate = scene.rate


def _examined(scene: Scene, model: Any, step: int) -> Origin | None:
    """Walk the batch through the model: the first layer, else loss, else gradient that is no number."""
    tensorflow, graph, drawn = load_tensorflow(), built(scene.graph), effective(scene.graph)
    inputs, targets = _batch(scene, graph, step)
    bad: list[Origin] = []

    def look(place: Place, layer: Layer, keras_layer: Any, tensors: list[Any]) -> None:
        floats = [values for values in tensors if values.dtype.is_floating]
        if not bad and layer.model is None and not all(map(_finite, floats)):
            name = _path(graph, place)
            bad.append(Origin(name, drawn.drawn_id(place[0]), *_told(name, keras_layer, floats)))

    variables = model.trainable_variables
    with tensorflow.GradientTape() as tape:
        found = walk(graph, model, inputs, look, training=True)
        outputs = {graph.name_of(id): tensor for id, tensor in zip(output_nodes(graph), found, strict=True)}
        losses = output_losses(scene.graph, scene.choices)
        each = {loss: loss.of(targets[loss.name], outputs[loss.name]) for loss in losses}
        whole = total(model, losses, targets, outputs)
    if bad:
        return bad[0]
    for loss, value in each.items():
        if not _finite(value):
            how = f"It began in the loss of the output {loss.name}: all layers still gave numbers."
            return Origin(loss.name, loss.node, how, "Look at the loss and the last activation, and at the targets.")
    slopes = tape.gradient(whole, [variable.value for variable in variables])
    spoilt = {id(one) for one, slope in zip(variables, slopes, strict=True) if slope is not None and not _finite(slope)}
    for place, layer, keras_layer in reversed(list(drawn_layers(graph, model))):
        if layer.model is None and any(id(variable) in spoilt for variable in keras_layer.trainable_variables):
            how = f"It began on the way back, in the gradient of {_path(graph, place)}."
            return Origin(_path(graph, place), drawn.drawn_id(place[0]), how)
    return None


def _told(name: str, keras_layer: Any, outputs: Sequence[Any]) -> tuple[str, str]:
    """How a layer's output is no number, and the way out."""
    word = "NaN" if any(np.isnan(values.numpy()).any() for values in outputs) else "infinite numbers"
    how = f"It began in {name}, which gave {word}"
    weights = [np.abs(values).max() for values in keras_layer.get_weights() if values.size and values.dtype.kind == "f"]
    if weights and max(weights) > _LARGE:
        return f"{how}: its weights had grown to {max(weights):.1g}.", "Lower the learning rate, or set clipnorm."
    activation = getattr(getattr(keras_layer, "activation", None), "__name__", "")
    if activation == "exponential" or type(keras_layer).__name__ in ("Exponential", "Log"):
        return f"{how}.", "Choose another activation there, or scale what comes into it."
    return f"{how}.", ""


def _batch(scene: Scene, graph: Graph, step: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Inputs and targets of the batch by their names."""
    tensorflow, batches = load_tensorflow(), scene.batches
    chosen = batches.order.read_value()[step * batches.size : (step + 1) * batches.size]
    given, wanted = tensorflow.nest.map_structure(lambda values: tensorflow.gather(values, chosen), batches.data[:2])
    return _named(given, [graph.name_of(id) for id in input_nodes(graph)]), _named(
        wanted, [graph.name_of(id) for id in output_nodes(graph)]
    )


def _named(values: Any, names: Sequence[str]) -> dict[str, Any]:
    return dict(values) if isinstance(values, Mapping) else dict.fromkeys(names, values)


def _finite(values: Any) -> bool:
    tensorflow = load_tensorflow()
    return bool(tensorflow.reduce_all(tensorflow.math.is_finite(tensorflow.convert_to_tensor(values))))


def _path(graph: Graph, place: Place) -> str:
    """The name of a layer for the user; one inside nested models with theirs before it."""
    names = []
    for id in place:
        layer = graph.layer_of(id)
        names.append(layer.name)
        graph = layer.model or graph
    return " › ".join(names)

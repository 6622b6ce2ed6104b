"""Looks into the layers of a model at the end of epochs: norms, histograms, activations; training is not changed a bit.

A look costs time. So it is measured, and looks come as often as they cost less than 2 % of the training.
"""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from desktop_nn.data.columns import Array, Samples
from desktop_nn.engine.loading import load_keras, load_tensorflow
from desktop_nn.engine.output_losses import OutputLoss, output_losses, total
from desktop_nn.engine.walking import Place, drawn_layers, walk
from desktop_nn.graph.effective import built
from desktop_nn.graph.model import Graph, Layer
from desktop_nn.graph.scopes import layer_key, scope_of_place
from desktop_nn.graph.topology import output_nodes
from desktop_nn.problems import ProblemError
from desktop_nn.runs import layers
from desktop_nn.training.choices import TrainingChoices
from desktop_nn.training.events import LayersSeen
from desktop_nn.training.internals import BINS, Histogram, LayerSeen

SAMPLES = 128
"""Samples of the batch that is looked at, at most."""
SHARE = 0.02
"""How much of the training time looks may take."""
_VALUES = 20_000
"""Values that a histogram counts at most, evenly spaced ones of all."""
_STATE = 1_000_000
"""Variables up to this size are put back after a look, in case a layer changed them."""

_log = logging.getLogger(__name__)


class Looker:
    """Looks into a model that is being trained; `emit` gets what it saw.

    `epoch_ends` is called with each epoch and decides whether to look: at the first and the last one, and whenever
    a look costs no more than `SHARE` of the time since the one before.
    """

    def __init__(
        self, graph: Graph, choices: TrainingChoices, samples: Samples, emit: Callable[[LayersSeen], object]
    ) -> None:
        self._graph = built(graph)
        self._losses = output_losses(graph, choices)
        count = min(len(samples), SAMPLES, max(8, choices.batch_size))
        self._inputs = {name: values[:count] for name, values in samples.inputs.items()}
        self._targets = {name: values[:count] for name, values in samples.targets.items()}
        self._emit = emit
        self._since = 0.0
        self._cost: float | None = None
        self._off = False

    def epoch_ends(self, model: Any, epoch: int, seconds: float, last: bool) -> None:
        """Epoch `epoch` (from 0), which took `seconds`, is over. Never raises: a look is not worth a training."""
        self._since += seconds
        if self._off or not (last or self._due()):
            return
        began = time.perf_counter()
        try:
            seen = LayersSeen(epoch, look(self._graph, model, self._losses, self._inputs, self._targets))
        except Exception as error:  # a layer that cannot be called by itself
            _log.warning("The layers of this model cannot be looked into.", exc_info=error)
            self._off = True
            return
        self._pace(time.perf_counter() - began)
        self._emit(seen)

    def _due(self) -> bool:
        return self._cost is None or self._cost <= SHARE * self._since

    def _pace(self, seconds: float) -> None:
        """The first look is several times as slow as those that follow, so it says little."""
        self._cost = seconds / 4 if self._cost is None else seconds
        self._since = 0.0


def as_callback(looker: Looker, seconds: Callable[[], float]) -> Any:
    """A Keras callback that tells `looker` of each epoch; `seconds` says what the last one took."""
    callback = load_keras().callbacks.Callback

    class Looking(callback):  # type: ignore[misc, valid-type]
        """See `Looker`."""

        takes_chunks = True

        def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
            last = self.model.stop_training or epoch + 1 >= (self.params or {}).get("epochs", 0)
            looker.epoch_ends(self.model, epoch, seconds(), last)

    return Looking()


def kept(folder: Path, emit: Callable[[LayersSeen], object]) -> Callable[[LayersSeen], None]:
    """`emit` with a line in the run's folder first. A file system that refuses costs that line and nothing else."""

    def tell(seen: LayersSeen) -> None:
        with contextlib.suppress(ProblemError):  # the history, which comes next, tells it
            layers.append(folder, seen)
        emit(seen)

    return tell


def look(
    graph: Graph, model: Any, losses: Sequence[OutputLoss], inputs: Mapping[str, Array], targets: Mapping[str, Array]
) -> tuple[LayerSeen, ...]:
    """What lies in every layer but the Inputs, in topological order, those of a nested model before the model itself.

    `graph` is the drawing as it was built; a layer of a repeated group is told once, as its last copy. Weights,
    states of dropout and batch norm, optimizer and metrics are left as they are, bit for bit.
    """
    tensorflow = load_tensorflow()
    given: dict[str, list[Array]] = {}

    def key(place: Place, layer: Layer) -> str:
        return layer_key(scope_of_place(graph, place), layer.id)

    def note(place: Place, layer: Layer, _keras_layer: Any, tensors: list[Any]) -> None:
        given.setdefault(key(place, layer), []).extend(values.numpy() for values in tensors if values.dtype.is_floating)

    before = [(variable, variable.value.numpy()) for variable in _changeable(model)]
    variables = model.trainable_variables
    with tensorflow.GradientTape() as tape:
        found = walk(graph, model, inputs, note)
        outputs = {graph.name_of(id): tensor for id, tensor in zip(output_nodes(graph), found, strict=True)}
        loss = total(model, losses, targets, outputs)
    slopes = tape.gradient(loss, [variable.value for variable in variables])
    gradients = {id(variable): _dense(slope) for variable, slope in zip(variables, slopes, strict=True)}
    model._clear_losses()  # what activity regularizers of this call left behind
    for variable, value in before:
        if not np.array_equal(variable.value.numpy(), value):
            variable.assign(value)
    seen: dict[str, LayerSeen] = {}
    for place, layer, keras_layer in drawn_layers(graph, model):
        mark = key(place, layer)
        seen.setdefault(mark, _seen(mark, keras_layer, given.get(mark, []), gradients))
    return tuple(seen.values())


def histogram(arrays: Sequence[Array]) -> Histogram | None:
    """How the finite ones among the values are spread; None if there are none."""
    values = np.concatenate([_thinned(array, len(arrays)) for array in arrays]) if arrays else np.empty(0)
    values = values[np.isfinite(values)].astype(np.float64, copy=False)
    if not len(values):
        return None
    low, high = float(values.min()), float(values.max())
    if high <= low:
        wide = max(abs(low), 1.0) * 1e-3
        low, high = low - wide, high + wide
    places = ((values - low) * (BINS / (high - low))).astype(np.int64)
    counts = np.bincount(np.minimum(places, BINS - 1), minlength=BINS)
    return Histogram(low, high, tuple(int(count) for count in counts))


def _seen(mark: str, keras_layer: Any, given: list[Array], gradients: Mapping[int, Array | None]) -> LayerSeen:
    variables = keras_layer.trainable_variables
    weights = [variable.value.numpy() for variable in variables]
    slopes = [slope for slope in (gradients.get(id(variable)) for variable in variables) if slope is not None]
    outputs = [values for values in given if values.size]
    return LayerSeen(
        mark,
        weight_norm=_norm(weights) if weights else None,
        gradient_norm=_norm(slopes) if weights else None,
        weights=histogram(weights),
        gradients=histogram(slopes),
        activation_mean=_mean(outputs),
        activation_std=_std(outputs),
        activations=histogram(outputs),
        silent=_silent(outputs),
    )


def _changeable(model: Any) -> list[Any]:
    """Variables that a layer could change when it is called: states, seeds, moving averages."""
    return [variable for variable in model.variables if not variable.trainable and np.prod(variable.shape) <= _STATE]


def _dense(slope: Any) -> Array | None:
    """A gradient as an array; that of an Embedding comes as rows."""
    if slope is None:
        return None
    values: Array = load_tensorflow().convert_to_tensor(slope).numpy()
    return values


def _thinned(array: Array, among: int) -> Array:
    flat = array.reshape(-1)
    return flat[:: max(1, -(-len(flat) * among // _VALUES))]


def _norm(arrays: Sequence[Array]) -> float:
    return float(np.sqrt(sum(float(np.vdot(values, values)) for values in map(_double, arrays))))


def _double(array: Array) -> Array:
    return array.reshape(-1).astype(np.float64)


def _mean(arrays: Sequence[Array]) -> float | None:
    count = sum(values.size for values in arrays)
    return sum(float(values.sum(dtype=np.float64)) for values in arrays) / count if count else None


def _std(arrays: Sequence[Array]) -> float | None:
    mean = _mean(arrays)
    if mean is None:
        return None
    spread = sum(float(np.square(values - mean, dtype=np.float64).sum()) for values in arrays)
    return float(np.sqrt(spread / sum(values.size for values in arrays)))


def _silent(arrays: Sequence[Array]) -> float:
    """The share of units (last axis) that gave 0 everywhere; over several calls, in all of them."""
    shapes = {values.shape[-1] for values in arrays if values.ndim > 1}
    if len(shapes) != 1:
        return 0.0
    active = np.any([np.any(values.reshape(-1, values.shape[-1]) != 0, axis=0) for values in arrays], axis=0)
    return float(1 - active.mean())

"""Measures what each layer takes of a batch, forward and backward: a model of its own is walked layer by layer.

Medians over several batches, each layer called by itself and in training mode: shares of the whole, no absolute times.
The model in hand is not touched.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from statistics import median
from typing import Any

import numpy as np

from desktop_nn.data.columns import Array
from desktop_nn.engine.assembly import called
from desktop_nn.engine.build import assemble, checked
from desktop_nn.engine.devices import precisely
from desktop_nn.engine.evaluate import prepared_data
from desktop_nn.engine.failures import failure
from desktop_nn.engine.keras_state import forgetting_gradients, own_keras_state, sowing_nothing
from desktop_nn.engine.loading import load_keras, load_tensorflow
from desktop_nn.engine.memory import refuse_vast_batch
from desktop_nn.engine.walking import Place, walk
from desktop_nn.graph.effective import built, effective
from desktop_nn.graph.model import Graph, Layer
from desktop_nn.graph.scopes import layer_key, scope_of_place
from desktop_nn.graph.topology import input_nodes
from desktop_nn.problems import ProblemError
from desktop_nn.project.document import Project
from desktop_nn.training.layer_times import LayerTime, LayerTimes

BATCHES = 5
"""So many are measured, after one that warms up."""
SECONDS = 20.0
"""Large models get fewer batches, so that it takes no longer (but one at least)."""
_OPEN = 64
"""An axis whose size is open is made so long, where samples must be made up."""
_COPIES = 3
"""Weights, their gradients, and what lies between."""


class _CancelledError(Exception):
    """Nobody waits any more."""


def layer_times(project: Project, cancelled: Callable[[], bool] = lambda: False) -> LayerTimes:
    """Times of all layers of the project's model; of a project without usable data on made-up samples.

    Empty if it was cancelled before a batch was measured. Raises ProblemError for a model that cannot be built, or
    whose layers cannot be called.
    """
    with own_keras_state(), forgetting_gradients():
        facts = checked(project.graph, copies=_COPIES)
        inputs, batch, real = _samples(project)
        refuse_vast_batch(project.graph, facts, batch)
        with sowing_nothing(), precisely(project.training):
            model = assemble(project.graph, facts, project.training.seed)
        try:
            return _Stopwatch(project.graph, model, cancelled).measure(inputs, batch, real)
        except ProblemError:
            raise
        except Exception as error:
            raise ProblemError(failure(error, "Time per layer")) from error


def _samples(project: Project) -> tuple[Mapping[str, Array], int, bool]:
    """Some samples by input name, how many of them are a batch, and whether they are the project's own."""
    size = project.training.batch_size
    try:
        train = prepared_data(project).train if project.data.source is not None else None
    except ProblemError:  # the data panel tells what is wrong with them; the layers can be timed all the same
        train = None
    if train is None or not len(train):
        return {}, size, False
    size = min(size, len(train))
    return {name: values[: size * (BATCHES + 1)] for name, values in train.inputs.items()}, size, True


class _Stopwatch:
    """Walks batches through a model and notes what each layer took."""

    def __init__(self, graph: Graph, model: Any, cancelled: Callable[[], bool]) -> None:
        self._drawing, self._graph, self._model, self._cancelled = graph, built(graph), model, cancelled
        self._tensorflow = load_tensorflow()
        self._last = LayerTime()
        self._now: defaultdict[str, list[LayerTime]] = defaultdict(list)

    def measure(self, inputs: Mapping[str, Array], batch: int, real: bool) -> LayerTimes:
        """See `layer_times`."""
        until, found = time.perf_counter() + SECONDS, list[dict[str, LayerTime]]()
        try:
            for number, given in enumerate(self._batches(inputs, batch)):
                self._now.clear()
                walk(self._graph, self._model, given, self._note, training=True, call=self._call)
                if number:
                    found.append({key: _sum(times) for key, times in self._now.items()})
                if found and time.perf_counter() > until:
                    break
        except _CancelledError:
            pass
        layers = {key: _median([one[key] for one in found]) for key in (found[0] if found else ())}
        return LayerTimes(layers, batch, len(found), real)

    def _batches(self, inputs: Mapping[str, Array], size: int) -> Iterator[Mapping[str, Array]]:
        """One more than is measured; of few samples the same ones again."""
        if not inputs:
            names = map(self._graph.name_of, input_nodes(self._graph))
            made_up = {name: _made_up(tensor, size) for name, tensor in zip(names, self._model.inputs, strict=True)}
            for _ in range(BATCHES + 1):
                yield made_up
            return
        count = len(next(iter(inputs.values())))
        for number in range(BATCHES + 1):
            chosen = np.arange(number * size, (number + 1) * size) % count
            yield {name: values[chosen] for name, values in inputs.items()}

    def _call(self, keras_layer: Any, layer: Layer, tensors: dict[int, Any], **more: Any) -> Any:
        """`assembly.called`, with a look at the clock before and after, and once more for the way back."""
        if self._cancelled():
            raise _CancelledError
        began = time.perf_counter()
        self._settled(called(keras_layer, layer, tensors, **more))
        forward = time.perf_counter() - began
        floats = [tensor for tensor in tensors.values() if tensor.dtype.is_floating]
        with self._tensorflow.GradientTape() as tape:
            tape.watch(floats)
            given = called(keras_layer, layer, tensors, **more)
        outputs = [tensor for tensor in load_keras().tree.flatten(given) if tensor.dtype.is_floating]
        sources = [*floats, *(variable.value for variable in keras_layer.trainable_variables)]
        began = time.perf_counter()
        if outputs and sources:
            self._settled(tape.gradient(outputs, sources))
        self._last = LayerTime(forward, time.perf_counter() - began)
        return given

    def _note(self, place: Place, layer: Layer, _keras_layer: Any, _tensors: list[Any]) -> None:
        if layer.model is None:  # of a nested one the layers inside are told
            self._now[self._key(place, layer)].append(self._last)

    def _key(self, place: Place, layer: Layer) -> str:
        """Copies of a repeated group count for the drawn layer."""
        drawn, graph, scope = effective(self._drawing), self._graph, scope_of_place(self._graph, place)
        if len(place) == 1:
            return layer_key((), self._drawing.nodes[drawn.drawn_id(place[0])].layer)
        own = graph.nodes[place[0]].layer
        outer = self._drawing.nodes[drawn.drawn_id(place[0])].layer
        assert scope[0] == own
        return layer_key((outer, *scope[1:]), layer.id)

    def _settled(self, _tensors: Any) -> None:
        """Wait until a device has computed what it was given."""
        self._tensorflow.test.experimental.sync_devices()


def _made_up(tensor: Any, size: int) -> Array:
    """Values as an input takes them: between 0 and 1, zeros where whole numbers stand for something, empty texts."""
    shape = (size, *(axis or _OPEN for axis in tensor.shape[1:]))
    if tensor.dtype == "string":
        return np.full(shape, "")
    if "float" in tensor.dtype:
        return np.random.default_rng(0).random(shape, np.float32)
    return np.zeros(shape, tensor.dtype)


def _sum(times: list[LayerTime]) -> LayerTime:
    return LayerTime(sum(time.forward for time in times), sum(time.backward for time in times))


def _median(times: list[LayerTime]) -> LayerTime:
    return LayerTime(median(time.forward for time in times), median(time.backward for time in times))

"""The bench on which a project is tried: a model of its own, some samples, and the means to run it for a while.

What is tried on it is said by the modules beside. The model is made from the project's seed and thrown away.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import numpy as np

from desktop_nn.data import sources
from desktop_nn.data.columns import Array, Prepared, Samples
from desktop_nn.data.prepare import prepare
from desktop_nn.engine.batches import in_memory
from desktop_nn.engine.build import assemble, checked, input_names, output_names
from desktop_nn.engine.compile import compile_model
from desktop_nn.engine.devices import precisely
from desktop_nn.engine.fused import FusedLoop, build_all
from desktop_nn.engine.keras_state import forgetting_gradients, own_keras_state, sowing_nothing
from desktop_nn.engine.loading import load_keras, load_tensorflow
from desktop_nn.engine.memory import refuse_vast_batch
from desktop_nn.engine.output_losses import output_losses
from desktop_nn.engine.walking import Look, walk
from desktop_nn.graph.effective import built, effective
from desktop_nn.graph.topology import output_nodes
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.project.document import Project
from desktop_nn.project.validate import refuse_wrong
from desktop_nn.training.choices import Configured

MOST_SAMPLES = 512
"""So many training samples, drawn by the seed, stand for all where all would take long."""
MOST_STEPS = 5000
_MOST_INDICES = 2_000_000
_BATCHES = 200
_FOR_TRAINING = 3


class CancelledError(Exception):
    """Nobody waits for the outcome any more."""


class Bench:
    """One project on trial. `losses` are those of its outputs, `sample` some training samples drawn by the seed.

    `within` are the training samples that can be trained on.
    """

    def __init__(self, project: Project, cancelled: Callable[[], bool]) -> None:
        load_keras()
        graph = project.graph
        self._cancelled = cancelled
        self.project, self.graph = project, built(graph)
        facts = checked(graph, copies=_FOR_TRAINING)
        refuse_wrong(project, facts, sources.describe(project.data.source) if project.data.source else None)
        self.check()
        self.prepared: Prepared = prepare(project.data, {**input_names(graph), **output_names(graph)})
        self.check()
        if not len(self.prepared.train):
            raise ProblemError(Problem("The training part holds no samples.", "Data", "Hold out fewer."))
        refuse_vast_batch(graph, facts, min(project.training.batch_size, len(self.prepared.train)))
        with sowing_nothing(), precisely(project.training):
            self.model = assemble(graph, facts, project.training.seed)
        self.losses = output_losses(graph, project.training)
        self.fresh: list[Array] = self.model.get_weights()
        self.sample = drawn(self.prepared.train, MOST_SAMPLES, project.training.seed)
        self.within = first(self.prepared.train, max(MOST_SAMPLES, _BATCHES * project.training.batch_size))
        self._data = in_memory(self.within)
        self._made: tuple[int, FusedLoop, Any] | None = None
        self._state: list[tuple[Any, Array]] | None = None
        self.batch_seconds = 0.0
        """What a batch takes, once it was measured."""
        self._compile(project.training.optimizer)

    def check(self) -> None:
        """Raises CancelledError once nobody waits any more."""
        if self._cancelled():
            raise CancelledError

    def drawn_node(self, place: tuple[str, ...]) -> str:
        """The node on the canvas that a place of `walk` belongs to."""
        return effective(self.project.graph).drawn_id(place[0])

    def named(self, found: list[Any]) -> dict[str, Any]:
        """Outputs in drawing order by their names."""
        return {self.graph.name_of(id): tensor for id, tensor in zip(output_nodes(self.graph), found, strict=True)}

    def outputs(
        self, inputs: Mapping[str, Array], look: Look = lambda *_: None, *, training: bool = False
    ) -> dict[str, Any]:
        """What the model gives, as tensors by output name."""
        return self.named(walk(self.graph, self.model, inputs, look, training=training))

    def renew(self, optimizer: Configured | None = None) -> None:
        """Fresh weights and a fresh optimizer: the project's, or another one, for which a new graph must be made."""
        self.model.set_weights(self.fresh)
        if optimizer is not None or self._state is None:
            self._compile(optimizer or self.project.training.optimizer)
            return
        for variable, value in self._state:
            variable.assign(value)

    def train(
        self, indices: Array, size: int, seconds: float, *, anew: bool = False
    ) -> Iterator[tuple[int, float, dict[str, float]]]:
        """Train on training samples `indices`, over and over, in batches of `size` for so many seconds at most.

        Yields after each chunk how many batches are done, what the chunk took, and the figures. The first chunk,
        which makes the graph, does not count; `anew` makes it again (other dropout rates, say).
        """
        self.check()
        loop, order = self._loop(size, anew)
        order.assign(np.resize(indices, order.shape[0]))
        done, counted = 0, 0.0
        while done < loop.steps and counted < seconds:
            self.check()
            before = time.perf_counter()
            reached, figures = loop.advance(done)
            spent = time.perf_counter() - before
            yield reached, spent, figures
            counted += spent if done else 0.0
            if reached == done:
                return
            done = reached

    def _compile(self, optimizer: Configured) -> None:
        compile_model(self.model, self.project.graph, replace(self.project.training, optimizer=optimizer))
        self._made = None
        build_all(self.model, load_tensorflow().nest.map_structure(lambda values: values[:1], self._data))
        own = optimizer == self.project.training.optimizer
        self._state = (
            [(variable, variable.value.numpy()) for variable in self.model.optimizer.variables] if own else None
        )

    def _loop(self, size: int, anew: bool) -> tuple[FusedLoop, Any]:
        """The loop that was made before if it suits; making one takes longer than all that is done with it."""
        if anew or self._made is None or self._made[0] != size:
            tensorflow = load_tensorflow()
            steps = max(1, min(MOST_STEPS, _MOST_INDICES // size))
            order = tensorflow.Variable(np.zeros(steps * size, np.int64), trainable=False)
            loop = FusedLoop(self.model, "train", self._data, steps * size, size, order)
            loop._chunk = 1  # a large model takes seconds a batch; whoever cancels need not wait for four
            self._made = size, loop, order
        return self._made[1:]


@contextmanager
def bench(project: Project, cancelled: Callable[[], bool]) -> Iterator[Bench]:
    """A bench for the time of the `with` block. Raises ProblemError for a project that cannot be trained."""
    with own_keras_state(), forgetting_gradients():
        yield Bench(project, cancelled)


def drawn(samples: Samples, count: int, seed: int) -> Samples:
    """At most `count` of the samples, drawn by the seed, in their order."""
    if len(samples) <= count:
        return samples
    chosen = np.sort(np.random.default_rng(seed).choice(len(samples), count, replace=False))
    inputs = {name: values[chosen] for name, values in samples.inputs.items()}
    targets = {name: values[chosen] for name, values in samples.targets.items()}
    return Samples(inputs, targets, samples.index[chosen])


def first(samples: Samples, count: int) -> Samples:
    """The first `count` samples."""
    inputs = {name: values[:count] for name, values in samples.inputs.items()}
    return Samples(inputs, {name: values[:count] for name, values in samples.targets.items()}, samples.index[:count])

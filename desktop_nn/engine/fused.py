"""Many batches in one call of TensorFlow: a graph that walks samples in memory with the model's own step.

A batch of a small model takes less time than Python and the hand-over of its data do. Here the samples lie in memory
as tensors, and a `while_loop` takes batch after batch through `model.train_step` (or `test_step`), which is what
`fit` calls as well: the same operations in the same order, so weights and figures are equal bit for bit.
When to call it, and what happens around it, is `fast_fit.py`'s.
"""

from __future__ import annotations

import time
from typing import Any, Literal, TypeAlias

from desktop_nn.engine.loading import load_tensorflow

Step: TypeAlias = Literal["train", "test"]

CHUNK_SECONDS = 0.05
"""How long a call shall take: short enough that stop, pause and a changed learning rate seem immediate."""
_FIRST_CHUNK = 4


class FusedLoop:
    """Batches of `size` out of `data` (inputs, targets and perhaps weights as tensors with `count` samples each).

    `order` is a variable with the indices of the samples in the order in which they are fed, None for their own.
    The model must be built and compiled, its metrics and its optimizer built as well (`build_all`).
    """

    def __init__(self, model: Any, step: Step, data: Any, count: int, size: int, order: Any = None) -> None:
        self.steps = -(-count // size)
        """Batches an epoch; the last one may be short."""
        self._model = model
        self._run = self._graph(step, data, count, size, order)
        self._rest = self._last(step, data, count, size, order) if model.jit_compile and count % size else None
        """XLA takes batches of one size only, so the short one at the end has a graph of its own."""
        self._chunk = _FIRST_CHUNK
        self._traced = False

    def advance(self, done: int) -> tuple[int, dict[str, float]]:
        """Go on after `done` batches for about `CHUNK_SECONDS`; returns how many are done then, and the figures.

        Figures are the metrics' values over the epoch so far by Keras's names. In training, a batch that makes the
        loss NaN or infinite is the last one that is done.
        """
        tensorflow = load_tensorflow()
        whole = self.steps - (self._rest is not None)
        last = min(whole, done + self._chunk)
        began = time.perf_counter()
        if done == whole and self._rest is not None:
            reached, results = self._rest()
        else:
            reached, results = self._run(tensorflow.constant(done, "int64"), tensorflow.constant(last, "int64"))
        stop = int(reached)
        figures = {name: float(value) for name, value in sorted(results.items())}
        self._pace(stop - done, time.perf_counter() - began)
        return stop, figures

    def _pace(self, batches: int, seconds: float) -> None:
        """Choose the next chunk's size; the first call says nothing, for it makes the graph."""
        if self._traced and batches:
            wanted = round(CHUNK_SECONDS * batches / max(seconds, 1e-6))
            self._chunk = max(1, min(wanted, 8 * self._chunk, self.steps))
        self._traced = True

    def _graph(self, kind: Step, data: Any, count: int, size: int, order: Any) -> Any:
        tensorflow, model = load_tensorflow(), self._model
        step = model.train_step if kind == "train" else model.test_step

        def run(first: Any, last: Any) -> tuple[Any, Any]:
            indices = tensorflow.range(count, dtype="int64") if order is None else order.read_value()

            def one(number: Any) -> tuple[Any]:
                if model.jit_compile:
                    chosen = tensorflow.slice(indices, [number * size], [size])
                else:
                    chosen = indices[number * size : tensorflow.minimum((number + 1) * size, count)]
                step(_gathered(data, chosen))
                return (number + 1,)

            def more(number: Any) -> Any:
                if kind == "test":
                    return number < last
                return (number < last) & tensorflow.math.is_finite(model._loss_tracker.total)

            (reached,) = tensorflow.while_loop(more, one, (first,), parallel_iterations=1)
            return reached, model.get_metrics_result()

        # Keras's own steps are not converted by AutoGraph either.
        return tensorflow.function(run, autograph=False, jit_compile=bool(model.jit_compile))

    def _last(self, kind: Step, data: Any, count: int, size: int, order: Any) -> Any:
        tensorflow, model, steps = load_tensorflow(), self._model, self.steps
        step = model.train_step if kind == "train" else model.test_step

        def run() -> tuple[Any, Any]:
            indices = tensorflow.range(count, dtype="int64") if order is None else order.read_value()
            step(_gathered(data, indices[count - count % size :]))
            return tensorflow.constant(steps, "int64"), model.get_metrics_result()

        return tensorflow.function(run, autograph=False, jit_compile=True)


def _gathered(data: Any, chosen: Any) -> Any:
    tensorflow = load_tensorflow()
    return tensorflow.nest.map_structure(lambda values: tensorflow.gather(values, chosen), data)


def build_all(model: Any, batch: Any) -> None:
    """Make the variables of metrics and optimizer, which `fit` would make at its first batch, like `batch`.

    WORKAROUND: a loop in a graph cannot make variables, and Keras has no public name for what `fit` itself calls.
    """
    model._symbolic_build(data_batch=batch)

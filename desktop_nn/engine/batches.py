"""Feeds samples to Keras: whole arrays, or batches in our own order, a fresh seeded one each epoch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from desktop_nn.data.columns import Array, Samples
from desktop_nn.engine.loading import load_tensorflow
from desktop_nn.training.order import permutation

Feed: TypeAlias = "Array | Mapping[str, Array]"
"""What Keras takes as inputs or targets: the array itself if there is one, else arrays by name."""


def feed(samples: Samples) -> tuple[Feed, Feed]:
    """Inputs and targets of a part, as `fit` and `evaluate` take them."""
    return _alone(samples.inputs), _alone(samples.targets)


class EpochBatches:
    """The training part as a `tf.data` pipeline that gives epoch `e` in the order `permutation(seed, e, n)`.

    The samples are placed in memory once; each batch is gathered from there. Training on it gives bit-equal weights
    with `model.fit(x[order], y[order], shuffle=False)`, an epoch at a time. `begin` must be called before each epoch.
    """

    def __init__(self, samples: Samples, batch_size: int, seed: int) -> None:
        tensorflow = load_tensorflow()
        self._seed, self._count = seed, len(samples)
        self.size = batch_size
        self.steps = -(-self._count // batch_size)
        """Batches an epoch; the last one may be short."""
        with tensorflow.device("CPU:0"):
            self._order = tensorflow.Variable(permutation(seed, 0, self._count), trainable=False)
            data = tensorflow.nest.map_structure(tensorflow.convert_to_tensor, feed(samples))
            self.dataset = self._pipeline(tensorflow, data, batch_size)

    def begin(self, epoch: int) -> None:
        """Put the samples into the order of that epoch (from 0)."""
        self._order.assign(permutation(self._seed, epoch, self._count))

    def _pipeline(self, tensorflow: Any, data: Any, batch_size: int) -> Any:
        """Batches by number; a variable holds the order, so that each new iteration reads the order of its epoch."""
        order = self._order

        def batch(number: Any) -> Any:
            chosen = order[number * batch_size : (number + 1) * batch_size]
            return tensorflow.nest.map_structure(lambda values: tensorflow.gather(values, chosen), data)

        options = tensorflow.data.Options()
        options.deterministic = True
        numbers = tensorflow.data.Dataset.range(self.steps)
        batches = numbers.map(batch, num_parallel_calls=tensorflow.data.AUTOTUNE)
        return batches.prefetch(tensorflow.data.AUTOTUNE).with_options(options)


def _alone(arrays: Mapping[str, Array]) -> Feed:
    return next(iter(arrays.values())) if len(arrays) == 1 else dict(arrays)

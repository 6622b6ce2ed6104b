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
    return alone(samples.inputs), alone(samples.targets)


def in_memory(samples: Samples) -> Any:
    """Inputs and targets of a part as tensors: (inputs, targets), each as `feed` gives them."""
    tensorflow = load_tensorflow()
    return tensorflow.nest.map_structure(tensorflow.convert_to_tensor, feed(samples))


class EpochBatches:
    """The training part in memory, fed in the order `permutation(seed, e, n)` in epoch `e`.

    The samples are placed once; each batch is gathered from there, by `fused.py` or by the `tf.data` pipeline of
    `dataset`. Training on it gives bit-equal weights with `model.fit(x[order], y[order], shuffle=False)`, an epoch at
    a time. `begin` must be called before each epoch. `weights` are how much each sample counts in the loss, (n,)
    or by output name; None for all the same.
    """

    def __init__(self, samples: Samples, batch_size: int, seed: int, weights: Feed | None = None) -> None:
        tensorflow = load_tensorflow()
        self._seed, self.count = seed, len(samples)
        self.size = batch_size
        self.steps = -(-self.count // batch_size)
        """Batches an epoch; the last one may be short."""
        with tensorflow.device("CPU:0"):
            self.order = tensorflow.Variable(permutation(seed, 0, self.count), trainable=False)
            """Indices of the samples in this epoch's order, int64."""
            self.data = in_memory(samples)
            if weights is not None:
                self.data = (*self.data, tensorflow.nest.map_structure(tensorflow.convert_to_tensor, weights))

    def begin(self, epoch: int) -> None:
        """Put the samples into the order of that epoch (from 0)."""
        self.order.assign(permutation(self._seed, epoch, self.count))

    def dataset(self) -> Any:
        """Batches by number; a variable holds the order, so that each new iteration reads the order of its epoch."""
        tensorflow = load_tensorflow()
        with tensorflow.device("CPU:0"):
            return self._pipeline(tensorflow, self.data, self.size)

    def _pipeline(self, tensorflow: Any, data: Any, batch_size: int) -> Any:
        order = self.order

        def batch(number: Any) -> Any:
            chosen = order[number * batch_size : (number + 1) * batch_size]
            return tensorflow.nest.map_structure(lambda values: tensorflow.gather(values, chosen), data)

        options = tensorflow.data.Options()
        options.deterministic = True
        numbers = tensorflow.data.Dataset.range(self.steps)
        batches = numbers.map(batch, num_parallel_calls=tensorflow.data.AUTOTUNE)
        return batches.prefetch(tensorflow.data.AUTOTUNE).with_options(options)


def alone(arrays: Mapping[str, Array]) -> Feed:
    """The array itself if there is but one."""
    return next(iter(arrays.values())) if len(arrays) == 1 else dict(arrays)

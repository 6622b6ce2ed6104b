"""Keras's `fit` with the fused loop inside: the same weights, figures and callbacks at epoch ends, many times faster.

`why_not` says when it cannot take the place of `fit`; `keras_fit.py` is the plain way.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from typing import Any

from desktop_nn.engine.batches import EpochBatches, in_memory
from desktop_nn.engine.custom_layers import why_plain
from desktop_nn.engine.fused import FusedLoop, build_all
from desktop_nn.engine.loading import load_keras, load_tensorflow

_BATCH_METHODS = ("on_batch_begin", "on_batch_end", "on_train_batch_begin", "on_train_batch_end")
_TEST_METHODS = ("on_test_batch_begin", "on_test_batch_end")


def why_not(model: Any, callbacks: Sequence[Any]) -> str:
    """Why batches must be trained one call each, in a sentence; empty if the fused loop can do it."""
    keras, tensorflow = load_keras(), load_tensorflow()
    if type(model).train_step is not keras.Model.train_step or type(model).test_step is not keras.Model.test_step:
        return "The model has a training step of its own."
    if model.run_eagerly:
        return "The model runs eagerly."
    if tensorflow.distribute.has_strategy() or model._distribute_strategy is not None:
        return "The model is trained by a distribution strategy."
    own = next((reason for layer in model._flatten_layers() if (reason := why_plain(layer))), "")
    if own:
        return own
    waiting = [type(callback).__name__ for callback in callbacks if wants_batches(callback)]
    return f"{' and '.join(waiting)} must see every batch." if waiting else ""


def wants_batches(callback: Any) -> bool:
    """Whether a callback does something at every batch. Ours say that they take chunks by `takes_chunks`."""
    if getattr(callback, "takes_chunks", False):
        return False
    kind = type(callback).__name__ if type(callback).__module__.startswith("keras.") else ""
    if kind == "TensorBoard":
        return bool(callback.update_freq != "epoch" or callback._should_trace or callback.write_steps_per_second)
    if kind in ("ModelCheckpoint", "BackupAndRestore"):
        return bool(callback.save_freq != "epoch")
    plain = load_keras().callbacks.Callback
    methods = (*_BATCH_METHODS, *_TEST_METHODS)
    if kind == "LambdaCallback":
        return any(name in vars(callback) for name in methods)
    return any(getattr(type(callback), name) is not getattr(plain, name) for name in methods)


def fast_fit(
    model: Any,
    batches: EpochBatches,
    validation: Any,
    callbacks: list[Any],
    epochs: int,
    initial_epoch: int = 0,
) -> None:
    """Train from `initial_epoch` up to `epochs`. `validation` is a `Samples` part or None. See `keras_fit.fit`.

    Follows `keras.Model.fit` step by step (Keras 3.15, backend/tensorflow/trainer.py).
    """
    tensorflow = load_tensorflow()
    build_all(model, tensorflow.nest.map_structure(lambda values: values[:1], batches.data))
    training = FusedLoop(model, "train", batches.data, batches.count, batches.size, batches.order)
    testing = _validating(model, validation, batches.size)
    told = load_keras().callbacks.CallbackList(
        callbacks, add_history=True, add_progbar=False, epochs=epochs, steps=training.steps, model=model
    )
    reset = _resetting(model)
    chunk_callbacks = [callback for callback in callbacks if getattr(callback, "takes_chunks", False)]
    model.stop_training = False
    told.on_train_begin()
    logs: dict[str, float] = {}
    for epoch in range(initial_epoch, epochs):
        reset()
        told.on_epoch_begin(epoch)
        logs = _walk(training, lambda done, figures: _tell(chunk_callbacks, "train", done, figures), model)
        if testing is not None:
            logs |= {f"val_{name}": value for name, value in _validate(testing, told, chunk_callbacks, reset).items()}
        told.on_epoch_end(epoch, logs)
        if model.stop_training:
            break
    with contextlib.suppress(AttributeError):  # an optimizer of another kind has no averages to take over
        model.optimizer.finalize_variable_values(model.trainable_weights)
    told.on_train_end(logs)


def _validating(model: Any, validation: Any, size: int) -> FusedLoop | None:
    if validation is None:
        return None
    return FusedLoop(model, "test", in_memory(validation), len(validation), size)


def _resetting(model: Any) -> Callable[[], object]:
    """Sets all metrics back, in one call of TensorFlow where they are Keras's own: those of others may do more."""
    each = [inner for metric in model.metrics for inner in (metric, *getattr(metric, "metrics", ()))]
    if all(type(metric).__module__.startswith("keras.") for metric in each):
        compiled: Callable[[], object] = load_tensorflow().function(model.reset_metrics, autograph=False)
        return compiled
    plain: Callable[[], object] = model.reset_metrics
    return plain


def _validate(
    loop: FusedLoop, told: Any, chunk_callbacks: Sequence[Any], reset: Callable[[], object]
) -> dict[str, float]:
    told.on_test_begin()
    reset()
    figures = _walk(loop, lambda done, logs: _tell(chunk_callbacks, "test", done, logs), None)
    told.on_test_end(figures)
    return figures


def _walk(loop: FusedLoop, tell: Callable[[int, dict[str, float]], None], model: Any) -> dict[str, float]:
    """Go through an epoch chunk by chunk; returns its figures. A NaN in validation does not end it."""
    done, figures = 0, dict[str, float]()
    while done < loop.steps:
        reached, figures = loop.advance(done)
        tell(reached, figures)
        if reached == done:
            break
        done = reached
        if model is not None and model.stop_training:
            break
    return figures


def _tell(callbacks: Sequence[Any], part: str, done: int, logs: dict[str, float]) -> None:
    for callback in callbacks:
        getattr(callback, f"on_{part}_batch_end")(done - 1, logs)

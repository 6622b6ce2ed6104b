"""Fits a model on our batches, the fast way or Keras's own, and leaves everything tidy when something ends it early."""

from __future__ import annotations

import contextlib
from typing import Any

from desktop_nn.data.columns import Samples
from desktop_nn.engine.batches import EpochBatches, feed
from desktop_nn.engine.callback_state import keras_kind
from desktop_nn.engine.fast_fit import fast_fit, why_not


def fit(
    model: Any,
    batches: EpochBatches,
    validation: Samples | None,
    callbacks: list[Any],
    epochs: int,
    initial_epoch: int = 0,
) -> None:
    """Train from `initial_epoch` up to `epochs` epochs; `callbacks` are Keras's.

    Both ways give the same weights and figures, bit for bit. What a callback raises comes out as it is, after
    `wind_up`.
    """
    try:
        if why_not(model, callbacks):
            _plain_fit(model, batches, validation, callbacks, epochs, initial_epoch)
        else:
            fast_fit(model, batches, validation, callbacks, epochs, initial_epoch)
    except BaseException:
        wind_up(model, callbacks)
        raise


def _plain_fit(
    model: Any,
    batches: EpochBatches,
    validation: Samples | None,
    callbacks: list[Any],
    epochs: int,
    initial_epoch: int,
) -> None:
    model.fit(
        batches.dataset(),
        epochs=epochs,
        initial_epoch=initial_epoch,
        validation_data=feed(validation) if validation is not None else None,
        validation_batch_size=batches.size,
        callbacks=callbacks,
        shuffle=False,
        verbose=0,
    )


def wind_up(model: Any, callbacks: list[Any]) -> None:
    """What Keras leaves undone when an exception ends `fit`: close event files, take averaged weights over.

    EarlyStopping is left out: it would put the weights of its best epoch in place of those that the user stopped at.
    """
    with contextlib.suppress(AttributeError):
        del model._eval_epoch_iterator
    if getattr(model.optimizer, "use_ema", False):
        model.optimizer.finalize_variable_values(model.trainable_weights)
    for callback in callbacks:
        if keras_kind(callback) != "EarlyStopping":
            with contextlib.suppress(Exception):  # the first failure is being told already
                _leave_validation(callback)
                callback.on_train_end()


def _leave_validation(callback: Any) -> None:
    """WORKAROUND: TensorBoard enters a writer for the training and one more for each validation; ended inside one, it
    would leave this thread with a closed writer, and it has no public way out."""
    while len(getattr(callback, "_prev_summary_state", ())) > 1:
        callback._pop_writer()

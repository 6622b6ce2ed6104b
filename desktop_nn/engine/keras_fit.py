"""Lets Keras fit a model on our batches, and leaves everything tidy when something ends it early."""

from __future__ import annotations

import contextlib
from typing import Any

from desktop_nn.engine.batches import EpochBatches


def fit(model: Any, batches: EpochBatches, validation: Any, callbacks: list[Any], epochs: int) -> None:
    """Train for `epochs` epochs. `validation` is (inputs, targets) or None; `callbacks` are Keras's.

    A faster loop would take this function's place: with the same weights, and calling the same callbacks. What a
    callback raises comes out as it is, after `wind_up`.
    """
    try:
        model.fit(
            batches.dataset,
            epochs=epochs,
            validation_data=validation,
            validation_batch_size=batches.size,
            callbacks=callbacks,
            shuffle=False,
            verbose=0,
        )
    except BaseException:
        wind_up(model, callbacks)
        raise


def wind_up(model: Any, callbacks: list[Any]) -> None:
    """What Keras leaves undone when an exception ends `fit`: close event files, take averaged weights over.

    EarlyStopping is left out: it would put the weights of its best epoch in place of those that the user stopped at.
    """
    with contextlib.suppress(AttributeError):
        del model._eval_epoch_iterator
    if getattr(model.optimizer, "use_ema", False):
        model.optimizer.finalize_variable_values(model.trainable_weights)
    for callback in callbacks:
        if type(callback).__name__ != "EarlyStopping":
            with contextlib.suppress(Exception):  # the first failure is being told already
                _leave_validation(callback)
                callback.on_train_end()


def _leave_validation(callback: Any) -> None:
    """WORKAROUND: TensorBoard enters a writer for the training and one more for each validation; ended inside one, it
    would leave this thread with a closed writer, and it has no public way out."""
    while len(getattr(callback, "_prev_summary_state", ())) > 1:
        callback._pop_writer()

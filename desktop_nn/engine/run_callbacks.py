"""Makes the Keras callbacks that the document asks for; whatever they write goes into the run's folder."""

from __future__ import annotations

import errno
import math
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from desktop_nn.catalogue import Kind
from desktop_nn.catalogue.own import RATIO, SCHEDULER
from desktop_nn.engine.callback_state import keras_kind
from desktop_nn.engine.custom_code import CustomCode
from desktop_nn.engine.instantiate import find, make
from desktop_nn.engine.own_callbacks import OWN, own_callback
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.runs.folder import RunFolder
from desktop_nn.training.callback_code import is_custom
from desktop_nn.training.choices import Configured, TrainingChoices

_SAVING = frozenset({"BackupAndRestore", "ModelCheckpoint"})
WRITERS = _SAVING | {"CSVLogger", "TensorBoard"}
"""Callbacks that write into the run's folder."""

SaveModel = Callable[[Any, Path], None]
"""Writes a live model to a path."""


def run_callbacks(
    choices: TrainingChoices,
    folder: RunFolder,
    save: SaveModel,
    figures: Sequence[str],
    code: CustomCode,
) -> list[Any]:
    """Keras callbacks in the document's order. `figures` are the names that the run's logs will have; `code` makes the
    user's own, and tells what a callback has to say.

    Paths in the document do not count: a project that comes from elsewhere must not make us write outside the run's
    folder. Raises ProblemError for a callback that Keras does not take, and for those that it would take and
    then ignore or trip over: one that watches a figure which this run does not have, one that changes a learning rate
    which follows a schedule.
    """
    if isinstance(choices.optimizer.config.get("learning_rate"), Mapping):
        _check_schedule(choices.callbacks)
    return [
        code.callback(place)
        if is_custom(choice.kind)
        else own_callback(checked_own(choice, figures), choices.epochs, code.tell)
        if choice.kind in OWN
        else _callback(choice, folder, save, figures)
        for place, choice in enumerate(choices.callbacks)
    ]


def early_text(callbacks: Sequence[Any]) -> str:
    """Why a callback ended the run by itself, in a sentence, or nothing."""
    for callback in callbacks:
        if getattr(callback, "ended_because", ""):
            return str(callback.ended_because)
        if keras_kind(callback) == "EarlyStopping" and getattr(callback, "stopped_epoch", 0) > 0:
            patience = max(1, callback.patience)  # Keras stops at the first epoch that is not better in both cases
            epochs = f"{patience} epoch{'s' if patience != 1 else ''}"
            value = "no number" if callback.best is None else f"{callback.best:.4g}"
            best = f"the best was {value} in epoch {callback.best_epoch + 1}"
            kept = ", whose weights were restored" if callback.restore_best_weights else ""
            return f"{callback.monitor} had not become better for {epochs}: {best}{kept}."
    return ""


def _callback(choice: Configured, folder: RunFolder, save: SaveModel, figures: Sequence[str]) -> Any:
    kind = find("callbacks", choice.kind)
    _check_monitor(kind, choice.config, figures)
    ours = _paths(kind.name, choice.config, folder)
    if kind.parameter("verbose") is not None:
        ours["verbose"] = 0  # standard output belongs to the caller
    callback = make("callbacks", kind.name, choice.config, **ours)
    return _saving_our_way(callback, save) if kind.name in _SAVING else callback


def _paths(kind: str, config: Mapping[str, Any], folder: RunFolder) -> dict[str, Any]:
    if kind == "TensorBoard":
        return {"log_dir": str(folder.path)}
    if kind == "CSVLogger":
        return {"filename": str(folder.path / "log.csv")}
    if kind == "BackupAndRestore":
        return {"backup_dir": str(folder.path / "backup")}
    if kind == "ModelCheckpoint":
        return {"filepath": str(folder.path).replace("{", "{{").replace("}", "}}") + "/" + _checkpoint_name(config)}
    return {}


def checked_own(choice: Configured, figures: Sequence[str]) -> Configured:
    """The choice as it is. Raises ProblemError for unknown parameters, and for a ratio without a validation part."""
    kind = find("callbacks", choice.kind)
    unknown = [name for name in choice.config if kind.parameter(name) is None]
    if unknown:
        what = f"{kind.name} has no parameter “{unknown[0]}”."
        raise ProblemError(Problem(what, kind.name, "Remove it."))
    if choice.kind == RATIO and "val_loss" not in figures:
        what = "ValTrainRatio needs a validation loss, which this run does not have."
        raise ProblemError(Problem(what, "Training", "Hold out a validation part, or take the callback out."))
    return choice


def _check_schedule(callbacks: Sequence[Configured]) -> None:
    setting = [callback.kind for callback in callbacks if callback.kind in ("ReduceLROnPlateau", SCHEDULER)]
    if setting:
        what = f"{setting[0]} cannot change a learning rate that follows a schedule."
        raise ProblemError(Problem(what, "Training", "Give the optimizer a number, or take the callback out."))


def _check_monitor(kind: Kind, config: Mapping[str, Any], figures: Sequence[str]) -> None:
    """A callback that watches a figure watches Keras's default, `val_loss`, if the document names none."""
    parameter = kind.parameter("monitor")
    watched = config.get("monitor", parameter.default if parameter else None)
    saves_all = kind.name == "ModelCheckpoint" and not config.get("save_best_only")
    if parameter is None or saves_all or watched in figures:
        return
    what = f"{kind.name} watches “{watched}”, which this run does not have."
    if str(watched).startswith("val_") and not any(name.startswith("val_") for name in figures):
        raise ProblemError(Problem(what, "Training", "Hold out a validation part, or watch “loss”."))
    raise ProblemError(Problem(what, "Training", f"Choose one of: {', '.join(figures)}."))


def _checkpoint_name(config: Mapping[str, Any]) -> str:
    """`best` if only the best is kept, else a file an epoch; the format is the document's, .h5 if it names none."""
    stem = "best" if config.get("save_best_only") else "epoch_{epoch:03d}"
    if config.get("save_weights_only"):
        return f"{stem}.weights.h5"
    return f"{stem}.keras" if str(config.get("filepath", "")).endswith(".keras") else f"{stem}.h5"


class _Savable:
    """A model that saves itself as this app does: with the drawing inside, and without harm from a full disk.

    Everything else is the model's own.
    """

    def __init__(self, model: Any, save: SaveModel) -> None:
        vars(self).update(_model=model, _save=save)

    def save(self, filepath: str, **_: Any) -> None:
        self._save(self._model, Path(filepath))

    def save_weights(self, filepath: str, **options: Any) -> None:
        """HDF5 that runs into a full disk brings the process down later, so the room is looked at before."""
        needed = _MARGIN + sum(math.prod(item.shape) * 4 for item in self._model.variables)
        if shutil.disk_usage(Path(filepath).parent).free < needed:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), filepath)
        self._model.save_weights(filepath, **options)

    def __getattr__(self, name: str) -> Any:
        return getattr(vars(self)["_model"], name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._model, name, value)


_MARGIN = 2**20


def _saving_our_way(callback: Any, save: SaveModel) -> Any:
    plain = callback.set_model
    callback.set_model = lambda model: plain(_Savable(model, save))
    return callback

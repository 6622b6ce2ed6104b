"""A checkpoint: all that a run needs to go on after an epoch as if it had never stopped, in one file.

It holds the model's variables (weights, statistics, the counters of dropout and augmentation), the optimizer's, and
what the callbacks remember. When one is written is `checkpointing.py`'s.
"""

from __future__ import annotations

import contextlib
import json
import os
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desktop_nn.atomic import refused
from desktop_nn.engine.callback_state import as_stored, put_back
from desktop_nn.engine.compile import build_optimizer
from desktop_nn.problems import Problem, ProblemError

Arrays = Mapping[str, NDArray[Any]]
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state after `epochs` whole epochs. `arrays` are by role and number, `callbacks` by their place and kind."""

    epochs: int
    arrays: Arrays = field(default_factory=dict)
    callbacks: tuple[Mapping[str, Any], ...] = ()


def taken(model: Any, callbacks: Sequence[Any], epochs: int) -> Checkpoint:
    """The state of a compiled model and of its callbacks, as it is now."""
    arrays: dict[str, NDArray[Any]] = {}
    for role, variables in _roles(model).items():
        arrays |= {f"{role}/{number}": np.asarray(variable.numpy()) for number, variable in enumerate(variables)}
    states = []
    for place, callback in enumerate(callbacks):
        plain, own = as_stored(callback)
        arrays |= {f"callback/{place}/{name}": values for name, values in own.items()}
        states.append({"kind": type(callback).__name__, "values": plain})
    return Checkpoint(epochs, arrays, tuple(states))


def put_into(checkpoint: Checkpoint, model: Any, callbacks: Sequence[Any], place: Path | str) -> None:
    """Bring a model of the same drawing, compiled alike, and its callbacks to the state of the checkpoint.

    Callbacks are matched by place and kind; one that was not there before keeps its fresh state. Raises ProblemError,
    telling `place`, if the variables do not fit; then nothing has been changed.
    """
    build_optimizer(model)
    pairs = []
    for role, variables in _roles(model).items():
        stored = [values for name, values in checkpoint.arrays.items() if name.startswith(f"{role}/")]
        if [values.shape for values in stored] != [tuple(variable.shape) for variable in variables]:
            what = f"The checkpoint does not fit the model: its {role} has other variables."
            raise ProblemError(Problem(what, str(place), "Train from scratch."))
        pairs += list(zip(variables, stored, strict=True))
    for variable, values in pairs:
        variable.assign(values)
    for number, (state, callback) in enumerate(zip(checkpoint.callbacks, callbacks, strict=False)):
        if state["kind"] == type(callback).__name__:
            head = f"callback/{number}/"
            own = {name.removeprefix(head): item for name, item in checkpoint.arrays.items() if name.startswith(head)}
            put_back(callback, state["values"], own)


def write(checkpoint: Checkpoint, path: Path) -> None:
    """Put the checkpoint in the place of the one before, in one step: after a crash the file is the old or the new.

    Raises ProblemError if the file system refuses; then the old one is untouched.
    """
    about = {
        "format": _FORMAT,
        "epochs": checkpoint.epochs,
        "callbacks": checkpoint.callbacks,
        "dtypes": {name: values.dtype.name for name, values in checkpoint.arrays.items()},
    }
    new = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with zipfile.ZipFile(new, "w") as archive:
            archive.writestr("about.json", json.dumps(about))
            for name, values in checkpoint.arrays.items():
                with archive.open(f"{name}.npy", "w", force_zip64=True) as file:
                    np.lib.format.write_array(file, _plain(values), allow_pickle=False)
        new.replace(path)
    except OSError as error:
        raise refused(error, path) from error
    finally:
        with contextlib.suppress(OSError):
            new.unlink(missing_ok=True)


def read(path: Path) -> Checkpoint | None:
    """The checkpoint of a file, None without one. Runs nothing in it. Raises ProblemError if it is damaged."""
    try:
        with zipfile.ZipFile(path) as archive:
            about = json.loads(archive.read("about.json"))
            arrays = {}
            for name, dtype in about["dtypes"].items():
                with archive.open(f"{name}.npy") as file:
                    arrays[name] = _typed(np.lib.format.read_array(file, allow_pickle=False), dtype)
            return Checkpoint(int(about["epochs"]), arrays, tuple(about["callbacks"]))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise refused(error, path) from error
    except (ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
        raise ProblemError(Problem("This checkpoint is damaged.", str(path), "Train from scratch.")) from error


def _roles(model: Any) -> dict[str, list[Any]]:
    return {"model": list(model.variables), "optimizer": list(model.optimizer.variables)}


def _plain(values: NDArray[Any]) -> NDArray[Any]:
    """NumPy's file format does not know bfloat16 and the like; their bytes are kept as whole numbers."""
    return values if values.dtype.kind in "biufcSU" else values.view(f"u{values.dtype.itemsize}")


def _typed(values: NDArray[Any], dtype: str) -> NDArray[Any]:
    if values.dtype.name == dtype:
        return values
    import ml_dtypes

    return values.view(np.dtype(getattr(ml_dtypes, dtype)))

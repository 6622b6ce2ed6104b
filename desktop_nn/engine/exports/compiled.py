"""Models as compiled functions: SavedModel by Keras itself, TensorFlow Lite and ONNX out of it in a child process."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from desktop_nn import atomic
from desktop_nn.engine.exports import folders
from desktop_nn.engine.exports.child import COMMAND, INPUTS, ONE, RESULT, TOLD, WHOLE
from desktop_nn.engine.exports.precision import in_float32
from desktop_nn.engine.loading import load
from desktop_nn.own_process import NO_WINDOW, own_command, own_environment
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.project import model_formats

_MODULE = "desktop_nn.engine.exports.child"
_PAUSE = 0.05


def write(model: Any, path: Path, form: str, precision: str, cancelled: Callable[[], bool]) -> str:
    """See `exports.write`; for the forms that other programs run."""
    load()
    if form == "saved_model":
        with folders.new(path, marker="saved_model.pb", cancelled=cancelled) as folder:
            export(model, folder)
        return ""
    problem = model_formats.missing(model_formats.BY_ID[form])
    if problem is not None:
        raise ProblemError(problem)
    atomic.check_target(path)
    with _workshop() as folder:
        model = in_float32(model)
        export(model, folder / WHOLE)
        (folder / INPUTS).write_text(json.dumps(input_names(model)), "utf-8")
        if form == "tflite":
            export(model, folder / ONE, samples=1)
        _convert(folder, form, precision, cancelled)
        told = json.loads((folder / TOLD).read_text("utf-8"))
        if problem := told.get("problem"):
            raise ProblemError(Problem(problem, str(path), told.get("fix", "")))
        if not cancelled():
            atomic.write_bytes(path, (folder / RESULT).read_bytes())
    return str(told.get("note", ""))


def export(model: Any, folder: Path, samples: int | None = None) -> None:
    """The model as a SavedModel folder, for so many samples at a time (None: any number).

    Raises ProblemError for what TensorFlow cannot write.
    """
    import tensorflow as tf

    specs = [
        tf.TensorSpec([samples, *item.shape[1:]], item.dtype, name=name)
        for name, item in zip(input_names(model), model.inputs, strict=True)
    ]
    signature = specs if len(specs) == 1 else [specs]
    try:
        model.export(str(folder), format="tf_saved_model", verbose=False, input_signature=signature)
    except tf.errors.OpError as error:
        full = shutil.disk_usage(folder.parent).free < 2**20 or "No space" in str(error)
        what = "The disk is full." if full else f"TensorFlow could not write it: {str(error).splitlines()[0]}"
        fix = "Free some space or choose another drive, then try again."
        raise ProblemError(Problem(what, str(folder.parent), fix)) from error


@contextmanager
def _workshop() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="desktop-nn-"))
    try:
        yield folder
    except OSError as error:
        raise atomic.refused(error, folder) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def input_names(model: Any) -> list[str]:
    """The names of the Input layers, by which other programs feed the model."""
    return [str(item._keras_history.operation.name) for item in model.inputs]


def command(folder: Path, form: str, precision: str) -> list[str]:
    """What starts the converting process, from source or in a frozen program."""
    return own_command(COMMAND, str(folder), form, precision, module=_MODULE)


def _convert(folder: Path, form: str, precision: str, cancelled: Callable[[], bool]) -> None:
    """Run the child until it ends, or until `cancelled`. Raises ProblemError if it broke off."""
    environment = own_environment(TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="-1")
    quiet = subprocess.DEVNULL
    with (folder / "chatter.txt").open("wb") as chatter:
        with subprocess.Popen(
            command(folder, form, precision),
            stdin=quiet, stdout=chatter, stderr=chatter, env=environment, creationflags=NO_WINDOW,
        ) as process:  # fmt: skip
            try:
                while process.poll() is None and not cancelled():
                    with _until_later():
                        process.wait(_PAUSE)
            finally:
                if process.poll() is None:
                    process.kill()
    told = folder / TOLD
    if cancelled():
        told.write_text("{}", "utf-8")
    elif not told.exists():
        last = (folder / "chatter.txt").read_text("utf-8", "replace").strip().splitlines()[-1:]
        what = f"The converter broke off ({last[0][:200] if last else 'it said nothing'})."
        raise ProblemError(Problem(what, fix="Try another format, or a simpler model."))


@contextmanager
def _until_later() -> Iterator[None]:
    try:
        yield
    except subprocess.TimeoutExpired:
        return

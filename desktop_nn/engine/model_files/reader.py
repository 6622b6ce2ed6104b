"""Opens a model file through the reading process (`child.py`) and lays its drawing out."""

from __future__ import annotations

import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psutil

from desktop_nn import atomic
from desktop_nn.engine.model_files import exchange, limits
from desktop_nn.engine.model_files.embedded import mark_of, project_of, training_of
from desktop_nn.engine.model_files.exchange import Findings
from desktop_nn.engine.model_files.model_file import ArrayFolder, ModelFile, ReadingCancelledError
from desktop_nn.engine.model_files.refusals import DAMAGED, in_file, refused
from desktop_nn.engine.model_files.report import Change
from desktop_nn.graph import blocks
from desktop_nn.graph.grouped_layout import places, with_places
from desktop_nn.graph.model import Graph
from desktop_nn.own_process import NO_WINDOW, own_command, own_environment
from desktop_nn.problems import ProblemError

_MODULE = "desktop_nn.engine.model_files.child"
_TOO_LONG = "Reading the file takes far more computing than its size explains."
_PAUSE = 0.05


def read(
    path: Path, cancelled: Callable[[], bool] = lambda: False, seconds: float | None = None, *, values: bool = True
) -> ModelFile:
    """See `model_files.read`."""
    try:
        size = _size(path)
        folder = Path(tempfile.mkdtemp(prefix="desktop-nn-"))
    except OSError as error:
        raise atomic.refused(error, path) from error
    try:
        seconds = limits.seconds_for(size) if seconds is None else seconds
        code = _run(command(path.resolve(), folder, values=values), size, seconds, cancelled)
        findings = exchange.read(folder)
        if findings is None:
            raise _nothing_found(code)
    except ProblemError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise in_file(error, path) from None
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return _model_file(path, findings, ArrayFolder(folder), cancelled)


def command(path: Path, folder: Path, *, values: bool = True) -> list[str]:
    """What starts the reading process, from source or in a frozen program."""
    from desktop_nn.engine.model_files.child import COMMAND, NO_VALUES

    wish = [str(path), str(folder), *([] if values else [NO_VALUES])]
    return own_command(COMMAND, *wish, module=_MODULE)


def _size(path: Path) -> int:
    if path.is_dir():
        if (path / "saved_model.pb").exists():
            what = "This is a SavedModel folder, which holds compiled functions and no layers to draw."
            raise in_file(refused(what, "Save the model as .h5 or .keras."), path)
        raise in_file(refused("This is a folder, not a model file.", "Choose a file in it."), path)
    if not path.is_file() and path.exists():
        raise in_file(refused("This is no file but a device or a pipe.", "Choose a model file."), path)
    with path.open("rb"):  # says at once whether it may be read
        return path.stat().st_size


def _run(command: list[str], size: int, seconds: float, cancelled: Callable[[], bool]) -> int:
    environment = own_environment(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1")
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        command, stdin=quiet, stdout=quiet, stderr=quiet, env=environment, creationflags=NO_WINDOW
    ) as process:
        try:
            _wait(process, time.monotonic() + seconds, size, cancelled)
        finally:
            if process.poll() is None:
                process.kill()
        return process.returncode


def _nothing_found(code: int) -> ProblemError:
    from desktop_nn.engine.model_files.child import NO_ROOM

    if code == NO_ROOM:
        what = f"The disk of the folder for temporary files ({tempfile.gettempdir()}) is full."
        return refused(what, "Free some space, then try again.")
    if code < 0 and code == -getattr(signal, "SIGPROF", 0):
        return refused(_TOO_LONG, DAMAGED)
    return refused("The file is damaged in a way that breaks off its reading.", DAMAGED)


def _wait(process: subprocess.Popen[bytes], deadline: float, size: int, cancelled: Callable[[], bool]) -> None:
    """Return when the process has ended. Raises ProblemError if it takes too long or too much."""
    while True:
        try:
            process.wait(_PAUSE)
        except subprocess.TimeoutExpired:
            if cancelled():
                raise ReadingCancelledError from None
            if time.monotonic() > deadline:
                raise refused("Reading the file takes far longer than its size explains.", DAMAGED) from None
            held, computed = _taken(process.pid)
            if held > limits.memory_for(size):
                raise refused("Reading the file takes far more memory than its size explains.", DAMAGED) from None
            if computed > limits.computing_for(size):
                raise refused(_TOO_LONG, DAMAGED) from None
        else:
            return


def _taken(process_id: int) -> tuple[int, float]:
    """Bytes of memory that a process holds, and seconds that it has computed; where the system sets no bounds,
    somebody has to look."""
    try:
        process = psutil.Process(process_id)
        times = process.cpu_times()
        return int(process.memory_info().rss), times.user + times.system
    except psutil.Error:
        return 0, 0.0


def _model_file(path: Path, found: Findings, folder: ArrayFolder, cancelled: Callable[[], bool]) -> ModelFile:
    mark = mark_of(found)
    project = project_of(mark, found.graph) if mark is not None else None
    opened = ModelFile(
        path,
        found.graph,
        found.report,
        found.training,
        weights=found.weights,
        optimizer=found.optimizer,
        archive=found.archive,
        folder=folder,
    )
    if mark is not None and project is not None:
        training = training_of(project, found)
        opened = replace(opened, graph=project.graph, training=training, project=project)
        report = replace(found.report, patches=(), lost=())
        return replace(opened, report=report, random_states=mark.random_states)
    graph = _drawn(found.graph, cancelled)
    foreign = Change("", "the model was laid out anew", "the drawing in the file does not belong to it")
    report = replace(found.report, lost=(*found.report.lost, *((foreign,) if found.mark else ())))
    return replace(opened, graph=graph, report=report)


def _drawn(graph: Graph, cancelled: Callable[[], bool]) -> Graph:
    """The drawing and those inside it laid out, large ones folded into their blocks."""

    def check() -> None:
        if cancelled():
            raise ReadingCancelledError

    folded = blocks.folded(graph, check)
    found = places(folded, cancelled=cancelled)
    check()
    inner = {
        id: replace(layer, model=_drawn(layer.model, cancelled))
        for id, layer in folded.layers.items()
        if layer.model is not None
    }
    return with_places(replace(folded, layers={**folded.layers, **inner}) if inner else folded, found)

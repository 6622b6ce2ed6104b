"""The process that reads a model file: bounded, short-lived, without Keras. `reader.py` starts it.

It looks at the file as data only, translates it into a drawing and leaves the findings in a folder. Whatever a
broken or hostile file does to it, the app lives on.
"""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from desktop_nn.atomic import problem_of
from desktop_nn.catalogue.code_files import CodeFile
from desktop_nn.engine.model_files import architecture, archive, exchange, hdf5, keras_1, limits, marks, whole_model_h5
from desktop_nn.engine.model_files.contents import Contents, Stored
from desktop_nn.engine.model_files.model_file import Array, StoredArray
from desktop_nn.engine.model_files.refusals import DAMAGED, RESAVE, refused
from desktop_nn.engine.model_files.report import LockedLayer, Notes, Report
from desktop_nn.engine.model_files.sniffing import no_model
from desktop_nn.problems import ProblemError

COMMAND = "read-model-file"
"""The hidden sub-command that calls `main` where the app is one frozen program."""
NEWEST = (3, 15)
NO_VALUES = "--no-values"
NO_ROOM = 4
_FULL = (errno.ENOSPC, errno.EDQUOT)


def main(arguments: Sequence[str]) -> int:
    """Read the file of the first argument and leave the findings, or why there are none, in the folder of the second.

    A third argument, `NO_VALUES`, leaves out the values of the arrays, which is quicker. Returns the exit code: 0 if
    something was left there, `NO_ROOM` if the folder's disk is full.
    """
    path, folder = Path(arguments[0]), Path(arguments[1])
    os.environ["HDF5_PLUGIN_PATH"] = "disable"  # a file must not be able to name a library that HDF5 loads
    limits.limit_this_process(path.stat().st_size)
    return examine(path, folder, values=NO_VALUES not in arguments[2:])


def examine(path: Path, folder: Path, *, values: bool = True) -> int:
    """What `main` does, within whatever limits this process has."""
    try:
        _read(path, folder, path.stat().st_size, values)
    except ProblemError as error:
        exchange.write_problems(folder, error)
    except MemoryError:
        what = "Reading the file takes far more memory than its size explains."
        exchange.write_problems(folder, refused(what, DAMAGED))
    except OSError as error:
        if error.errno in _FULL:
            return NO_ROOM
        exchange.write_problems(folder, ProblemError(problem_of(error, "")))
    return 0


def _read(path: Path, folder: Path, size: int, values: bool) -> None:
    if size > limits.FILE_BYTES:
        raise refused(f"The file is larger than {limits.FILE_BYTES // limits.GIBIBYTE} GB.", "Choose a smaller model.")
    with path.open("rb") as file:
        head = file.read(1024)
    if head.startswith(hdf5.SIGNATURE):
        with hdf5.opened(path) as checked:
            _translate(whole_model_h5.read(checked), checked, folder, size, values)
    elif head.startswith(archive.SIGNATURE):
        weights = archive.unpack_weights(path, folder)
        try:
            with hdf5.opened(weights) as checked:
                _translate(archive.read(path, checked), checked, folder, size, values)
        finally:
            weights.unlink()
    elif architecture.is_json(head):
        _translate(architecture.read(path), None, folder, size, values)
    else:
        raise no_model(head)


def _translate(contents: Contents, file: hdf5.CheckedFile | None, folder: Path, size: int, values: bool) -> None:
    from desktop_nn.catalogue import load
    from desktop_nn.engine.model_files import model_config, training_config
    from desktop_nn.engine.model_files.catalogue_names import Names
    from desktop_nn.graph.own_layers import with_own

    names = Names(with_own(load(), _own_code(contents.mark)))
    _check_version(contents.keras_version, names.notes)
    names.of_keras_3 = _major(contents) > 2
    described = contents.model if _major(contents) > 1 else keras_1.in_words_of_keras_2(contents.model, names.notes)
    model = model_config.translate(described, names)
    training = training_config.translate(contents.training, model, names) if contents.training else None
    state = _optimizer(contents, names.notes) if training else ()
    keys = _Keys(file)
    weights = {model.names.get(layer, layer): keys.stored(arrays, layer) for layer, arrays in contents.weights.items()}
    findings = exchange.Findings(
        contents.format == archive.FORMAT,
        model.graph,
        training,
        _report(contents, names.notes, weights, size),
        weights,
        keys.stored(state, "optimizer"),
        contents.mark,
        contents.digest,
    )
    if values:
        exchange.write_arrays(folder, keys.values())
    exchange.write(folder, findings)


def _report(contents: Contents, notes: Notes, weights: Mapping[str, tuple[StoredArray, ...]], size: int) -> Report:
    return Report(
        f"Keras {'.'.join(contents.keras_version.split('.')[:2])} {contents.format}",
        contents.keras_version,
        size,
        contents.saved,
        tuple(notes.patches),
        tuple(notes.lost),
        tuple(_with_weights(layer, weights.get(layer.name, ())) for layer in notes.locked.values()),
    )


def _with_weights(layer: LockedLayer, stored: Sequence[StoredArray]) -> LockedLayer:
    return replace(layer, weights=tuple(item.shape for item in stored))


def _own_code(mark: str | None) -> tuple[CodeFile, ...]:
    """Files of code in the project that travels in the model file: read for the names of their classes, never run."""
    if mark is None:
        return ()
    from desktop_nn.project import file

    try:
        found = marks.from_json(json.loads(mark))
        return file.loads(found.project).project.code if found is not None else ()
    except (ProblemError, ValueError, RecursionError):
        return ()


class _Keys:
    """Gives every array that is wanted a short key, once."""

    def __init__(self, file: hdf5.CheckedFile | None) -> None:
        """A file without arrays is None."""
        self._file = file
        self._keys: dict[str, str] = {}

    def stored(self, arrays: Sequence[Stored], where: str) -> tuple[StoredArray, ...]:
        if len({path for _, path in arrays}) != len(arrays):
            raise refused("Two of its weights have the same name.", DAMAGED, where)
        return tuple(self._stored(name, path) for name, path in arrays)

    def values(self) -> Iterator[tuple[str, Array]]:
        for path, key in self._keys.items():
            if self._file is not None:
                yield key, self._file.array(path)

    def _stored(self, name: str, path: str) -> StoredArray:
        assert self._file is not None
        dataset = self._file.datasets[path]
        key = self._keys.setdefault(path, f"a{len(self._keys)}")
        return StoredArray(name, tuple(dataset.shape), str(dataset.dtype), key)


def _major(contents: Contents) -> int:
    """The first number of the version of Keras, which was checked before."""
    return int(contents.keras_version.split(".")[0])


def _check_version(version: str, notes: Notes) -> None:
    numbers = tuple(int(part) for part in version.split(".")[:2] if part.isdecimal() and len(part) < 5)
    if not numbers:
        raise refused(f"It does not say which Keras wrote it (“{version[:20]}”).", RESAVE)
    if numbers[0] > NEWEST[0]:
        what = f"The file is of Keras {version[:20]}; this app knows Keras up to {NEWEST[0]}.{NEWEST[1]}."
        raise refused(what, "Install a newer Desktop NN.")
    if numbers > NEWEST:
        notes.left_out(
            "", f"what Keras added since {NEWEST[0]}.{NEWEST[1]} is left out", f"the file is of Keras {version[:20]}"
        )


def _optimizer(contents: Contents, notes: Notes) -> tuple[Stored, ...]:
    if contents.optimizer and not contents.keras_version.startswith("3"):
        notes.patched("optimizer", "its state was translated from the form of Keras 2")
    return contents.optimizer


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

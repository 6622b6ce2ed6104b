"""Writes a model to .h5 or .keras: whole or not at all, with the project inside, and without touching the model.

Keras's own `load_model` can open the result, compiled.
"""

from __future__ import annotations

import contextlib
import errno
import io
import json
import os
import shutil
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from desktop_nn import atomic
from desktop_nn.engine.loading import load
from desktop_nn.engine.model_files import archive, marks, safe_json
from desktop_nn.engine.model_files.random_states import random_states
from desktop_nn.engine.model_files.refusals import refused
from desktop_nn.graph.facts import GraphFacts
from desktop_nn.project import file as project_file
from desktop_nn.project.document import Project

HDF5_SUFFIX, ARCHIVE_SUFFIX = ".h5", ".keras"
SUFFIXES = (HDF5_SUFFIX, ARCHIVE_SUFFIX)


def save(model: Any, path: Path, project: Project) -> None:
    """See `model_files.save`."""
    load()
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        what = f"A model cannot be saved as “{path.suffix or path.name}”."
        raise refused(what, "Choose a name that ends in .h5 or .keras.", str(path))
    mark = marks.Mark(project_file.dumps(project, GraphFacts()), "", random_states(model))
    target = Path(os.path.realpath(path))
    # Keras goes by the suffix, so it stays the last part of the temporary name.
    new = target.with_name(f".{target.stem}.{os.getpid()}.new{suffix}")
    try:
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not target.parent.is_dir():  # Keras would make it
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        _write(model, new, mark)
        _replace(new, target)
    except OSError as error:
        raise atomic.refused(error, path) from error
    finally:
        with contextlib.suppress(OSError):
            new.unlink(missing_ok=True)


def _write(model: Any, path: Path, mark: marks.Mark) -> None:
    if path.suffix == HDF5_SUFFIX:
        _write_hdf5(model, path, mark)
    else:
        plain = path.with_name(f"{path.name}.plain{ARCHIVE_SUFFIX}")
        try:
            model.save(plain)
            _mark_archive(plain, path, mark)
        finally:
            with contextlib.suppress(OSError):
                plain.unlink(missing_ok=True)


@contextlib.contextmanager
def _compile_config_kept(model: Any) -> Iterator[None]:
    """WORKAROUND: saving as .h5 takes the optimizer out of the live model's compile config, so that a later save
    as .keras would forget it; https://github.com/keras-team/keras/pull/23475 (after 3.15)."""
    holder = getattr(model, "_compile_config", None)
    config = dict(holder.config) if holder is not None else {}
    try:
        yield
    finally:
        if holder is not None:
            holder.config = config


def _write_hdf5(model: Any, path: Path, mark: marks.Mark) -> None:
    """Make the file in memory first, for which Keras has no public way.

    WORKAROUND: HDF5 that runs into a full disk brings the process down later; https://github.com/h5py/h5py/issues/914
    """
    import h5py
    from keras.src.legacy.saving.legacy_h5_format import save_model_to_hdf5

    memory = io.BytesIO()
    with h5py.File(memory, "w") as file:
        with _compile_config_kept(model):
            save_model_to_hdf5(model, file)
        digest = marks.digest(str(file.attrs["model_config"]), str(file.attrs.get("training_config", "")))
        file.attrs[marks.NAME] = marks.dumps(marks.Mark(mark.project, digest, mark.random_states))
    path.write_bytes(memory.getbuffer())


def _mark_archive(plain: Path, path: Path, mark: marks.Mark) -> None:
    """Copy the archive with the mark in its metadata, which Keras writes but never reads.

    An entry of its own would make Keras unpack the whole archive once more when it loads the file.
    """
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w") as new:
        config = old.read(archive.CONFIG).decode("utf-8")
        digest = marks.digest(config)
        for entry in old.infolist():
            if entry.filename == archive.METADATA:
                metadata = dict(safe_json.mapping(json.loads(old.read(entry)), archive.METADATA))
                metadata[marks.NAME] = marks.dumps(marks.Mark(mark.project, digest, mark.random_states))
                new.writestr(entry, json.dumps(metadata))
            else:
                with old.open(entry) as source, new.open(entry, "w", force_zip64=True) as copy:
                    shutil.copyfileobj(source, copy, 2**20)


def _replace(new: Path, target: Path) -> None:
    with new.open("r+b") as file:
        os.fsync(file.fileno())
    with contextlib.suppress(FileNotFoundError):
        new.chmod(stat.S_IMODE(target.stat().st_mode))
    new.replace(target)

"""Writes a model to .h5 or .keras: whole or not at all, with the project inside, and without touching the model.

Keras's own `load_model` can open the result, compiled. Every file is made in memory first: HDF5 that runs into a full
disk brings the process down later (https://github.com/h5py/h5py/issues/914). Models for other programs are
`engine/exports`'s.
"""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from desktop_nn import atomic
from desktop_nn.engine.loading import load, load_keras
from desktop_nn.engine.model_files import archive as layout
from desktop_nn.engine.model_files import marks, operation_forms, safe_json
from desktop_nn.engine.model_files.random_states import random_states
from desktop_nn.engine.model_files.refusals import refused
from desktop_nn.graph.facts import GraphFacts
from desktop_nn.project import file as project_file
from desktop_nn.project.document import Project

HDF5_SUFFIX, ARCHIVE_SUFFIX = ".h5", ".keras"
SUFFIXES = (HDF5_SUFFIX, ARCHIVE_SUFFIX)


def save(model: Any, path: Path, project: Project, *, keras2: bool = False) -> None:
    """See `model_files.save`."""
    load()
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES or (keras2 and suffix != HDF5_SUFFIX):
        what = f"A model cannot be saved as “{path.suffix or path.name}”{' for Keras 2' if keras2 else ''}."
        wanted = ".h5" if keras2 else ".h5 or .keras"
        raise refused(what, f"Choose a name that ends in {wanted}.", str(path))
    atomic.check_target(path)
    mark = _mark(model, project)
    if keras2:
        from desktop_nn.engine.keras2 import file

        atomic.write_bytes(path, file.content(model, mark))
        return
    with kept_as_it_is(model):
        content = _hdf5(model, mark) if suffix == HDF5_SUFFIX else _archive(model, mark)
    atomic.write_bytes(path, content)


def archive(model: Any, project: Project) -> memoryview:
    """The bytes of the .keras file."""
    load()
    with kept_as_it_is(model):
        return _archive(model, _mark(model, project))


def _mark(model: Any, project: Project) -> marks.Mark:
    return marks.Mark(project_file.dumps(project, GraphFacts()), "", random_states(model))


@contextlib.contextmanager
def kept_as_it_is(model: Any) -> Iterator[None]:
    """WORKAROUND: saving as .h5 takes the optimizer out of the live model's compile config, so that a later save
    as .keras would forget it; https://github.com/keras-team/keras/pull/23475 (after 3.15)."""
    holder = getattr(model, "_compile_config", None)
    config = dict(holder.config) if holder is not None else {}
    try:
        yield
    finally:
        if holder is not None:
            holder.config = config


def _hdf5(model: Any, mark: marks.Mark) -> memoryview:
    """The .h5 file, for whose making in memory Keras has no public way."""
    import h5py
    from keras.src.legacy.saving.legacy_h5_format import save_model_to_hdf5

    memory = io.BytesIO()
    with h5py.File(memory, "w") as file:
        save_model_to_hdf5(model, file)
        if "training_config" in file.attrs:
            training = json.loads(file.attrs["training_config"])
            training["loss"] = _in_full(training.get("loss"))
            file.attrs["training_config"] = json.dumps(training)
        file.attrs["model_config"] = operation_forms.with_modules(str(file.attrs["model_config"]))
        digest = marks.digest(str(file.attrs["model_config"]), str(file.attrs.get("training_config", "")))
        file.attrs[marks.NAME] = marks.dumps(marks.Mark(mark.project, digest, mark.random_states))
    return memory.getbuffer()


def _in_full(loss: Any) -> Any:
    """Losses by the full names of their functions: Keras writes a short one such as “mse”, but cannot load it."""
    if isinstance(loss, list):
        return [_in_full(item) for item in loss]
    if isinstance(loss, dict) and "class_name" not in loss:
        return {key: _in_full(value) for key, value in loss.items()}
    if not isinstance(loss, str):
        return loss
    return getattr(load_keras().losses.get(loss), "__name__", loss)


def _archive(model: Any, mark: marks.Mark) -> memoryview:
    """The .keras archive with the mark in its metadata, which Keras writes but never reads.

    An entry of its own would make Keras unpack the whole archive once more when it loads the file.
    """
    from keras.src.saving import saving_lib

    plain, marked = io.BytesIO(), io.BytesIO()
    saving_lib.save_model(model, plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(marked, "w") as new:
        digest = marks.digest(old.read(layout.CONFIG).decode("utf-8"))
        for entry in old.infolist():
            if entry.filename == layout.METADATA:
                metadata = dict(safe_json.mapping(json.loads(old.read(entry)), layout.METADATA))
                metadata[marks.NAME] = marks.dumps(marks.Mark(mark.project, digest, mark.random_states))
                new.writestr(entry, json.dumps(metadata))
            else:
                with old.open(entry) as source, new.open(entry, "w", force_zip64=True) as copy:
                    shutil.copyfileobj(source, copy, 2**20)
    return marked.getbuffer()

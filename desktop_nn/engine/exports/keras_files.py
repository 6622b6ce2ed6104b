"""What Keras itself reads: whole models through `model_files`, weights alone, layers alone."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

from desktop_nn import atomic
from desktop_nn.engine import model_files
from desktop_nn.engine.loading import load
from desktop_nn.engine.model_files.archive import WEIGHTS
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.project.document import Project


def write(model: Any, path: Path, project: Project, form: str) -> str:
    """See `exports.write`; for the forms that Keras reads."""
    if form == "weights":
        if not path.name.lower().endswith(".weights.h5"):
            what = f"Weights alone cannot be saved as “{path.name}”."
            raise ProblemError(Problem(what, str(path), "Choose a name that ends in .weights.h5."))
        atomic.check_target(path)
        atomic.write_bytes(path, weights(model))
    elif form == "architecture":
        atomic.write_text(path, architecture(model))
    else:
        model_files.save(model, path, project, keras2=form == "keras2_h5")
    return ""


def weights(model: Any) -> bytes:
    """A .weights.h5 file as `model.save_weights` writes it: the part of a .keras archive that bears this name."""
    load()
    from keras.src.saving import saving_lib

    memory = BytesIO()
    saving_lib.save_model(model, memory)
    with zipfile.ZipFile(memory) as archive:
        return archive.read(WEIGHTS)


def architecture(model: Any) -> str:
    """The layers as Keras's own JSON, for `keras.models.model_from_json`; how it was compiled is left out."""
    said = json.loads(model.to_json())
    said.pop("compile_config", None)
    return json.dumps(said, indent=2, ensure_ascii=False) + "\n"

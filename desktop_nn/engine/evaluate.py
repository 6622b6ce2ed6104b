"""Judges a model, from a file or live, on a part of the project's data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from desktop_nn.data.columns import Prepared, Samples
from desktop_nn.data.prepare import prepare
from desktop_nn.engine import model_files
from desktop_nn.engine.batches import feed
from desktop_nn.engine.build import input_names, output_names
from desktop_nn.engine.compile import compile_model
from desktop_nn.engine.failures import failure
from desktop_nn.engine.keras_state import own_keras_state
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.project.document import Project


def evaluate(project: Project, model: Path | Any, part: str = "test") -> dict[str, float]:
    """Loss and metrics by Keras's names, of a model file or a live model, on "train", "validation" or "test".

    A model that is not compiled is compiled with the project's choices. Raises ProblemError for a file that cannot
    be read, for data that cannot be prepared or does not suit the model, and for an empty part.
    """
    with own_keras_state():
        prepared = prepared_data(project)
        return figures(project, live_model(project, model), samples_of(prepared, part))


def prepared_data(project: Project) -> Prepared:
    """The project's data under the names of its inputs and outputs. Raises ProblemError."""
    return prepare(project.data, {**input_names(project.graph), **output_names(project.graph)})


def live_model(project: Project, model: Path | Any) -> Any:
    """The model itself, or the one in the file; compiled. Raises ProblemError if it does not suit the project."""
    live = model_files.restore(model_files.read(model), code=project.code) if isinstance(model, Path) else model
    if not live.compiled:
        compile_model(live, project.graph, project.training)
    wanted = set(input_names(project.graph).values())
    found = {tensor.name for tensor in live.inputs}
    if len(live.inputs) != len(wanted) or (len(wanted) > 1 and found != wanted):
        what = f"The model's inputs ({', '.join(sorted(found))}) are not those of the project."
        where = str(model) if isinstance(model, Path) else "Model"
        raise ProblemError(Problem(what, where, f"Choose a model with the inputs {', '.join(sorted(wanted))}."))
    return live


def samples_of(prepared: Prepared, part: str) -> Samples:
    """A part by its name. Raises ProblemError if there is none, or nothing in it."""
    parts = {"train": prepared.train, "validation": prepared.validation, "test": prepared.test}
    if part not in parts:
        raise ProblemError(Problem(f"There is no part called “{part}”.", "Data", f"Choose one of: {', '.join(parts)}."))
    if not len(parts[part]):
        raise ProblemError(Problem(f"The {part} part holds no samples.", "Data", "Hold out some in the data panel."))
    return parts[part]


def figures(project: Project, model: Any, samples: Samples) -> dict[str, float]:
    """Keras's `evaluate` on these samples, in the project's batch size. Raises ProblemError."""
    inputs, targets = feed(samples)
    try:
        found = model.evaluate(inputs, targets, batch_size=project.training.batch_size, verbose=0, return_dict=True)
    except Exception as error:  # samples and model do not go together
        raise ProblemError(failure(error, "Evaluation")) from error
    return {name: float(value) for name, value in found.items()}

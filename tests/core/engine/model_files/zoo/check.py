"""What is asked of every model of the zoo in every format: open, predict, train on, save, open again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from desktop_nn.engine.loading import load_keras
from desktop_nn.engine.model_files import ModelFile, read, restore, save
from desktop_nn.graph.bypassing import set_bypassed
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.project.document import Project
from desktop_nn.training.choices import TrainingChoices
from tests.core.engine.model_files.zoo.case import Case, Writer

STEPS = ("opened", "predicts", "trains on", "reopened")


@dataclass(slots=True)
class Result:
    """What became of one file. `steps` says of each step whether it went well; "-" where it has no meaning.

    `refused` is the writer's own reason not to write such a file.
    """

    case: Case
    writer: Writer
    suffix: str
    steps: dict[str, str] = field(default_factory=dict)
    refused: str = ""
    failure: str = ""
    report: tuple[str, ...] = ()
    locked: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What the file is called in tables and as a test."""
        return f"{self.case.name} {self.writer} {self.suffix}"

    @property
    def well(self) -> bool:
        """Whether everything that has a meaning went well."""
        return bool(self.refused) or (not self.failure and all(self.steps.get(step) in ("yes", "-") for step in STEPS))


class _WrongError(AssertionError):
    """A step did not give what it should."""


def keras_of(writer: Writer) -> Any:
    """The module that writes."""
    if writer == "keras 3":
        return load_keras()
    import tf_keras

    return tf_keras


def check(case: Case, writer: Writer, suffix: str, folder: Path) -> Result:
    """Make the model, save it as the writer does, and ask everything of the file."""
    result = Result(case, writer, suffix)
    load_keras().utils.set_random_seed(0)
    path = folder / f"{case.name}{suffix}"
    try:
        model = trained(case, keras_of(writer))
        model.save(path)
    except Exception as error:
        result.refused = f"{type(error).__name__}: {error}"[:200]
        return result
    try:
        _ask(result, model, path)
    except (_WrongError, ProblemError) as error:
        result.failure = str(error)
    except Exception as error:
        result.failure = f"{type(error).__name__}: {error}"[:300]
    return result


def trained(case: Case, keras: Any) -> Any:
    """The model after one epoch, if it is compiled."""
    keras.utils.set_random_seed(0)
    model = case.make(keras)
    if getattr(model, "optimizer", None) is not None:
        model.run_eagerly = True  # tracing would take longer than all the rest
        if not hasattr(model, "stays_untrained"):
            fit(case, model, case.inputs(model), case.goals(model))
    return model


def fit(case: Case, model: Any, inputs: Sequence[Any], goals: Sequence[Any]) -> None:
    """One more epoch in a fixed order."""
    _forget(model)
    x, y = _as_called(model, inputs), _as_asked(model, goals)
    model.fit(x, y, epochs=1, batch_size=_batch(model), shuffle=False, verbose=0)


def predictions(model: Any, inputs: Sequence[Any]) -> list[Any]:
    """What the model says, as arrays in its outputs' order."""
    _forget(model)
    size = _batch(model)
    said = [
        _flat(model, model(_as_called(model, [array[i : i + size] for array in inputs]), training=False))
        for i in (0, size)
    ]
    return [
        np.concatenate([np.asarray(part, dtype=_kind(part)) for part in parts]) for parts in zip(*said, strict=True)
    ]


def _ask(result: Result, model: Any, path: Path) -> None:
    case = result.case
    file = read(path)
    result.report, result.locked = file.changes, file.locked
    result.steps["opened"] = "yes"
    if case.lost and not any(case.lost in sentence for sentence in (*file.changes, *map(str, file.report.locked))):
        raise _WrongError(f"The report does not tell of the {case.lost}: {file.changes}")
    if case.locked or file.locked:
        _ask_locked(result, model, file)
        return
    inputs, goals = case.inputs(model), case.goals(model)
    warnings: list[Problem] = []
    restored = restore(file, warn=warnings.append)
    result.report += tuple(str(problem) for problem in warnings)
    order, ends = _orders(model, restored)
    before = predictions(model, inputs)
    _same(result, "predicts", [before[i] for i in ends], predictions(restored, [inputs[i] for i in order]))
    save(restored, path.with_name(f"again{path.suffix.replace('.hdf5', '.h5')}"), project_of(file))
    was_compiled = getattr(model, "optimizer", None) is not None
    comparable = was_compiled and not case.noise and restored.compiled
    if was_compiled and restored.compiled:
        restored.run_eagerly = True
    if comparable:
        fit(case, model, inputs, goals)
        fit(case, restored, [inputs[i] for i in order], [goals[i] for i in ends])
        after = predictions(model, inputs)
        found = predictions(restored, [inputs[i] for i in order])
        if case.state:
            _same(result, "trains on", [after[i] for i in ends], found)
        else:
            result.steps["trains on"] = "yes"
    elif was_compiled and restored.compiled and not case.noise:
        result.steps["trains on"] = "yes"
    else:
        result.steps["trains on"] = "-"
    again = read(path.with_name(f"again{path.suffix.replace('.hdf5', '.h5')}"))
    if again.project is None or again.changes:
        raise _WrongError(f"Saved by this app it comes back changed: {again.changes}")
    reopened = restore(again)
    found = predictions(reopened, [inputs[i] for i in order])
    if not all(
        np.array_equal(one, other, equal_nan=True)
        for one, other in zip(found, predictions_of(file, inputs, order), strict=True)
    ):
        raise _WrongError("Reopened it predicts something else.")
    result.steps["reopened"] = "yes"


def predictions_of(file: ModelFile, inputs: Sequence[Any], order: Sequence[int]) -> list[Any]:
    """What the file's model says."""
    return predictions(restore(file), [inputs[i] for i in order])


def _ask_locked(result: Result, model: Any, file: ModelFile) -> None:
    """Locked layers keep settings and weights; with them bypassed the rest is there with its weights."""
    case = result.case
    if set(file.locked) != set(case.locked):
        raise _WrongError(f"Locked is {file.locked}, not {case.locked}: {[str(one) for one in file.report.locked]}")
    for name in case.locked:
        theirs = [tuple(weight.shape) for weight in model.get_layer(name).weights]
        kept = [item.shape for item in file.weights.get(name, ())]
        if sorted(theirs) != sorted(kept):
            raise _WrongError(f"{name} keeps {kept} of its weights {theirs}.")
    locked = [node for node in file.graph.nodes if file.graph.name_of(node) in case.locked]
    rest = restore(_without(file, locked))
    for layer in rest.layers:
        ours, theirs = layer.get_weights(), model.get_layer(layer.name).get_weights() if layer.weights else []
        if not all(np.array_equal(one, other) for one, other in zip(ours, theirs, strict=True)):
            raise _WrongError(f"The weights of {layer.name} did not come.")
    result.steps.update({"predicts": "-", "trains on": "-", "reopened": "-"})


def _without(file: ModelFile, nodes: Sequence[str]) -> ModelFile:
    from dataclasses import replace

    return replace(file, graph=set_bypassed(file.graph, nodes, True))


def project_of(file: ModelFile) -> Project:
    """The project that the window makes of a file of another program."""
    return file.project or Project(file.graph, training=file.training or TrainingChoices())


def _same(result: Result, step: str, theirs: Sequence[Any], ours: Sequence[Any]) -> None:
    exact = result.writer == "keras 3"
    for one, other in zip(theirs, ours, strict=True):
        if one.dtype.kind in "fc" and not np.isfinite(one).all():
            raise _WrongError("The original's figures are not finite, so they prove nothing.")
        same = np.array_equal(one, other) if exact else np.allclose(one, other, rtol=0, atol=_near(result, step))
        if one.shape != other.shape or not same:
            apart = float(np.max(np.abs(np.asarray(one, float) - np.asarray(other, float))))
            raise _WrongError(f"{step}: apart by {apart:.3g}")
    result.steps[step] = "yes"


def _near(result: Result, step: str) -> float:
    return result.case.loose if step == "predicts" else max(result.case.apart, result.case.loose)


def _orders(model: Any, restored: Any) -> tuple[list[int], list[int]]:
    """For each of the restored model's inputs and outputs, its place in the original."""
    return (
        _places(_names(model, "input"), _names(restored, "input")),
        _places(_names(model, "output"), _names(restored, "output")),
    )


def _places(theirs: Sequence[str], ours: Sequence[str]) -> list[int]:
    plain = [name.replace("/", "_") for name in theirs]
    if len(theirs) == 1 or sorted(plain) != sorted(ours):
        return list(range(len(ours)))
    return [plain.index(name) for name in ours]


def _names(model: Any, which: str) -> list[str]:
    names = getattr(model, f"{which}_names", None)
    if names:
        return list(names)
    return [tensor.name for tensor in getattr(model, f"{which}s")]


def _struct(model: Any, which: str) -> Any:
    found = getattr(model, f"_{which}s_struct", None)
    return getattr(model, f"_nested_{which}s", None) if found is None else found


def _as_called(model: Any, arrays: Sequence[Any]) -> Any:
    struct = _struct(model, "input")
    if isinstance(struct, dict):
        by_name = dict(zip(_names(model, "input"), arrays, strict=True))
        return {key: by_name[tensor.name if hasattr(tensor, "name") else key] for key, tensor in struct.items()}
    return arrays[0] if len(arrays) == 1 else list(arrays)


def _as_asked(model: Any, arrays: Sequence[Any]) -> Any:
    if isinstance(_struct(model, "output"), dict):
        return dict(zip(_names(model, "output"), arrays, strict=True))
    return arrays[0] if len(arrays) == 1 else list(arrays)


def _flat(model: Any, said: Any) -> list[Any]:
    if isinstance(said, dict):
        return [said[name] for name in _names(model, "output")]
    return list(said) if isinstance(said, list | tuple) else [said]


def _kind(part: Any) -> str | None:
    return "float32" if "bfloat16" in str(part.dtype) or "float16" in str(part.dtype) else None


def _batch(model: Any) -> int:
    fixed = next(iter(model.inputs[0].shape))
    return int(fixed) if fixed else 6


def _forget(model: Any) -> None:
    for layer in model.layers:
        if getattr(layer, "stateful", False) is True:
            with suppress(AttributeError):
                (getattr(layer, "reset_states", None) or layer.reset_state)()


def as_line(result: Result) -> str:
    """The result as JSON, for the table in another process."""
    return json.dumps(
        {"name": result.name, "steps": result.steps, "failure": result.failure, "refused": result.refused}
    )

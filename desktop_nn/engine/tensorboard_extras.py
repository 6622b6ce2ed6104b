"""What TensorBoard is given at the end of a run besides Keras's own events: choices, HParams, weights, predictions."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from desktop_nn.data import sources
from desktop_nn.engine import prediction_pictures as pictures
from desktop_nn.engine.batches import feed
from desktop_nn.engine.loading import load_tensorflow
from desktop_nn.engine.predict import part_of, predictions_of
from desktop_nn.graph.effective import built
from desktop_nn.graph.model import MODEL_KIND
from desktop_nn.project.difference import value_text
from desktop_nn.training.choices import Configured
from desktop_nn.training.metric_titles import number_text

if TYPE_CHECKING:
    from desktop_nn.data.columns import Array, Prepared, Samples
    from desktop_nn.project.document import Project
    from desktop_nn.runs.folder import RunFolder
    from desktop_nn.runs.record import RunRecord
    from desktop_nn.training.predictions import OutputPredictions

_PICTURES, _POINTS, _AT_ONCE, _BUCKETS = 20, 1024, 512, 30
_MOST_HPARAMS = 60


def write_extras(folder: RunFolder, project: Project, model: Any, prepared: Prepared, record: RunRecord) -> None:
    """Write them into the run's folder if the document asks for TensorBoard. Never fails: the run itself is over."""
    wanted = next((item for item in project.training.callbacks if item.kind == "TensorBoard"), None)
    if wanted is None:
        return
    try:
        _write(folder, project, model, prepared, record, bool(wanted.config.get("histogram_freq")))
    except Exception:
        logging.getLogger(__name__).warning("TensorBoard's extras could not be written.", exc_info=True)


def _write(
    folder: RunFolder, project: Project, model: Any, prepared: Prepared, record: RunRecord, histograms: bool
) -> None:
    summary = load_tensorflow().summary
    writer = summary.create_file_writer(str(folder.path), filename_suffix=".extras")
    try:
        with writer.as_default():
            summary.text("choices", choices_table(project, record), step=0)
            if project.notes.strip():
                summary.text("notes", project.notes, step=0)
            for message in _session(project, record):
                summary.experimental.write_raw_pb(message.SerializeToString(), step=0)
            if not histograms:
                _weights(summary, model, record.epochs)
            for name, picture in _predictions(project, model, prepared):
                summary.image(name, picture[None], step=record.epochs)
    finally:
        writer.close()


# --- words --------------------------------------------------------------------------------------------------------


def choices_table(project: Project, record: RunRecord) -> str:
    """All choices of the run and its figures, as a Markdown table."""
    rows = [("State", f"{record.state}, {record.epochs} of {record.planned_epochs} epochs")]
    rows += [(name, value_text(value)) for name, value in hparams(project, record).items()]
    rows += [(f"Callback {item.kind}", _settings(item) or "as Keras has it") for item in project.training.callbacks]
    rows += [(f"Figure {name}", number_text(value)) for name, value in record.metrics.items()]
    rows += [(f"Figure test {name}", number_text(value)) for name, value in record.test.items()]
    rows += [(f"Version of {name}", value) for name, value in record.versions.items()]
    lines = [f"| {_cell(name)} | {_cell(value)} |" for name, value in rows]
    return "\n".join(("| Choice | Value |", "| --- | --- |", *lines))


def hparams(project: Project, record: RunRecord) -> dict[str, bool | float | str]:
    """The choices by name, as TensorBoard's HParams compares them between runs: numbers as numbers."""
    choices, found = project.training, dict[str, Any]()
    found["model"] = project.graph.name
    found["parameters"] = record.parameters
    found["data"] = record.data
    for name, count in record.samples.items():
        found[f"{name} samples"] = count
    found["epochs"], found["batch_size"], found["seed"] = choices.epochs, choices.batch_size, choices.seed
    found["optimizer"] = choices.optimizer.kind
    if record.learning_rate is not None:
        found["learning_rate"] = record.learning_rate
    for name, value in choices.optimizer.config.items():
        found.setdefault(f"optimizer.{name}" if name != "learning_rate" else name, value)
    for node, output in choices.outputs.items():
        if output.loss is not None and node in project.graph.nodes:
            found[f"{project.graph.name_of(node)}.loss"] = output.loss.kind
    found |= _layers(project)
    return {name: _plain(value) for name, value in list(found.items())[:_MOST_HPARAMS]}


def _layers(project: Project) -> dict[str, Any]:
    graph = built(project.graph)
    return {
        f"{layer.name}.{name}": value
        for layer in graph.layers.values()
        if layer.kind not in ("InputLayer", MODEL_KIND)
        for name, value in layer.config.items()
    }


def _plain(value: Any) -> bool | float | str:
    return value if isinstance(value, bool | int | float) else value_text(value)


def _settings(item: Configured) -> str:
    return ", ".join(f"{name} {value_text(value)}" for name, value in item.config.items())


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def _session(project: Project, record: RunRecord) -> Iterator[Any]:
    """When the run began with which choices, and how it ended, in the words of TensorBoard's HParams."""
    from tensorboard.plugins.hparams import api_pb2
    from tensorboard.plugins.hparams import summary as hparams_summary

    try:
        began = datetime.fromisoformat(record.created).timestamp()
    except ValueError:
        began = time.time() - record.seconds
    yield hparams_summary.session_start_pb(hparams(project, record), start_time_secs=began)
    failed = record.state == "failed"
    status = api_pb2.STATUS_FAILURE if failed else api_pb2.STATUS_SUCCESS
    yield hparams_summary.session_end_pb(status, end_time_secs=began + record.seconds)


# --- numbers and pictures -----------------------------------------------------------------------------------------


def _weights(summary: Any, model: Any, step: int) -> None:
    """The weights as they are at the end; the document's callback writes them epoch by epoch if it is told to."""

    for weight in model.weights:
        message = _histogram(f"weights/{weight.path}", weight.value.numpy())
        summary.experimental.write_raw_pb(message.SerializeToString(), step=step)


def _histogram(tag: str, values: Array) -> Any:
    """TensorBoard's own message: left end, right end and count of each bucket."""
    import numpy as np
    from tensorboard.compat.proto.summary_pb2 import Summary
    from tensorboard.plugins.histogram import metadata
    from tensorboard.util import tensor_util

    sound = values[np.isfinite(values)].astype(np.float64)
    counts, edges = np.histogram(sound, _BUCKETS)
    buckets = np.stack((edges[:-1], edges[1:], counts), axis=1)
    kind = metadata.create_summary_metadata(display_name="", description="")
    return Summary(value=[Summary.Value(tag=tag, tensor=tensor_util.make_tensor_proto(buckets), metadata=kind)])


def _predictions(project: Project, model: Any, prepared: Prepared) -> Iterator[tuple[str, Array]]:
    samples = prepared.test if len(prepared.test) else prepared.validation
    if not len(samples):
        return
    seen = _image(project, samples)
    some = part_of(samples, _POINTS)
    outputs = predictions_of(project, prepared, some, _answer(model, some))
    for output in outputs:
        if seen is not None and output.truth.ndim == 1:
            yield f"predictions/{output.output}", _grid(output, seen[:_PICTURES])
        if output.is_classification:
            yield f"confusion/{output.output}", pictures.confusion(output.confusion(), output.class_names)
        elif output.truth.ndim == 1 and output.predicted[0].size == 1:
            flat = output.predicted.reshape(-1)
            yield (
                f"scatter/{output.output}",
                pictures.scatter(output.truth, flat, f"{output.output}: answer over truth"),
            )


def _answer(model: Any, samples: Samples) -> list[Array]:
    """Called straight, some at a time: `predict` would compile a function for it first."""
    import numpy as np

    parts: list[list[Array]] = []
    for start in range(0, len(samples), _AT_ONCE):
        inputs, _ = feed(part_of(samples, _AT_ONCE, start))
        found = model(inputs, training=False)
        several = list(found.values()) if isinstance(found, dict) else found
        parts.append([np.asarray(item) for item in (several if isinstance(several, list | tuple) else [several])])
    return [np.concatenate(arrays) for arrays in zip(*parts, strict=True)]


def _image(project: Project, samples: Samples) -> Array | None:
    """The first input that is fed with a picture."""
    source = project.data.source
    if source is None:
        return None
    description = sources.describe(source)
    for node, columns in project.data.bindings.inputs.items():
        column = description.column(columns[0]) if len(columns) == 1 else None
        array = samples.inputs.get(project.graph.name_of(node)) if node in project.graph.nodes else None
        if column is not None and column.kind == "image" and array is not None and array.ndim in (3, 4):
            return array
    return None


def _grid(output: OutputPredictions, images: Array) -> Array:
    count = len(images)
    if not output.is_classification:
        flat = output.predicted.reshape(len(output.predicted), -1)[:count, 0]
        said = [number_text(float(value)) for value in flat]
        return pictures.answers(images, said, [""] * count, [True] * count)
    labels, sure, truth = output.labels()[:count], output.confidence()[:count], output.truth[:count]
    names = output.class_names
    said = [f"{names[min(int(label), len(names) - 1)]} {share:.0%}" for label, share in zip(labels, sure, strict=True)]
    right = [bool(one == other) for one, other in zip(labels, truth, strict=True)]
    return pictures.answers(images, said, [names[int(code)] for code in truth], right)

"""How the reading process hands its findings over: `model.json` beside `weights.npz` in one folder."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from desktop_nn.engine.model_files.model_file import Array, StoredArray
from desktop_nn.engine.model_files.report import Report
from desktop_nn.engine.model_files.report import from_data as report_from_data
from desktop_nn.graph.model import Graph, Layer, Link, Node
from desktop_nn.problems import Problem, ProblemError, shown
from desktop_nn.training.choices import Configured, OutputChoices, TrainingChoices

FINDINGS, ARRAYS = "model.json", "weights.npz"


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything found in a file but the arrays' values. `mark` is this app's own text in it, still to be read."""

    archive: bool
    graph: Graph
    training: TrainingChoices | None
    report: Report
    weights: Mapping[str, tuple[StoredArray, ...]] = field(default_factory=dict)
    optimizer: tuple[StoredArray, ...] = ()
    mark: str | None = None
    digest: str = ""


def write(folder: Path, findings: Findings) -> None:
    """Put the findings into the folder."""
    data = asdict(replace(findings, graph=Graph()))
    data["graph"] = _drawing(findings.graph)
    _write_json(folder, {"findings": data})


def write_problems(folder: Path, error: ProblemError) -> None:
    """Put the reason why the file is refused into the folder."""
    _write_json(folder, {"problems": [asdict(problem) for problem in error.problems]})


def read(folder: Path) -> Findings | None:
    """The findings, or None if there are none. Raises ProblemError if the file was refused."""
    file = folder / FINDINGS
    if not file.exists():
        return None
    try:
        data = json.loads(file.read_text("utf-8"))
    except ValueError:  # the process died while it wrote
        return None
    if "problems" in data:
        raise ProblemError(*(Problem(**item) for item in data["problems"]))
    found = data["findings"]
    return Findings(
        **{
            **found,
            "graph": _graph(found["graph"]),
            "training": _training(found["training"]),
            "report": report_from_data(_shown(found["report"])),
            "weights": {name: _stored(items) for name, items in found["weights"].items()},
            "optimizer": _stored(found["optimizer"]),
        }
    )


def write_arrays(folder: Path, arrays: Iterator[tuple[str, Array]]) -> None:
    """Put arrays into the folder one after the other, so that only one is in memory at a time."""
    import numpy as np

    with zipfile.ZipFile(folder / ARRAYS, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for key, array in arrays:
            with archive.open(f"{key}.npy", "w", force_zip64=True) as file:
                np.lib.format.write_array(file, np.asanyarray(array), allow_pickle=False)


def _shown(data: Any) -> Any:
    """The same with all texts fit to be shown: a report quotes what the file holds."""
    if isinstance(data, str):
        return shown(data)
    if isinstance(data, list):
        return [_shown(item) for item in data]
    return {key: _shown(item) for key, item in data.items()} if isinstance(data, dict) else data


def _write_json(folder: Path, data: Any) -> None:
    (folder / FINDINGS).write_text(json.dumps(data), "utf-8")


def _drawing(graph: Graph) -> dict[str, Any]:
    return {
        "name": graph.name,
        "layers": [
            {**_flat(replace(layer, code=None)), "model": layer.model and _drawing(layer.model)}
            for layer in graph.layers.values()
        ],
        "nodes": [_flat(node) for node in graph.nodes.values()],
        "links": [_flat(link) for link in graph.links],
    }


def _flat(value: Layer | Node | Link) -> dict[str, Any]:
    """The fields as they are; `asdict` would copy each, which takes half of the time for thousands of layers."""
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _graph(data: Mapping[str, Any]) -> Graph:
    return Graph(
        data["name"],
        {item["id"]: _layer(item) for item in data["layers"]},
        {item["id"]: Node(**item) for item in data["nodes"]},
        tuple(Link(**item) for item in data["links"]),
    )


def _layer(data: Mapping[str, Any]) -> Layer:
    model = None if data["model"] is None else _graph(data["model"])
    shapes = tuple(tuple(shape) for shape in data["output_shapes"])
    return Layer(**{**data, "model": model, "output_shapes": shapes})


def _training(data: Mapping[str, Any] | None) -> TrainingChoices | None:
    if data is None:
        return None
    outputs = {node: _output(item) for node, item in data["outputs"].items()}
    callbacks = tuple(Configured(**item) for item in data["callbacks"])
    return TrainingChoices(
        **{**data, "optimizer": Configured(**data["optimizer"]), "outputs": outputs, "callbacks": callbacks}
    )


def _output(data: Mapping[str, Any]) -> OutputChoices:
    loss = Configured(**data["loss"]) if data["loss"] else None
    return OutputChoices(loss, data["weight"], tuple(Configured(**item) for item in data["metrics"]))


def _stored(items: Sequence[Mapping[str, Any]]) -> tuple[StoredArray, ...]:
    return tuple(StoredArray(item["name"], tuple(item["shape"]), item["dtype"], item["key"]) for item in items)

"""Models as Keras 2 writes them: layers in a row, or layers and the calls between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from desktop_nn.engine.keras2 import layers
from desktop_nn.engine.keras2.known import find, unsaid
from desktop_nn.engine.keras2.objects import Config
from desktop_nn.problems import Problem, ProblemError


def model(kind: str, config: Mapping[str, Any]) -> Config:
    """`{"class_name", "config"}` of a model. Raises ProblemError with everything that cannot be written."""
    if kind == "Sequential":
        rows = _each(config["layers"], layers.layer)
        return {"class_name": kind, "config": {"name": config["name"], "layers": rows}}
    said = _without_masks(config["layers"], config["output_layers"])
    shifted = {item["name"] for item in said if item["class_name"] in layers.MODELS}
    rows = _each(said, lambda item: _called(item, shifted))
    rewritten = {
        "name": config["name"],
        "trainable": config.get("trainable", True),
        "layers": rows,
        "input_layers": _ends(config["input_layers"], set()),
        # Of a nested Sequential Keras 3 counts the calls from 0, of other nested models from 1, as Keras 2 does of all.
        "output_layers": _ends(config["output_layers"], _of_kind(config["layers"], "Sequential")),
    }
    return {"class_name": "Model", "config": rewritten}  # “Functional” is this one's name since TensorFlow 2.3 only


def _each(said: Sequence[Mapping[str, Any]], turn: Any) -> list[Config]:
    found: list[Config] = []
    problems: list[Problem] = []
    for item in said:
        try:
            found.append(turn(item))
        except ProblemError as error:
            problems.extend(error.problems)
    if problems:
        raise ProblemError(*problems)
    return found


def _without_masks(said: Sequence[Mapping[str, Any]], outputs: Any) -> list[Mapping[str, Any]]:
    """The layers without what Keras 3 computes masks with by itself (behind an Embedding): Keras 2 does so unasked."""
    ends = {row[0] for row in _rows(outputs, set())} if not isinstance(outputs, Mapping) else set()
    operations = {item["name"] for item in said if str(item.get("module")).startswith("keras.src.ops")} - ends
    while True:
        readers = [(item["name"], source) for item in said for source in _read_for_itself(item, operations)]
        real = {source for reader, source in readers if reader not in operations}
        if not real:
            break
        operations -= real
    return [_unmasked(item, operations) for item in said if item["name"] not in operations]


def _read_for_itself(said: Mapping[str, Any], operations: set[str]) -> Iterator[str]:
    """Those of the operations that a layer reads otherwise than as a mask."""
    for node in said["inbound_nodes"]:
        named = {key: value for key, value in node["kwargs"].items() if key != "mask"}
        yield from (name for name in _sources([node["args"], named]) if name in operations)


def _sources(said: Any) -> Iterator[str]:
    if _is_tensor(said):
        yield said["config"]["keras_history"][0]
    elif isinstance(said, Mapping):
        yield from (name for value in said.values() for name in _sources(value))
    elif isinstance(said, list | tuple):
        yield from (name for value in said for name in _sources(value))


def _unmasked(said: Mapping[str, Any], operations: set[str]) -> Mapping[str, Any]:
    def kept(key: str, value: Any) -> bool:
        return key != "mask" or not operations.intersection(_sources(value))

    nodes = [
        {**node, "kwargs": {key: value for key, value in node["kwargs"].items() if kept(key, value)}}
        for node in said["inbound_nodes"]
    ]
    return {**said, "inbound_nodes": nodes}


def _called(said: Mapping[str, Any], shifted: set[str]) -> Config:
    """A layer of a functional model with its calls."""
    call = _call_arguments(said["class_name"])
    nodes = [_node(node, call, shifted, said["name"]) for node in said["inbound_nodes"]]
    return {**layers.layer(said), "name": said["name"], "inbound_nodes": nodes}


def _call_arguments(kind: str) -> tuple[str, ...]:
    known = find("layers", kind)
    return known.call if known is not None else ("inputs",)


def _node(node: Mapping[str, Any], call: Sequence[str], shifted: set[str], name: str) -> list[Any]:
    """One call: the tensors of the first argument, and the others by name beside each of them."""
    first, *others = node["args"] or [None]
    more = dict(zip(call[1:], others, strict=False)) | dict(node["kwargs"])
    # Keras 3 notes `training`, but goes by how the model is called; for Keras 2 it would hold for good.
    said = {key: value for key, value in more.items() if key != "training" and not _is_nothing(value)}
    named = {key: _argument(value, shifted) for key, value in said.items()}
    rows = first if isinstance(first, list) else [first]
    if not rows or not all(_is_tensor(row) for row in rows):
        raise unsaid("Keras 2 calls layers on tensors or lists of them only.", name)
    return [[*_history(row, shifted), named] for row in rows]


def _argument(said: Any, shifted: set[str]) -> Any:
    if _is_tensor(said):
        return _history(said, shifted)
    if isinstance(said, list):
        return [_argument(item, shifted) for item in said]
    return said


def _is_nothing(said: Any) -> bool:
    """None, or a list of it: the masks of tensors without one."""
    return said is None or (isinstance(said, list) and all(_is_nothing(item) for item in said))


def _is_tensor(said: Any) -> bool:
    return isinstance(said, Mapping) and said.get("class_name") == "__keras_tensor__"


def _history(said: Mapping[str, Any], shifted: set[str]) -> list[Any]:
    layer, call, tensor = said["config"]["keras_history"]
    return [layer, call + (layer in shifted), tensor]


def _of_kind(said: Sequence[Mapping[str, Any]], kind: str) -> set[str]:
    return {item["name"] for item in said if item["class_name"] == kind}


def _ends(said: Any, shifted: set[str]) -> Any:
    """Inputs or outputs: always a list of triples, or by name."""
    if isinstance(said, Mapping):
        return {key: row for key, value in said.items() for row in _ends(value, shifted)}
    return list(_rows(said, shifted))


def _rows(said: Sequence[Any], shifted: set[str]) -> Iterator[list[Any]]:
    if len(said) == 3 and isinstance(said[0], str):
        yield [said[0], said[1] + (said[0] in shifted), said[2]]
        return
    for item in said:
        yield from _rows(item, shifted)

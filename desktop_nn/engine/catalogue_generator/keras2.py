"""Writes what Keras 2 takes (`resources/catalogue/keras2.json`), out of tf-keras, the package of Keras 2.

Run `python -m desktop_nn.engine.catalogue_generator.keras2`; the app itself only reads the file.
"""

from __future__ import annotations

import importlib
import inspect
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

FILE = Path(__file__).parents[3] / "resources" / "catalogue" / "keras2.json"
ROOMS = (
    "layers",
    "optimizers",
    "optimizers.legacy",
    "optimizers.schedules",
    "losses",
    "metrics",
    "initializers",
    "regularizers",
    "constraints",
)
_SIMPLE = (bool, int, float, str, type(None))


def assemble() -> dict[str, Any]:
    """By room and class: the parameters with their defaults, and of layers the arguments of a call."""
    keras = importlib.import_module("tf_keras")
    loadable = importlib.import_module("tf_keras.src.layers.serialization")
    loadable.populate_deserializable_objects()
    found: dict[str, Any] = {}
    for room in ROOMS:
        module = importlib.import_module(f"tf_keras.{room}")
        classes = {name: value for name, value in vars(module).items() if inspect.isclass(value)}
        if room == "layers":  # a few can be made, but not be loaded
            classes = {name: value for name, value in classes.items() if loadable.get_builtin_layer(name)}
        found[room] = {name: _described(kind, room, keras) for name, kind in sorted(classes.items())}
    found["functions"] = {room: _functions(f"tf_keras.{room}") for room in ("activations", "losses", "metrics")}
    return found


def to_text(found: Mapping[str, Any]) -> str:
    """The file's text, one class a line."""
    rooms = []
    for room, classes in found.items():
        lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(about)}" for name, about in classes.items())
        rooms.append(f"{json.dumps(room)}: {{\n{lines}\n}}")
    return "{\n" + ",\n".join(rooms) + "\n}\n"


def _described(kind: type, room: str, keras: Any) -> dict[str, Any]:
    about: dict[str, Any] = {"parameters": dict(_parameters(kind))}
    if room == "layers" and issubclass(kind, keras.layers.Layer):
        about["call"] = [name for name in _signature_of_call(kind).parameters if name not in ("self", "kwargs")]
    return about


def _signature_of_call(kind: Any) -> inspect.Signature:
    return inspect.signature(kind.call)


def _parameters(kind: type) -> Iterator[tuple[str, dict[str, Any]]]:
    """The constructor's parameters and, while it passes on what it does not know, those of the class it is made of."""
    known: set[str] = set()
    for base in kind.__mro__:
        constructor = base.__dict__.get("__init__")
        if constructor is None or base is object:
            continue
        signature = inspect.signature(inspect.unwrap(constructor)).parameters.values()
        for parameter in list(signature)[1:]:
            if parameter.kind in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL) or parameter.name in known:
                continue
            known.add(parameter.name)
            simple = isinstance(parameter.default, _SIMPLE)
            yield parameter.name, {"default": parameter.default} if simple else {}
        if all(parameter.kind != parameter.VAR_KEYWORD for parameter in signature):
            return


def _functions(module: str) -> list[str]:
    found = vars(importlib.import_module(module))
    return sorted(name for name, value in found.items() if inspect.isfunction(value) and not name.startswith("_"))


def main() -> int:
    """Write the file."""
    FILE.write_text(to_text(assemble()), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

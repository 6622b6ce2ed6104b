"""Puts the weights of a .keras archive into a model: by layer name, within a layer by Keras's paths of attributes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from desktop_nn.engine.model_files.model_file import Array, ModelFile
from desktop_nn.engine.model_files.refusals import RESAVE, refused
from desktop_nn.graph.edits import snake_case

_OWN = "vars"


def fill(model: Any, model_file: ModelFile, fresh: Collection[str] = ()) -> None:
    """Assign every weight but those of `fresh` layers. Raises ProblemError if a layer's weights do not fit."""
    for layer in model.layers:
        stored = model_file.weights.get(layer.name, ())
        if layer.name in fresh or (not stored and not layer.weights):
            continue
        arrays = dict(zip((item.name for item in stored), model_file.arrays(stored), strict=True))
        unused = _fill_layer(layer, arrays)
        if unused:
            raise refused(f"The file holds a weight “{unused}” that the layer does not have.", RESAVE, layer.name)


def _fill_layer(layer: Any, arrays: Mapping[str, Array]) -> str:
    """Assign a layer's arrays by their paths; returns the first one that nothing in the layer took, or nothing."""
    left = dict(arrays)
    for path, part in _parts(layer):
        prefix = f"{path}/{_OWN}/" if path else f"{_OWN}/"
        own = {name.removeprefix(prefix): left.pop(name) for name in list(left) if name.startswith(prefix)}
        try:
            part.load_own_variables(own)
        except (ValueError, KeyError, TypeError) as error:
            expected = ", ".join(str(tuple(weight.shape)) for weight in layer.weights)
            found = ", ".join(str(array.shape) for array in arrays.values()) or "none"
            what = f"The layer's weights should have the shapes {expected}, but the file holds {found}."
            raise refused(what, RESAVE, layer.name) from error
        if own and hasattr(part, "finalize_state"):
            part.finalize_state()
    return next(iter(left), "")


def _parts(layer: Any) -> Iterator[tuple[str, Any]]:
    """The layer and everything in it that keeps variables, with the paths that Keras gives them in an archive.

    WORKAROUND: Keras walks this way when it loads an archive, but has no public function for it.
    """
    from keras.src.saving.keras_saveable import KerasSaveable
    from keras.src.saving.saving_lib import _walk_saveable

    seen: dict[int, Any] = {}  # the objects are kept, because a freed one's id goes to the next: `layers` is a new list

    def walk(item: Any, path: str) -> Iterator[tuple[str, Any]]:
        if id(item) in seen:
            return
        seen[id(item)] = item
        if isinstance(item, KerasSaveable):
            if hasattr(item, "load_own_variables"):
                yield path, item
            for attribute, child in _walk_saveable(item):
                drawn = attribute == "layers" and item._obj_type() in ("Functional", "Sequential")
                if drawn and isinstance(child, list):  # a nested model: `archive.py` says it by names
                    for part in child:
                        yield from walk(part, f"{path}/layers/{part.name}" if path else f"layers/{part.name}")
                    continue
                yield from walk(child, f"{path}/{attribute}" if path else attribute)
        elif isinstance(item, list | tuple | dict):
            counts: dict[str, int] = {}
            for child in item.values() if isinstance(item, dict) else item:
                if isinstance(child, KerasSaveable | list | tuple | dict):
                    saveable = isinstance(child, KerasSaveable)
                    name = snake_case(type(child).__name__) if saveable else "container"
                    number = counts.get(name, 0)
                    counts[name] = number + 1
                    yield from walk(child, f"{path}/{name}_{number}" if number else f"{path}/{name}")

    yield from walk(layer, "")

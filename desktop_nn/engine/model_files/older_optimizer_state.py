"""Puts an optimizer state that Keras 2 wrote into an optimizer of Keras 3: by the names of weights and slots.

Keras 2 had two families of optimizers: `Adam/m/dense/kernel:0` is of those since 2.11, `Adam/dense/kernel/m:0` of
those before (“legacy” since then). The oldest files, and archives, only have an order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

from desktop_nn.engine.model_files.hdf5_weights import ordered_weights, stored_weights
from desktop_nn.engine.model_files.model_file import ModelFile, StoredArray

Place: TypeAlias = tuple[str, int]
"""A slot's name in Keras 3 and the number of the weight among the model's trainable ones."""

_SLOTS: Final = {
    "m": "momentum",
    "v": "velocity",
    "vhat": "velocity_hat",
    "u": "norm",
    "rms": "velocity",
    "mg": "average_gradient",
    "accum_grad": "accumulated_grad",
    "accum_var": "accumulated_delta_var",
}
_COUNTERS: Final = frozenset({"iteration", "iter", "iterations"})
_FORGOTTEN: Final = frozenset({"momentum_cache", "learning_rate", "decay", "beta_1", "beta_2", "rho"})
"""Of single numbers in a state: what Keras 3 keeps in its configuration or computes from the iterations."""
_NADAM_DECAY: Final = 0.96


def restore(model: Any, model_file: ModelFile) -> bool:
    """Assign the variables of a built optimizer; False, with nothing changed, if the state does not fit."""
    optimizer = model.optimizer
    stored = model_file.optimizer
    places = _renamed(kind_of(optimizer), _by_name(model, model_file)) or _by_order(model, model_file)
    if places is None:
        return False
    own = _own(optimizer, model.trainable_variables)
    if not (kind_of(optimizer) == "SGD" and not optimizer.momentum):  # Keras 2 kept a momentum that SGD does not use
        wanted = {place for place in own if place[0] not in ("learning_rate", "product")}
        if wanted != set(places):
            return False
    pairs = [(own[place], item) for place, item in places.items() if place in own]
    if any(tuple(variable.shape) != item.shape for variable, item in pairs):
        return False
    arrays = model_file.arrays(tuple(item for _, item in pairs))
    for (variable, _), array in zip(pairs, arrays, strict=True):
        variable.assign(array)
    _compute_product(optimizer, own, len(stored))
    return True


def kind_of(optimizer: Any) -> str:
    """The optimizer's class."""
    return type(optimizer).__name__


def _own(optimizer: Any, weights: Sequence[Any]) -> dict[Place, Any]:
    """The optimizer's variables by slot and weight; numbers of the whole optimizer have weight -1."""
    paths = {weight.path.replace("/", "_"): number for number, weight in enumerate(weights)}
    found: dict[Place, Any] = {}
    for variable in optimizer.variables:
        name = variable.path.rpartition("/")[2]
        path = max((path for path in paths if name.startswith(f"{path}_")), key=len, default=None)
        if path is not None:
            found[name.removeprefix(f"{path}_"), paths[path]] = variable
        elif variable is getattr(optimizer, "_u_product", None):
            found["product", -1] = variable
        else:
            found[name, -1] = variable
    return found


def _by_name(model: Any, model_file: ModelFile) -> dict[Place, StoredArray] | None:
    """Stored arrays by where they belong, or None if the names do not tell."""
    numbers = _numbers_by_name(model, model_file)
    found: dict[Place, StoredArray] = {}
    for item in model_file.optimizer:
        place = _place(item.name.removesuffix(":0"), numbers)
        if place is None or place in found:
            return None
        if place[0]:
            found[place] = item
    return found


def _place(name: str, numbers: Mapping[str, int]) -> Place | None:
    """Where a stored array belongs; a slot without a name is not needed."""
    last = name.rpartition("/")[2]
    if last in _COUNTERS:
        return "iteration", -1
    if last in _FORGOTTEN:
        return "", -1
    padded = f"/{name}/"
    weight = max((own for own in numbers if f"/{own}/" in padded), key=len, default=None)
    if weight is None:
        return None
    before, _, after = padded.partition(f"/{weight}/")
    slot = after.strip("/") or before.rpartition("/")[2]
    return _SLOTS.get(slot, slot), numbers[weight]


def _renamed(optimizer: str, places: dict[Place, StoredArray] | None) -> dict[Place, StoredArray] | None:
    """The older Adamax called its norm as Adam calls its velocity."""
    if optimizer != "Adamax" or places is None:
        return places
    return {("norm" if slot == "velocity" else slot, number): item for (slot, number), item in places.items()}


def _numbers_by_name(model: Any, model_file: ModelFile) -> dict[str, int]:
    """The number of each trainable weight by its name in the file."""
    places = {id(weight): number for number, weight in enumerate(model.trainable_variables)}
    return {
        stored.name.removesuffix(":0"): places[id(weight)]
        for layer in model.layers
        for weight, stored in zip(ordered_weights(layer), stored_weights(layer, model_file), strict=False)
        if id(weight) in places
    }


def _by_order(model: Any, model_file: ModelFile) -> dict[Place, StoredArray] | None:
    """Stored arrays in the order in which both Keras make an optimizer's variables, weights in the file's order."""
    order = list(_in_order(model.optimizer, _weights_of_file(model, model_file), together=model_file.archive))
    stored = [item for item in model_file.optimizer if item.name.rpartition("/")[2] != "learning_rate"]
    if not model_file.archive and len(stored) > len(order) and all(item.shape == (1,) for item in stored[len(order) :]):
        stored = stored[: len(order)]  # the oldest Adam kept places for what only amsgrad needs
    if not stored or stored[0].shape != () or len(order) != len(stored):
        return None
    return dict(zip(order, stored, strict=True))


def _weights_of_file(model: Any, model_file: ModelFile) -> list[int]:
    """The numbers of the trainable weights in the order of the file's layers."""
    numbers = {id(weight): number for number, weight in enumerate(model.trainable_variables)}
    layers = {layer.name: layer for layer in model.layers}
    named = [layers[name] for name in model_file.weights if name in layers]
    return [numbers[id(weight)] for layer in named for weight in layer.trainable_variables]


def _in_order(optimizer: Any, weights: Sequence[int], *, together: bool) -> Iterator[Place]:
    """The variables' places in order. The oldest optimizers made one slot for all weights after the other."""
    yield "iteration", -1
    if optimizer.use_ema:
        yield from (("average", number) for number in weights)
    rows = _layout(optimizer)
    for slots in rows if together else [(slot,) for row in rows for slot in row]:
        yield from ((slot, number) for number in weights for slot in slots)


def _layout(optimizer: Any) -> list[tuple[str, ...]]:
    """Rows of slots: those of a row are made together for each weight, one row after the other."""
    match kind_of(optimizer):
        case "SGD" | "Lion":
            return [("momentum",)]
        case "Adam" | "AdamW" | "Nadam":
            return [("momentum", "velocity"), *([("velocity_hat",)] if getattr(optimizer, "amsgrad", False) else [])]
        case "RMSprop":
            more = [("momentum",)] if optimizer.momentum > 0 else []
            return [("velocity",), *more, *([("average_gradient",)] if optimizer.centered else [])]
        case "Adagrad":
            return [("accumulator",)]
        case "Adadelta":
            return [("accumulated_grad", "accumulated_delta_var")]
        case "Adamax":
            return [("momentum", "norm")]
        case "Ftrl":
            return [("accumulator", "linear")]
    return []


def _compute_product(optimizer: Any, own: Mapping[Place, Any], stored: int) -> None:
    """Nadam multiplies up one number with each step. Keras 2 did not store it, but it follows from the iterations."""
    product = own.get(("product", -1))
    if product is None or not stored:
        return
    value = 1.0
    for step in range(1, min(int(own["iteration", -1].numpy()), _LONG) + 1):
        value *= optimizer.beta_1 * (1.0 - 0.5 * _NADAM_DECAY**step)
    product.assign(value)


_LONG: Final = 10_000
"""After so many steps the product is 0 in any precision."""

"""Puts a stored optimizer state back, bit for bit: iterations, learning rate, momenta and the like."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from desktop_nn.engine.compile import build_optimizer
from desktop_nn.engine.model_files import older_optimizer_state
from desktop_nn.engine.model_files.hdf5_weights import ordered_weights, stored_weights
from desktop_nn.engine.model_files.model_file import ModelFile


def restore_optimizer(model: Any, model_file: ModelFile) -> bool:
    """Assign the optimizer's variables of a compiled model; False, with nothing changed, if they do not fit."""
    optimizer = model.optimizer
    build_optimizer(model)
    if model_file.of_keras_2:
        return older_optimizer_state.restore(model, model_file)
    if len(optimizer.variables) != len(model_file.optimizer):
        return False
    positions = None if model_file.archive else _by_name(model, model_file)
    variables = optimizer.variables if positions is None else [optimizer.variables[i] for i in positions]
    if positions is None:
        variables = _by_order(model, model_file)
    if [tuple(variable.shape) for variable in variables] != [item.shape for item in model_file.optimizer]:
        return False
    for variable, array in zip(variables, model_file.arrays(model_file.optimizer), strict=True):
        variable.assign(array)
    return True


def _by_name(model: Any, model_file: ModelFile) -> list[int] | None:
    """For each stored array the place of its variable, by the names in an .h5 file; None if they tell it not.

    A momentum is called after its weight's path at the time ("sequential_1_dense_kernel_momentum"), and paths
    change with the model's name, so each weight's path in the file is looked up first.
    """
    paths = _paths_in_file(model, model_file)
    places: dict[str, int] = {}
    for place, variable in enumerate(model.optimizer.variables):
        name = variable.path.rpartition("/")[2]
        own = max((path for path in paths if name.startswith(path)), key=len, default="")
        places[paths.get(own, "") + name.removeprefix(own)] = place
    wanted = [item.name.rpartition("/")[2] for item in model_file.optimizer]
    found = [places[name] for name in wanted if name in places]
    return found if len(set(found)) == len(wanted) else None


def _paths_in_file(model: Any, model_file: ModelFile) -> dict[str, str]:
    """The weights' paths today and in the file, both written as optimizers do, with underscores."""
    return {
        weight.path.replace("/", "_"): stored.name.replace("/", "_")
        for layer in model.layers
        for weight, stored in zip(ordered_weights(layer), stored_weights(layer, model_file), strict=False)
    }


def _by_order(model: Any, model_file: ModelFile) -> Sequence[Any]:
    """The optimizer's variables in the order of the file, whose layers may stand in another order than today's."""
    optimizer = model.optimizer
    layers = {layer.name: layer for layer in model.layers}
    weights = [weight for name in model_file.weights if name in layers for weight in layers[name].trainable_variables]
    if [id(weight) for weight in weights] == [id(weight) for weight in model.trainable_variables]:
        return list(optimizer.variables)
    twin = type(optimizer).from_config(optimizer.get_config())
    twin.build(weights)
    own = {variable.path: variable for variable in optimizer.variables}
    return [own[variable.path] for variable in twin.variables if variable.path in own]

"""States of the random generators inside a model's layers (dropout, noise), which Keras does not save.

With them a run that goes on from a file draws the same numbers as one that never stopped.
"""

from __future__ import annotations

from typing import Any

from desktop_nn.engine.model_files.marks import RandomStates


def random_states(model: Any) -> RandomStates:
    """The states by layer name, two whole numbers each, in the layer's order."""
    found = {layer.name: tuple(_pair(variable) for variable in _generators(layer)) for layer in model.layers}
    return {name: states for name, states in found.items() if states}


def set_random_states(model: Any, states: RandomStates) -> None:
    """Put the states back; a layer with another number of generators keeps its own."""
    for layer in model.layers:
        variables = _generators(layer)
        stored = states.get(layer.name, ())
        if len(stored) == len(variables):
            for variable, state in zip(variables, stored, strict=True):
                variable.assign(state)


def _generators(layer: Any) -> list[Any]:
    """State variables of the layer's seed generators: its variables that are no weights, two whole numbers each."""
    weights = {id(weight) for weight in layer.weights}
    others = [variable for variable in layer.variables if id(variable) not in weights]
    return [variable for variable in others if tuple(variable.shape) == (2,) and "int" in str(variable.dtype)]


def _pair(variable: Any) -> tuple[int, ...]:
    return tuple(int(number) for number in variable.numpy())

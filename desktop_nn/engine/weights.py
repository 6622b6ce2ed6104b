"""Carries weights and optimizer state from one live model to another of the same layers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from desktop_nn.catalogue.code_files import CodeFile
from desktop_nn.engine.compile import build_optimizer
from desktop_nn.graph.model import Graph
from desktop_nn.problems import Problem, ProblemError


def stored_model(path: Path, graph: Graph, code: Sequence[CodeFile] = ()) -> Any:
    """The live model of a model file; `code` is for layers that are not Keras's. Sets Keras's seeds anew.

    A file with locked layers makes no model of its own: of that the weights come in the drawing `graph`, from which
    the user has taken those layers, or has put others in their place. Raises ProblemError if the file cannot be read.
    """
    from desktop_nn.engine import model_files
    from desktop_nn.engine.model_files.restoring import restore_known

    found = model_files.read(path)
    if not found.locked:
        return model_files.restore(found, code=code)
    return restore_known(found, graph, code)


def carry_over(source: Any, target: Any, place: Path | str) -> None:
    """Give the compiled model `target` the weights of `source`, and its optimizer state if it is of the same kind.

    Layers are matched by name. The learning rate stays the target's own. Raises ProblemError, telling `place`, if
    the source lacks a layer or has other shapes; then the target may be half changed.
    """
    theirs = {layer.name: layer for layer in source.layers}
    for layer in target.layers:
        if not layer.weights:
            continue
        values = theirs[layer.name].get_weights() if layer.name in theirs else None
        if values is None:
            what, fix = f"It has no layer called {layer.name}.", "Choose a model of this drawing."
            raise ProblemError(Problem(what, where=str(place), fix=fix))
        if [value.shape for value in values] != [tuple(weight.shape) for weight in layer.weights]:
            what = f"The weights of its layer {layer.name} have other shapes than those of the drawing."
            raise ProblemError(Problem(what, where=str(place), fix="Choose a model of this drawing."))
        layer.set_weights(values)
    _carry_optimizer(source, target)


def _carry_optimizer(source: Any, target: Any) -> None:
    old, new = getattr(source, "optimizer", None), target.optimizer
    if old is None or type(old) is not type(new) or not old.built:
        return
    build_optimizer(target)
    pairs = list(zip(old.variables, new.variables, strict=False))
    if len(old.variables) != len(new.variables) or any(a.shape != b.shape for a, b in pairs):
        return
    for theirs, ours in pairs:
        if ours.name != "learning_rate":
            ours.assign(theirs)

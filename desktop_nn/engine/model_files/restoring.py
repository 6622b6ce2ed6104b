"""Makes a live Keras model out of a model file that was read: built anew, then filled with the file's arrays."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any

from desktop_nn.catalogue.code_files import CodeFile
from desktop_nn.engine.build import assemble, checked
from desktop_nn.engine.compile import compile_model
from desktop_nn.engine.devices import precisely
from desktop_nn.engine.keras_state import own_keras_state
from desktop_nn.engine.model_files import archive_weights, hdf5_weights
from desktop_nn.engine.model_files.model_file import ModelFile
from desktop_nn.engine.model_files.optimizer_state import restore_optimizer
from desktop_nn.engine.model_files.random_states import set_random_states
from desktop_nn.engine.model_files.refusals import RESAVE, in_file, refused
from desktop_nn.graph.effective import built
from desktop_nn.graph.facts import GraphFacts, NodeFacts
from desktop_nn.graph.model import Graph
from desktop_nn.graph.own_layers import resolved
from desktop_nn.graph.topology import output_nodes
from desktop_nn.problems import Problem, ProblemError


def restore(
    model_file: ModelFile,
    seed: int = 0,
    warn: Callable[[Problem], None] = lambda problem: None,
    *,
    code: Sequence[CodeFile] = (),
) -> Any:
    """See `model_files.restore`."""
    own = model_file.project.code if model_file.project is not None else ()
    model_file = replace(model_file, graph=resolved(model_file.graph, (*own, *code)))
    try:
        with own_keras_state(), precisely(model_file.training):
            facts = checked(model_file.graph)
            _check_counts(model_file, facts)
            model = assemble(model_file.graph, facts, seed)
            (archive_weights if model_file.archive else hdf5_weights).fill(model, model_file)
            set_random_states(model, model_file.random_states)
            if _can_compile(model_file):
                _compile(model, model_file, warn)
    except ProblemError as error:
        raise in_file(error, model_file.path) from error
    return model


def restore_known(model_file: ModelFile, graph: Graph, code: Sequence[CodeFile] = (), seed: int = 0) -> Any:
    """The model of a drawing that was made of a file's with locked layers, with the file's weights, not compiled.

    A layer that stands where a locked one stood takes its weights if they fit; fresh ones, from `seed`, are those of
    such layers otherwise, and of layers that the file does not have. Raises ProblemError as `restore` does.
    """
    model_file = replace(model_file, graph=resolved(graph, tuple(code)))
    try:
        with own_keras_state():
            facts = checked(model_file.graph)
            fresh = frozenset(_fresh(model_file, facts))
            _check_counts(model_file, facts, fresh)
            model = assemble(model_file.graph, facts, seed)
            (archive_weights if model_file.archive else hdf5_weights).fill(model, model_file, fresh)
    except ProblemError as error:
        raise in_file(error, model_file.path) from error
    return model


def _fresh(model_file: ModelFile, facts: GraphFacts) -> Iterator[str]:
    """Names of layers for which the file holds nothing that could fit."""
    graph = built(model_file.graph)
    for node in graph.nodes:
        name, known = graph.name_of(node), facts.of_built(node) or NodeFacts()
        stored = model_file.weights.get(name)
        instead = name in model_file.locked and sum(item.size for item in stored or ()) != known.parameters
        if stored is None or instead:
            yield name


def _check_counts(model_file: ModelFile, facts: GraphFacts, fresh: Collection[str] = ()) -> None:
    """Compare the number of weights with what inference found, before anything is allocated."""
    graph = built(model_file.graph)
    for node in graph.nodes:
        layer, known = graph.layer_of(node), facts.of_built(node) or NodeFacts()
        if layer.name in fresh:
            continue
        stored = model_file.weights.get(layer.name, ())
        found = sum(item.size for item in stored)
        # An archive holds a weight twice that two parts of a layer share (SpectralNormalization).
        if found < known.parameters or (found > known.parameters and not model_file.archive):
            what = (
                f"The layer has no weights in the file, but needs {known.parameters:,}."
                if not stored
                else f"The layer needs {known.parameters:,} weights, but the file holds {found:,}"
                f" ({', '.join(str(item.shape) for item in stored)})."
            )
            raise refused(what, RESAVE, layer.name)


def _can_compile(model_file: ModelFile) -> bool:
    training = model_file.training
    outputs = output_nodes(built(model_file.graph))
    return training is not None and all(training.output(node).loss is not None for node in outputs)


def _compile(model: Any, model_file: ModelFile, warn: Callable[[Problem], None]) -> None:
    assert model_file.training is not None
    compile_model(model, model_file.graph, model_file.training)
    if model_file.optimizer and not restore_optimizer(model, model_file):
        what = "The optimizer's state in the file does not fit the model, so the optimizer starts anew."
        warn(Problem(what, str(model_file.path), "Train a few steps before you judge the loss.", "warning"))

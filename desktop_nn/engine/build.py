"""Builds the Keras model of a drawing: a Sequential when it is a chain, a functional Model otherwise.

Compiling is `compile.py`; shapes without weights are `shapes.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from desktop_nn.engine.assembly import functional, made
from desktop_nn.engine.code_blame import blamed
from desktop_nn.engine.keras_state import own_keras_state
from desktop_nn.engine.loading import KERAS_LOCK, load_keras
from desktop_nn.engine.memory import too_large
from desktop_nn.engine.plain_words import plain
from desktop_nn.engine.shapes import ShapeInference
from desktop_nn.graph.effective import built
from desktop_nn.graph.facts import GraphFacts
from desktop_nn.graph.model import Graph
from desktop_nn.graph.topology import input_nodes, is_chain, output_nodes, topological_order
from desktop_nn.problems import Problem, ProblemError, errors


def build(graph: Graph, seed: int) -> Any:
    """The drawing's `keras.Model`, built and with fresh weights.

    Layers bear the drawing's names; inputs and outputs come in drawing order. The same graph and seed always give
    bit-equal weights: those of a plain script that calls `keras.utils.set_random_seed(seed)` and then makes the
    layers in topological order (a Sequential: all layers, then the model; a functional Model: each layer where it
    is first called, and there all layers of a nested model). Raises ProblemError for everything that
    `ShapeInference` complains of, and for a model that does not fit into memory. Bypassed nodes are left out, repeated
    groups written out (`graph/effective.py`).
    """
    with own_keras_state():
        return assemble(graph, checked(graph), seed)


def checked(graph: Graph, *, copies: int = 1) -> GraphFacts:
    """Facts of a drawing that can be built. Raises ProblemError with everything that is wrong with it otherwise.

    `copies` says how often the weights must fit into memory (see `memory.too_large`).
    """
    facts = ShapeInference().infer(graph)
    node_problems = (node.problem for node in facts.nodes.values() if node.problem is not None)
    found = errors([*node_problems, *facts.problems])
    if found:
        raise ProblemError(*found)
    large = too_large(graph, facts, copies)
    if large is not None:
        raise ProblemError(large)
    return facts


def assemble(graph: Graph, facts: GraphFacts, seed: int) -> Any:
    """`build` for a drawing that was `checked` (which `facts` proves), inside the caller's Keras state.

    Leaves Keras's seeds as a plain script would find them after making its model.
    """
    keras = load_keras()
    graph = built(graph)
    with KERAS_LOCK:
        keras.utils.set_random_seed(seed)
        try:
            return _sequential(graph) if is_chain(graph) else functional(graph, model_name(graph))
        except ProblemError:
            raise
        except Exception as error:  # inference agreed to each layer, but Keras did not to the whole
            blame = blamed(error)
            what, fix = blame[0] if blame else plain(error, "the model")
            raise ProblemError(Problem(what, where=graph.name, fix=fix)) from error


def model_name(graph: Graph) -> str:
    """The drawing's name as Keras takes it: letters, digits, `_`, `.` and `-` only."""
    return re.sub(r"[^A-Za-z0-9_.-]+", "_", graph.name).strip("_") or "model"


def input_names(graph: Graph) -> dict[str, str]:
    """Keras names of the model's inputs by node id, in drawing order."""
    return _names(built(graph), input_nodes(built(graph)))


def output_names(graph: Graph) -> dict[str, str]:
    """Keras names of the model's outputs by node id, in drawing order."""
    return _names(built(graph), output_nodes(built(graph)))


def _names(graph: Graph, ids: Iterable[str]) -> dict[str, str]:
    return {id: graph.name_of(id) for id in ids}


def _sequential(graph: Graph) -> Any:
    layers = [made(graph.layer_of(id)) for id in topological_order(graph)]
    return load_keras().Sequential(layers, name=model_name(graph))

"""Drawings of any size for measuring: a grid of chains, and a model with branches as people build them."""

from __future__ import annotations

import random

from desktop_nn.graph.facts import GraphFacts, NodeFacts
from desktop_nn.graph.layout import LAYER_GAP, NODE_SIZE, SIBLING_GAP
from desktop_nn.graph.model import INPUT_KIND, Graph, Layer, Link, Node

COLUMNS = 25
ACROSS, DOWN = NODE_SIZE[0] + SIBLING_GAP, NODE_SIZE[1] + LAYER_GAP
"""From card to card, as the layout has it."""


def grid(count: int) -> Graph:
    """`count` nodes in rows and columns and as many links; each column is a chain, every fifth link skips a row."""
    layers = {f"l{i}": Layer(f"l{i}", "Dense", f"dense_{i}", {"units": 64, "activation": "relu"}) for i in range(count)}
    nodes = {f"n{i}": Node(f"n{i}", f"l{i}", x=(i % COLUMNS) * ACROSS, y=(i // COLUMNS) * DOWN) for i in range(count)}
    links = []
    for i in range(count - COLUMNS):
        skips = i % 5 == 0 and i + 2 * COLUMNS < count
        links.append(Link(f"n{i}", f"n{i + (2 if skips else 1) * COLUMNS}"))
    # Some targets have two links; they take the next port, as a merging layer's would.
    taken: dict[str, int] = {}
    numbered = []
    for link in links:
        numbered.append(Link(link.source, link.target, 0, taken.get(link.target, 0)))
        taken[link.target] = taken.get(link.target, 0) + 1
    rest = [Link(f"n{i}", f"n{i + COLUMNS}", 0, 7) for i in range(count - len(numbered)) if i + COLUMNS < count]
    return Graph("model", layers, nodes, (*numbered, *rest))


def facts(graph: Graph) -> GraphFacts:
    """Shapes and counts for all nodes."""
    return GraphFacts({id: NodeFacts(((None, 64),), "float32", 4160, 4160) for id in graph.nodes})


def branched(count: int, seed: int = 7) -> Graph:
    """A model of about `count` layers: a trunk that forks into one to four branches and merges again, with skips."""
    dice = random.Random(seed)
    layers: dict[str, Layer] = {}
    links: list[Link] = []

    def add(kind: str, *sources: str) -> str:
        id = f"n{len(layers)}"
        layers[id] = Layer(id, kind, f"{kind.lower()}_{len(layers)}", {"filters": 8} if kind == "Conv2D" else {})
        links.extend(Link(source, id, 0, port) for port, source in enumerate(sources))
        return id

    at = add("Conv2D", add(INPUT_KIND))
    while len(layers) < count:
        ends = []
        for _ in range(dice.randint(1, 4)):
            end = at
            for _ in range(dice.randint(1, 3)):
                for kind in ("Conv2D", "BatchNormalization", "ReLU"):
                    end = add(kind, end)
            ends.append(end)
        if dice.random() < 0.4:
            ends.append(at)
        at = add("Concatenate", *ends) if len(ends) > 1 else ends[0]
    add("Dense", add("GlobalAveragePooling2D", at))
    return Graph("model", layers, {id: Node(id, id) for id in layers}, tuple(links))


def deep(layers_wanted: int) -> Graph:
    """A chain of Dense layers behind an input of 64 values."""
    layers = {"n0": Layer("n0", INPUT_KIND, "values", {"shape": [64]})}
    for number in range(1, layers_wanted):
        layers[f"n{number}"] = Layer(f"n{number}", "Dense", f"dense_{number}", {"units": 64})
    nodes = {id: Node(id, id, y=120.0 * number) for number, id in enumerate(layers)}
    links = tuple(Link(f"n{number}", f"n{number + 1}") for number in range(layers_wanted - 1))
    return Graph("model", layers, nodes, links)

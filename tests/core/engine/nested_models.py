"""Drawings with nested models, each beside the same model written by hand in plain Keras."""

from __future__ import annotations

from typing import Any

from desktop_nn.engine.loading import load_keras
from desktop_nn.graph.facts import GraphFacts, NodeFacts
from desktop_nn.graph.model import Graph
from desktop_nn.graph.nesting import make_model
from tests.core.engine.drawings import Drawing

SEED = 7


def shared_encoder() -> Graph:
    """Two inputs through one encoder (Dense, BatchNormalization, Dropout), compared by a Dense."""
    drawing = Drawing("twins")
    one, two = (drawing.add("InputLayer", name=name, shape=[6]) for name in ("one", "two"))
    dense = drawing.add("Dense", one, units=5, activation="relu", name="code")
    norm = drawing.add("BatchNormalization", dense, name="norm")
    drop = drawing.add("Dropout", norm, rate=0.2, name="drop")
    drawing.graph, encoder = make_model(drawing.graph, [dense, norm, drop], "encoder")
    again = drawing.call(encoder, two)
    both = drawing.add("Concatenate", encoder, again, name="both")
    drawing.add("Dense", both, units=1, name="code")
    return drawing.graph


def plain_shared_encoder() -> Any:
    """`shared_encoder` by hand."""
    keras = load_keras()
    keras.utils.set_random_seed(SEED)
    layers = keras.layers
    one, two = keras.Input((6,), name="one"), keras.Input((6,), name="two")
    start = keras.Input((6,), name="one")
    x = layers.Dense(5, activation="relu", name="inner_code")(start)
    x = layers.BatchNormalization(name="norm")(x)
    encoder = keras.Model(start, layers.Dropout(0.2, name="drop")(x), name="encoder")
    both = layers.Concatenate(name="both")([encoder(one), encoder(two)])
    return keras.Model([one, two], layers.Dense(1, name="code")(both), name="twins")


def two_by_two() -> Graph:
    """A nested model with two inputs and two outputs, both used outside."""
    drawing = Drawing("mixer_model")
    one = drawing.add("InputLayer", name="wide", shape=[5])
    two = drawing.add("InputLayer", name="deep", shape=[6])
    hidden = drawing.add("Dense", two, units=4, activation="relu", name="hidden")
    joined = drawing.add("Concatenate", one, hidden, name="joined")
    mixed = drawing.add("Dense", joined, units=3, name="mixed")
    drawing.add("Dense", mixed, units=1, name="main")
    drawing.add("Dense", hidden, units=1, name="aux")
    drawing.graph, _ = make_model(drawing.graph, [hidden, joined, mixed], "mixer")
    return drawing.graph


def plain_two_by_two() -> Any:
    """`two_by_two` by hand. The outputs' order inside is that of the drawing: hidden before mixed."""
    keras = load_keras()
    keras.utils.set_random_seed(SEED)
    layers = keras.layers
    wide, deep = keras.Input((5,), name="wide"), keras.Input((6,), name="deep")
    deep_in, wide_in = keras.Input((6,), name="deep"), keras.Input((5,), name="wide")
    hidden = layers.Dense(4, activation="relu", name="hidden")(deep_in)
    mixed = layers.Dense(3, name="mixed")(layers.Concatenate(name="joined")([wide_in, hidden]))
    mixer = keras.Model([deep_in, wide_in], [hidden, mixed], name="mixer")
    given, mixed = mixer([deep, wide])
    main = layers.Dense(1, name="main")(mixed)
    aux = layers.Dense(1, name="aux")(given)
    return keras.Model([wide, deep], [main, aux], name="mixer_model")


def twice_nested() -> Graph:
    """A block in a tower in the model, with layers of one name at all three levels and a parallel branch inside."""
    drawing = Drawing("deep_one")
    start = drawing.add("InputLayer", name="start", shape=[4])
    first = drawing.add("Dense", start, units=4, name="dense")
    left = drawing.add("Dense", first, units=4, name="left")
    right = drawing.add("Dense", first, units=4, name="right")
    added = drawing.add("Add", left, right, name="added")
    last = drawing.add("Dense", added, units=4, name="last")
    drawing.add("Dense", last, units=1, name="price")
    known = GraphFacts({first: NodeFacts(((None, 4),), "float32")})
    drawing.graph, block = make_model(drawing.graph, [left, right, added], "block", known)
    drawing.graph, _ = make_model(drawing.graph, [first, block, last], "tower")
    drawing.add("Dense", start, units=1, name="dense")
    return drawing.graph


def plain_twice_nested() -> Any:
    """`twice_nested` by hand."""
    keras = load_keras()
    keras.utils.set_random_seed(SEED)
    layers = keras.layers
    start, tower_in, block_in = (keras.Input((4,), name=name) for name in ("start", "start", "dense"))
    first = layers.Dense(4, name="tower_dense")(tower_in)
    left, right = layers.Dense(4, name="left")(block_in), layers.Dense(4, name="right")(block_in)
    block = keras.Model(block_in, layers.Add(name="added")([left, right]), name="block")
    tower = keras.Model(tower_in, layers.Dense(4, name="last")(block(first)), name="tower")
    price = layers.Dense(1, name="price")(tower(start))
    return keras.Model(start, [price, layers.Dense(1, name="dense")(start)], name="deep_one")


PAIRS = {
    "shared encoder": (shared_encoder, plain_shared_encoder),
    "two by two": (two_by_two, plain_two_by_two),
    "twice nested": (twice_nested, plain_twice_nested),
}

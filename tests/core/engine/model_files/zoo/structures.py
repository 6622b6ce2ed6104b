"""The zoo's models by how they are put together: merging, several ends, shared, nested, named, without a shape."""

from __future__ import annotations

from typing import Any

from tests.core.engine.model_files.zoo.case import compiled, zoo


@zoo("merging")
def merging(k: Any) -> Any:
    one, two = k.Input((4,), name="one"), k.Input((4,), name="two")
    names = ["Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Concatenate"]
    ways = [getattr(k.layers, name)()([one, two]) for name in names]
    ways.append(k.layers.Dot(axes=1, normalize=True)([one, two]))
    return compiled(k.Model([one, two], k.layers.Dense(1)(k.layers.Concatenate(axis=1)(ways))))


@zoo("merging")
def merging_by_functions(k: Any) -> Any:
    one, two = k.Input((4,), name="one"), k.Input((4,), name="two")
    ways = [k.layers.add([one, two]), k.layers.multiply([one, two]), k.layers.concatenate([one, two])]
    return compiled(k.Model([one, two], k.layers.Dense(1)(k.layers.concatenate(ways))))


@zoo("structure")
def wide_and_deep(k: Any) -> Any:
    wide, deep = k.Input((5,), name="wide_input"), k.Input((6,), name="deep_input")
    hidden = k.layers.Dense(5, activation="relu")(k.layers.Dense(5, activation="relu")(deep))
    main = k.layers.Dense(1, name="output")(k.layers.concatenate([wide, hidden]))
    aux = k.layers.Dense(1, name="aux_output")(hidden)
    model = k.Model([wide, deep], [main, aux])
    return compiled(model, "sgd", ["mse", "mse"], loss_weights=[0.9, 0.1])


@zoo("structure", apart=2e-3)
def residual(k: Any) -> Any:
    start = k.Input((8, 8, 3))
    found = k.layers.Conv2D(4, 3, padding="same", name="conv0")(start)
    for number in range(2):
        branch = k.layers.BatchNormalization()(k.layers.Conv2D(4, 3, padding="same")(found))
        found = k.layers.Activation("relu")(k.layers.Add(name=f"join{number}")([found, branch]))
    return compiled(k.Model(start, k.layers.GlobalAveragePooling2D()(found)))


@zoo("structure")
def shared_layer(k: Any) -> Any:
    one, two = k.Input((4,), name="left"), k.Input((4,), name="right")
    shared = k.layers.Dense(3, activation="relu", name="shared")
    return compiled(k.Model([one, two], k.layers.Dense(1)(k.layers.Subtract()([shared(one), shared(two)]))))


@zoo("structure")
def layer_called_in_a_row(k: Any) -> Any:
    start = k.Input((4,))
    again = k.layers.Dense(4, activation="tanh")
    return compiled(k.Model(start, k.layers.Dense(1)(again(again(again(start))))))


@zoo("structure", apart=2e-3)
def nested_sequential(k: Any) -> Any:
    inner = k.Sequential([k.Input((4,)), k.layers.Dense(3), k.layers.BatchNormalization()], name="inner")
    return compiled(k.Sequential([k.Input((4,)), inner, k.layers.Dense(1)]))


@zoo("structure")
def nested_functional(k: Any) -> Any:
    one, two = k.Input((4,), name="a"), k.Input((3,), name="b")
    joined = k.layers.concatenate([k.layers.Dense(3)(one), two])
    inner = k.Model(
        [one, two], [k.layers.Dense(2, name="p")(joined), k.layers.Dense(3, name="q")(joined)], name="inner"
    )
    left, right = k.Input((4,), name="left"), k.Input((3,), name="right")
    first, second = inner([left, right])
    return compiled(k.Model([left, right], k.layers.Dense(1)(k.layers.concatenate([second, first]))))


@zoo("structure")
def nested_twice(k: Any) -> Any:
    core = k.Sequential([k.Input((4,)), k.layers.Dense(4, activation="relu")], name="core")
    start = k.Input((4,), name="middle_in")
    middle = k.Model(start, k.layers.Dense(3)(core(start)), name="middle")
    outer = k.Input((4,), name="outer_in")
    return compiled(k.Model(outer, k.layers.Dense(1)(middle(outer))))


@zoo("structure")
def siamese(k: Any) -> Any:
    start = k.Input((5,), name="tower_in")
    tower = k.Model(start, k.layers.Dense(3)(k.layers.Dense(4, activation="relu")(start)), name="tower")
    one, two = k.Input((5,), name="one"), k.Input((5,), name="two")
    return compiled(k.Model([one, two], k.layers.Dot(axes=1)([tower(one), tower(two)])))


@zoo("structure", apart=2e-3)
def frozen_base(k: Any) -> Any:
    start = k.Input((6, 6, 1), name="picture")
    base = k.Model(start, k.layers.BatchNormalization()(k.layers.Conv2D(2, 3)(start)), name="base")
    base.trainable = False
    outer = k.Input((6, 6, 1), name="start")
    end = k.layers.Dense(1)(k.layers.Flatten()(base(outer, training=False)))
    return compiled(k.Model(outer, end))


@zoo("structure")
def frozen_layer(k: Any) -> Any:
    layers = [k.layers.Dense(4, trainable=False), k.layers.BatchNormalization(trainable=False), k.layers.Dense(1)]
    return compiled(k.Sequential([k.Input((3,)), *layers]))


@zoo("structure")
def sequential_without_a_shape(k: Any) -> Any:
    model = k.Sequential([k.layers.Dense(4, activation="relu"), k.layers.Dense(1)])
    model.build((None, 6))
    return compiled(model)


@zoo("structure")
def first_layer_with_a_shape(k: Any) -> Any:
    return compiled(k.Sequential([k.layers.Dense(4, input_shape=(6,)), k.layers.Dense(1)]))


@zoo("structure")
def dictionaries(k: Any) -> Any:
    one, two = k.Input((4,), name="zebra"), k.Input((3,), name="ape")
    joined = k.layers.concatenate([one, two])
    ends = {"much": k.layers.Dense(2, name="much")(joined), "little": k.layers.Dense(1, name="little")(joined)}
    model = k.Model({"zebra": one, "ape": two}, ends)
    return compiled(model, "adam", {"much": "mse", "little": "mae"}, loss_weights={"much": 0.5, "little": 2.0})


@zoo("structure")
def inputs_as_outputs(k: Any) -> Any:
    start = k.Input((4,), name="start")
    hidden = k.layers.Dense(3, name="hidden")(start)
    return k.Model(start, [hidden, k.layers.Dense(2, name="end")(hidden)])


@zoo("names")
def odd_names(k: Any) -> Any:
    names = ["a.b", "a-b", "1st", "Dense", "x" * 120, "layer>one"]
    layers = [k.layers.Dense(3, name=name) for name in names]
    return compiled(k.Sequential([k.Input((4,), name="in-put"), *layers], name="my-model"))


@zoo("names", writers=("keras 2",), apart=2e-3)
def names_with_slashes(k: Any) -> Any:
    start = k.Input((4,), name="start")
    found = k.layers.Dense(3, name="block/dense")(start)
    found = k.layers.BatchNormalization(name="block/norm")(found)
    return compiled(k.Model(start, k.layers.Dense(1, name="block_dense")(found), name="with/slash"))


@zoo("names")
def names_that_collide(k: Any) -> Any:
    start = k.Input((4,), name="dense")
    return compiled(k.Model(start, k.layers.Dense(2, name="input_1")(k.layers.Dense(3, name="dense_1")(start))))


@zoo("structure")
def multiple_outputs_of_one_kind(k: Any) -> Any:
    start = k.Input((6,), name="start")
    hidden = k.layers.Dense(5, activation="relu", name="hidden")(start)
    ends = [k.layers.Dense(size, name=f"end{size}")(hidden) for size in (1, 2, 3)]
    model = k.Model(start, ends)
    losses = {"end1": "mae", "end2": "mse", "end3": k.losses.Huber()}
    return compiled(model, "adam", losses, metrics={"end2": ["mae"], "end3": [k.metrics.MeanAbsoluteError(name="far")]})


@zoo("structure", apart=2e-3)
def fixed_batch_and_types(k: Any) -> Any:
    whole, real = k.Input((3,), dtype="int32", name="whole"), k.Input((4,), dtype="float32", name="real")
    words = k.layers.Flatten()(k.layers.Embedding(7, 2)(whole))
    return compiled(k.Model([whole, real], k.layers.Dense(1)(k.layers.concatenate([words, real]))))

"""Models that would need more memory or time than there is, and drawings that would take for ever to lay out."""

from __future__ import annotations

from pathlib import Path

from tests.hostile import sound
from tests.hostile.case import hostile
from tests.hostile.sound import called, functional, keras


@hostile(".h5", "a Dense with 2.5 trillion weights", "too large")
def vast_dense(path: Path) -> None:
    sound.h5(path, sound.changed(lambda layers: layers[1]["config"].update(units=500_000_000_000)))


@hostile(".h5", "an Embedding of 10¹² words", "too large")
def vast_embedding(path: Path) -> None:
    vast = keras("Embedding", name="words", input_dim=10**12, output_dim=64)
    sound.h5(path, sound.changed(lambda layers: layers.insert(1, vast)))


@hostile(".h5", "a kernel of 10⁹ by 10⁹", "too large")
def vast_kernel(path: Path) -> None:
    layers = [
        keras("InputLayer", name="in", batch_shape=[None, 8, 8, 3]),
        keras("Conv2D", name="conv", filters=4, kernel_size=[10**9, 10**9], padding="same"),
    ]
    sound.h5(path, {"class_name": "Sequential", "config": {"name": "vast", "layers": layers}})


@hostile(".h5", "heads and sizes of attention whose product has twenty digits", "too large")
def vast_attention(path: Path) -> None:
    layers = [
        called(keras("InputLayer", name="in", batch_shape=[None, 16, 8])),
        called(keras("MultiHeadAttention", name="mha", num_heads=10**9, key_dim=10**9)),
    ]
    layers[1]["inbound_nodes"] = called(keras("x", name="x"), "in", "in")["inbound_nodes"]
    tensors = layers[1]["inbound_nodes"][0]["args"][0]
    layers[1]["inbound_nodes"] = [{"args": tensors, "kwargs": {}}]
    sound.h5(path, functional(layers, [["in", 0, 0]], [["mha", 0, 0]]))


@hostile(".h5", "an input of 10¹² numbers that are to be normalized", "too large")
def vast_normalization(path: Path) -> None:
    layers = [
        keras("InputLayer", name="in", batch_shape=[None, 10**12]),
        keras("Normalization", name="norm", axis=-1),
    ]
    sound.h5(path, {"class_name": "Sequential", "config": {"name": "vast", "layers": layers}})


@hostile(".h5", "10¹² indices for unknown words, which Keras would list", "too large")
def vast_lookup(path: Path) -> None:
    layers = [
        keras("InputLayer", name="in", batch_shape=[None, 1], dtype="string"),
        keras("StringLookup", name="lookup", num_oov_indices=10**12, vocabulary=["a"]),
    ]
    sound.h5(path, {"class_name": "Sequential", "config": {"name": "vast", "layers": layers}})


@hostile(".h5", "a Reshape to 10¹² axes' worth of numbers", "too large")
def vast_reshape(path: Path) -> None:
    vast = keras("Reshape", name="reshape", target_shape=[10**6, 10**6])
    sound.h5(path, sound.changed(lambda layers: layers.insert(1, vast)))


@hostile(".h5", "a shape of a hundred thousand axes", "refused")
def shape_of_many_axes(path: Path) -> None:
    sound.h5(path, sound.changed(lambda layers: layers[0]["config"].update(batch_shape=[None] + [1] * 100_000)))


@hostile(".h5", "a shape beyond 64 bits")
def shape_beyond_64_bits(path: Path) -> None:
    sound.h5(path, sound.changed(lambda layers: layers[0]["config"].update(batch_shape=[None, 10**30])))


@hostile(".h5", "a hundred thousand layers")
def many_layers(path: Path) -> None:
    def grow(layers: list[sound.Config]) -> None:
        layers.extend(keras("Dropout", rate=0.1, name=f"d{number}") for number in range(100_000))

    sound.h5(path, sound.changed(grow))


@hostile(".h5", "nine thousand layers whose names all become the same", "harmless")
def names_that_clash(path: Path) -> None:
    def grow(layers: list[sound.Config]) -> None:
        layers.extend(
            keras("Dropout", rate=0.1, name="é" * (number % 95 + 1) + "ü" * (number // 95)) for number in range(9000)
        )

    sound.h5(path, sound.changed(grow))


@hostile(".h5", "eight hundred layers, each fed by all before it: 320,000 links")
def all_to_all(path: Path) -> None:
    names = ["in", *(f"add{number}" for number in range(1, 800))]
    layers = [called(keras("InputLayer", name="in", batch_shape=[None, 4]))]
    layers += [
        called(keras("Add", name=name), *names[:number], names[0]) for number, name in enumerate(names) if number
    ]
    sound.h5(path, functional(layers, [["in", 0, 0]], [[names[-1], 0, 0]]))


@hostile(".h5", "a layer that is called fifty thousand times")
def many_calls(path: Path) -> None:
    layers = [
        called(keras("InputLayer", name="in", batch_shape=[None, 4])),
        called(keras("Dense", name="again", units=4), "in"),
    ]
    layers[1]["inbound_nodes"] *= 50_000
    sound.h5(path, functional(layers, [["in", 0, 0]], [["again", 49_999, 0]]))


@hostile(".h5", "twelve thousand outputs")
def many_outputs(path: Path) -> None:
    layers = [
        called(keras("InputLayer", name="in", batch_shape=[None, 4])),
        called(keras("Dense", name="a", units=4), "in"),
    ]
    sound.h5(path, functional(layers, [["in", 0, 0]], [["a", 0, 0]] * 12_000))

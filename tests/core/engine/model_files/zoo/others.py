"""The zoo's models with preprocessing, precision, and with what is nobody's but their authors'."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.core.engine.model_files.zoo.case import compiled, zoo


@zoo("preprocessing")
def rescaling_and_normalization(k: Any) -> Any:
    normalization = k.layers.Normalization()
    normalization.adapt(np.random.default_rng(3).normal(3, 5, (50, 4)).astype("float32"))
    return compiled(
        k.Sequential([k.Input((4,)), k.layers.Rescaling(0.5, offset=1.0), normalization, k.layers.Dense(1)])
    )


@zoo("preprocessing")
def normalization_with_numbers(k: Any) -> Any:
    layers = [k.layers.Normalization(mean=[1.0, 2.0, 3.0], variance=[4.0, 5.0, 6.0]), k.layers.Dense(1)]
    return compiled(k.Sequential([k.Input((3,)), *layers]))


@zoo("preprocessing")
def category_encoding(k: Any) -> Any:
    start = k.Input((3,), dtype="int32")
    found = k.layers.CategoryEncoding(7, output_mode="multi_hot")(start)
    return compiled(k.Model(start, k.layers.Dense(1)(found)))


@zoo("preprocessing", apart=2e-3)
def discretization(k: Any) -> Any:
    start = k.Input((3,))
    found = k.layers.Flatten()(k.layers.Embedding(4, 2)(k.layers.Discretization([-1.0, 0.0, 1.0])(start)))
    return compiled(k.Model(start, k.layers.Dense(1)(found)))


@zoo("preprocessing")
def hashing_and_integer_lookup(k: Any) -> Any:
    start = k.Input((2,), dtype="int64")
    found = k.layers.IntegerLookup(vocabulary=[3, 5, 6], output_mode="multi_hot")(start)
    return k.Model(start, k.layers.Dense(1)(found))


@zoo("preprocessing")
def string_lookup(k: Any) -> Any:
    start = k.Input((2,), dtype="string")
    lookup = k.layers.StringLookup(vocabulary=["red", "green", "blue"], output_mode="multi_hot")
    return k.Model(start, k.layers.Dense(1)(lookup(start)))


@zoo("preprocessing")
def text_vectorization(k: Any) -> Any:
    start = k.Input((1,), dtype="string")
    words = k.layers.TextVectorization(vocabulary=["red", "green", "blue"], output_sequence_length=3)(start)
    return k.Model(start, k.layers.Dense(1)(k.layers.GlobalAveragePooling1D()(k.layers.Embedding(5, 2)(words))))


@zoo("preprocessing", suffixes=(".keras",))  # Keras loses a learnt vocabulary in .h5
def adapted_text_vectorization(k: Any) -> Any:
    layer = k.layers.TextVectorization(max_tokens=6, output_sequence_length=2)
    layer.adapt(np.array(["red green", "red blue", "grey"]))
    start = k.Input((1,), dtype="string")
    found = k.layers.Flatten()(k.layers.Embedding(6, 2)(layer(start)))
    return k.Model(start, k.layers.Dense(1)(found))


@zoo("preprocessing", suffixes=(".keras",))
def adapted_lookups_of_an_inner_model(k: Any) -> Any:
    words, numbers = k.layers.StringLookup(mask_token="", num_oov_indices=2), k.layers.IntegerLookup()
    words.adapt(np.array(["red", "red", "blue"]))
    numbers.adapt(np.array([3, 5, 5]))
    word, number = k.Input((1,), dtype="string", name="word"), k.Input((1,), dtype="int64", name="number")
    ways = [k.layers.Flatten()(k.layers.Embedding(9, 2)(made)) for made in (words(word), numbers(number))]
    inner = k.Model([word, number], k.layers.Concatenate()(ways), name="inner")
    starts = [k.Input((1,), dtype="string", name="said"), k.Input((1,), dtype="int64", name="counted")]
    return k.Model(starts, k.layers.Dense(1)(inner(starts)))


@zoo("preprocessing", suffixes=(".keras",))
def adapted_tf_idf(k: Any) -> Any:
    layer = k.layers.TextVectorization(output_mode="tf_idf")
    layer.adapt(np.array(["red green", "red blue", "grey"]))
    start = k.Input((1,), dtype="string")
    return k.Model(start, k.layers.Dense(1)(layer(start)))


@zoo("preprocessing", noise=True)
def image_augmentation(k: Any) -> Any:
    layers = [
        k.layers.Resizing(8, 8),
        k.layers.RandomFlip("horizontal", seed=1),
        k.layers.RandomRotation(0.1),
        k.layers.RandomZoom(0.2),
        k.layers.RandomContrast(0.2),
        k.layers.RandomTranslation(0.1, 0.1),
        k.layers.CenterCrop(6, 6),
        k.layers.Conv2D(2, 3),
        k.layers.GlobalAveragePooling2D(),
    ]
    return compiled(k.Sequential([k.Input((10, 10, 3)), *layers]))


@zoo("precision", loose=2e-3, noise=True)
def mixed_precision(k: Any) -> Any:
    k.mixed_precision.set_global_policy("mixed_bfloat16")
    try:
        layers = [k.layers.Dense(4, activation="relu"), k.layers.Dense(1, dtype="float32")]
        return compiled(k.Sequential([k.Input((5,)), *layers]))
    finally:
        k.mixed_precision.set_global_policy("float32")


@zoo("precision", loose=2e-3, noise=True)
def policies_of_layers(k: Any) -> Any:
    policy = k.DTypePolicy if hasattr(k, "DTypePolicy") else k.mixed_precision.Policy
    layers = [
        k.layers.Dense(4, dtype=policy("mixed_bfloat16")),
        k.layers.Dense(4, dtype="float32"),
        k.layers.Dense(1, dtype=policy("float32")),
    ]
    return compiled(k.Sequential([k.Input((5,)), *layers]))


@zoo("precision", loose=2e-3, noise=True)
def loss_scale(k: Any) -> Any:
    policy = k.DTypePolicy if hasattr(k, "DTypePolicy") else k.mixed_precision.Policy
    model = k.Sequential([k.Input((5,)), k.layers.Dense(4, dtype=policy("mixed_float16")), k.layers.Dense(1)])
    return compiled(model, k.mixed_precision.LossScaleOptimizer(k.optimizers.Adam(0.01)))


@zoo("precision", loose=1e-12)
def double_precision(k: Any) -> Any:
    layers = [k.layers.Dense(4, activation="tanh", dtype="float64"), k.layers.Dense(1, dtype="float64")]
    return compiled(k.Sequential([k.Input((5,), dtype="float64"), *layers]))


@zoo("custom", locked=("scaled",))
def custom_layer(k: Any) -> Any:
    start = k.Input((4,), name="start")
    hidden = k.layers.Dense(3, name="before")(start)
    return compiled(k.Model(start, k.layers.Dense(2, name="after")(_scale(k)(2.0, name="scaled")(hidden))))


@zoo("custom", locked=("scaled",))
def custom_layer_in_a_chain(k: Any) -> Any:
    layers = [k.layers.Dense(3, name="before"), _scale(k)(2.0, name="scaled"), k.layers.Dense(2, name="after")]
    return k.Sequential([k.Input((4,)), *layers])


@zoo("custom", locked=("scaled",))
def registered_custom_layer(k: Any) -> Any:
    registered = k.saving.register_keras_serializable("my_package")(_scale(k))
    start = k.Input((4,), name="start")
    return compiled(k.Model(start, k.layers.Dense(1)(registered(3.0, name="scaled")(start))))


@zoo("custom", locked=("code",))
def lambda_layer(k: Any) -> Any:
    start = k.Input((4,), name="start")
    doubled = k.layers.Lambda(lambda tensor: tensor * 2, name="code", output_shape=(4,))(k.layers.Dense(4)(start))
    return compiled(k.Model(start, k.layers.Dense(1, name="after")(doubled)))


@zoo("custom", lost="loss")
def custom_loss(k: Any) -> Any:
    def far(truth: Any, prediction: Any) -> Any:
        return k.losses.mean_squared_error(truth, prediction)

    return compiled(k.Sequential([k.Input((4,)), k.layers.Dense(2)]), "adam", far)


@zoo("custom", lost="metric")
def custom_metric(k: Any) -> Any:
    def nearly(truth: Any, prediction: Any) -> Any:
        return k.losses.mean_absolute_error(truth, prediction)

    return compiled(k.Sequential([k.Input((4,)), k.layers.Dense(2)]), metrics=["mae", nearly])


@zoo("custom", lost="optimizer", noise=True)
def custom_optimizer(k: Any) -> Any:
    class Own(k.optimizers.SGD):  # type: ignore[misc]
        pass

    return compiled(k.Sequential([k.Input((4,)), k.layers.Dense(2)]), Own(0.1))


@zoo("custom", locked=("odd",))
def custom_activation(k: Any) -> Any:
    def odd(tensor: Any) -> Any:
        return tensor * 3

    return k.Sequential([k.Input((4,)), k.layers.Dense(4, activation=odd, name="odd"), k.layers.Dense(2)])


def _scale(k: Any) -> Any:
    class Scale(k.layers.Layer):  # type: ignore[misc]
        """Multiplies with a factor and a weight for each feature."""

        def __init__(self, factor: float = 1.0, **more: Any) -> None:
            super().__init__(**more)
            self.factor = factor

        def build(self, shape: Any) -> None:
            self.scale = self.add_weight(name="scale", shape=(shape[-1],), initializer="ones")

        def call(self, inputs: Any) -> Any:
            return inputs * self.scale * self.factor

        def get_config(self) -> dict[str, Any]:
            return {**super().get_config(), "factor": self.factor}

    return Scale

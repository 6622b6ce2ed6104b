"""The zoo's families of plain layers: dense, convolution, pooling, normalization, regularization, reshaping."""

from __future__ import annotations

from typing import Any

from tests.core.engine.model_files.zoo.case import compiled, zoo


@zoo("dense")
def perceptron(k: Any) -> Any:
    dense = k.layers.Dense
    return compiled(k.Sequential([k.Input((6,)), dense(5, activation="relu"), dense(4, activation="tanh"), dense(1)]))


@zoo("dense", targets="classes")
def softmax_classifier(k: Any) -> Any:
    model = k.Sequential([k.Input((6,)), k.layers.Dense(8, "selu"), k.layers.Dense(4, activation="softmax")])
    return compiled(model, "sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])


@zoo("dense")
def initialized_regularized(k: Any) -> Any:
    model = k.Sequential(
        [
            k.Input((6,)),
            k.layers.Dense(
                5,
                activation="elu",
                kernel_initializer=k.initializers.HeNormal(seed=3),
                bias_initializer=k.initializers.Constant(0.1),
                kernel_regularizer=k.regularizers.L1L2(0.01, 0.02),
                activity_regularizer=k.regularizers.L2(0.01),
                kernel_constraint=k.constraints.MaxNorm(2.0),
            ),
            k.layers.Dense(
                4,
                kernel_initializer=k.initializers.VarianceScaling(2.0, "fan_avg", "uniform"),
                bias_regularizer="l2",
                bias_constraint="non_neg",
            ),
            k.layers.Dense(
                2, kernel_initializer="lecun_normal", kernel_regularizer=k.regularizers.OrthogonalRegularizer()
            ),
        ]
    )
    return compiled(model)


@zoo("dense")
def every_initializer(k: Any) -> Any:
    made = [
        k.initializers.RandomNormal(0.0, 0.1, seed=1),
        k.initializers.RandomUniform(-0.1, 0.1, seed=1),
        k.initializers.TruncatedNormal(0.0, 0.1, seed=1),
        k.initializers.GlorotNormal(seed=1),
        k.initializers.LecunUniform(seed=1),
        k.initializers.HeUniform(seed=1),
        k.initializers.Orthogonal(0.9, seed=1),
        k.initializers.Identity(0.5),
    ]
    layers = [k.layers.Dense(4, kernel_initializer=one, bias_initializer="ones") for one in made]
    return k.Sequential([k.Input((4,)), *layers])


@zoo("activation")
def activations_as_layers(k: Any) -> Any:
    names = ["ReLU", "LeakyReLU", "PReLU", "ELU", "Softmax"]
    layers = [part for name in names for part in (k.layers.Dense(5), getattr(k.layers, name)())]
    more = [k.layers.LeakyReLU(0.2), k.layers.ReLU(6.0, 0.1, 0.2), k.layers.Activation("swish")]
    return compiled(k.Sequential([k.Input((6,)), *layers, *more]))


@zoo("activation")
def activations_by_name(k: Any) -> Any:
    names = ["relu", "gelu", "softplus", "softsign", "tanh", "sigmoid", "softmax", "exponential", "selu", "elu"]
    return compiled(k.Sequential([k.Input((4,)), *(k.layers.Dense(4, activation=name) for name in names)]))


@zoo("activation")
def activations_as_functions(k: Any) -> Any:
    chosen = [k.activations.relu, k.activations.tanh, k.activations.swish, k.activations.linear]
    return compiled(k.Sequential([k.Input((4,)), *(k.layers.Dense(4, activation=one) for one in chosen)]))


@zoo("activation")
def leaky_relu_as_activation(k: Any) -> Any:
    """The book gives a layer object as `activation`."""
    start = k.Input((4,))
    end = k.layers.Dense(1)(k.layers.LeakyReLU(0.3)(k.layers.Dense(4, kernel_initializer="he_normal")(start)))
    return compiled(k.Model(start, end))


@zoo("convolution", targets="classes")
def convolution_2d(k: Any) -> Any:
    model = k.Sequential(
        [
            k.Input((10, 10, 3)),
            k.layers.Conv2D(4, 3, activation="relu", padding="same"),
            k.layers.MaxPooling2D(2),
            k.layers.Conv2D(5, (3, 2), strides=2, dilation_rate=1),
            k.layers.Flatten(),
            k.layers.Dense(4, activation="softmax"),
        ]
    )
    return compiled(model, "adam", "sparse_categorical_crossentropy", metrics=["accuracy"])


@zoo("convolution")
def convolution_1d(k: Any) -> Any:
    layers = [
        k.layers.Conv1D(4, 3, padding="causal", dilation_rate=2),
        k.layers.SeparableConv1D(5, 3, depth_multiplier=2),
        k.layers.DepthwiseConv1D(2, padding="same"),
        k.layers.Conv1DTranspose(3, 2, strides=2),
        k.layers.GlobalMaxPooling1D(),
    ]
    return compiled(k.Sequential([k.Input((12, 3)), *layers]))


@zoo("convolution")
def convolution_3d(k: Any) -> Any:
    layers = [
        k.layers.Conv3D(3, 2, activation="relu"),
        k.layers.Conv3DTranspose(2, 2),
        k.layers.MaxPooling3D(2),
        k.layers.GlobalAveragePooling3D(),
    ]
    return compiled(k.Sequential([k.Input((5, 5, 5, 2)), *layers]))


@zoo("convolution")
def separable_depthwise_transpose(k: Any) -> Any:
    layers = [
        k.layers.SeparableConv2D(4, 3, padding="same", depthwise_regularizer="l2", pointwise_initializer="he_normal"),
        k.layers.DepthwiseConv2D(3, depth_multiplier=2, activation="relu"),
        k.layers.Conv2DTranspose(3, 3, strides=2, padding="same", output_padding=1),
        k.layers.Conv2D(4, 1, groups=1, use_bias=False),
        k.layers.GlobalAveragePooling2D(keepdims=True),
        k.layers.Flatten(),
    ]
    return compiled(k.Sequential([k.Input((8, 8, 3)), *layers]))


@zoo("convolution")
def grouped_convolution(k: Any) -> Any:
    return k.Sequential([k.Input((6, 6, 4)), k.layers.Conv2D(8, 3, groups=2), k.layers.GlobalMaxPooling2D()])


@zoo("pooling")
def poolings(k: Any) -> Any:
    start = k.Input((8, 8, 2))
    ways = [
        k.layers.MaxPooling2D(2)(start),
        k.layers.AveragePooling2D(2)(start),
        k.layers.MaxPooling2D((2, 2), strides=(2, 2), padding="same")(start),
        k.layers.AveragePooling2D((3, 3), strides=2, padding="same")(start),
    ]
    return compiled(k.Model(start, k.layers.Dense(1)(k.layers.Flatten()(k.layers.Concatenate()(ways)))))


@zoo("pooling")
def poolings_1d_3d(k: Any) -> Any:
    line, cube = k.Input((8, 2), name="line"), k.Input((4, 4, 4, 2), name="cube")
    ones = [k.layers.AveragePooling1D(2)(line), k.layers.MaxPooling1D(2)(line)]
    threes = [k.layers.AveragePooling3D(2)(cube), k.layers.MaxPooling3D(2, padding="same")(cube)]
    flat = [k.layers.Flatten()(one) for one in (*ones, *threes)]
    ends = [k.layers.GlobalAveragePooling1D()(line), k.layers.GlobalMaxPooling3D()(cube)]
    return compiled(k.Model([line, cube], k.layers.Dense(2)(k.layers.concatenate([*flat, *ends]))))


@zoo("normalization", apart=2e-3)
def normalizations(k: Any) -> Any:
    layers = [
        k.layers.Dense(6),
        k.layers.BatchNormalization(momentum=0.9, epsilon=0.01),
        k.layers.LayerNormalization(epsilon=0.001),
        k.layers.BatchNormalization(scale=False, center=False),
        k.layers.UnitNormalization(),
        k.layers.Dense(1),
    ]
    return compiled(k.Sequential([k.Input((6,)), *layers]))


@zoo("normalization")
def group_normalization(k: Any) -> Any:
    layers = [k.layers.Conv2D(6, 3), k.layers.GroupNormalization(3), k.layers.GlobalAveragePooling2D()]
    return compiled(k.Sequential([k.Input((6, 6, 2)), *layers]))


@zoo("normalization", apart=2e-3)
def batch_norm_on_an_axis(k: Any) -> Any:
    layers = [k.layers.Conv2D(4, 3), k.layers.BatchNormalization(axis=-1), k.layers.BatchNormalization(axis=2)]
    return compiled(k.Sequential([k.Input((6, 6, 2)), *layers, k.layers.Flatten(), k.layers.Dense(1)]))


@zoo("regularization", noise=True)
def dropouts_and_noise(k: Any) -> Any:
    layers = [
        k.layers.Dropout(0.3, seed=5),
        k.layers.GaussianNoise(0.1),
        k.layers.GaussianDropout(0.1),
        k.layers.AlphaDropout(0.1),
        k.layers.ActivityRegularization(0.01, 0.02),
        k.layers.Dense(3),
    ]
    return compiled(k.Sequential([k.Input((6,)), *layers]))


@zoo("regularization", noise=True)
def spatial_dropouts(k: Any) -> Any:
    layers = [k.layers.Conv2D(4, 3), k.layers.SpatialDropout2D(0.2), k.layers.Reshape((16, 4))]
    more = [k.layers.SpatialDropout1D(0.2), k.layers.Flatten(), k.layers.Dense(1)]
    return compiled(k.Sequential([k.Input((6, 6, 1)), *layers, *more]))


@zoo("reshaping")
def reshapings(k: Any) -> Any:
    layers = [
        k.layers.ZeroPadding2D(((1, 0), (2, 1))),
        k.layers.Cropping2D(1),
        k.layers.UpSampling2D((2, 3), interpolation="bilinear"),
        k.layers.Permute((2, 1, 3)),
        k.layers.Reshape((-1, 2)),
        k.layers.Cropping1D(2),
        k.layers.ZeroPadding1D(1),
        k.layers.UpSampling1D(2),
        k.layers.Flatten(),
        k.layers.RepeatVector(3),
        k.layers.Dense(1),
    ]
    return compiled(k.Sequential([k.Input((4, 4, 2)), *layers]))


@zoo("reshaping")
def reshapings_3d(k: Any) -> Any:
    layers = [k.layers.ZeroPadding3D(1), k.layers.UpSampling3D(2), k.layers.Cropping3D(((1, 1), (0, 2), (1, 0)))]
    return compiled(k.Sequential([k.Input((3, 3, 3, 1)), *layers, k.layers.Flatten(), k.layers.Dense(1)]))

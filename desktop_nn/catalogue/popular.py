"""The kinds that most models use, most used first, by group: what an empty search shows, and what wins ties."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_nn.catalogue.kinds import Group

POPULAR: Mapping[Group, tuple[str, ...]] = {
    "layers": (
        *("InputLayer", "Dense", "Dropout", "Flatten", "Conv2D", "MaxPooling2D", "BatchNormalization", "Activation"),
        *("Concatenate", "Add", "LSTM", "GRU", "Embedding", "GlobalAveragePooling2D", "Reshape", "Rescaling"),
        *("Normalization", "ReLU", "LeakyReLU", "LayerNormalization", "Conv1D", "MaxPooling1D", "AveragePooling2D"),
        *("MultiHeadAttention", "Conv2DTranspose", "UpSampling2D", "Bidirectional", "SimpleRNN", "Softmax"),
        *("GlobalMaxPooling2D", "GlobalAveragePooling1D", "SeparableConv2D", "DepthwiseConv2D", "ZeroPadding2D"),
        *("RandomFlip", "RandomRotation", "GaussianNoise", "TimeDistributed", "Multiply"),
    ),
    "activations": ("relu", "softmax", "sigmoid", "tanh", "linear", "elu", "selu", "gelu", "silu", "leaky_relu"),
    "initializers": ("GlorotUniform", "HeNormal", "HeUniform", "GlorotNormal", "LecunNormal", "Zeros", "Ones"),
    "regularizers": ("L2", "L1", "L1L2"),
    "constraints": ("MaxNorm", "NonNeg", "UnitNorm"),
    "optimizers": ("SGD", "Adam", "AdamW", "RMSprop", "Nadam", "Adagrad"),
    "schedules": ("ExponentialDecay", "CosineDecay", "PiecewiseConstantDecay"),
    "losses": (
        *("SparseCategoricalCrossentropy", "MeanSquaredError", "BinaryCrossentropy", "CategoricalCrossentropy"),
        *("MeanAbsoluteError", "Huber"),
    ),
    "metrics": (
        *("accuracy", "MeanAbsoluteError", "RootMeanSquaredError", "MeanSquaredError", "AUC", "Precision", "Recall"),
        *("F1Score", "R2Score", "SparseTopKCategoricalAccuracy", "BinaryAccuracy"),
    ),
    "callbacks": ("EarlyStopping", "ModelCheckpoint", "TensorBoard", "ReduceLROnPlateau", "CSVLogger"),
}

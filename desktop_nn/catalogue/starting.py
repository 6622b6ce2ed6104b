"""The config of an object that was just placed or chosen: what Keras requires, in sizes that people begin with."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from desktop_nn.catalogue.kinds import Group
from desktop_nn.catalogue.operations import is_operation, load_operations

_LAYERS: Mapping[str, Mapping[str, Any]] = {
    "Activation": {"activation": "relu"},
    "AdaptiveAveragePooling1D": {"output_size": 4},
    "AdaptiveAveragePooling2D": {"output_size": 4},
    "AdaptiveAveragePooling3D": {"output_size": 4},
    "AdaptiveMaxPooling1D": {"output_size": 4},
    "AdaptiveMaxPooling2D": {"output_size": 4},
    "AdaptiveMaxPooling3D": {"output_size": 4},
    "AlphaDropout": {"rate": 0.1},
    "AveragePooling1D": {"pool_size": 2},
    "AveragePooling2D": {"pool_size": 2},
    "AveragePooling3D": {"pool_size": 2},
    "Bidirectional": {"layer": {"class_name": "LSTM", "config": {"units": 64}}},
    "CategoryEncoding": {"num_tokens": 10},
    "CenterCrop": {"height": 24, "width": 24},
    "Conv1D": {"filters": 32, "kernel_size": 3},
    "Conv1DTranspose": {"filters": 32, "kernel_size": 3},
    "Conv2D": {"filters": 32, "kernel_size": 3},
    "Conv2DTranspose": {"filters": 32, "kernel_size": 3},
    "Conv3D": {"filters": 32, "kernel_size": 3},
    "Conv3DTranspose": {"filters": 32, "kernel_size": 3},
    "ConvLSTM1D": {"filters": 32, "kernel_size": 3},
    "ConvLSTM2D": {"filters": 32, "kernel_size": 3},
    "ConvLSTM3D": {"filters": 32, "kernel_size": 3},
    "Dense": {"units": 64},
    "DepthwiseConv1D": {"kernel_size": 3},
    "DepthwiseConv2D": {"kernel_size": 3},
    "Discretization": {"bin_boundaries": [-1.0, 0.0, 1.0]},
    "Dot": {"axes": 1},
    "Dropout": {"rate": 0.5},
    "EinsumDense": {"equation": "ab,bc->ac", "output_shape": [64], "bias_axes": "c"},
    "Embedding": {"input_dim": 1000, "output_dim": 64},
    "GRU": {"units": 64},
    "GRUCell": {"units": 64},
    "GaussianDropout": {"rate": 0.5},
    "GaussianNoise": {"stddev": 0.1},
    "GroupNormalization": {"groups": 1},
    "GroupQueryAttention": {"head_dim": 32, "num_query_heads": 4, "num_key_value_heads": 2},
    "HashedCrossing": {"num_bins": 100},
    "Hashing": {"num_bins": 100},
    "InputLayer": {"shape": [1]},
    "IntegerLookup": {"vocabulary": [1, 2, 3]},
    "LSTM": {"units": 64},
    "LSTMCell": {"units": 64},
    "MultiHeadAttention": {"num_heads": 4, "key_dim": 32},
    "Permute": {"dims": [2, 1]},
    "RandomBrightness": {"factor": 0.2},
    "RandomColorDegeneration": {"factor": 0.2},
    "RandomContrast": {"factor": 0.2},
    "RandomCrop": {"height": 24, "width": 24},
    "RandomHue": {"factor": 0.2},
    "RandomPosterization": {"factor": 4},
    "RandomRotation": {"factor": 0.1},
    "RandomSaturation": {"factor": 0.2},
    "RandomSharpness": {"factor": 0.2},
    "RandomTranslation": {"height_factor": 0.1, "width_factor": 0.1},
    "RandomZoom": {"height_factor": 0.1},
    "RepeatVector": {"n": 4},
    "Rescaling": {"scale": 1 / 255},
    "Reshape": {"target_shape": [-1]},
    "Resizing": {"height": 32, "width": 32},
    "ReversibleEmbedding": {"input_dim": 1000, "output_dim": 64},
    "SeparableConv1D": {"filters": 32, "kernel_size": 3},
    "SeparableConv2D": {"filters": 32, "kernel_size": 3},
    "SimpleRNN": {"units": 64},
    "SimpleRNNCell": {"units": 64},
    "SpatialDropout1D": {"rate": 0.2},
    "SpatialDropout2D": {"rate": 0.2},
    "SpatialDropout3D": {"rate": 0.2},
    "SpectralNormalization": {"layer": {"class_name": "Dense", "config": {"units": 64}}},
    "StringLookup": {"vocabulary": ["a", "b", "c"]},
    "TextVectorization": {"vocabulary": ["a", "b", "c"]},
    "TimeDistributed": {"layer": {"class_name": "Dense", "config": {"units": 64}}},
}
_OTHERS: Mapping[tuple[Group, str], Mapping[str, Any]] = {
    ("callbacks", "BackupAndRestore"): {"backup_dir": "backup"},
    ("callbacks", "CSVLogger"): {"filename": "log.csv"},
    ("callbacks", "EarlyStopping"): {"patience": 5, "restore_best_weights": True},
    ("callbacks", "ModelCheckpoint"): {"filepath": "best.keras", "save_best_only": True},
    ("metrics", "IoU"): {"num_classes": 2, "target_class_ids": [0]},
    ("metrics", "MeanIoU"): {"num_classes": 2},
    ("metrics", "OneHotIoU"): {"num_classes": 2, "target_class_ids": [0]},
    ("metrics", "OneHotMeanIoU"): {"num_classes": 2},
    ("metrics", "PrecisionAtRecall"): {"recall": 0.5},
    ("metrics", "RecallAtPrecision"): {"precision": 0.5},
    ("metrics", "SensitivityAtSpecificity"): {"specificity": 0.5},
    ("metrics", "SpecificityAtSensitivity"): {"sensitivity": 0.5},
    ("optimizers", "LossScaleOptimizer"): {"inner_optimizer": {"class_name": "Adam", "config": {}}},
    ("schedules", "CosineDecay"): {"initial_learning_rate": 0.01, "decay_steps": 10_000},
    ("schedules", "CosineDecayRestarts"): {"initial_learning_rate": 0.01, "first_decay_steps": 1000},
    ("schedules", "ExponentialDecay"): {"initial_learning_rate": 0.01, "decay_steps": 1000, "decay_rate": 0.9},
    ("schedules", "InverseTimeDecay"): {"initial_learning_rate": 0.01, "decay_steps": 1000, "decay_rate": 0.5},
    ("schedules", "PiecewiseConstantDecay"): {"boundaries": [5000, 10_000], "values": [0.01, 0.005, 0.001]},
    ("schedules", "PolynomialDecay"): {"initial_learning_rate": 0.01, "decay_steps": 10_000},
}


def starting_config(kind: str, group: Group = "layers") -> dict[str, Any]:
    """A config of its own that Keras takes, as the document holds it; empty for kinds that need none."""
    if group == "layers" and is_operation(kind):
        found = load_operations().get(kind)
        return deepcopy(dict(found.start)) if found else {}
    return deepcopy(dict(_LAYERS.get(kind, {}) if group == "layers" else _OTHERS.get((group, kind), {})))

"""Arguments that take one of a few words. Keras tells the words only in prose, so they stand here; a test gives each
of them to Keras.
"""

from __future__ import annotations

from collections.abc import Mapping

_EXTREMES = ("auto", "min", "max")
_FILL = ("reflect", "wrap", "constant", "nearest")
_AUGMENTING_INTERPOLATION = ("nearest", "bilinear")
_RESIZING_INTERPOLATION = ("bilinear", "nearest", "bicubic", "lanczos3", "lanczos5")
_INDEX_OUTPUT = ("int", "one_hot", "multi_hot", "count")
_WINDOWS = ("hann", "hamming")

BY_NAME: Mapping[str, tuple[str, ...]] = {
    "average": ("micro", "macro", "weighted"),
    "class_aggregation": ("uniform_average", "variance_weighted_average"),
    "curve": ("ROC", "PR"),
    "data_format": ("channels_last", "channels_first"),
    "distribution": ("truncated_normal", "untruncated_normal", "uniform"),
    "fill_mode": _FILL,
    "interpolation": _AUGMENTING_INTERPOLATION,
    "merge_mode": ("concat", "sum", "mul", "ave"),
    "oov_method": ("floormod", "farmhash"),
    "padding": ("valid", "same"),
    "reduction": ("sum_over_batch_size", "sum", "mean", "mean_with_sample_weight", "none"),
    "scaling": ("density", "spectrum"),
    "score_mode": ("dot", "concat"),
    "side": ("real", "imag"),
    "split": ("whitespace", "character"),
    "standardize": ("lower_and_strip_punctuation", "lower", "strip_punctuation"),
    "summation_method": ("interpolation", "minoring", "majoring"),
    "vocabulary_dtype": ("int64",),
    "window": _WINDOWS,
}
"""Choices that an argument of this name has wherever it stands as a string."""

BY_KIND: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("CategoryEncoding", "output_mode"): ("multi_hot", "one_hot", "count"),
    ("Conv1D", "padding"): ("valid", "same", "causal"),
    ("Discretization", "output_mode"): _INDEX_OUTPUT,
    ("EarlyStopping", "mode"): _EXTREMES,
    ("HashedCrossing", "output_mode"): ("int", "one_hot"),
    ("Hashing", "output_mode"): _INDEX_OUTPUT,
    ("IntegerLookup", "output_mode"): (*_INDEX_OUTPUT, "tf_idf"),
    ("ModelCheckpoint", "mode"): _EXTREMES,
    ("OrbaxCheckpoint", "mode"): _EXTREMES,
    ("OrthogonalRegularizer", "mode"): ("rows", "columns"),
    ("RandomFlip", "mode"): ("horizontal_and_vertical", "horizontal", "vertical"),
    ("ReduceLROnPlateau", "mode"): _EXTREMES,
    ("Resizing", "fill_mode"): ("constant",),
    ("Resizing", "interpolation"): _RESIZING_INTERPOLATION,
    ("STFTSpectrogram", "mode"): ("log", "magnitude", "psd", "real", "imag", "angle", "stft"),
    ("StringLookup", "output_mode"): (*_INDEX_OUTPUT, "tf_idf"),
    ("TextVectorization", "output_mode"): ("int", "multi_hot", "count", "tf_idf"),
    ("UpSampling2D", "interpolation"): ("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"),
    ("VarianceScaling", "mode"): ("fan_in", "fan_out", "fan_avg"),
}
"""Choices that hold for one kind only; they win over `BY_NAME`."""


def choices(kind: str, parameter: str) -> tuple[str, ...]:
    """The words that the argument takes, Keras's default first where it has one; empty if it takes others too."""
    return BY_KIND.get((kind, parameter)) or BY_NAME.get(parameter, ())

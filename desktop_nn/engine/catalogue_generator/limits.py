"""Bounds of numbers, lengths of lists, and which arguments a beginner uses: what signatures do not tell."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from desktop_nn.catalogue import ParameterKind

_LEAST: Mapping[float, str] = {
    0: "class_id clip_limit clipnorm clipvalue cooldown embeddings_freq epsilon global_clipnorm histogram_freq "
    "initial_accumulator_value initial_learning_rate l1 l1_regularization_strength l2 l2_regularization_strength "
    "l2_shrinkage_regularization_strength learning_rate min_delta min_lr negative_slope num_oov_indices "
    "num_regressors output_padding patience profile_batch start_from_epoch stddev verbose warmup_steps weight_decay",
    1: "batch_size bins chain_depth decay_steps depth_multiplier dilation_rate dims dynamic_growth_steps "
    "ema_overwrite_frequency fft_length filters first_decay_steps frame_length frame_step "
    "gradient_accumulation_steps groups head_dim height input_dim k kernel_size key_dim lora_rank max_number "
    "max_tokens n ngrams ns_steps num_bins num_chains num_classes num_heads num_key_value_heads num_labels "
    "num_mel_bins num_ops num_query_heads num_tokens output_dim output_sequence_length output_size pool_size "
    "power_iterations sampling_rate sequence_length sequence_stride size sliding_window strides tile_grid_size "
    "top_k units value_dim width",
    2: "num_thresholds",
}
_MINIMUM: Mapping[str, float] = {name: least for least, names in _LEAST.items() for name in names.split()}
# fmt: off
_FRACTIONS = frozenset({
    "beta_1", "beta_2", "dropout", "ema_momentum", "label_smoothing", "momentum", "precision", "rate", "recall",
    "recurrent_dropout", "renorm_momentum", "rho", "sensitivity", "specificity"
})
# fmt: on
"""Numbers from 0 to 1."""

_BOUNDS: Mapping[tuple[str, str], tuple[float | None, float | None]] = {
    ("RandomGrayscale", "factor"): (0, 1),
    ("RandomPosterization", "factor"): (1, 8),
    ("ReduceLROnPlateau", "factor"): (0, 1),
}
"""Bounds that hold for one kind only."""

_PER_AXIS = frozenset({"kernel_size", "strides", "pool_size", "dilation_rate", "size", "output_padding", "output_size"})
_PAIRS = frozenset({"value_range", "tile_grid_size"})
_LISTS = _PAIRS | {
    *("bin_boundaries", "boundaries", "dims", "idf_weights", "input_axes", "label_weights", "output_axes"),
    *("target_class_ids", "values"),
}
_DIMENSIONS = re.compile(r"([123])D")

_ADVANCED = re.compile(
    r"^(trainable|dtype|name|seed|sparse|ragged|data_format|weights|lora_\w+|quantization_config|.*_(initializer|"
    r"regularizer|constraint)|go_backwards|stateful|unroll|reset_after|use_cudnn|unit_forget_bias|clipnorm|clipvalue|"
    r"global_clipnorm|use_ema|ema_\w+|loss_scale_factor|gradient_accumulation_steps|epsilon|epsilon_\d|noise_shape|"
    r"reduction|verbose|batch_shape|batch_size|input_tensor|optional|input_axes|output_axes|synchronized|renorm\w*|"
    r"weight_decay|axis|num_thresholds)$"
)
# fmt: off
_COMMON = frozenset({
    "activation", "alpha", "axis", "beta_1", "beta_2", "dropout", "factor", "filters", "from_logits", "height",
    "kernel_size", "key_dim", "learning_rate", "mode", "momentum", "monitor", "nesterov", "num_heads",
    "output_mode", "padding", "patience", "pool_size", "rate", "restore_best_weights", "return_sequences", "rho",
    "save_best_only", "scale", "shape", "size", "strides", "units", "use_bias", "width"
})
# fmt: on
"""What everybody sets, in kinds that have more than a few parameters."""

_COMMON_OF: Mapping[str, frozenset[str]] = {
    "AdamW": frozenset({"weight_decay"}),
    "AUC": frozenset({"curve", "multi_label", "num_thresholds"}),
    "BatchNormalization": frozenset({"axis", "momentum"}),
    "Concatenate": frozenset({"axis"}),
    "GroupNormalization": frozenset({"axis", "groups"}),
    "LayerNormalization": frozenset({"axis"}),
    "IntegerLookup": frozenset({"max_tokens", "vocabulary"}),
    "InputLayer": frozenset({"dtype"}),
    "MelSpectrogram": frozenset({"fft_length", "num_mel_bins", "sampling_rate", "sequence_stride"}),
    "Normalization": frozenset({"axis"}),
    "RandomColorJitter": frozenset({"brightness_factor", "contrast_factor", "hue_factor", "saturation_factor"}),
    "RandomShear": frozenset({"x_factor", "y_factor"}),
    "RandomZoom": frozenset({"width_factor"}),
    "STFTSpectrogram": frozenset({"frame_length", "frame_step"}),
    "Softmax": frozenset({"axis"}),
    "StringLookup": frozenset({"max_tokens", "vocabulary"}),
    "TensorBoard": frozenset({"histogram_freq", "update_freq", "write_graph"}),
    "TextVectorization": frozenset({"max_tokens", "output_sequence_length", "vocabulary"}),
    "UnitNormalization": frozenset({"axis"}),
}
_FEW = 4


def bounds(owner: str, name: str) -> tuple[float | None, float | None]:
    """Smallest and largest legal number of the argument, None for unbounded."""
    if (owner, name) in _BOUNDS:
        return _BOUNDS[owner, name]
    if name in _FRACTIONS:
        return 0, 1
    return _MINIMUM.get(name), None


def length(owner: str, name: str, kind: ParameterKind) -> int:
    """How many entries a list has that gives one number an axis (`kernel_size` of Conv2D: 2), else 0."""
    dimensions = _DIMENSIONS.search(owner)
    if name in _PER_AXIS and dimensions and kind == "ints":
        return int(dimensions[1])
    return 2 if name in _PAIRS else 0


def list_only(name: str) -> bool:
    """Whether the argument is always a list, even if it has one entry."""
    return name in _LISTS


def common(owner: str, names: Collection[str], required: Collection[str]) -> frozenset[str]:
    """Which arguments are shown first: the required ones, those that everybody sets, or all where there are few."""
    plain = [name for name in names if not _ADVANCED.match(name)]
    special = _COMMON_OF.get(owner, frozenset())
    chosen = plain if len(plain) <= _FEW else [name for name in plain if name in _COMMON]
    return frozenset({*chosen, *required, *special.intersection(names)})

"""Configurations of Keras 1 in the words of Keras 2: classes, parameters, initializers, regularizers, merging.

What Keras 2 renamed in turn is `older_parameters.py`'s; weights that lay otherwise are `keras_1_weights.py`'s.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from desktop_nn.engine.model_files.report import Notes

_CLASSES: Final = {
    "Convolution1D": "Conv1D",
    "Convolution2D": "Conv2D",
    "Convolution3D": "Conv3D",
    "AtrousConvolution1D": "Conv1D",
    "AtrousConvolution2D": "Conv2D",
    "SeparableConvolution2D": "SeparableConv2D",
    "Deconvolution2D": "Conv2DTranspose",
}
_MERGING: Final = {
    "sum": "Add", "mul": "Multiply", "ave": "Average", "max": "Maximum", "concat": "Concatenate", "dot": "Dot",
    "cos": "Dot",
}  # fmt: skip
_PARAMETERS: Final = {
    "output_dim": "units",
    "nb_filter": "filters",
    "filter_length": "kernel_size",
    "init": "kernel_initializer",
    "inner_init": "recurrent_initializer",
    "inner_activation": "recurrent_activation",
    "W_regularizer": "kernel_regularizer",
    "U_regularizer": "recurrent_regularizer",
    "b_regularizer": "bias_regularizer",
    "W_constraint": "kernel_constraint",
    "b_constraint": "bias_constraint",
    "bias": "use_bias",
    "border_mode": "padding",
    "subsample": "strides",
    "subsample_length": "strides",
    "atrous_rate": "dilation_rate",
    "dropout_W": "dropout",
    "dropout_U": "recurrent_dropout",
    "pool_length": "pool_size",
    "stride": "strides",
    "p": "rate",
    "sigma": "stddev",
}
_OF_EMBEDDING: Final = {
    "init": "embeddings_initializer",
    "W_regularizer": "embeddings_regularizer",
    "W_constraint": "embeddings_constraint",
}
_INITIALIZERS: Final = {"uniform": "random_uniform", "normal": "random_normal", "zero": "zeros", "one": "ones"}
_GONE: Final = frozenset(
    {"consume_less", "input_dtype", "create_input_layer", "arguments", "output_mask", "node_indices"}
)
_SIZES: Final = (("nb_row", "nb_col"), ("kernel_dim1", "kernel_dim2", "kernel_dim3"))
_ORDERINGS: Final = {"tf": "channels_last", "th": "channels_first"}


def in_words_of_keras_2(model: Mapping[str, Any], notes: Notes) -> dict[str, Any]:
    """The model's configuration with all its layers translated; each change is noted."""
    config = model.get("config")
    layers = config.get("layers") if isinstance(config, dict) else config
    if not isinstance(layers, list):
        return dict(model)
    found = [_layer(item, notes) if isinstance(item, dict) else item for item in layers]
    return {**model, "config": {**config, "layers": found} if isinstance(config, dict) else found}


def _layer(data: Mapping[str, Any], notes: Notes) -> dict[str, Any]:
    config, kind = data.get("config"), str(data.get("class_name"))
    if not isinstance(config, dict) or kind in ("Sequential", "Model"):
        return in_words_of_keras_2(data, notes)
    where = str(data.get("name") or config.get("name"))
    if kind == "Merge" and str(config.get("mode")) in _MERGING:
        return _merging(data, config, where, notes)
    if isinstance(config.get("layer"), dict):  # a wrapper
        config = {**config, "layer": _layer(config["layer"], notes)}
    new = _CLASSES.get(kind, kind)
    if new != kind:
        notes.patched(where, f"{kind} became {new}", "Keras calls it so since version 2")
    return {**data, "class_name": new, "config": _config(new, config, where, notes)}


def _config(kind: str, config: Mapping[str, Any], where: str, notes: Notes) -> dict[str, Any]:
    found: dict[str, Any] = {}
    names = {**_PARAMETERS, **(_OF_EMBEDDING if kind == "Embedding" else {})}
    if kind == "Embedding":
        del names["output_dim"]
    for name, value in config.items():
        new = names.get(name, name)
        if name in _GONE or (kind == "BatchNormalization" and name == "mode" and value == 0):
            continue
        if new != name:
            notes.patched(where, f"“{name}” became “{new}”", "Keras calls it so since version 2")
        found[new] = _value(new, value)
    for sizes in _SIZES:
        if all(name in found for name in sizes):
            found["kernel_size"] = [found.pop(name) for name in sizes]
            notes.patched(where, f"“{'”, “'.join(sizes)}” became “kernel_size”", "Keras calls it so since version 2")
    return _orderings(_forgetting(found), where, notes)


def _value(name: str, value: Any) -> Any:
    if name.endswith("_initializer") and isinstance(value, str):
        return _INITIALIZERS.get(value, value)
    if isinstance(value, dict) and isinstance(value.get("name"), str) and "class_name" not in value:
        if name.endswith("_regularizer"):
            return {"class_name": "L1L2", "config": {key: value[key] for key in ("l1", "l2") if key in value}}
        if name.endswith("_constraint"):
            config = {{"m": "max_value"}.get(key, key): item for key, item in value.items() if key != "name"}
            return {"class_name": value["name"], "config": config}
    return value


def _forgetting(found: dict[str, Any]) -> dict[str, Any]:
    bias = found.pop("forget_bias_init", None)
    return found if bias is None else {**found, "unit_forget_bias": bias == "one"}


def _orderings(found: dict[str, Any], where: str, notes: Notes) -> dict[str, Any]:
    ordering = found.pop("dim_ordering", None)
    if ordering not in _ORDERINGS:
        return found
    if ordering == "th":
        what = "its data have the channels before the rows (“th”); give it such data, or build it anew for TensorFlow"
        notes.left_out(where, what, "it was made with Theano's order")
    return {**found, "data_format": _ORDERINGS[ordering]}


def _merging(data: Mapping[str, Any], config: Mapping[str, Any], where: str, notes: Notes) -> dict[str, Any]:
    mode = str(config["mode"])
    kind = _MERGING[mode]
    more: dict[str, Any] = {}
    if kind == "Concatenate":
        more["axis"] = config.get("concat_axis", -1)
    if kind == "Dot":
        axes = config.get("dot_axes", -1)
        more = {"axes": axes[0] if isinstance(axes, list) and len(axes) == 1 else axes, "normalize": mode == "cos"}
    notes.patched(where, f"Merge with mode “{mode}” became {kind}", "Keras has a layer for each way since version 2")
    return {**data, "class_name": kind, "config": {"name": config.get("name", where), **more}}

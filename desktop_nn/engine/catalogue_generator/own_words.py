"""Texts of ours, where Keras's docstrings say nothing, or nothing for somebody who does not know the kind yet."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_nn.catalogue import Group

EXTRA_HELP: Mapping[str, str] = {
    "add_history": "Whether to keep the history.",
    "add_progbar": "Whether to show a progress bar.",
    "all_ops": "Whether to use all operations, also those that change colours and sharpness.",
    "autocast": "Whether inputs are turned into the data type of the layer.",
    "antialias": "Whether to smooth the image when it is made smaller, so that fine patterns do not flicker.",
    "brightness_factor": "How much the brightness may change: a number, or the smallest and the largest one.",
    "call_training_endpoint": "Name of the endpoint to use while training. By default that of call_endpoint.",
    "callbacks": "The callbacks of the list.",
    "chain_depth": "How many operations one chain has.",
    "contrast_factor": "How much the contrast may change: a number, or the smallest and the largest one.",
    "gptq_unpacked_column_size": "Used by quantized layers only.",
    "hue_factor": "How much the hue may change: a number, or the smallest and the largest one.",
    "ignore_class": "A class number that does not count. By default all count.",
    "layers": "The layers of the pipeline.",
    "model": "The model that is trained.",
    "num_chains": "How many chains of operations are mixed.",
    "num_ops": "How many operations are applied to each image.",
    "optimizer_map": "Which optimizer trains which weights.",
    "params": "What the callbacks are told of the run.",
    "quantization_config": "How the weights are quantized. Used by quantized layers only.",
    "saturation_factor": "How much the saturation may change: a number, or the smallest and the largest one.",
    "sigma": "Standard deviation of the blur in pixels: a number, or the smallest and the largest one.",
    "rms_scaling": "Deprecated: use RMSNormalization instead.",
    "vocabulary_size": "How many entries the vocabulary has, as files tell it.",
    "x_factor": "How far rows are shifted: a number, or the smallest and the largest one.",
    "y_factor": "How far columns are shifted: a number, or the smallest and the largest one.",
}
"""Help for arguments of which Keras's docstrings say nothing anywhere."""

PLAINER_HELP: Mapping[str, str] = {
    "data_format": "Where the channels stand in a sample: last, as in height × width × channels, or first. "
    "By default as Keras is set up, which is last.",
    "dtype": "The data type to compute in, such as float32, or a policy such as mixed_float16. By default Keras's.",
    "return_attention_scores": "Whether the scores come out as well, at a second port.",
    "trainable": "Whether training may change the layer's weights.",
    "use_causal_mask": "Whether each position attends only to those before it and to itself, as in a decoder that "
    "writes one word after the other.",
}
"""Help that stands in very many kinds and is told at length by Keras."""

KIND_HELP: Mapping[tuple[str, str], str] = {
    ("Bidirectional", "weights"): "Initial weights of both directions.",
    ("InputLayer", "dtype"): "The data type of the data, such as float32 or int32. By default float32.",
    ("Masking", "mask_value"): "Time steps all of whose values equal this number are passed over by later layers.",
    ("MaxNumBoundingBoxes", "fill_value"): "The value of boxes that are filled in.",
    ("Tversky", "axis"): "The axes over which the loss is computed. By default all.",
}
"""Help for an argument of one kind only."""

SUMMARIES: Mapping[tuple[Group, str], str] = {
    ("layers", "AdditiveAttention"): "Additive attention (Bahdanau): weighs a sequence by how well it answers a query.",
    ("layers", "Attention"): "Dot-product attention (Luong): weighs a sequence by how well it answers a query.",
    (
        "layers",
        "BatchNormalization",
    ): "Normalizes its inputs over each batch, which makes training faster and steadier.",
    ("layers", "Dense"): "A fully connected layer: each unit sees all inputs.",
    ("layers", "Dropout"): "Sets a random fraction of its inputs to zero while training, against overfitting.",
    ("layers", "Flatten"): "Turns each sample into one long row of numbers.",
    ("layers", "GRU"): "Gated recurrent unit: reads a sequence step by step, with a memory.",
    ("layers", "GroupQueryAttention"): "Multi-head attention whose heads share keys and values in groups.",
    ("layers", "Identity"): "Hands its input on unchanged.",
    ("layers", "InputLayer"): "An input of the model: the data come in here.",
    ("layers", "LSTM"): "Long short-term memory: reads a sequence step by step, with a memory for what lies far back.",
    ("layers", "MultiHeadAttention"): "Attention with several heads, as in transformers.",
    ("layers", "SimpleRNN"): "Reads a sequence step by step; its output is fed back as an input.",
    ("layers", "ReLU"): "Sets negative values to zero (rectified linear unit).",
    ("activations", "linear"): "Hands its input on unchanged.",
    ("activations", "relu"): "Sets negative values to zero (rectified linear unit).",
    ("activations", "sigmoid"): "Squeezes values into 0…1: for yes-or-no outputs.",
    ("activations", "softmax"): "Turns values into probabilities that sum to 1: for choosing one class of several.",
    ("activations", "tanh"): "Squeezes values into -1…1 (hyperbolic tangent).",
    ("losses", "BinaryCrossentropy"): "Crossentropy for yes-or-no targets: one unit with sigmoid, targets 0 or 1.",
    ("losses", "CategoricalCrossentropy"): "Crossentropy for several classes whose targets are one-hot.",
    ("losses", "SparseCategoricalCrossentropy"): "Crossentropy for several classes whose targets are class numbers.",
}
"""One sentence, instead of the first one of Keras's docstring."""

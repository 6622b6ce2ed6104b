"""How the number of a layer's weights comes about, written out for the kinds that have a plain formula.

Shapes are Keras's (`GraphFacts`); a formula is shown only if it gives exactly the count that Keras told. What
layers without weights do is told in `effects.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import prod
from typing import Any, TypeAlias

from desktop_nn.graph.facts import Shape

_Config: TypeAlias = Mapping[str, Any]
_Made: TypeAlias = tuple[str, int]
"""A formula and its value."""


def formula(kind: str, config: Mapping[str, Any], incoming: Shape | None, count: int) -> str:
    """The count written out, such as `784 × 300 + 300`; empty where there is no plain formula.

    `incoming` is the shape at the first input with the batch axis first, `config` lacks what is Keras's default.
    """
    if incoming is None or len(incoming) < 2 or count <= 0:
        return ""
    try:
        text, value = _made(kind, config, incoming)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError):
        return ""  # a parameter is missing, or an axis is open
    return text if value == count else ""


def equation(kind: str, config: Mapping[str, Any], incoming: Shape | None, count: int) -> str:
    """The formula with its result, `784 × 300 + 300 = 235,500`; empty where there is no plain formula."""
    text = formula(kind, config, incoming, count)
    return f"{text} = {number(count)}" if text and text != number(count) else ""


def number(value: int) -> str:
    """A whole number with thousands set apart: 235,500."""
    return f"{value:,}"


def size_text(count: int) -> str:
    """The memory that so many float32 weights take, in units of 1024 as Keras counts them."""
    return bytes_text(count * 4)


def bytes_text(count: float) -> str:
    """So many bytes in a readable unit of 1024."""
    for unit in ("bytes", "KB", "MB", "GB"):
        if count < 1024 or unit == "GB":
            return f"{count:.0f} {unit}" if unit == "bytes" else f"{count:.2f} {unit}"
        count /= 1024
    raise AssertionError


def _made(kind: str, config: _Config, incoming: Shape) -> _Made:
    if kind in _BY_SHAPE:
        return _BY_SHAPE[kind](config, incoming)
    size = incoming[1] if config.get("data_format") == "channels_first" else incoming[-1]
    if size is None:
        raise ValueError("The size of the last axis is open.")
    return _BY_SIZE[kind](config, size)


def _dense(config: _Config, size: int) -> _Made:
    units = config["units"]
    return _with_bias(f"{number(size)} × {number(units)}", size * units, units, config)


def _convolution(axes: int) -> Callable[[_Config, int], _Made]:
    def make(config: _Config, channels: int) -> _Made:
        filters, window = config["filters"], _window(config, axes)
        channels //= config.get("groups", 1)
        return _with_bias(_times(*window, channels, filters), prod(window) * channels * filters, filters, config)

    return make


def _depthwise(axes: int) -> Callable[[_Config, int], _Made]:
    def make(config: _Config, channels: int) -> _Made:
        window, each = _window(config, axes), config.get("depth_multiplier", 1)
        made = channels * each
        factors = (*window, channels, each) if each > 1 else (*window, channels)
        return _with_bias(_times(*factors), prod(window) * made, made, config)

    return make


def _separable(axes: int) -> Callable[[_Config, int], _Made]:
    def make(config: _Config, channels: int) -> _Made:
        text, value = _depthwise(axes)({**config, "use_bias": False}, channels)
        made, filters = channels * config.get("depth_multiplier", 1), config["filters"]
        return _with_bias(f"{text} + {_times(made, filters)}", value + made * filters, filters, config)

    return make


def _recurrent(gates: int) -> Callable[[_Config, int], _Made]:
    def make(config: _Config, size: int) -> _Made:
        units = config["units"]
        bias = 1 if config.get("use_bias", True) else 0
        text = f"({size} + {units}{' + 1' if bias else ''}) × {units}"
        return (f"{gates} × {text}" if gates > 1 else text), gates * (size + units + bias) * units

    return make


def _gru(config: _Config, size: int) -> _Made:
    units = config["units"]
    if not config.get("use_bias", True):
        return f"3 × ({size} + {units}) × {units}", 3 * (size + units) * units
    biases = 2 if config.get("reset_after", True) else 1
    return f"3 × ({size} + {units} + {biases}) × {units}", 3 * (size + units + biases) * units


def _convolved_lstm(axes: int) -> Callable[[_Config, int], _Made]:
    def make(config: _Config, channels: int) -> _Made:
        window, filters = _window(config, axes), config["filters"]
        bias = 1 if config.get("use_bias", True) else 0
        inner = f"{_times(*window)} × ({channels} + {filters}){' + 1' if bias else ''}"
        return f"4 × ({inner}) × {filters}", 4 * (prod(window) * (channels + filters) + bias) * filters

    return make


def _bidirectional(config: _Config, incoming: Shape) -> _Made:
    inner = config["layer"]
    text, value = _made(inner["class_name"], inner.get("config", {}), incoming)
    return f"2 × {text}", 2 * value


def _each_step(config: _Config, incoming: Shape) -> _Made:
    inner = config["layer"]
    return _made(inner["class_name"], inner.get("config", {}), (incoming[0], *incoming[2:]))


def _embedding(config: _Config, _incoming: Shape) -> _Made:
    rows, columns = config["input_dim"], config["output_dim"]
    return _times(rows, columns), rows * columns


def _attention(config: _Config, size: int) -> _Made:
    """Query, key and value of one size, which is how self-attention is used: three ways in, one way out."""
    heads, key = config["num_heads"], config["key_dim"]
    value = config.get("value_dim") or key
    if value != key:
        raise ValueError("Only heads with keys and values of one size have a short formula.")
    wide = heads * key
    weights, biases = 4 * size * wide, 3 * wide + size
    if not config.get("use_bias", True):
        return f"4 × {_times(size, wide)}", weights
    return f"4 × {_times(size, wide)} + 3 × {number(wide)} + {number(size)}", weights + biases


def _batch_normalization(config: _Config, size: int) -> _Made:
    return _vectors(2 + _switched_on(config, "center", "scale"), size)


def _normalized_with(*switches: str) -> Callable[[_Config, int], _Made]:
    def make(config: _Config, size: int) -> _Made:
        return _vectors(_switched_on(config, *switches), size)

    return make


def _one_vector(_config: _Config, size: int) -> _Made:
    return number(size), size


def _moments(_config: _Config, size: int) -> _Made:
    return f"2 × {number(size)} + 1", 2 * size + 1


def _slopes(config: _Config, incoming: Shape) -> _Made:
    """PReLU: one slope a value, but one for all along the shared axes."""
    shared = config.get("shared_axes") or ()
    sizes = [1 if axis in shared else size for axis, size in enumerate(incoming)][1:]
    known = [size for size in sizes if size is not None]
    if len(known) < len(sizes):
        raise ValueError("An axis is open.")
    return _times(*known), prod(known)


def _window(config: _Config, axes: int) -> list[int]:
    window = config["kernel_size"]
    return [window] * axes if isinstance(window, int) else list(window)


def _switched_on(config: _Config, *names: str) -> int:
    return sum(bool(config.get(name, True)) for name in names)


def _vectors(count: int, size: int) -> _Made:
    return f"{count} × {number(size)}" if count > 1 else number(size), count * size


def _times(*factors: int) -> str:
    return " × ".join(map(number, factors))


def _with_bias(text: str, value: int, biases: int, config: _Config) -> _Made:
    return (f"{text} + {number(biases)}", value + biases) if config.get("use_bias", True) else (text, value)


_BY_SIZE: Mapping[str, Callable[[_Config, int], _Made]] = {
    "Dense": _dense,
    "SimpleRNN": _recurrent(1),
    "LSTM": _recurrent(4),
    "GRU": _gru,
    "MultiHeadAttention": _attention,
    "AdditiveAttention": _one_vector,
    "BatchNormalization": _batch_normalization,
    "LayerNormalization": _normalized_with("center", "scale"),
    "GroupNormalization": _normalized_with("center", "scale"),
    "RMSNormalization": _one_vector,
    "Normalization": _moments,
    **{f"Conv{axes}D": _convolution(axes) for axes in (1, 2, 3)},
    **{f"Conv{axes}DTranspose": _convolution(axes) for axes in (1, 2, 3)},
    **{f"DepthwiseConv{axes}D": _depthwise(axes) for axes in (1, 2)},
    **{f"SeparableConv{axes}D": _separable(axes) for axes in (1, 2)},
    **{f"ConvLSTM{axes}D": _convolved_lstm(axes) for axes in (1, 2, 3)},
}
"""Kinds whose weights depend on the size of one axis of their input."""

_BY_SHAPE: Mapping[str, Callable[[_Config, Shape], _Made]] = {
    "Bidirectional": _bidirectional,
    "TimeDistributed": _each_step,
    "Embedding": _embedding,
    "PReLU": _slopes,
}

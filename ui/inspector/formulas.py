"""How the number of a layer's weights comes about, written out for the plain cases. No widgets here.

Shapes are Keras's (`GraphFacts`); a formula is shown only if it gives exactly the count that Keras told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import prod
from typing import Any

from desktop_nn.graph.facts import Shape


def formula(kind: str, config: Mapping[str, Any], incoming: Shape | None, count: int) -> str:
    """The count written out, such as `784 × 300 + 300`; empty where there is no plain formula.

    `incoming` is the shape at the first input with the batch axis first, `config` lacks what is Keras's default.
    """
    make = _FORMULAS.get(kind)
    if make is None or incoming is None or not incoming or incoming[-1] is None or count <= 0:
        return ""
    try:
        text, value = make(config, incoming[-1])
    except (KeyError, TypeError, ValueError):
        return ""
    return text if value == count else ""


def number(value: int) -> str:
    """A whole number with thousands set apart: 235,500."""
    return f"{value:,}"


def size_text(count: int) -> str:
    """The memory that so many float32 weights take, in units of 1024 as Keras counts them."""
    size = count * 4.0
    for unit in ("bytes", "KB", "MB", "GB"):
        if size < 1024 or unit == "GB":
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.2f} {unit}"
        size /= 1024
    raise AssertionError


def _dense(config: Mapping[str, Any], size: int) -> tuple[str, int]:
    units = config["units"]
    return _with_bias(f"{size} × {units}", size * units, units, config)


def _convolution(axes: int) -> Callable[[Mapping[str, Any], int], tuple[str, int]]:
    def make(config: Mapping[str, Any], channels: int) -> tuple[str, int]:
        filters, window = config["filters"], config["kernel_size"]
        sizes = [window] * axes if isinstance(window, int) else list(window)
        channels //= config.get("groups", 1)
        text = " × ".join(map(str, [*sizes, channels, filters]))
        return _with_bias(text, prod(sizes) * channels * filters, filters, config)

    return make


def _recurrent(gates: int) -> Callable[[Mapping[str, Any], int], tuple[str, int]]:
    def make(config: Mapping[str, Any], size: int) -> tuple[str, int]:
        units = config["units"]
        bias = 1 if config.get("use_bias", True) else 0
        text = f"({size} + {units}{' + 1' if bias else ''}) × {units}"
        return (f"{gates} × {text}" if gates > 1 else text), gates * (size + units + bias) * units

    return make


def _gru(config: Mapping[str, Any], size: int) -> tuple[str, int]:
    units = config["units"]
    if not config.get("use_bias", True):
        return f"3 × ({size} + {units}) × {units}", 3 * (size + units) * units
    biases = 2 if config.get("reset_after", True) else 1
    return f"3 × ({size} + {units} + {biases}) × {units}", 3 * (size + units + biases) * units


def _embedding(config: Mapping[str, Any], _size: int) -> tuple[str, int]:
    rows, columns = config["input_dim"], config["output_dim"]
    return f"{rows} × {columns}", rows * columns


def _batch_normalization(config: Mapping[str, Any], size: int) -> tuple[str, int]:
    vectors = 2 + bool(config.get("center", True)) + bool(config.get("scale", True))
    return f"{vectors} × {size}", vectors * size


def _layer_normalization(config: Mapping[str, Any], size: int) -> tuple[str, int]:
    vectors = int(bool(config.get("center", True))) + bool(config.get("scale", True))
    return f"{vectors} × {size}", vectors * size


def _with_bias(text: str, value: int, biases: int, config: Mapping[str, Any]) -> tuple[str, int]:
    return (f"{text} + {biases}", value + biases) if config.get("use_bias", True) else (text, value)


_FORMULAS: Mapping[str, Callable[[Mapping[str, Any], int], tuple[str, int]]] = {
    "Dense": _dense,
    "Conv1D": _convolution(1),
    "Conv2D": _convolution(2),
    "Conv3D": _convolution(3),
    "SimpleRNN": _recurrent(1),
    "LSTM": _recurrent(4),
    "GRU": _gru,
    "Embedding": _embedding,
    "BatchNormalization": _batch_normalization,
    "LayerNormalization": _layer_normalization,
}

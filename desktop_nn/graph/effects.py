"""What a layer without weights does with its input, in one short line: `28 × 28 → 784`, `30 + 5 = 35`.

Shapes are Keras's (`GraphFacts`) and only compared here, never reckoned out. Weights are `weights.py`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import prod
from typing import Any, TypeAlias

from desktop_nn.catalogue.operations import is_operation
from desktop_nn.graph.facts import NodeFacts, Shape, shape_text
from desktop_nn.graph.formulas import formula
from desktop_nn.graph.model import INPUT_KIND, Layer
from desktop_nn.graph.weights import equation, number

_Config: TypeAlias = Mapping[str, Any]
_Say: TypeAlias = Callable[[_Config, Sequence[Shape], Shape], str]

ARROW = " → "


def told(layer: Layer, incoming: Sequence[Shape | None], facts: NodeFacts | None) -> tuple[str, ...]:
    """What the layer does with its input, the fullest wording first; empty while Keras does not know its output.

    The weights written out, or else what becomes of the values. A shorter wording follows where there is one,
    for places that have less room.
    """
    if facts is None or not facts.output_shapes:
        return ()
    if facts.parameters:
        written = equation(layer.kind, layer.config, incoming[0] if incoming else None, facts.parameters)
        words = f"{number(facts.parameters)} weights"
        return (written, words) if written else (words,)
    return (effect(layer.kind, layer.config, incoming, facts.output_shapes[0]),)


def effect(kind: str, config: _Config, incoming: Sequence[Shape | None], output: Shape) -> str:
    """What becomes of the values; shapes have the batch axis first."""
    if kind == INPUT_KIND:
        return _values(output)
    shapes = [shape for shape in incoming if shape is not None]
    say = _SAYINGS.get(kind) or _by_name(kind)
    if not shapes or len(shapes) < len(incoming):
        return ""
    try:
        return (say(config, shapes, output) if say else "") or _arrow(config, shapes, output)
    except (KeyError, TypeError, ValueError):
        return _arrow(config, shapes, output)


def _values(shape: Shape) -> str:
    sizes = [size for size in shape[1:] if size is not None]
    if len(sizes) < len(shape) - 1:
        left = f" × {shape_text((None, *sizes))}" if sizes else ""
        return f"any number of steps{left}"
    count = prod(sizes)
    head = f"{shape_text(shape)} = " if len(sizes) > 1 else ""
    return f"{head}{number(count)} value{'s' if count != 1 else ''} a sample"


def _arrow(_config: _Config, shapes: Sequence[Shape], output: Shape) -> str:
    before = " and ".join(map(shape_text, shapes[:2])) if len(shapes) < 3 else f"{len(shapes)} inputs"
    after = shape_text(output)
    return "keeps the shape" if before == after else f"{before}{ARROW}{after}"


def _says(text: str) -> _Say:
    return lambda _config, _shapes, _output: text


def _joined(config: _Config, shapes: Sequence[Shape], output: Shape) -> str:
    """`30 + 5 = 35` along the axis that is joined."""
    axis = config.get("axis", -1)
    sizes = [shape[axis] for shape in shapes]
    if any(size is None for size in sizes):
        return ""
    if len(sizes) > 4:
        return f"{len(sizes)} inputs side by side = {output[axis]}"
    return f"{' + '.join(map(str, sizes))} = {output[axis]}"


def _merged(sign: str, word: str) -> _Say:
    """`a + b`, or in words for more than three."""

    def say(_config: _Config, shapes: Sequence[Shape], _output: Shape) -> str:
        if not sign or len(shapes) > 3:
            return f"{word} of {len(shapes)} inputs, value by value"
        return f"{f' {sign} '.join('abc'[: len(shapes)])}, value by value"

    return say


def _pooled(words: str) -> _Say:
    def say(config: _Config, shapes: Sequence[Shape], _output: Shape) -> str:
        axes = len(shapes[0]) - 2
        window = config.get("pool_size", 2)
        sizes = [window] * axes if isinstance(window, int) else list(window)
        what = f"{sizes[0]} steps" if axes == 1 else " × ".join(map(str, sizes)) + " windows"
        return f"{what}, {words}"

    return say


def _pooled_whole(words: str) -> _Say:
    def say(config: _Config, shapes: Sequence[Shape], _output: Shape) -> str:
        shape = shapes[0]
        inner = shape[2:] if config.get("data_format") == "channels_first" else shape[1:-1]
        steps = shape_text((None, *inner))
        return f"{words} all {steps} {'steps' if len(inner) == 1 else 'places'}"

    return say


def _dropped(what: str) -> _Say:
    def say(config: _Config, _shapes: Sequence[Shape], _output: Shape) -> str:
        return f"drops {config['rate'] * 100:.3g} %{what} while training"

    return say


def _rescaled(config: _Config, _shapes: Sequence[Shape], _output: Shape) -> str:
    scale, offset = config["scale"], config.get("offset", 0.0)
    tail = f" {'−' if offset < 0 else '+'} {abs(offset):.3g}" if offset else ""
    return f"× {scale:.3g}{tail}"


def _activated(config: _Config, _shapes: Sequence[Shape], _output: Shape) -> str:
    return _CURVES.get(config["activation"], "")


def _leaky(config: _Config, _shapes: Sequence[Shape], _output: Shape) -> str:
    return f"x, below 0 it is {config.get('negative_slope', 0.3):.3g} x"


def _rectified(config: _Config, _shapes: Sequence[Shape], _output: Shape) -> str:
    most, slope = config.get("max_value"), config.get("negative_slope", 0.0)
    if slope:
        return _leaky(config, _shapes, _output)
    return f"min(max(0, x), {most:g})" if most is not None else _CURVES["relu"]


def _repeated(config: _Config, _shapes: Sequence[Shape], output: Shape) -> str:
    return f"repeats it {config['n']} times{ARROW}{shape_text(output)}"


def _masked(config: _Config, _shapes: Sequence[Shape], _output: Shape) -> str:
    return f"skips steps that are all {config.get('mask_value', 0.0):g}"


_CURVES: Mapping[str, str] = {
    "relu": "max(0, x)",
    "sigmoid": "1 / (1 + exp(−x)), between 0 and 1",
    "tanh": "tanh x, between −1 and 1",
    "softmax": "probabilities that add up to 1",
    "linear": "passes values on",
    "elu": "x, below 0 it is exp(x) − 1",
    "softplus": "log(1 + exp(x))",
    "silu": "x × sigmoid(x)",
    "swish": "x × sigmoid(x)",
    "exponential": "exp(x)",
}

_SAYINGS: Mapping[str, _Say] = {
    "Activation": _activated,
    "ReLU": _rectified,
    "LeakyReLU": _leaky,
    "Softmax": _says(_CURVES["softmax"]),
    "ELU": _says(_CURVES["elu"]),
    "Concatenate": _joined,
    "Add": _merged("+", "sum"),
    "Subtract": _merged("−", "difference"),
    "Multiply": _merged("×", "product"),
    "Average": _merged("", "mean"),
    "Maximum": _merged("", "largest"),
    "Minimum": _merged("", "smallest"),
    "Dropout": _dropped(""),
    "AlphaDropout": _dropped(""),
    "SpatialDropout1D": _dropped(" of channels"),
    "SpatialDropout2D": _dropped(" of channels"),
    "SpatialDropout3D": _dropped(" of channels"),
    "GaussianDropout": _says("multiplies by noise while training"),
    "GaussianNoise": _says("adds noise while training"),
    "Rescaling": _rescaled,
    "Identity": _says("passes values on"),
    "ActivityRegularization": _says("passes values on, large ones cost"),
    "Masking": _masked,
    "RepeatVector": _repeated,
    "UnitNormalization": _says("scales each row to length 1"),
    "Attention": _says("weighs values by how query meets key"),
}


def _computed(kind: str) -> _Say:
    """An operation on tensors: its formula, and what becomes of the shape if that changes."""

    def say(config: _Config, shapes: Sequence[Shape], output: Shape) -> str:
        written, arrow = formula(kind, config), _arrow(config, shapes, output)
        return f"{written}, {arrow}" if written and ARROW in arrow and shapes[0] != output else written

    return say


def _by_name(kind: str) -> _Say | None:
    """Families of kinds that Keras names by a rule."""
    if is_operation(kind):
        return _computed(kind)
    if kind.startswith("Global"):
        return _pooled_whole("largest of" if "Max" in kind else "mean of")
    if kind.startswith(("MaxPool", "AveragePool")):
        return _pooled("keeps the largest" if kind.startswith("Max") else "keeps the mean")
    if kind.startswith("Random"):
        return _says("changes pictures while training")
    return None

"""Does the loss's gradient reach every layer, and is it of about the same size in all of them?

Sources: X. Glorot and Y. Bengio, Understanding the Difficulty of Training Deep Feedforward Neural Networks (2010);
I. Goodfellow et al., Deep Learning, chapter 11.5 (“monitor histograms of activations and gradient”).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from desktop_nn.engine.loading import load_tensorflow
from desktop_nn.engine.output_losses import total
from desktop_nn.engine.preflight.bench import Bench, first
from desktop_nn.engine.walking import drawn_layers
from desktop_nn.training.preflight import Check, Verdict

TITLE = "Gradients"
_SAMPLES = 32
_FADES, _DIES = 1e-3, 1e-7
_LARGE = 1e4
_EXPECTED = "above 0 in every layer"
_WHY = "A layer without a gradient never learns (Glorot and Bengio 2010; Goodfellow et al., Deep Learning, 11.5)."


@dataclass(frozen=True, slots=True)
class _Slope:
    """The root of the mean square of a layer's gradient."""

    name: str
    node: str
    size: float


def check_gradients(bench: Bench) -> Iterator[Check]:
    """One check of the whole model, telling the worst layer."""
    slopes = _slopes(bench)
    if not slopes:
        why = "All layers are frozen or have no weights."
        yield Check("gradients", TITLE, "warn", _EXPECTED, "nothing to train", why, "Set a layer's “trainable” on.")
        return
    yield _judged(slopes)


def _judged(slopes: list[_Slope]) -> Check:
    def check(verdict: Verdict, seen: str, fix: str = "", node: str | None = None) -> Check:
        return Check("gradients", TITLE, verdict, _EXPECTED, seen, _WHY, fix, node)

    broken = next((slope for slope in reversed(slopes) if not np.isfinite(slope.size)), None)
    if broken is not None:
        fix = "Scale the inputs, or choose another activation or a smaller initializer."
        return check("bad", f"no number in {broken.name}", fix, broken.node)
    largest, smallest = max(slopes, key=lambda one: one.size), min(slopes, key=lambda one: one.size)
    dead = [slope for slope in slopes if slope.size == 0]
    if dead:
        fix = "Look at the activations and initializers behind it: units that always give 0 pass nothing back."
        more = f" and {len(dead) - 1} more" if len(dead) > 1 else ""
        return check("bad", f"0 in {dead[-1].name}{more}", fix, dead[-1].node)
    range_ = f"{smallest.size:.1g} ({smallest.name}) to {largest.size:.1g} ({largest.name})"
    ratio = smallest.size / largest.size
    if ratio < _FADES:
        fix = "Use relu, He initializers, batch norm, or ways round."
        return check("bad" if ratio < _DIES else "warn", f"fades: {range_}", fix, smallest.node)
    if largest.size > _LARGE:
        fix = "Scale inputs and target, or set the optimizer's clipnorm."
        return check("warn", f"very large: {range_}", fix, largest.node)
    seen = range_ if len(slopes) > 1 else f"{largest.size:.1g} ({largest.name})"
    return check("good", seen)


def _slopes(bench: Bench) -> list[_Slope]:
    tensorflow, model = load_tensorflow(), bench.model
    samples = first(bench.sample, _SAMPLES)
    variables = model.trainable_variables
    with tensorflow.GradientTape() as tape:
        outputs = bench.outputs(samples.inputs, training=True)
        loss = total(model, bench.losses, samples.targets, outputs)
    found = tape.gradient(loss, [variable.value for variable in variables])
    squares = {
        id(variable): (0.0 if slope is None else float(tensorflow.reduce_sum(tensorflow.square(tensorflow.cast(
            tensorflow.convert_to_tensor(slope), "float64")))), int(np.prod(variable.shape)))
        for variable, slope in zip(variables, found, strict=True)
    }  # fmt: skip
    slopes = []
    for place, layer, keras_layer in drawn_layers(bench.graph, model):
        own = [squares[id(variable)] for variable in keras_layer.trainable_variables]
        if own and layer.model is None:
            size = (sum(square for square, _ in own) / max(1, sum(count for _, count in own))) ** 0.5
            slopes.append(_Slope(layer.name, bench.drawn_node(place), size))
    return slopes

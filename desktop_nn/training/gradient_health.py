"""Which layers' gradients have died, by a rule that is written here once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from desktop_nn.training.internals import LayerSeen

NOTHING = 1e-7
"""Keras's Adam adds this much to the root of the squared gradient before it divides (its `epsilon`): a gradient
that is smaller moves the weights less and less, whatever the learning rate."""
SHARE = 1e-4
"""Of the largest gradient in the model: vanishing gradients are told by comparing layers (Glorot and Bengio 2010,
Understanding the difficulty of training deep feedforward neural networks, figures 7 and 8)."""


@dataclass(frozen=True, slots=True)
class Health:
    """`dead` maps the ids of layers whose gradient has died to the reason; `over` says that all have, which is
    the usual end of a model that has learned what it can."""

    dead: dict[str, str]
    over: bool = False


def health(layers: Iterable[LayerSeen]) -> Health:
    """A layer's gradient is dead below 1e-7, or below a ten thousandth of the largest in the model.

    A layer of which every unit is silent for the whole batch lets no gradient through either.
    """
    known = list(layers)
    norms = {item.layer: item.gradient_norm for item in known if item.gradient_norm is not None}
    most = max(norms.values(), default=0.0)
    dead = {item.layer: "every unit is silent" for item in known if item.silent >= 1.0}
    if norms and most < NOTHING:
        return Health(dead, over=True)
    for layer, norm in norms.items():
        if norm < NOTHING:
            dead[layer] = f"below {NOTHING:g}"
        elif norm < SHARE * most:
            dead[layer] = f"{norm / most:.0e} of the largest"
    return Health(dead)

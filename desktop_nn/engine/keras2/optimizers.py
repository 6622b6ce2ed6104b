"""The optimizer as Keras 2 writes it: its choices, and its state in the order in which Keras 2 keeps it.

Keras 2 has two families. The older one ("Adam") is known to all of TensorFlow 2.0–2.15 and is written wherever it can
say what is wanted; the newer one ("Custom>AdamW") came with TensorFlow 2.11.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop_nn.engine.keras2.known import Kind2, find, unsaid
from desktop_nn.engine.keras2.objects import Config, nothing_inside, settled
from desktop_nn.problems import ProblemError

_OLDER, _NEWER = "optimizers.legacy", "optimizers"
_CLIPPING = ("clipnorm", "clipvalue", "global_clipnorm")
_STATE: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "SGD": (("momentum",),),
    "Adam": (("momentum",), ("velocity",), ("velocity_hat",)),
    "RMSprop": (("velocity",), ("momentum",), ("average_gradient",)),
    "Nadam": (("momentum",), ("velocity",)),
    "Adagrad": (("accumulator",),),
    "Adadelta": (("accumulated_grad",), ("accumulated_delta_var",)),
    "Adamax": (("momentum",), ("norm",)),
    "Ftrl": (("accumulator", "linear"),),
}
"""What the older family keeps after the number of steps: for each group, weight by weight, one array of each name."""
_NEWER_STATE: Mapping[str, tuple[tuple[str, ...], ...]] = {
    **{name: groups for name, groups in _STATE.items() if name != "Nadam"},
    "Adam": (("momentum", "velocity"), ("velocity_hat",)),
    "AdamW": (("momentum", "velocity"), ("velocity_hat",)),
    "Adadelta": (("accumulated_grad", "accumulated_delta_var"),),
    "Adamax": (("momentum", "norm"),),
    "Lion": (("momentum",),),
}
"""The same of the newer family. It keeps Nadam's product of momenta to itself, so that Nadam begins anew there."""
_SAID_OTHERWISE: Mapping[str, Config] = {"Nadam": {"schedule_decay": 1.0}}
"""What makes the older family compute as Keras 3 does."""


@dataclass(frozen=True, slots=True)
class Written:
    """An optimizer's `{"class_name", "config"}`, and its state by name in order; no state: it begins anew."""

    config: Config
    state: Mapping[str, Any]


def written(optimizer: Any, weights: Sequence[Any]) -> Written:
    """The live optimizer for Keras 2. `weights` are the trained ones in Keras 2's order. Raises ProblemError.

    Keras 2 puts a scaling of the loss around the optimizer of a mixed_float16 model by itself.
    """
    inner = getattr(optimizer, "inner_optimizer", optimizer)
    name = type(inner).__name__
    try:
        older = _older(name, inner)
        return Written(older, _state(inner, weights, _STATE[name]))
    except ProblemError:
        newer = _newer(name, inner)
        return Written(newer, _state(inner, weights, _NEWER_STATE.get(name, ())))


def _older(name: str, optimizer: Any) -> Config:
    known = find(_OLDER, name)
    if known is None or name not in _STATE:
        raise unsaid(f"the older optimizers of Keras 2 have no {name}.")
    known = Kind2(known.parameters | set(_CLIPPING), {**known.defaults, **dict.fromkeys(_CLIPPING)})
    keep = frozenset({"name", "learning_rate"})
    config = _without_new_choices(optimizer.get_config())
    if name == "Nadam" and not isinstance(config["learning_rate"], float):
        raise unsaid("the older Nadam takes no schedule.")
    own = settled(config, known, type(optimizer), nothing_inside, keep=keep)
    return {"class_name": name, "config": own | _SAID_OTHERWISE.get(name, {})}


def _newer(name: str, optimizer: Any) -> Config:
    known = find(_NEWER, name)
    if known is None:
        raise unsaid(f"Keras 2 has no optimizer {name}.", "optimizer")
    keep = frozenset({"name", "learning_rate"})
    config = _without_new_choices(optimizer.get_config())
    own = settled(config, known, type(optimizer), nothing_inside, keep=keep)
    return {"class_name": f"Custom>{name}", "config": {**own, "is_legacy_optimizer": False}}


def _without_new_choices(config: Mapping[str, Any]) -> Mapping[str, Any]:
    """How often an average replaces the weights means nothing while there is none."""
    idle = ("ema_momentum", "ema_overwrite_frequency") if not config.get("use_ema") else ()
    return {name: value for name, value in config.items() if name not in idle}


def _state(optimizer: Any, weights: Sequence[Any], groups: Sequence[Sequence[str]]) -> Mapping[str, Any]:
    if not optimizer.built or not groups:
        return {}
    found: dict[str, Any] = {"iter:0": optimizer.iterations}
    product = getattr(optimizer, "_u_product", None)
    if product is not None:
        found["momentum_cache:0"] = product
    slots = {variable.path.rpartition("/")[2]: variable for variable in optimizer.variables}
    name = type(optimizer).__name__
    for number, group in enumerate(groups):
        for place, weight in enumerate(weights):
            for kind, variable in _slots_of(weight, group, slots):
                found[f"{name}/{number}_{place}/{kind}:0"] = variable
    return {key: variable.numpy() for key, variable in found.items()}


def _slots_of(weight: Any, group: Sequence[str], slots: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Keras 3 calls an optimizer's variables after the weight's path, with underscores."""
    for kind in group:
        variable = slots.get(f"{weight.path.replace('/', '_')}_{kind}")
        if variable is not None:
            yield kind, variable

"""Parameters that Keras 2 called otherwise or had in another form, as today's Keras has them. Each is a patch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from desktop_nn.catalogue import Kind
from desktop_nn.engine.model_files.report import Notes

_RENAMED: Final = {
    ("LeakyReLU", "alpha"): "negative_slope",
    ("Dropout", "p"): "rate",
    ("ReLU", "alpha"): "negative_slope",
}
_OPTIMIZER_RENAMED: Final = {"lr": "learning_rate", "schedule_decay": "decay"}
_WHY: Final = "Keras 3 calls it so"


def modernized(kind: Kind, config: Mapping[str, Any], where: str, notes: Notes) -> dict[str, Any]:
    """The config with today's names of parameters; what was changed is noted."""
    found = _with_names(kind, config, where, notes)
    if kind.name == "BatchNormalization" and isinstance(found.get("axis"), list) and len(found["axis"]) == 1:
        found["axis"] = found["axis"][0]
    if kind.group == "optimizers" and "decay" in found:
        found = _without_decay(kind, found, where, notes)
    return found


def note_other_meanings(config: Mapping[str, Any], where: str, notes: Notes) -> None:
    """Note what a config of Keras 2 names that computes something else today."""
    for name in ("activation", "recurrent_activation"):
        if config.get(name) == "hard_sigmoid":
            what = f"its “{name}” hard_sigmoid gives slightly other numbers"
            notes.left_out(where, what, "Keras 3 computes x/6 + 0.5 where Keras 2 computed x/5 + 0.5")


def _with_names(kind: Kind, config: Mapping[str, Any], where: str, notes: Notes) -> dict[str, Any]:
    known = {parameter.name for parameter in kind.parameters}
    found: dict[str, Any] = {}
    for name, value in config.items():
        new = _RENAMED.get((kind.name, name), name)
        if kind.group == "optimizers":
            new = _OPTIMIZER_RENAMED.get(name, name)
        if new == name or name in known or new in config:
            found[name] = value
            continue
        found[new] = value
        notes.patched(where, f"“{name}” of {kind.name} became “{new}”", _WHY)
    return found


def _without_decay(kind: Kind, config: dict[str, Any], where: str, notes: Notes) -> dict[str, Any]:
    """Keras 2 let any optimizer lower its rate by `decay` with each step; today a schedule does that."""
    decay, rate = config.pop("decay"), config.get("learning_rate")
    if not isinstance(decay, int | float) or not decay:
        return config
    if kind.name == "Nadam":
        what = f"its decay {decay:g} was left out, so that training may go on a little differently"
        notes.left_out(where, what, "Keras 3's Nadam has another schedule for its momentum")
    elif isinstance(rate, int | float):
        schedule = {"initial_learning_rate": float(rate), "decay_steps": 1, "decay_rate": float(decay)}
        config["learning_rate"] = {"class_name": "InverseTimeDecay", "config": schedule}
        notes.patched(where, f"its decay {decay:g} became the schedule InverseTimeDecay", "Keras 3 has no decay here")
    else:
        notes.left_out(where, f"its decay {decay:g} was left out", "it has a schedule as well, which goes before it")
    return config

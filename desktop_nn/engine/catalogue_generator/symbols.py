"""Which public names of Keras become kinds: one `Symbol` an object, with all names that Keras gives it."""

from __future__ import annotations

import inspect
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from desktop_nn.catalogue import Group

MODULES: Mapping[Group, str] = {
    "layers": "keras.layers",
    "activations": "keras.activations",
    "initializers": "keras.initializers",
    "regularizers": "keras.regularizers",
    "constraints": "keras.constraints",
    "optimizers": "keras.optimizers",
    "schedules": "keras.optimizers.schedules",
    "losses": "keras.losses",
    "metrics": "keras.metrics",
    "callbacks": "keras.callbacks",
}

NOT_KINDS = {
    "get": "a look-up function",
    "serialize": "turns an object into a configuration",
    "deserialize": "turns a configuration into an object, which the app never lets Keras do",
    "InputSpec": "describes what a layer accepts; no layer",
}
"""Public names that are no kinds, with the reason."""

FUNCTIONS_OF: Mapping[tuple[Group, str], str] = {
    ("layers", "Input"): "InputLayer",
    ("metrics", "log_cosh"): "LogCoshError",
}
"""Functions that stand for a class whose name in snake case differs from theirs."""

_WITH_FUNCTIONS: frozenset[Group] = frozenset({"layers", "losses", "metrics"})


@dataclass(frozen=True, slots=True)
class Symbol:
    """A class or function that becomes a kind; `names` are Keras's other names of it, sorted."""

    group: Group
    name: str
    target: Any
    names: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """The public path, `keras.layers.Dense`."""
        return f"{MODULES[self.group]}.{self.name}"


def public_names(group: Group) -> dict[str, Any]:
    """Every public callable of the group's Keras module except `NOT_KINDS`, by name."""
    module = import_module(MODULES[group])
    return {
        name: value
        for name, value in vars(module).items()
        if callable(value) and not name.startswith("_") and name not in NOT_KINDS
    }


def symbols(group: Group) -> tuple[Symbol, ...]:
    """The group's symbols, sorted by name."""
    names: defaultdict[int, set[str]] = defaultdict(set)
    targets: dict[int, Any] = {}
    for name, value in {**public_names(group), **_string_names(group)}.items():
        target = _owner(group, name, value)
        targets[id(target)] = target
        names[id(target)].add(name)
    for name, value in public_names(group).items():
        names[id(_owner(group, name, value))].add(name)
    found = (_symbol(group, targets[key], names[key]) for key in names)
    return tuple(sorted((symbol for symbol in found if symbol), key=lambda symbol: symbol.name))


def _symbol(group: Group, target: Any, names: set[str]) -> Symbol | None:
    public = [name for name in names if name in public_names(group)]
    if not public:
        return None
    own = target.__name__
    name = own if own in public else min(public)
    return Symbol(group, name, target, tuple(sorted({*names, own} - {name})))


def _string_names(group: Group) -> dict[str, Any]:
    """The strings that Keras itself takes for objects of the group ("mse", "adam")."""
    source = import_module(MODULES[group].replace("keras.", "keras.src.", 1))
    return dict(getattr(source, "ALL_OBJECTS_DICT", {}))


def _owner(group: Group, name: str, value: Any) -> Any:
    """The class that a function stands for, or the value itself."""
    if inspect.isclass(value) or group not in _WITH_FUNCTIONS:
        return value
    public = public_names(group)
    class_name = FUNCTIONS_OF.get((group, value.__name__))
    if class_name:
        return public[class_name]
    same = (item for item in public.values() if inspect.isclass(item) and snake_case(item.__name__) == value.__name__)
    return next(same, value)


def snake_case(name: str) -> str:
    """Keras's own rule: `Conv2DTranspose` -> `conv2d_transpose`."""
    from keras.src.utils.naming import to_snake_case

    return str(to_snake_case(name))

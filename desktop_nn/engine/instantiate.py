"""Makes Keras objects out of catalogue names and JSON parameters, and out of nothing else.

A name that the catalogue does not list, or lists as locked, is refused; Keras's own deserialization, which
would import whatever a file names, is never used.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, Final

from desktop_nn.catalogue import Group, Kind, Parameter, load
from desktop_nn.engine.bounds import refuse_endless
from desktop_nn.engine.loading import load_keras
from desktop_nn.engine.plain_words import plain
from desktop_nn.problems import Problem, ProblemError

_GROUP_OF: Final[Mapping[str, Group]] = {
    "initializer": "initializers",
    "regularizer": "regularizers",
    "constraint": "constraints",
    "optimizer": "optimizers",
    "schedule": "schedules",
    "loss": "losses",
    "metric": "metrics",
    "layer": "layers",
}
_SINGULAR: Final[Mapping[Group, str]] = {
    "layers": "layer",
    "activations": "activation",
    "initializers": "initializer",
    "regularizers": "regularizer",
    "constraints": "constraint",
    "optimizers": "optimizer",
    "schedules": "learning-rate schedule",
    "losses": "loss",
    "metrics": "metric",
    "callbacks": "callback",
}
_TUPLES = frozenset({"ints", "floats", "shape"})
_FORGETFUL = frozenset({"losses", "metrics"})
_PASSING_ITS_INPUT = frozenset({"Equalization"})
_NAMED: Final[frozenset[Group]] = frozenset({"layers", "optimizers", "losses", "metrics"})
"""Groups whose objects take a `name` although the catalogue does not list it."""


def make(group: Group, kind: str, config: Mapping[str, Any] | None = None, **ours: Any) -> Any:
    """A Keras object of catalogue name `kind`, with parameters in JSON form as the document holds them.

    `ours` are further arguments that the engine itself passes (a layer's name, a path in the run folder) and are
    handed to Keras as they are. Parameters of a layer's call are left to who calls it. Raises ProblemError for an
    unknown or locked kind and for parameters that Keras does not take; `where` of the problem is the kind's name.
    """
    found = find(group, kind)
    refuse_endless(found.name, config or {})
    config = found.of_making(config or {})
    given = arguments(found, config, ours)
    try:
        made = keras_object(found)(**given, **ours)
        made = _with_whole_config(made, config) if group in _FORGETFUL else made
        made = _with_plain_config(made) if found.category == "preprocessing" else made
        return _with_output_of_its_own(made) if found.name in _PASSING_ITS_INPUT else made
    except ProblemError:
        raise
    except Exception as error:  # whatever Keras raises here, the parameters caused it
        what, fix = plain(error, found.name)
        raise _refused(found.name, what, fix) from error


def arguments(kind: Kind, config: Mapping[str, Any], ours: Collection[str] = ()) -> dict[str, Any]:
    """What the parameters of a document are to a constructor; `ours` are given beside them.

    Raises ProblemError for parameters that the kind does not have or that are missing, and for values that no
    constructor may get.
    """
    found = {name: _argument(kind, name, value) for name, value in config.items() if name not in ours}
    for parameter in kind.parameters:
        if parameter.required and parameter.name not in found and parameter.name not in ours:
            what = f"{kind.name} needs a value for “{parameter.name}”."
            raise _refused(kind.name, what, f"Set “{parameter.name}”.")
    return found


def said_in_call(kind: Kind, config: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters with which a layer of the kind is called beside its tensors.

    Raises ProblemError for values that no call may get.
    """
    return {name: _argument(kind, name, value) for name, value in kind.of_call(config).items()}


def _with_plain_config(layer: Any) -> Any:
    """WORKAROUND: some of Keras's image layers have its own kind of list in their config, which stops saving as .h5."""

    def tracked(value: Any) -> bool:
        return isinstance(value, list) and type(value) is not list

    theirs = layer.get_config
    if any(tracked(value) for value in theirs().values()):
        layer.get_config = lambda: {name: [*value] if tracked(value) else value for name, value in theirs().items()}
    return layer


def _with_output_of_its_own(layer: Any) -> Any:
    """WORKAROUND: Keras 3.15 names the layer's symbolic input as its output, which makes a loop of the model."""
    theirs = layer.compute_output_spec

    def compute_output_spec(inputs: Any, *args: Any, **kwargs: Any) -> Any:
        found = theirs(inputs, *args, **kwargs)
        return load_keras().KerasTensor(found.shape, found.dtype) if found is inputs else found

    layer.compute_output_spec = compute_output_spec
    return layer


def find(group: Group, name: str) -> Kind:
    """The catalogue's kind of that name or alias. Raises ProblemError if there is none, or if it is locked."""
    kind = load().find(group, name) if isinstance(name, str) else None
    if kind is None:
        what = f"There is no {_SINGULAR[group]} called “{name}” in Keras {load().keras_version}."
        raise _refused(str(name), what, f"Choose another {_SINGULAR[group]}.")
    if kind.locked:
        raise _refused(kind.name, kind.locked, f"Choose another {_SINGULAR[group]}.")
    return kind


def keras_object(kind: Kind) -> Any:
    """The Keras class or function behind a catalogue kind, found by its public path."""
    found = load_keras()
    for part in kind.path.split(".")[1:]:
        found = getattr(found, part)
    return found


def placed(error: ProblemError, where: str, node: str | None = None) -> ProblemError:
    """The same problems, told of another place: the layer's name instead of its kind."""
    return ProblemError(*(replace(problem, where=where, node=node) for problem in error.problems))


def _with_whole_config(made: Any, config: Mapping[str, Any]) -> Any:
    """WORKAROUND: some of Keras's losses and metrics leave parameters out of their config (Huber its delta), so that
    a saved model would come back with Keras's default in place of the user's choice."""
    told = made.get_config()
    lost = {name: value for name, value in config.items() if name not in told}
    if lost:
        made.get_config = lambda: {**told, **lost}
    return made


def _argument(kind: Kind, name: str, value: Any) -> Any:
    parameter = kind.parameter(name)
    if parameter is None:
        if name == "name" and kind.group in _NAMED:
            return value
        raise _refused(kind.name, f"{kind.name} has no parameter “{name}”.", "Remove it.")
    if value is None:
        return None
    if parameter.kind in _TUPLES:
        return _tupled(value)
    if parameter.kind == "activation":
        return _activation(value)
    if parameter.kind in _GROUP_OF:
        return _nested(_GROUP_OF[parameter.kind], parameter, value)
    if parameter.kind == "dtype":
        return _dtype(kind, value)
    if parameter.kind == "choice" and parameter.choices and value not in parameter.choices:
        choices = ", ".join(parameter.choices)
        raise _refused(kind.name, f"“{name}” of {kind.name} cannot be “{value}”.", f"Choose one of: {choices}.")
    return _plain_value(kind, name, value)


def _nested(group: Group, parameter: Parameter, value: Any) -> Any:
    """An object inside a config. A plain name stays a name, so that Keras makes the object inside the constructor:
    the order in which initializers draw their seeds is then that of a plain script."""
    if isinstance(value, Mapping):
        return make(group, *_named_config(value, parameter.name))
    if isinstance(value, list | tuple):
        return [_nested(group, parameter, item) for item in value]
    if isinstance(value, str):
        kind = find(group, value)
        return make(group, kind.name) if group in ("layers", "schedules") else kind.name
    return value


def regularizer(value: Any) -> Any:
    """Keras's regularizer out of its name or description. Raises ProblemError for anything else."""
    return (
        make("regularizers", *_named_config(value, "regularizer"))
        if isinstance(value, Mapping)
        else find("regularizers", value).name
    )


def _activation(value: Any) -> Any:
    """An activation function by name, or a layer that is used as one, such as LeakyReLU."""
    if not isinstance(value, Mapping):
        return find("activations", value).name
    name, config = _named_config(value, "activation")
    if load().find("activations", name) is None:
        return make("layers", name, config)
    if config:
        raise _refused(name, f"The activation {name} takes no parameters here.", "Use the layer of that name instead.")
    return find("activations", name).name


def _named_config(value: Mapping[str, Any], place: str) -> tuple[str, Mapping[str, Any]]:
    name, config = value.get("class_name"), value.get("config")
    if name == "function" and isinstance(config, str):  # Keras's own form for a function
        return config, {}
    if not isinstance(name, str) or not (config is None or isinstance(config, Mapping)):
        raise _refused(place, f"“{place}” is no description of a Keras object.", "Choose it anew.")
    return name, config or {}


def _dtype(kind: Kind, value: Any) -> Any:
    if isinstance(value, Mapping) and value.get("class_name") == "DTypePolicy":
        value = (value.get("config") or {}).get("name")
    if not isinstance(value, str):
        raise _refused(kind.name, f"The data type of {kind.name} is none that can be used.", "Choose float32.")
    return value


def _plain_value(kind: Kind, name: str, value: Any) -> Any:
    """Numbers, texts and lists as they are. Keras would build objects out of a dict, and open a file named as a
    vocabulary; both are refused, because a project may come from anywhere."""
    if _holds_object(value):
        raise _refused(kind.name, f"“{name}” of {kind.name} holds an object that cannot be made.", "Reset it.")
    if name == "vocabulary" and isinstance(value, str):
        raise _refused(kind.name, "A vocabulary cannot be read from a file here.", "List its words.")
    return value


def _holds_object(value: Any) -> bool:
    if isinstance(value, Mapping):
        return "class_name" in value or any(_holds_object(item) for item in value.values())
    return isinstance(value, list | tuple) and any(_holds_object(item) for item in value)


def _tupled(value: Any) -> Any:
    return tuple(_tupled(item) for item in value) if isinstance(value, list | tuple) else value


def _refused(where: str, what: str, fix: str) -> ProblemError:
    return ProblemError(Problem(what, where=where, fix=fix))

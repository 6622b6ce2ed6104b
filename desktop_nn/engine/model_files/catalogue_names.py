"""Turns Keras's serialized objects into what the document holds: catalogue names and the parameters that differ.

This is the allow-list: a class that the catalogue does not list, or lists as locked, is refused by name; nothing is
ever imported because a file names it.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from typing import Any, Final

from desktop_nn.catalogue import Catalogue, Group, Kind, Parameter
from desktop_nn.catalogue.checks import GROUP_OF
from desktop_nn.catalogue.code_classes import CATEGORY
from desktop_nn.engine.model_files import config_forms, locked_layers, older_parameters
from desktop_nn.engine.model_files.refusals import DAMAGED, LockedError, locked, refused
from desktop_nn.engine.model_files.report import Notes, clause
from desktop_nn.engine.model_files.sameness import same
from desktop_nn.graph.edits import snake_case
from desktop_nn.problems import ProblemError
from desktop_nn.training.choices import Configured

_IDENTIFIER = re.compile(r"^[A-Za-z_][A-Za-z0-9_]*$")
_CODE: Final = frozenset({"Lambda", "__lambda__"})
_MODELS: Final = frozenset({"Functional", "Sequential", "Model"})
_FOR_TRAINING: Final = frozenset({"initializer", "regularizer", "constraint"})
_OLD_MODELS: Final = ("tf_keras.src.engine.", "tensorflow.python.keras.engine.")
"""Modules that Keras 2 names for a model as a layer."""
_UNSAID: Final = frozenset({"name", "build_config", "registered_name", "module"})
"""Entries of a config that the document says elsewhere or not at all."""


class Names:
    """Translates against one catalogue and notes what had to be changed or left out."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.notes = Notes()
        self.of_keras_3 = True
        """Whether the file is; what is called the same does not always mean the same."""

    def is_model(self, data: Mapping[str, Any], where: str) -> bool:
        """Whether a serialized layer is a model itself. Raises ProblemError for one of a class of the user's own."""
        if str(data.get("class_name")) not in _MODELS:  # it may be anything
            return False
        if str(data.get("module")).startswith(_OLD_MODELS):
            return True
        _check_module(data, where)
        return True

    def layer_kind(self, data: Mapping[str, Any], where: str) -> Kind:
        """The kind of a serialized layer. Raises ProblemError for code, custom classes and models as layers."""
        name = data.get("class_name")
        if str(name) in _MODELS:
            what = "It is wrapped round another model, which cannot be built here yet."
            raise locked(what, "Wrap it round a layer, or call the inner model directly, and save again.", where)
        own = self._own_kind(name)
        if own is not None:
            return own
        if "module" in data:
            _check_module(data, where)
        kind = self.catalogue.layers.get(config_forms.public_name(name)) if isinstance(name, str) else None
        if kind is None and config_forms.is_operation(data):
            what = f"The model computes with tensors outside its layers (“{name}”), which cannot be opened yet."
            raise locked(what, "Use a layer that does the same and save the model again.", where)
        return self._allowed("layers", kind, str(name), where)

    def layer(self, data: Mapping[str, Any], config: Mapping[str, Any], where: str) -> tuple[Kind, dict[str, Any]]:
        """Kind and settings of a serialized layer. One that cannot be built here opens locked, and is noted so."""
        try:
            kind = self.layer_kind(data, where)
        except LockedError as error:
            kind = locked_layers.kind_of(data, self.catalogue)
            self.notes.lock(where, kind.name, error.problem.what)
            return kind, locked_layers.settings(config, where, self.notes)
        settings = self.sparse(kind, config, where)
        if kind.category == "preprocessing" and kind.parameter("vocabulary") and not settings.get("vocabulary"):
            why = "the file has none: Keras writes a learnt one into .keras files only"
            self.notes.left_out(where, "its vocabulary is missing", why)
        return kind, settings

    def _own_kind(self, name: object) -> Kind | None:
        """A class of the code that travels in the file's project, by its registered name; its code is not run here."""
        kind = self.catalogue.layers.get(name.rpartition(">")[2]) if isinstance(name, str) else None
        return kind if kind is not None and kind.category == CATEGORY else None

    def configured(self, group: Group, value: Any, where: str) -> Configured | None:
        """A serialized object, a name or None as the document's value."""
        if value is None:
            return None
        kind, config = self._object(group, value, where)
        if group == "metrics":
            return _as_in_logs(kind, config, value)
        return Configured(kind.name, config)

    def sparse(self, kind: Kind, config: Mapping[str, Any], where: str) -> dict[str, Any]:
        """The parameters of a config that differ from Keras's defaults, with plain names for objects.

        Raises ProblemError where a parameter is missing that Keras requires, or holds what it may not.
        """
        if kind.category == CATEGORY:
            return self._own_config(kind, config, where)
        config = config_forms.plain(older_parameters.modernized(kind, config, where, self.notes))
        if not self.of_keras_3:
            older_parameters.note_other_meanings(config, where, self.notes)
        found: dict[str, Any] = {}
        for parameter in kind.parameters:
            if parameter.name not in config or (kind.group == "optimizers" and parameter.name == "name"):
                continue
            try:
                value = self._value(parameter, config[parameter.name], where)
            except LockedError as error:
                if kind.group != "layers":
                    raise
                value = self._kept(kind, parameter, config[parameter.name], where, error)
            if value is None and not parameter.optional:
                continue  # Keras 2 wrote None for “as usual”
            if parameter.required or not same(parameter, value):
                found[parameter.name] = value
        missing = [item.name for item in kind.parameters if item.required and found.get(item.name) is None]
        if missing:
            raise refused(f"{kind.name} is stored without its “{missing[0]}”.", DAMAGED, where)
        self._note_unknown(kind, config, where)
        return config_forms.tidied(kind.name, found)

    def _own_config(self, kind: Kind, config: Mapping[str, Any], where: str) -> dict[str, Any]:
        """What can be kept of the config of a class of the user's own: it may have said there whatever it liked."""
        found = {}
        for parameter in kind.parameters:
            with contextlib.suppress(ProblemError):
                if parameter.name in config:
                    found[parameter.name] = self._value(parameter, config[parameter.name], where)
        return found

    def _kept(self, kind: Kind, parameter: Parameter, value: Any, where: str, error: LockedError) -> Any:
        """What stays of a layer's parameter that Keras cannot make. Without it the layer would compute something else,
        so that it is locked; only what shaped its weights at their beginning, or in training, is left out."""
        if parameter.kind in _FOR_TRAINING:
            self.notes.left_out(where, f"its “{parameter.name}” was left out", clause(error.problem.what))
            return None if parameter.optional else parameter.default
        self.notes.lock(where, kind.name, error.problem.what)
        return locked_layers.setting(value)

    def _note_unknown(self, kind: Kind, config: Mapping[str, Any], where: str) -> None:
        known = {parameter.name for parameter in kind.parameters}
        for name, value in config.items():
            if name not in known and name not in _UNSAID and not config_forms.means_nothing(kind, name, value):
                self.notes.left_out(where, f"“{name}” was left out", "Keras 3 has no such parameter here")

    def _value(self, parameter: Parameter, value: Any, where: str) -> Any:
        if value is None:
            return None
        if parameter.kind == "dtype":
            return _dtype(value, where)
        group = GROUP_OF.get(parameter.kind)
        if group is not None and not (group == "schedules" and isinstance(value, int | float)):
            return self._short(group, value, where)
        if parameter.name == "learning_rate" and isinstance(value, float):
            return _shortest(value)
        if parameter.name == "vocabulary" and isinstance(value, str):
            raise refused("A vocabulary is named as a file, which is not read.", "Give it as a list of words.", where)
        if _holds_object(value) or (isinstance(value, dict) and parameter.kind != "json"):
            raise refused(f"Its “{parameter.name}” holds an object that cannot be made.", DAMAGED, where)
        return value

    def _short(self, group: Group, value: Any, where: str) -> Any:
        """A nested object: its plain name if its parameters are Keras's defaults."""
        kind, config = self._object(group, value, where)
        if config or kind.group == "layers":
            return {"class_name": kind.name, "config": config}
        plain = snake_case(kind.name)
        return plain if plain in kind.aliases else kind.name

    def _object(self, group: Group, value: Any, where: str) -> tuple[Kind, dict[str, Any]]:
        name, config = _name_and_config(value, where)
        if isinstance(value, dict):
            _check_module(value, where)
            wrapped = config_forms.wrapped_function(value)
            name, config = (wrapped, {}) if wrapped else (name, config)
        if group == "layers":
            kind = self.layer_kind({"class_name": name}, where)
        else:
            kind = self._allowed(group, self._found(group, name), name, where)
        sparse = self.sparse(kind, config, where)
        return kind, sparse

    def _found(self, group: Group, name: str) -> Kind | None:
        if not _IDENTIFIER.match(name):
            return None
        kind = self.catalogue.find(group, name)
        return kind or (self.catalogue.layers.get(name) if group == "activations" else None)

    def _allowed(self, group: Group, kind: Kind | None, name: str, where: str) -> Kind:
        if name in _CODE or (kind is not None and kind.runs_code):
            what = f"The file holds code ({name.strip('_')}), and opening a file never runs what is in it."
            raise locked(what, "Build that part from Keras's own layers and save the model again.", where)
        if kind is None:
            what = (
                f"“{name}” is not one of Keras {self.catalogue.keras_version}'s {group}; its code is not in the file."
            )
            raise locked(what, f"Replace it by one of Keras's {group} and save the model again.", where)
        if kind.locked:
            raise locked(f"{kind.name} cannot be opened. {kind.locked}", "Replace it and save the model again.", where)
        return kind


def _name_and_config(value: Any, where: str) -> tuple[str, Mapping[str, Any]]:
    if isinstance(value, str):
        return value, {}
    if isinstance(value, dict):
        name, config = value.get("class_name"), value.get("config")
        if name == "function" and isinstance(config, str):  # Keras's form for one of its functions
            return config, {}
        if isinstance(name, str) and (config is None or isinstance(config, dict)):
            return name.removeprefix("Custom>"), config or {}
    raise refused("A part of it is not stored as Keras stores it.", DAMAGED, where)


def _check_module(data: Mapping[str, Any], where: str) -> None:
    """A module is never imported; one that is not Keras's tells a class of the user's own with a known name."""
    module, registered = data.get("module"), data.get("registered_name")
    foreign = module is not None and str(module).split(".")[0] not in ("keras", "builtins")
    if foreign or (isinstance(registered, str) and ">" in registered and not registered.startswith("Custom>")):
        what = f"“{data.get('class_name')}” is not Keras's own (it is from {module or registered})."
        raise locked(what, "Replace it by one of Keras's own and save the model again.", where)


def _dtype(value: Any, where: str) -> str:
    if isinstance(value, dict) and isinstance(value.get("config"), dict):
        value = value["config"].get("name")
    if not isinstance(value, str) or not _IDENTIFIER.match(value):
        raise refused("A data type is not stored as Keras stores it.", DAMAGED, where)
    return value


def _shortest(value: float) -> float:
    """0.01 for 0.009999999776482582: the shortest number that is the same in Keras's single precision."""
    import numpy as np

    single = np.float32(value)
    return float(str(single)) if float(single) == value else value


def _as_in_logs(kind: Kind, config: Mapping[str, Any], value: Any) -> Configured:
    """A metric given as a short name stays one: Keras calls it so in its logs (“mae”, not “mean_absolute_error”)."""
    short = value if isinstance(value, str) else config_forms.wrapped_function(value)
    return Configured(short if short and short[0].islower() else kind.name, config)


def _holds_object(value: Any) -> bool:
    if isinstance(value, dict):
        return "class_name" in value or any(_holds_object(item) for item in value.values())
    return isinstance(value, list) and any(_holds_object(item) for item in value)

"""Configurations that attack whoever parses or shows their text."""

from __future__ import annotations

import json
from pathlib import Path

from tests.hostile import sound
from tests.hostile.case import hostile
from tests.hostile.sound import keras


@hostile(".h5", "lists a hundred thousand levels deep, for parsers that call themselves")
def deep_json(path: Path) -> None:
    sound.h5(path, "[" * 100_000 + "]" * 100_000)


@hostile(".h5", "lists and objects in turn, 128 levels deep")
def deep_json_of_both_kinds(path: Path) -> None:
    sound.h5(path, '{"a":[' * 64 + "]}" * 64)


@hostile(".h5", "a million quotes that are never closed, for searches that begin anew at each")
def unclosed_quotes(path: Path) -> None:
    sound.h5(path, '"' + '\\"' * 1_000_000)


@hostile(".h5", "a configuration of 30 MB")
def huge_json(path: Path) -> None:
    sound.h5(path, json.dumps({"class_name": "Sequential", "config": {"name": "x" * 30_000_000, "layers": []}}))


@hostile(".h5", "five million empty lists")
def many_lists(path: Path) -> None:
    sound.h5(path, "[" + "[]," * 5_000_000 + "[]]")


@hostile(".h5", "a key twice: one reader checks the first, another takes the second")
def key_twice(path: Path) -> None:
    text = json.dumps(sound.config())
    sound.h5(path, text.replace('"class_name": "Dense"', '"class_name": "Dense", "class_name": "TFSMLayer"', 1))


@hostile(".h5", "NaN as a parameter")
def nan_parameter(path: Path) -> None:
    sound.h5(path, sound.changed(lambda layers: layers[1]["config"].update(units=float("nan"))))


@hostile(".h5", "infinity as 1e999")
def infinite_parameter(path: Path) -> None:
    sound.h5(path, json.dumps(sound.config()).replace('"units": 3', '"units": 1e999'))


@hostile(".h5", "a number of four thousand digits")
def endless_number(path: Path) -> None:
    sound.h5(path, json.dumps(sound.config()).replace('"units": 3', f'"units": {"9" * 4000}'))


@hostile(".h5", "half a surrogate pair in a name, which cannot be written as UTF-8")
def half_a_surrogate(path: Path) -> None:
    sound.h5(path, json.dumps(sound.config()).replace('"first"', '"\\ud800first"'))


@hostile(".h5", "a name that is turned round on the screen and hides letters", "harmless")
def bidi_name(path: Path) -> None:
    name = "safe\u202e\u2066gnp.exe\u200b\x1b[31m\x07"
    sound.h5(path, sound.changed(lambda layers: layers.append(keras("Dropout", rate=0.1, name=name))))


@hostile(".h5", "a class whose name is turned round, cleared and a million letters long", "harmless")
def bidi_class_name(path: Path) -> None:
    name = "\u202e\x1b[2J\r\n" + "x" * 1_000_000
    sound.h5(path, sound.changed(lambda layers: layers[1].update(class_name=name)))


@hostile(".h5", "names with markup that would load a picture from another computer", "harmless")
def markup_in_names(path: Path) -> None:
    model = sound.changed(lambda layers: layers.append(keras("Dropout", rate=0.1, name="<img src='//evil/x.png'>")))
    model["config"]["name"] = "<a href='file:///etc/passwd'>model</a>"
    sound.h5(path, model)


@hostile(".h5", "a name that is a path")
def name_that_is_a_path(path: Path) -> None:
    sound.h5(path, sound.changed(lambda layers: layers[1]["config"].update(name="../../../etc/cron.d/owned")))

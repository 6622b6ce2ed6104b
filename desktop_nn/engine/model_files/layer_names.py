"""Names of layers: unique, and such as Keras takes today."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from desktop_nn.engine.model_files import limits
from desktop_nn.engine.model_files.refusals import DAMAGED, refused
from desktop_nn.engine.model_files.report import Notes

_BAD = re.compile(r"[^A-Za-z0-9_.>-]")


def stored_name(data: Mapping[str, Any], config: Mapping[str, Any]) -> str:
    """A serialized layer's name. Raises ProblemError if it has none."""
    name = data.get("name", config.get("name"))
    if not isinstance(name, str) or not name:
        raise refused("A layer has no name.", DAMAGED)
    return name


def in_path(name: str) -> str:
    """A layer's name with letters that Keras takes today, as a part of a path."""
    return _BAD.sub("_", name)


class LayerNames:
    """Gives each layer of a file its name in the drawing; renamings are noted."""

    def __init__(self, notes: Notes) -> None:
        self.ours: dict[str, str] = {}
        self._notes = notes
        self._taken: set[str] = set()
        self._numbers: dict[str, int] = {}

    def add(self, name: str) -> str:
        """The drawing's name for a layer of the file.

        Letters that Keras refuses become underscores. Raises ProblemError if two layers have the same name or
        if a name leads out of its place like a path.
        """
        if name in self.ours:
            raise refused("Two layers have the same name.", DAMAGED, name)
        if len(name) > limits.NAME_LENGTH or ".." in name.split("/") or "\0" in name:
            raise refused("A layer's name is none that Keras gives.", DAMAGED, name[:60])
        ours = self.ours[name] = self._free(_BAD.sub("_", name))
        self._taken.add(ours)
        if ours != name:
            self._notes.patched(name, f"the layer “{name}” is called “{ours}” here", "Keras 3 refuses its old name")
        return ours

    def another(self, wish: str) -> str:
        """A name that the file does not have, for a layer that it does not have either."""
        ours = self._free(f"{wish}_2")
        self._taken.add(ours)
        return ours

    def _free(self, wish: str) -> str:
        """The wish, or with the next number that no layer has; each number is tried once for all that wish the same."""
        ours = wish
        while ours in self._taken:
            self._numbers[wish] = self._numbers.get(wish, 1) + 1
            ours = f"{wish}_{self._numbers[wish]}"
        return ours

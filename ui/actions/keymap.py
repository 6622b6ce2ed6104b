"""Which keys a command has: its own, or what the user chose; how that is written into the settings. No widgets.

Keys are in Qt's portable text, several for one command parted by blanks; no text means no keys.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtGui import QKeySequence

from ui.actions.action import Action
from ui.actions.catalogue import ALL_ACTIONS

FIXED = {
    "Up": "walks from layer to layer", "Down": "walks from layer to layer", "Left": "walks from layer to layer",
    "Right": "walks from layer to layer", "Esc": "backs out one step", "Tab": "adds a layer",
    "Return": "opens what is selected", "Enter": "opens what is selected", "Space": "moves the view",
    "Shift+F10": "opens the menu", "Shift+Tab": "leaves the canvas", "Y": "cuts links",
}  # fmt: skip
"""Keys with a meaning of their own on the canvas, which no command can have."""


def read(written: Iterable[str]) -> dict[str, str]:
    """The user's keys by command id out of the settings' "id: keys" lines; what is wrong in them is passed over."""
    known = {command.id: command for command in ALL_ACTIONS}
    found = {}
    for line in written:
        id, colon, keys = line.partition(":")
        if colon and id in known and all(_is_key(key) for key in keys.split()):
            found[id] = " ".join(keys.split())
    return {id: keys for id, keys in found.items() if keys != known[id].shortcut}


def written(changed: Mapping[str, str]) -> tuple[str, ...]:
    """The lines for the settings."""
    return tuple(f"{id}: {keys}".strip() for id, keys in sorted(changed.items()))


def keys_of(command: Action, changed: Mapping[str, str]) -> tuple[str, ...]:
    """The keys that a command has now."""
    return tuple(changed.get(command.id, command.shortcut).split())


def owner(key: str, changed: Mapping[str, str], *, besides: str) -> Action | None:
    """The other command that has this key now, or None."""
    return next(
        (command for command in ALL_ACTIONS if command.id != besides and key in keys_of(command, changed)), None
    )


def refusal(key: str) -> str:
    """Why no command can have the key; empty if one can."""
    if key in FIXED:
        return f"{native(key)} {FIXED[key]} on the canvas and cannot be given to a command."
    return "" if _is_key(key) else "That is not a key."


def assigned(changed: Mapping[str, str], command: Action, key: str) -> dict[str, str]:
    """The user's keys after a command got this key alone; whoever had it gets the command's first key for it."""
    result, given = dict(changed), keys_of(command, changed)
    other = owner(key, changed, besides=command.id)
    if other is not None:
        swap = given[0] if given else ""
        result[other.id] = " ".join(
            one for one in (swap if one == key else one for one in keys_of(other, changed)) if one
        )
    result[command.id] = key
    return tidy(result)


def tidy(changed: Mapping[str, str]) -> dict[str, str]:
    """Only what differs from the commands' own keys."""
    own = {command.id: command.shortcut for command in ALL_ACTIONS}
    return {id: keys for id, keys in changed.items() if id in own and keys != own[id]}


def native(key: str) -> str:
    """The key as the user's system writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def _is_key(text: str) -> bool:
    sequence = QKeySequence(text)
    return sequence.count() == 1 and bool(sequence.toString())

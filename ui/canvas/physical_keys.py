"""Which Latin letter a key has in its place, for keyboards that write another script. No commands here."""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_ROWS = ("QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM")
_FIRST_EVDEV = (24, 38, 52)
"""X11 and Wayland: codes of Q, A and Z; the keys of a row follow one another."""
_MAC = "ASDFHGZXCV\0BQWERYT"
"""macOS: virtual key codes from 0 on; the others are scattered."""
_MAC_OTHERS = {31: "O", 32: "U", 34: "I", 35: "P", 37: "L", 38: "J", 40: "K", 45: "N", 46: "M"}


def latin(event: QKeyEvent, platform: str = "") -> Qt.Key | None:
    """The Latin letter of the key's place if the key writes another script; else None."""
    if event.key() < 0x80 or event.key() >= 0x01000000:
        return None  # Latin already, or no letter at all
    platform = platform or sys.platform
    if platform == "win32":
        letter = _windows(event.nativeVirtualKey())
    elif platform == "darwin":
        letter = _mac(event.nativeVirtualKey())
    else:
        letter = _evdev(event.nativeScanCode())
    return Qt.Key(ord(letter)) if letter else None


def _evdev(code: int) -> str:
    for row, first in zip(_ROWS, _FIRST_EVDEV, strict=True):
        if first <= code < first + len(row):
            return row[code - first]
    return ""


def _windows(code: int) -> str:
    """Windows keeps the Latin letter as the virtual key code, whatever is written on the key."""
    return chr(code) if ord("A") <= code <= ord("Z") else ""


def _mac(code: int) -> str:
    letter = _MAC[code] if 0 <= code < len(_MAC) else _MAC_OTHERS.get(code, "")
    return letter.strip("\0")

"""Finds the lines of a script that speak of layers of given names. No widgets here."""

from __future__ import annotations

import re
from collections.abc import Collection


def lines_of(script: str, names: Collection[str]) -> list[int]:
    """Numbers (from 0) of the lines that assign to a name or hold it as a string; comments do not count.

    Lines that only use the name (as another layer's input) are not meant.
    """
    if not names:
        return []
    any_name = "(?:" + "|".join(map(re.escape, names)) + ")"
    wanted = re.compile(rf"""^\s*{any_name}\s*=(?!=)|(["']){any_name}\1""")
    codes = (line.split("#", 1)[0] for line in script.splitlines())
    return [number for number, code in enumerate(codes) if wanted.search(code)]

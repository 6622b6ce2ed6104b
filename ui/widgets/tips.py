"""Tool tips that quote what a file holds: column names, titles, settings. Qt takes a tip that looks like markup for
markup, and would then fetch the pictures that it names, also from another computer.
"""

from __future__ import annotations

import re
from html import escape

_MARKUP = re.compile(r"<[A-Za-z/!?]|&[A-Za-z#]")


def plain(text: str) -> str:
    """The tip as it is; if Qt could take it for markup, in a form in which every letter of it is shown."""
    return f"<span>{escape(text)}</span>".replace("\n", "<br>") if _MARKUP.search(text) else text

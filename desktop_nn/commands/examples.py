"""`desktop-nn examples`: the bundled example projects, one a line."""

from __future__ import annotations

import sys

from desktop_nn.commands.output import json_line, line
from desktop_nn.project.examples import EXAMPLES


def run(*, as_json: bool = False) -> int:
    """Names alone for another program to read, with what they show for people."""
    width = max(len(example.name) for example in EXAMPLES)
    for example in EXAMPLES:
        if as_json:
            json_line({"name": example.name, "title": example.title, "about": example.about})
        else:
            line(f"{example.name:{width}}  {example.about}" if sys.stdout.isatty() else example.name)
    return 0

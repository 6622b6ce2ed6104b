"""What a link carries, as the canvas tells it: the shape, the dtype where it is not the usual one, and its group."""

from __future__ import annotations

from desktop_nn.graph.facts import Shape, shape_text
from ui.canvas.looks import Carried

USUAL = "float32"
_WORDS: dict[Carried, str] = {
    "float": "",
    "whole": "whole numbers: dashed links",
    "other": "text or yes/no: dotted links",
}


def carried(dtype: str) -> Carried:
    """The group of a dtype; links look by it."""
    if dtype.startswith(("int", "uint")):
        return "whole"
    return "float" if not dtype or "float" in dtype or dtype.startswith("complex") else "other"


def carried_text(shape: Shape, dtype: str) -> str:
    """What stands on the link: `28 × 28 · uint8`, and of float32 only the shape."""
    return f"{shape_text(shape)} · {dtype}" if dtype not in ("", USUAL) else shape_text(shape)


def group_text(dtype: str) -> str:
    """What the look of the link means, empty for the usual one."""
    return _WORDS[carried(dtype)]

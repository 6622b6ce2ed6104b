"""Layers on the clipboard: JSON text that another window, or another version of the app, can read.

Whatever else lies on the clipboard is not ours and is no mistake. A clip that is broken is one `ProblemError`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from desktop_nn import strict_json
from desktop_nn.catalogue.code_files import CodeFile
from desktop_nn.graph.edits import Clip
from desktop_nn.graph.own_layers import needed, resolved
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.project import json_text, schema
from desktop_nn.project.document import Project
from desktop_nn.project.mending import mend

if TYPE_CHECKING:
    from pydantic import TypeAdapter

FORMAT: Literal["desktop-nn layers"] = "desktop-nn layers"
VERSION = 2
LARGEST = 8 * 2**20
"""Longer text is something else (1,000 nodes take 0.3 MB)."""


@dataclass(frozen=True)
class _Content:
    """What stands in the text."""

    format: Literal["desktop-nn layers"] = FORMAT
    version: int = VERSION
    graph: schema.Drawing = field(default_factory=schema.Drawing)
    code: tuple[CodeFile, ...] = ()


def encode(clip: Clip) -> str:
    """The text for a clip. Raises ProblemError for a parameter that is no number in JSON (NaN, infinity)."""
    try:
        return json_text.layout(schema.encode(_Content(graph=schema.drawing_of(clip.graph), code=needed(clip.graph))))
    except ValueError:
        what = "A parameter is infinite or not a number, so the layers cannot be copied."
        raise ProblemError(Problem(what, fix="Correct the parameter first.")) from None


def decode(text: str) -> Clip | None:
    """The clip that a text holds, mended where it is not sound; None if the text is not a clip at all.

    Raises ProblemError for a clip that is broken, or made by a newer version.
    """
    data = _clip_data(text)
    if data is None:
        return None
    if data.get("version") == 1:
        data = {**data, "version": VERSION}  # it lacked groups and comments only
    if data.get("version") != VERSION:
        what = "The layers on the clipboard were copied by another version of Desktop NN."
        raise ProblemError(Problem(what, where="clipboard", fix="Update both windows to the same version."))
    from pydantic import ValidationError

    try:
        schema.refuse_deep(data.get("graph"))
        content = _adapter().validate_json(json.dumps(data))
        graph = resolved(schema.graph_of(content.graph), content.code)
    except (ValidationError, ProblemError) as error:
        what = "The layers on the clipboard are damaged."
        raise ProblemError(Problem(what, where="clipboard", fix="Copy them again.")) from error
    mended, _ = mend(Project(graph))
    return Clip(mended.graph) if mended.graph.nodes or mended.graph.comments else None


def _clip_data(text: str) -> dict[str, Any] | None:
    if len(text) > LARGEST or FORMAT not in text[:200]:
        return None
    try:
        data = strict_json.loads(text, schema.DEEPEST_JSON, any_integer=True)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) and data.get("format") == FORMAT else None


@cache
def _adapter() -> TypeAdapter[_Content]:
    from pydantic import ConfigDict, TypeAdapter, with_config

    # The nested dataclasses take this configuration over from the outermost one.
    return TypeAdapter(with_config(ConfigDict(extra="forbid", strict=True))(_Content))

"""Reads and writes .dnn files. A file that cannot be used is one `ProblemError`, never a traceback.

A PNG that carries a project is read as that project (`picture_file.py`). The schema is in `schema.py`, older versions
in `migrations.py`, unsound drawings in `mending.py`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from desktop_nn import atomic, strict_json
from desktop_nn.data.other_computers import project_opened
from desktop_nn.graph.facts import GraphFacts
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.project import json_text, picture_file, schema
from desktop_nn.project.document import Project, View
from desktop_nn.project.mending import FARTHEST, mend, without_lost_entries
from desktop_nn.project.migrations import upgrade
from desktop_nn.project.relative_paths import absolute_from, relative_to

SUFFIX = ".dnn"
LARGEST = 32 * 2**20
"""Bytes. No project comes near (a drawing of 1,000 nodes takes 0.3 MB); a larger file is something else."""


@dataclass(frozen=True, slots=True)
class OpenedProject:
    """A project as read. `changes` are sentences about what was lifted or mended; empty if nothing was.

    `mended` are those among them that concern the drawing itself: something of it could not stand.
    """

    project: Project
    facts: GraphFacts
    path: Path | None = None
    changes: tuple[str, ...] = ()
    mended: tuple[str, ...] = ()
    view: View = field(default_factory=View)


def read(path: Path) -> OpenedProject:
    """Open a .dnn file, or a picture with a project inside.

    Raises ProblemError with one sentence about what is wrong and how to fix it.
    """
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            _refuse("This is no file but a device or a pipe.", path, "Choose a .dnn file.")
        with path.open("rb") as file:
            head = file.read(len(picture_file.SIGNATURE))
            project_opened(path)
            if picture_file.is_picture(head):
                return loads(picture_file.project_text(path), path)
            content = head + file.read(LARGEST + 1)
    except OSError as error:
        raise atomic.refused(error, path) from error
    if len(content) > LARGEST:
        _refuse(f"The file is larger than {LARGEST // 2**20} MB, so it is no project.", path, "Choose a .dnn file.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        _refuse("The file is not text in UTF-8, so it is no project.", path, "Choose a .dnn file.")
    return loads(text, path)


def write(path: Path, project: Project, facts: GraphFacts, view: View | None = None) -> None:
    """Save a project in one step; if that fails the old file is untouched. Raises ProblemError."""
    atomic.write_text(path, text_for(path, project, facts, view))


def text_for(path: Path, project: Project, facts: GraphFacts, view: View | None = None) -> str:
    """The project's text for a file at `path`: data files are named as seen from there. Raises ProblemError."""
    return dumps(relative_to(project, path.parent), facts, view)


def dumps(project: Project, facts: GraphFacts, view: View | None = None) -> str:
    """The text of a .dnn file: readable JSON in a stable order. Raises ProblemError for NaN in a parameter."""
    try:
        return json_text.layout(schema.encode(schema.content_of(project, facts, view)))
    except ValueError:
        what = "A parameter is infinite or not a number, and JSON has no such number."
        raise ProblemError(Problem(what, fix="Look through the parameters and correct it.")) from None


def loads(text: str, path: Path | None = None) -> OpenedProject:
    """Open the text of a .dnn file; `path` is for messages and for the folder of data files. Raises ProblemError."""
    data = _parsed(text, path)
    version = _version(data, path)
    try:
        content, dropped = schema.decode(upgrade(data, version))
        project, mended = mend(schema.project_of(content))
        project, lost = without_lost_entries(project)
    except ProblemError as error:
        raise ProblemError(*(_in_file(problem, path) for problem in error.problems)) from None
    lifted = (f"The file is of version {version}; saving writes version {schema.VERSION}.",)
    changes = (*(lifted if version < schema.VERSION else ()), *dropped, *mended, *lost)
    if path is not None:
        project = absolute_from(project, path.parent)
    return OpenedProject(project, schema.facts_of(content), path, changes, mended, _sound(content.view))


def _sound(view: View) -> View:
    """A view that a file made up must not send the canvas to the end of the world."""
    usable = 0.0 < view.zoom < 100 and abs(view.x) <= FARTHEST and abs(view.y) <= FARTHEST
    return view if usable else View()


def _parsed(text: str, path: Path | None) -> dict[str, Any]:
    if not text.strip():
        _refuse("The file is empty.", path, "Choose another file, or start a new project.")
    try:
        data = strict_json.loads(text, schema.DEEPEST_JSON, any_integer=True)
    except json.JSONDecodeError as error:
        what = (
            f"The JSON is broken at line {error.lineno}, column {error.colno}: {error.msg[:1].lower()}{error.msg[1:]}."
        )
        _refuse(what, path, "Correct it there, or open an older copy.")
    except strict_json.StrictError as error:
        _refuse(f"The JSON {error}.", path, "Correct it there, or open an older copy.")
    except (RecursionError, ValueError) as error:
        _refuse(f"The JSON cannot be read: {error}.".replace("..", "."), path, "Open an older copy.")
    if not isinstance(data, dict):
        _refuse("The file is JSON, but no Desktop NN project.", path, "Choose a .dnn file.")
    return data


def _version(data: dict[str, Any], path: Path | None) -> int:
    version = data.get("version")
    marked = data.get("format", schema.FORMAT) == schema.FORMAT and "graph" in data
    if not marked or not isinstance(version, int) or isinstance(version, bool) or version < 0:
        _refuse("The file is JSON, but no Desktop NN project.", path, "Choose a .dnn file.")
    if version > schema.VERSION:
        what = f"The file is of version {version}; this Desktop NN reads up to version {schema.VERSION}."
        _refuse(what, path, "Install a newer Desktop NN.")
    return version


def _refuse(what: str, path: Path | None, fix: str) -> NoReturn:
    raise ProblemError(Problem(what, where=str(path) if path else "", fix=fix))


def _in_file(problem: Problem, path: Path | None) -> Problem:
    where = ", ".join(part for part in (str(path) if path else "", problem.where) if part)
    return Problem(problem.what, where, problem.fix)

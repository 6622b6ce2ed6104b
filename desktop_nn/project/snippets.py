"""Pieces of drawings to be placed again: templates that come with the app, and snippets that the user has saved.

A snippet's file is a clip as the clipboard holds it, with a title and words to find it by. Where it goes on the canvas
is not known here. Files are read on a worker; one that cannot be used is a problem and hides no other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from desktop_nn import atomic, strict_json
from desktop_nn.graph.edits import Clip
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.project import clipboard, schema

SUFFIX = ".json"
MOST_NODES = 2000
"""A snippet with more layers than this is a project of its own."""
LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class Snippet:
    """`key` tells it apart from all others; `path` is the user's own file, None for a template of the app."""

    key: str
    title: str
    about: str
    clip: Clip
    keywords: tuple[str, ...] = ()
    path: Path | None = None

    @property
    def own(self) -> bool:
        """Whether the user has saved it."""
        return self.path is not None


@cache
def templates() -> tuple[Snippet, ...]:
    """The templates that come with the app, in their own order."""
    found = []
    for entry in files("resources").joinpath("snippets").iterdir():
        if entry.name.endswith(SUFFIX):
            data = json.loads(entry.read_text("utf-8"))
            found.append((data.get("order", 99), _snippet(data, f"template:{entry.name.removesuffix(SUFFIX)}", None)))
    return tuple(snippet for _, snippet in sorted(found, key=lambda pair: (pair[0], pair[1].title)))


def own_snippets(folder: Path) -> tuple[tuple[Snippet, ...], tuple[Problem, ...]]:
    """The user's snippets in a folder by title, and a problem for each file there that cannot be used."""
    found, problems = list[Snippet](), list[Problem]()
    for path in _paths(folder):
        try:
            found.append(read(path))
        except ProblemError as error:
            problems.append(error.problem)
    return tuple(sorted(found, key=lambda snippet: snippet.title.casefold())), tuple(problems)


def read(path: Path) -> Snippet:
    """The snippet in a file. Raises ProblemError with one sentence about what is wrong with it."""
    try:
        if path.stat().st_size > clipboard.LARGEST:
            raise _refused(path, "This snippet's file is too large.")
        data = strict_json.loads(path.read_text("utf-8"), schema.DEEPEST_JSON, any_integer=True)
    except OSError as error:
        raise atomic.refused(error, path) from error
    except (ValueError, RecursionError) as error:
        raise _refused(path, "This snippet's file is damaged.") from error
    if not isinstance(data, dict) or data.get("format") != clipboard.FORMAT:
        raise _refused(path, "This file is no snippet of Desktop NN.")
    version = data.get("version")
    if isinstance(version, int) and version > clipboard.VERSION:
        raise ProblemError(
            Problem("This snippet was saved by a newer Desktop NN.", str(path), "Install a newer Desktop NN.")
        )
    return _snippet(data, f"own:{path.name}", path)


def save(folder: Path, title: str, clip: Clip) -> Snippet:
    """Write a clip as a new snippet; returns it. Raises ProblemError for a title or a clip that cannot be."""
    title = checked_title(title)
    _check_size(clip, title)
    data = {**json.loads(clipboard.encode(clip)), "title": title}
    path = _free_path(folder, title)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise atomic.refused(error, folder) from error
    atomic.write_text(path, _text(data))
    return read(path)


def rename(snippet: Snippet, title: str) -> Snippet:
    """Give an own snippet another title. Raises ProblemError."""
    assert snippet.path is not None
    data = json.loads(snippet.path.read_text("utf-8"))
    atomic.write_text(snippet.path, _text({**data, "title": checked_title(title)}))
    return read(snippet.path)


def delete(snippet: Snippet) -> None:
    """Remove an own snippet's file. Raises ProblemError if the file system refuses."""
    assert snippet.path is not None
    try:
        snippet.path.unlink(missing_ok=True)
    except OSError as error:
        raise atomic.refused(error, snippet.path) from error


def checked_title(title: str) -> str:
    """The title without blanks around it. Raises ProblemError for one that is empty or too long."""
    title = " ".join(title.split())
    if not title:
        raise ProblemError(Problem("A snippet needs a title.", fix="Type a few words."))
    if len(title) > LONGEST_TITLE:
        raise ProblemError(Problem("This title is too long.", fix=f"Use at most {LONGEST_TITLE} letters."))
    return title


def _snippet(data: dict[str, Any], key: str, path: Path | None) -> Snippet:
    kept = {name: data[name] for name in ("format", "version", "graph", "code") if name in data}
    try:
        clip = clipboard.decode(json.dumps(kept))
    except ProblemError as error:
        raise _refused(path, "This snippet's file is damaged.") from error
    if clip is None or not clip.graph.nodes:
        raise _refused(path, "This snippet holds no layers.")
    title = data.get("title") if isinstance(data.get("title"), str) and data["title"].strip() else None
    _check_size(clip, title or key)
    words = tuple(word for word in data.get("keywords", ()) if isinstance(word, str))
    shown = title or (path.stem if path else key)
    return Snippet(key, shown[:LONGEST_TITLE], str(data.get("about", "")), clip, words, path)


def _check_size(clip: Clip, where: str) -> None:
    count = len(clip.graph.nodes)
    if count > MOST_NODES:
        what = f"A snippet holds at most {MOST_NODES:,} layers; this one has {count:,}."
        raise ProblemError(Problem(what, where, "Save it as a project."))


def _text(data: dict[str, Any]) -> str:
    from desktop_nn.project import json_text

    return json_text.layout(data)


def _free_path(folder: Path, title: str) -> Path:
    stem = re.sub(r"[^\w.-]+", "_", title).strip("._") or "snippet"
    number, path = 2, folder / f"{stem}{SUFFIX}"
    while path.exists():
        path, number = folder / f"{stem}_{number}{SUFFIX}", number + 1
    return path


def _paths(folder: Path) -> Iterator[Path]:
    try:
        yield from sorted(path for path in folder.iterdir() if path.suffix == SUFFIX and path.is_file())
    except OSError:
        return


def _refused(path: Path | None, what: str) -> ProblemError:
    return ProblemError(Problem(what, str(path or ""), "Save the snippet again, or delete the file."))

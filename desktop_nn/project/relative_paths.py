"""A project's own data file is named relative to the project's folder, so that both can move together.

In memory the path is always absolute; only the .dnn file holds the relative form. A data file that does not
lie in the project's folder or below keeps its absolute path.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePosixPath

from desktop_nn.project.document import Project

_OPTION = "path"


def relative_to(project: Project, folder: Path) -> Project:
    """The project as it is written into a file in `folder`."""
    path = _data_path(project)
    if path is None or not path.is_absolute():
        return project
    try:
        inside = path.relative_to(folder.absolute())
    except ValueError:
        return project
    return _with_data_path(project, str(PurePosixPath(*inside.parts)))


def absolute_from(project: Project, folder: Path) -> Project:
    """The project as it is used after having been read from a file in `folder`."""
    path = _data_path(project)
    if path is None or path.is_absolute():
        return project
    return _with_data_path(project, str(folder.absolute() / path))


def _data_path(project: Project) -> Path | None:
    source = project.data.source
    given = source.options.get(_OPTION) if source else None
    return Path(given) if isinstance(given, str) and given and not given.startswith("~") else None


def _with_data_path(project: Project, path: str) -> Project:
    source = project.data.source
    assert source is not None
    changed = replace(source, options={**source.options, _OPTION: path})
    return replace(project, data=replace(project.data, source=changed))

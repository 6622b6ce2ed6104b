"""Under which licences the parts stand that this program is made of: read from what is installed beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

APP = "desktop-nn"
_INSTEAD = {"tensorflow": "tensorflow-cpu"}
"""What the installers have in a dependency's place."""
_LICENCE_NAMES = ("LICEN", "COPYING", "NOTICE", "AUTHORS")


@dataclass(frozen=True, slots=True)
class Part:
    """A distribution with the licence that it declares and the texts that it brings (file name, text)."""

    name: str
    version: str
    licence: str
    texts: tuple[tuple[str, str], ...] = ()


def parts() -> tuple[Part, ...]:
    """Everything that the app needs to run, with what that needs in turn, by name. Reads many small files."""
    return tuple(sorted((_part(found) for found in _needed()), key=lambda part: part.name.lower()))


def _needed() -> Iterator[metadata.Distribution]:
    from packaging.requirements import InvalidRequirement, Requirement

    waiting, seen = [APP], {APP}
    while waiting:
        found = _distribution(waiting.pop())
        if found is None:
            continue
        if found.metadata["Name"].lower() != APP:
            yield found
        for text in found.requires or ():
            try:
                wanted = Requirement(text)
            except InvalidRequirement:
                continue
            name = wanted.name.lower().replace("_", "-")
            if name not in seen and (wanted.marker is None or wanted.marker.evaluate({"extra": ""})):
                seen.add(name)
                waiting.append(name)


def _distribution(name: str) -> metadata.Distribution | None:
    for candidate in (name, _INSTEAD.get(name)):
        if candidate is not None:
            try:
                return metadata.distribution(candidate)
            except metadata.PackageNotFoundError:
                continue
    return None


def _part(found: metadata.Distribution) -> Part:
    return Part(found.metadata["Name"], found.version, declared(found), tuple(_texts(found)))


def declared(found: metadata.Distribution) -> str:
    """The licence in short: an SPDX expression, else the classifiers' names, else the first line of the field."""
    about = found.metadata
    spoken = about.get_all("License-Expression")
    if spoken:
        return str(spoken[0])
    classified = [item.rsplit(" :: ", 1)[-1] for item in about.get_all("Classifier") or () if "License ::" in item]
    if classified:
        return " / ".join(classified)
    lines = "\n".join(about.get_all("License") or ()).strip().splitlines()
    return str(lines[0])[:80] if lines else "see its text"


def _texts(found: metadata.Distribution) -> Iterator[tuple[str, str]]:
    for file in found.files or ():
        inside = any(part.endswith(".dist-info") for part in file.parts[:1])
        if inside and file.name.upper().startswith(_LICENCE_NAMES):
            try:
                yield "/".join(file.parts[1:]), Path(str(file.locate())).read_text("utf-8", "replace")
            except OSError:
                continue

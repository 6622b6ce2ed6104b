"""All hostile files: importing the modules lists them."""

from __future__ import annotations

from tests.hostile import archives, configurations, hdf5_files, large, older_forms, projects, texts
from tests.hostile.case import CASES, Hostile

__all__ = ["ALL"]

_MODULES = (hdf5_files, texts, configurations, archives, large, older_forms, projects)

ALL: tuple[Hostile, ...] = tuple(CASES.values())

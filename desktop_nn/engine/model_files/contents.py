"""What both kinds of model file hold, before it is translated into a drawing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Stored: TypeAlias = tuple[str, str]
"""A stored array: its name as Keras wrote it, and where it lies in the file."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The parsed configurations and where the arrays lie.

    `weights` is by the layer names of the file, in the order of the model's layers. `training` is what Keras
    was given to compile with, or None. `mark` is what this app put in, if it wrote the file; `digest` identifies
    the configurations, so that a mark can be told from one that belongs to an older state of the
    file. `saved` is when the file says that it was saved.
    """

    format: str
    keras_version: str
    model: Mapping[str, Any]
    training: Mapping[str, Any] | None
    weights: Mapping[str, tuple[Stored, ...]] = field(default_factory=dict)
    optimizer: tuple[Stored, ...] = ()
    mark: str | None = None
    digest: str = ""
    saved: str = ""

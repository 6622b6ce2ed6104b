"""A model file as it was read: frozen values, and its arrays, which are fetched when they are needed."""

from __future__ import annotations

import math
import shutil
import weakref
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from desktop_nn.engine.model_files.marks import RandomStates
from desktop_nn.engine.model_files.report import Report
from desktop_nn.graph.model import Graph
from desktop_nn.project.document import Project
from desktop_nn.training.choices import TrainingChoices

if TYPE_CHECKING:
    from numpy.typing import NDArray

Array: TypeAlias = "NDArray[Any]"


class ReadingCancelledError(Exception):
    """The caller asked to stop before the file was read."""


class ArrayFolder:
    """A temporary folder with the arrays of one file, removed when nobody uses it any more."""

    def __init__(self, folder: Path) -> None:
        """Take over the folder, in which `weights.npz` lies."""
        self._file = folder / "weights.npz"
        self._finalizer = weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)

    def load(self, key: str) -> Array:
        """The array of that key. Raises KeyError for an unknown one."""
        return self.load_all((key,))[0]

    def load_all(self, keys: tuple[str, ...]) -> list[Array]:
        """Arrays in the order of the keys. Raises KeyError for an unknown one."""
        import numpy as np

        with np.load(self._file, allow_pickle=False) as arrays:
            return [arrays[key] for key in keys]


@dataclass(frozen=True, slots=True)
class StoredArray:
    """One array of the file: its name as Keras wrote it, its shape and dtype, and its key in the folder."""

    name: str
    shape: tuple[int, ...]
    dtype: str
    key: str

    @property
    def size(self) -> int:
        """The number of values."""
        return math.prod(self.shape)


@dataclass(frozen=True, slots=True)
class ModelFile:
    """What a model file holds.

    `graph` is laid out; from a file of this app it has the drawing's own places and ids, and `project` is the
    whole project. `training` is None if the model was saved without being compiled. `report` tells
    what the file is, what was changed, left out and locked; a file of this app has nothing to tell of changes.
    `weights` is by layer name, in the model's order: of an HDF5 file trainable arrays before the others, as
    Keras orders them; of an archive with names that are paths inside the layer.
    """

    path: Path
    graph: Graph
    report: Report = field(default_factory=Report)
    training: TrainingChoices | None = None
    project: Project | None = None
    weights: Mapping[str, tuple[StoredArray, ...]] = field(default_factory=dict)
    optimizer: tuple[StoredArray, ...] = ()
    random_states: RandomStates = field(default_factory=dict)
    archive: bool = False
    folder: ArrayFolder | None = field(default=None, repr=False, compare=False)

    @property
    def format(self) -> str:
        """What the file is, as in “Keras 2.15 HDF5”."""
        return self.report.format

    @property
    def keras_version(self) -> str:
        """The version of Keras that wrote the file."""
        return self.report.keras_version

    @property
    def of_keras_1(self) -> bool:
        """Whether Keras 1 or one before it wrote the file."""
        return self.keras_version.startswith(("0", "1"))

    @property
    def of_keras_2(self) -> bool:
        """Whether Keras 2 or an older one wrote the file."""
        return not self.keras_version.startswith("3")

    @property
    def changes(self) -> tuple[str, ...]:
        """What was changed or left out, a sentence each."""
        return self.report.changes

    @property
    def locked(self) -> tuple[str, ...]:
        """Names of the layers that cannot be built here."""
        return tuple(layer.name for layer in self.report.locked)

    def arrays(self, stored: tuple[StoredArray, ...]) -> list[Array]:
        """The values of stored arrays, in their order. Raises FileNotFoundError if the file was read without them."""
        return self.folder.load_all(tuple(item.key for item in stored)) if self.folder and stored else []

    @property
    def parameters(self) -> int:
        """The number of weights in the file, without the optimizer's."""
        return sum(item.size for arrays in self.weights.values() for item in arrays)

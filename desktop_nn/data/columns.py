"""A data set in memory and its description: named columns, each a number, a category or an image a sample."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:  # the window's start does not wait for numpy
    from numpy.typing import NDArray

Array: TypeAlias = "NDArray[Any]"
ColumnKind: TypeAlias = Literal["number", "category", "image"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `shape` is a sample's shape: `()` for numbers and categories, `(28, 28)` for an image.

    `categories` are the class names of a category, in the order of its integer codes. `missing` counts
    samples without a value. `minimum` and `maximum` are the smallest and largest value of a number (None if
    unknown), and the range of a pixel for images: black and white.
    """

    name: str
    kind: ColumnKind
    shape: tuple[int, ...] = ()
    categories: tuple[str, ...] = ()
    missing: int = 0
    help: str = ""
    minimum: float | None = None
    maximum: float | None = None


def number_column(name: str, values: Array, help: str = "") -> Column:
    """The column of numbers `values` (n,) float64, with NaN for missing: its range and how many are missing."""
    import numpy as np

    missing = int(np.count_nonzero(np.isnan(values)))
    if missing == len(values):
        return Column(name, "number", missing=missing, help=help)
    return Column(
        name, "number", missing=missing, help=help, minimum=float(np.nanmin(values)), maximum=float(np.nanmax(values))
    )


@dataclass(frozen=True, slots=True)
class Description:
    """What is known of a data set without holding its arrays.

    `targets` are the columns proposed as targets; `notes` are whole sentences on what reading the source has
    decided by itself (a column passed over, an encoding guessed).
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    samples: int
    targets: tuple[str, ...] = ()
    given_test: int = 0
    about: str = ""
    licence: str = ""
    notes: tuple[str, ...] = ()

    def column(self, name: str) -> Column | None:
        """The column of that name, or None."""
        return next((column for column in self.columns if column.name == name), None)

    @property
    def features(self) -> tuple[str, ...]:
        """Names of the columns that are not proposed as targets."""
        return tuple(column.name for column in self.columns if column.name not in self.targets)


@dataclass(frozen=True, slots=True)
class Dataset:
    """A description with its arrays: number (n,) float64, category (n,) int64 codes with -1 for missing,
    image (n, *shape) uint8 or float. With `given_test` = k the last k samples are the source's own test part.
    """

    description: Description
    values: Mapping[str, Array]

    def __len__(self) -> int:
        """The number of samples."""
        return self.description.samples


@dataclass(frozen=True, slots=True)
class Samples:
    """Arrays of one part, ready for Keras: by input name (n, …) float32, by output name the targets.

    A categorical target is (n,) int64 codes, or (n, classes) float32 if one-hot; a number (n,) float32; an
    image (n, *shape) float32. `index` (n,) int64 tells which samples of the data set these are; `weight` (n,)
    float32, not negative, how much each counts in the loss, None if all count the same.
    """

    inputs: Mapping[str, Array]
    targets: Mapping[str, Array]
    index: Array
    weight: Array | None = None

    def __len__(self) -> int:
        """The number of samples."""
        return len(self.index)


@dataclass(frozen=True, slots=True)
class Prepared:
    """The three parts of a project's data. `class_names`: output name -> class names, for categories."""

    train: Samples
    validation: Samples
    test: Samples
    class_names: Mapping[str, tuple[str, ...]]

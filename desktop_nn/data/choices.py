"""What the user chose about data, as frozen values that live in the document. No arrays here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

StepKind: TypeAlias = Literal["standardize", "min-max", "pixels", "one-hot", "impute"]
Held: TypeAlias = Literal["given", "random", "last"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where samples come from. `name` is a source's id ("fashion-mnist", "blobs", "csv").

    `options` are its own: for made sets their size and seed, for "csv" `path`, and where the user overrules
    what was recognised `separator`, `header`, `types` (column name -> "number" | "category").
    """

    name: str
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """A scikit-learn transformation of some columns, fitted on the training part only.

    standardize: StandardScaler · min-max: MinMaxScaler to 0…1 · pixels: bytes / 255 ·
    one-hot: OneHotEncoder · impute: SimpleImputer (median for numbers, most frequent for categories).
    `columns` empty means: all columns that it suits and that an input uses.
    """

    kind: StepKind
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """How much is held out. `size`: a count (int) or a fraction of what is left at that point (float).

    given: the source's own part · random: drawn with the split's seed (scikit-learn's train_test_split) ·
    last: the last samples in order, as Keras's validation_split does.
    """

    size: int | float = 0.2
    held: Held = "random"


@dataclass(frozen=True, slots=True)
class Split:
    """First the test part is held out of all samples, then the validation part out of the rest."""

    test: Part = Part(0.2, "random")
    validation: Part = Part(0.2, "random")
    seed: int = 0
    stratify: bool = False


@dataclass(frozen=True, slots=True)
class Bindings:
    """Which columns feed which input (node id -> column names, sets may overlap), which target each output has."""

    inputs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    targets: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DataChoices:
    """Everything the project says about data; `source` is None until the user has chosen one.

    `weight` names the column that says how much a sample counts in the loss while training, empty if all count the
    same. It is taken as the source gives it: preprocessing does not reach it.
    """

    source: Source | None = None
    preprocessing: tuple[Step, ...] = ()
    split: Split = Split()
    bindings: Bindings = Bindings()
    weight: str = ""

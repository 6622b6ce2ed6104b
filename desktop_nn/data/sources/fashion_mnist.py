"""Fashion-MNIST out of `resources/datasets`: 70,000 pictures of clothes, read from the IDX files themselves."""

from __future__ import annotations

import gzip
import struct
from collections.abc import Mapping
from importlib.resources import files
from typing import IO, Any, cast

import numpy as np

from desktop_nn.data.columns import Array, Column, Dataset, Description
from desktop_nn.data.sources.options import SourceInfo
from desktop_nn.problems import Problem, ProblemError

CLASSES = (
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)

INFO = SourceInfo(
    "fashion-mnist",
    "Fashion-MNIST",
    "70,000 grey pictures of clothes, 28 × 28 pixels, in 10 classes. The last 10,000 are the given test part.",
)

_TRAIN, _TEST, _SIDE = 60_000, 10_000, 28

DESCRIPTION = Description(
    name=INFO.id,
    title=INFO.title,
    columns=(
        Column("image", "image", (_SIDE, _SIDE), help="Grey values, 0 to 255.", minimum=0.0, maximum=255.0),
        Column("label", "category", categories=CLASSES, help="The kind of clothing."),
    ),
    samples=_TRAIN + _TEST,
    targets=("label",),
    given_test=_TEST,
    about=INFO.about,
    licence="MIT, © 2017 Zalando SE",
)


def describe(options: Mapping[str, Any]) -> Description:
    """The description, without reading a file."""
    return DESCRIPTION


def load(options: Mapping[str, Any]) -> Dataset:
    """All 70,000 samples, the training part first: "image" (n, 28, 28) uint8, "label" (n,) int64.

    Raises ProblemError if the files are missing or damaged.
    """
    images = np.empty((_TRAIN + _TEST, _SIDE, _SIDE), np.uint8)
    labels = np.empty(_TRAIN + _TEST, np.int64)
    for prefix, part in (("train", slice(0, _TRAIN)), ("t10k", slice(_TRAIN, None))):
        _read_into(images[part], f"{prefix}-images-idx3-ubyte.gz")
        _read_into(labels[part], f"{prefix}-labels-idx1-ubyte.gz")
    return Dataset(DESCRIPTION, {"image": images, "label": labels})


def _read_into(target: Array, name: str) -> None:
    resource = files("resources").joinpath("datasets", "fashion-mnist", name)
    try:
        with resource.open("rb") as packed, gzip.open(packed) as stream:
            target[...] = read_idx(cast("IO[bytes]", stream))
    except (OSError, EOFError, ValueError) as error:
        fix = "Install Desktop NN again: its data files are not complete."
        raise ProblemError(Problem(f"The data file cannot be read ({error}).", name, fix)) from error


def read_idx(stream: IO[bytes]) -> Array:
    """An array of unsigned bytes in the IDX format: two zero bytes, type 8, number of axes, sizes, values.

    Raises ValueError if it is anything else or ends early.
    """
    magic = stream.read(4)
    if len(magic) != 4 or magic[:3] != b"\x00\x00\x08":
        raise ValueError("no IDX file of bytes")
    axes = magic[3]
    header = stream.read(4 * axes)
    if len(header) != 4 * axes:
        raise ValueError("the IDX header ends early")
    shape = struct.unpack(f">{axes}I", header)
    values = np.frombuffer(stream.read(), np.uint8)
    if values.size != np.prod(shape, dtype=np.int64):
        raise ValueError("the number of values does not agree with the IDX header")
    return values.reshape(shape)

"""Fashion-MNIST as it is shipped and read."""

from __future__ import annotations

import gzip
import hashlib
import io
import struct
from importlib.resources import files

import numpy as np
import pytest

from desktop_nn.data.choices import Source
from desktop_nn.data.sources import describe, load
from desktop_nn.data.sources.fashion_mnist import DESCRIPTION, read_idx

OFFICIAL = {
    "train-images-idx3-ubyte": (1504176606, "8d4fb7e6c68d591d4c3dfef9ec88bf0d"),
    "train-labels-idx1-ubyte": (1504176606, "25c81989df183df01b3e8a0aad5dffbe"),
    "t10k-images-idx3-ubyte": (1504176627, "bef4ecab320f06d8554ea6380940ec79"),
    "t10k-labels-idx1-ubyte": (1504176627, "bb300cfdad3c16e7a12a480ee83cd310"),
}
"""Time in the gzip header and md5 sum of the packed file, as in Zalando's README."""

UNPACKED = {
    "train-images-idx3-ubyte": "f4a8712d7a061bf5bd6d2ca38dc4d50a",
    "train-labels-idx1-ubyte": "9018921c3c673c538a1fc5bad174d6f9",
    "t10k-images-idx3-ubyte": "8181f5470baa50b63fa0f6fddb340f0a",
    "t10k-labels-idx1-ubyte": "15d484375f8d13e6eb1aabb0c3f46965",
}

FOLDER = files("resources").joinpath("datasets", "fashion-mnist")


@pytest.mark.parametrize("name", OFFICIAL)
def test_that_the_shipped_files_are_zalandos_own(name: str) -> None:
    packed = FOLDER.joinpath(f"{name}.gz").read_bytes()
    time, md5 = OFFICIAL[name]
    header = b"\x1f\x8b\x08\x08" + struct.pack("<I", time) + packed[8:9] + b"\x03" + name.encode() + b"\0"
    assert hashlib.md5(header + packed[10:]).hexdigest() == md5


@pytest.mark.parametrize("name", UNPACKED)
def test_that_the_unpacked_bytes_have_the_sums_that_the_readme_gives(name: str) -> None:
    unpacked = gzip.decompress(FOLDER.joinpath(f"{name}.gz").read_bytes())
    assert hashlib.md5(unpacked).hexdigest() == UNPACKED[name]
    readme = files("resources").joinpath("datasets", "README.md").read_text("utf-8")
    assert f"{UNPACKED[name]}  {name}" in readme


def test_that_all_pictures_and_labels_are_there_the_training_part_first() -> None:
    data = load(Source("fashion-mnist"))
    assert data.values["image"].shape == (70_000, 28, 28)
    assert data.values["image"].dtype == np.uint8
    assert data.values["label"].dtype == np.int64
    assert data.values["label"][:5].tolist() == [9, 0, 0, 3, 0]
    assert np.bincount(data.values["label"][:60_000]).tolist() == [6_000] * 10
    assert np.bincount(data.values["label"][60_000:]).tolist() == [1_000] * 10


def test_that_the_first_picture_is_the_first_in_the_file() -> None:
    raw = gzip.decompress(FOLDER.joinpath("train-images-idx3-ubyte.gz").read_bytes())
    first = load(Source("fashion-mnist")).values["image"][0]
    assert first.tobytes() == raw[16 : 16 + 784]
    assert (first.min(), first.max()) == (0, 255)


def test_that_describing_it_reads_no_file_and_names_the_classes() -> None:
    assert describe(Source("fashion-mnist")) is DESCRIPTION
    assert DESCRIPTION.given_test == 10_000
    label = DESCRIPTION.column("label")
    assert label is not None
    assert label.categories[0] == "T-shirt/top"
    assert label.categories[9] == "Ankle boot"


def test_that_the_licence_is_shipped() -> None:
    licence = FOLDER.joinpath("LICENSE").read_text("utf-8")
    assert "MIT" in licence
    assert "2017 Zalando SE" in licence


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no IDX file"),
        (b"\x00\x00\x0d\x01\x00\x00\x00\x02\x01\x02", "no IDX file"),
        (b"\x00\x00\x08\x02\x00\x00\x00\x02", "header ends early"),
        (b"\x00\x00\x08\x01\x00\x00\x00\x03\x01\x02", "number of values"),
    ],
)
def test_that_a_damaged_idx_file_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_idx(io.BytesIO(content))


def test_that_an_idx_file_is_read_in_its_shape() -> None:
    content = b"\x00\x00\x08\x02\x00\x00\x00\x02\x00\x00\x00\x03" + bytes(range(6))
    assert read_idx(io.BytesIO(content)).tolist() == [[0, 1, 2], [3, 4, 5]]

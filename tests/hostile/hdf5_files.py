"""HDF5 files whose structure is the attack: links that lead out, arrays of other files, bombs, broken blocks."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import h5py
import numpy as np

from tests.hostile import sound
from tests.hostile.case import hostile

KERNEL = "model_weights/first/sound/first/kernel"


def _in_place_of_kernel(file: h5py.File, **how: object) -> None:
    del file[KERNEL]
    file.create_dataset(KERNEL, (4, 3), "float32", **how)


@hostile(".h5", "CVE-2026-1669: a weight that lies in another file of the computer")
def external_storage(path: Path) -> None:
    sound.h5(path)
    stolen = str(sound.canary(path))
    with h5py.File(path, "r+") as file:
        _in_place_of_kernel(file, external=[(stolen, 0, 48)])


@hostile(".h5", "a link to another HDF5 file")
def external_link(path: Path) -> None:
    sound.h5(path)
    with h5py.File(path, "r+") as file:
        del file["model_weights/first"]
        file["model_weights/first"] = h5py.ExternalLink("/etc/passwd", "/")


@hostile(".h5", "a link by name inside the file")
def soft_link(path: Path) -> None:
    sound.h5(path)
    with h5py.File(path, "r+") as file:
        file["model_weights/third"] = h5py.SoftLink("/model_weights/first")


@hostile(".h5", "a group that holds itself, for readers that walk for ever")
def cycle(path: Path) -> None:
    sound.h5(path)
    with h5py.File(path, "r+") as file:
        file["model_weights/first/again"] = file["model_weights"]


@hostile(".h5", "one group under two names, which doubles at every level")
def shared_group(path: Path) -> None:
    sound.h5(path)
    with h5py.File(path, "r+") as file:
        below = file.create_group("bomb")
        for level in range(40):
            above = file.create_group(f"level{level}")
            above["one"] = below
            above["two"] = below
            below = above


@hostile(".h5", "a view of arrays in other files")
def virtual_array(path: Path) -> None:
    sound.h5(path)
    layout = h5py.VirtualLayout((4, 3), "float32")
    layout[:] = h5py.VirtualSource("other.h5", "data", (4, 3))
    with h5py.File(path, "r+") as file:
        del file[KERNEL]
        file.create_virtual_dataset(KERNEL, layout)


@hostile(".h5", "CVE-2026-0897: an array that says it is 4 TB")
def shape_bomb(path: Path) -> None:
    sound.h5(path)
    with h5py.File(path, "r+") as file:
        file.create_dataset("model_weights/bomb", (10**6, 10**6), "float32", chunks=(1000, 1000))


@hostile(".h5", "a small array in one piece of 3 GB")
def chunk_bomb(path: Path) -> None:
    sound.h5(path)
    with h5py.File(path, "r+") as file:
        del file[KERNEL]
        chunk = (2**15, 3 * 2**13)
        file.create_dataset(KERNEL, (4, 3), "float32", chunks=chunk, maxshape=(None, None), fillvalue=1.0)


@hostile(".h5", "zeros packed a thousand times smaller")
def packed_zeros(path: Path) -> None:
    sound.h5(path)
    with h5py.File(path, "r+") as file:
        file.create_dataset(
            "model_weights/zeros", data=np.zeros(2**23, "float32"), compression="gzip", compression_opts=9
        )


@hostile(".h5", "forty arrays, each just small enough, that fill the memory together")
def many_unwritten_arrays(path: Path) -> None:
    sound.h5(path)
    with h5py.File(path, "r+") as file:
        for number in range(40):
            file.create_dataset(f"bomb{number}", (4_000_000,), "float32", chunks=(4_000_000,), fillvalue=1.0)


@hostile(".h5", "texts of any length in place of numbers")
def array_of_texts(path: Path) -> None:
    sound.h5(path)
    with h5py.File(path, "r+") as file:
        del file[KERNEL]
        file.create_dataset(KERNEL, data=["a", "b" * 1000], dtype=h5py.string_dtype())


@hostile(".h5", "references to other parts of the file in place of numbers")
def array_of_references(path: Path) -> None:
    sound.h5(path)
    with h5py.File(path, "r+") as file:
        del file[KERNEL]
        file.create_dataset(KERNEL, (2,), h5py.ref_dtype)[0] = file["model_weights"].ref


@hostile(".h5", "records in place of numbers")
def array_of_records(path: Path) -> None:
    sound.h5(path)
    with h5py.File(path, "r+") as file:
        del file[KERNEL]
        file.create_dataset(KERNEL, (4,), np.dtype([("a", "f4"), ("b", "S9")]))


@hostile(".h5", "lists of any length in place of numbers")
def array_of_lists(path: Path) -> None:
    sound.h5(path)
    with h5py.File(path, "r+") as file:
        del file[KERNEL]
        file.create_dataset(KERNEL, (4,), h5py.vlen_dtype("float32"))[0] = np.ones(3, "float32")


@hostile(".h5", "a type that the file defines itself, and a type in place of a group")
def committed_type(path: Path) -> None:
    sound.h5(path)
    with h5py.File(path, "r+") as file:
        file["own"] = np.dtype("float32")
        del file[KERNEL]
        file.create_dataset(KERNEL, (4, 3), file["own"])


@hostile(".h5", "names for numbers, which HDF5 has to convert")
def array_of_an_enumeration(path: Path) -> None:
    sound.h5(path)
    with h5py.File(path, "r+") as file:
        del file[KERNEL]
        file.create_dataset(KERNEL, (4, 3), h5py.enum_dtype({f"n{i}": i for i in range(200)}, "int16"))


@hostile(".h5", "a float of 16 bytes, which HDF5 has to convert")
def float_of_sixteen_bytes(path: Path) -> None:
    sound.h5(path)
    with h5py.File(path, "r+") as file:
        del file[KERNEL]
        file.create_dataset(KERNEL, data=np.ones((4, 3), np.longdouble))


@hostile(".h5", "the scale-offset filter, which has had memory errors (CVE-2025-44904 and kin)")
def scale_offset_filter(path: Path) -> None:
    sound.h5(path)
    with h5py.File(path, "r+") as file:
        del file[KERNEL]
        file.create_dataset(KERNEL, data=np.arange(12, dtype="int32").reshape(4, 3), scaleoffset=4, chunks=(2, 3))


@hostile(".h5", "a filter that is not there: HDF5 would look for a library of that number")
def unknown_filter(path: Path) -> None:
    sound.h5(path)
    with h5py.File(path, "r+") as file:
        del file[KERNEL]
        properties = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        properties.set_chunk((2, 3))
        properties.set_filter(31999, h5py.h5z.FLAG_OPTIONAL, (1, 2, 3))
        space = h5py.h5s.create_simple((4, 3))
        group = file[KERNEL.rpartition("/")[0]]
        h5py.h5d.create(group.id, b"kernel", h5py.h5t.NATIVE_FLOAT, space, properties)


@hostile(".h5", "a hundred thousand empty groups")
def many_groups(path: Path) -> None:
    sound.h5(path, layout="latest")
    with h5py.File(path, "r+", libver="latest") as file:
        group = file.create_group("many")
        for number in range(100_000):
            h5py.h5g.create(group.id, b"%d" % number)


@hostile(".h5", "names of weights that lead out of their group like a path")
def weight_names_that_lead_out(path: Path) -> None:
    sound.h5(path)
    with h5py.File(path, "r+") as file:
        file["model_weights/first"].attrs["weight_names"] = [b"../../../../etc/passwd", b"/model_weights"]


@hostile(".h5", "one array named a thousand times")
def one_array_a_thousand_times(path: Path) -> None:
    sound.h5(path)
    with h5py.File(path, "r+") as file:
        group = file["model_weights/first"]
        group.attrs["weight_names"] = [group.attrs["weight_names"][0]] * 1000


@hostile(".h5", "a list of two million names of layers")
def endless_layer_names(path: Path) -> None:
    sound.h5(path, layout="latest")
    with h5py.File(path, "r+", libver="latest") as file:
        del file["model_weights"].attrs["layer_names"]
        file["model_weights"].attrs["layer_names"] = np.full(2_000_000, b"first")


@hostile(".h5", "a list of names in ten thousand parts")
def layer_names_in_parts(path: Path) -> None:
    sound.h5(path, layout="latest")
    with h5py.File(path, "r+", libver="latest") as file:
        del file["model_weights"].attrs["layer_names"]
        for number in range(10_000):
            file["model_weights"].attrs[f"layer_names{number}"] = [b"first"]


@hostile(".h5", "a list of names that all are the same text of 1 MB: 20 GB once it is read")
def names_that_share_a_text(path: Path) -> None:
    sound.h5(path, layout="latest")
    with h5py.File(path, "r+", libver="latest") as file:
        group = file["model_weights"]
        del group.attrs["layer_names"]
        group.attrs.create("layer_names", ["x" * 2**20] + ["y"] * 19_999, dtype=h5py.string_dtype())
    content = bytearray(path.read_bytes())
    rows = re.search(
        re.escape(struct.pack("<I", 2**20)) + b".{12}" + re.escape(struct.pack("<I", 1)), content, re.DOTALL
    )
    assert rows is not None
    big, entry = rows.start(), rows.group()[:16]  # length, address of the heap, index: one row of the list
    for number in range(20_000):
        content[big + 16 * number : big + 16 * (number + 1)] = entry
    path.write_bytes(bytes(content))


@hostile(".h5", "a configuration that is an array of numbers")
def configuration_of_numbers(path: Path) -> None:
    sound.h5(path)
    with h5py.File(path, "r+") as file:
        file.attrs["model_config"] = np.arange(1000)


@hostile(".h5", "a configuration that is no text in UTF-8")
def configuration_in_no_encoding(path: Path) -> None:
    sound.h5(path)
    with h5py.File(path, "r+") as file:
        file.attrs["model_config"] = np.bytes_(b'{"class_name": "\xff\xfe\xc3"}')


@hostile(".h5", "a file that breaks off in the middle")
def cut_off(path: Path) -> None:
    sound.h5(path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@hostile(".h5", "a superblock that ends after twenty bytes")
def cut_superblock(path: Path) -> None:
    sound.h5(path)
    path.write_bytes(path.read_bytes()[:20])


@hostile(".h5", "addresses in the superblock that point behind the end")
def superblock_of_nowhere(path: Path) -> None:
    sound.h5(path)
    content = bytearray(path.read_bytes())
    content[24:96] = b"\xfe" * 72
    path.write_bytes(bytes(content))


@hostile(".h5", "a program before the HDF5 part (a user block)")
def user_block(path: Path) -> None:
    sound.h5(path)
    inner = path.read_bytes()
    with h5py.File(path, "w", userblock_size=512) as file:
        file.attrs["keras_version"] = "3.15.1"
    path.write_bytes(b"#!/bin/sh\ntouch owned\n".ljust(512, b"\0") + inner)


@hostile(".h5", "weights that are not numbers any more", "harmless")
def weights_of_nan(path: Path) -> None:
    sound.h5(path)
    with h5py.File(path, "r+") as file:
        file[KERNEL][...] = np.nan

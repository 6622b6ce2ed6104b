"""`.keras` archives whose zip is the attack."""

from __future__ import annotations

import io
import json
import struct
import warnings
import zipfile
from pathlib import Path

from tests.hostile import sound
from tests.hostile.case import hostile


def _written(path: Path, entries: dict[str, bytes], packing: int = zipfile.ZIP_STORED) -> None:
    with zipfile.ZipFile(path, "w", packing) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)


@hostile(".keras", "a name that leads out of the folder it is unpacked in")
def path_traversal(path: Path) -> None:
    _written(path, {**sound.archive_entries(), "../../owned.txt": b"owned"})


@hostile(".keras", "a name that is a path of Windows")
def windows_path(path: Path) -> None:
    _written(path, {**sound.archive_entries(), "C:\\Windows\\owned.txt": b"owned"})


@hostile(".keras", "a link to a file of this computer in place of the weights")
def symbolic_link(path: Path) -> None:
    entries = sound.archive_entries()
    del entries["model.weights.h5"]
    _written(path, entries)
    link = zipfile.ZipInfo("model.weights.h5")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, str(sound.canary(path)))


@hostile(".keras", "an entry twice: one reader checks the first, another takes the second")
def entry_twice(path: Path) -> None:
    _written(path, sound.archive_entries())
    with warnings.catch_warnings(), zipfile.ZipFile(path, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("config.json", json.dumps({"class_name": "Evil", "config": {}}))


@hostile(".keras", "an entry that is locked with a password")
def locked_entry(path: Path) -> None:
    _written(path, sound.archive_entries())
    content = bytearray(path.read_bytes())
    at = -1
    while (at := content.find(b"PK\x01\x02", at + 1)) >= 0:
        content[at + 8] |= 1
    path.write_bytes(bytes(content))


@hostile(".keras", "weights of 400 MB packed into 400 KB")
def zip_bomb(path: Path) -> None:
    entries = sound.archive_entries()
    del entries["model.weights.h5"]
    _written(path, entries, zipfile.ZIP_DEFLATED)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("model.weights.h5", "w") as file:
        for _ in range(400):
            file.write(bytes(2**20))


@hostile(".keras", "weights that say they are small and unpack to 100 MB")
def declared_size(path: Path) -> None:
    entries = sound.archive_entries()
    del entries["model.weights.h5"]
    _written(path, entries, zipfile.ZIP_DEFLATED)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("model.weights.h5", bytes(100 * 2**20))
    content = bytearray(path.read_bytes())
    real, told = struct.pack("<I", 100 * 2**20), struct.pack("<I", 5000)
    path.write_bytes(bytes(content).replace(real, told))


@hostile(".keras", "a configuration of 200 MB packed into 200 KB")
def packed_configuration(path: Path) -> None:
    entries = sound.archive_entries()
    del entries["config.json"]
    _written(path, entries, zipfile.ZIP_DEFLATED)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("config.json", "w") as file:
        for _ in range(200):
            file.write(b" " * 2**20)


@hostile(".keras", "a zip in the zip in the zip, each a bomb", "harmless")
def nested_zips(path: Path) -> None:
    inner = bytes(2**20)
    for _ in range(5):
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(8):
                archive.writestr(f"{number}.zip", inner)
        inner = held.getvalue()
    _written(path, {**sound.archive_entries(), "more.zip": inner})


@hostile(".keras", "a table of contents of a hundred thousand entries")
def many_entries(path: Path) -> None:
    _written(path, sound.archive_entries())
    with zipfile.ZipFile(path, "a") as archive:
        entry = archive.infolist()[0]
        for number in range(100_000):
            again = zipfile.ZipInfo(f"e{number}")
            again.header_offset, again.CRC, again.compress_type = entry.header_offset, entry.CRC, entry.compress_type
            again.compress_size, again.file_size = entry.compress_size, entry.file_size
            archive.filelist.append(again)
        setattr(archive, "_didModify", True)  # noqa: B010


@hostile(".keras", "an archive that breaks off before its table of contents")
def cut_off_archive(path: Path) -> None:
    sound.archive(path)
    path.write_bytes(path.read_bytes()[:-100])


@hostile(".keras", "weights that link to another file, inside the archive")
def external_weights_in_archive(path: Path) -> None:
    import h5py

    entries = sound.archive_entries()
    held = io.BytesIO(entries["model.weights.h5"])
    with h5py.File(held, "r+") as file:
        del file["layers/dense/vars/0"]
        file["layers/dense/vars"].create_dataset("0", (4, 3), "float32", external=[(str(sound.canary(path)), 0, 48)])
    _written(path, {**entries, "model.weights.h5": held.getvalue()})


@hostile(".keras", "the whole model of a module outside of Keras")
def archive_of_a_module(path: Path) -> None:
    evil = {"module": "os", "class_name": "system", "config": {"command": "true"}, "registered_name": "system"}
    _written(path, {**sound.archive_entries(), "config.json": json.dumps(evil).encode()})


@hostile(".keras", "a mark of this app with a project that is a bomb of its own", "harmless")
def mark_of_lists(path: Path) -> None:
    metadata = {"keras_version": "3.15.1", "desktop_nn": "[" * 1_000_000}
    _written(path, {**sound.archive_entries(), "metadata.json": json.dumps(metadata).encode()})

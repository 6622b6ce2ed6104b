"""Spoils sound files at random, but the same way for the same seed: bytes, JSON by its structure, HDF5 by its parts."""

from __future__ import annotations

import contextlib
import io
import json
import random
import struct
import zipfile
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any, TypeAlias

import h5py
import numpy as np

from desktop_nn.project import examples, picture_file
from tests.hostile import projects, sound

Bytes: TypeAlias = Callable[[bytes, random.Random], bytes]
_EDGES = (0, 1, 2, 7, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 2**63 - 1, 2**64 - 1)
_METADATA = 4096
"""HDF5 keeps its structure at the beginning of a small file; half of the damage goes there."""


def bases(folder: Path) -> dict[str, tuple[str, bytes]]:
    """Sound files by name: suffix and content. Those that Keras itself wrote need Keras, which is loaded."""
    from tests.core.engine.model_files import plain_keras

    chain, two = plain_keras.chain(), plain_keras.two_outputs("Adam")
    plain_keras.fit(two)
    folder.mkdir(exist_ok=True)
    found = {
        "chain.h5": plain_keras.saved(chain, folder / "chain.h5").read_bytes(),
        "two.h5": plain_keras.saved(two, folder / "two.h5").read_bytes(),
        "two.keras": plain_keras.saved(two, folder / "two.keras").read_bytes(),
        "two.json": two.to_json().encode(),
        "latest.h5": _latest(folder / "latest.h5"),
        "small.dnn": json.dumps(projects.project()).encode(),
    }
    for name in examples.names():
        text = (Path(__file__).parents[2] / "resources" / "examples" / f"{name}.dnn").read_bytes()
        found[f"{name}.dnn"] = text
    found["picture.png"] = picture_file.with_project(projects.PIXEL, json.dumps(projects.project()))
    return {name: (Path(name).suffix, content) for name, content in found.items()}


def mutated(bases: Mapping[str, tuple[str, bytes]], seed: int) -> tuple[str, str, bytes]:
    """One spoilt file: what was done to which, its suffix, its content."""
    dice = random.Random(seed)
    name = dice.choice(list(bases))
    suffix, content = bases[name]
    ways: list[Bytes] = [flipped, cut, spliced, overwritten, repeated, edged]
    kinds: dict[str, list[Bytes]] = {
        ".h5": [h5_part, h5_configuration, h5_configuration],
        ".keras": [zip_part, zip_configuration, zip_configuration],
        ".dnn": [text_json, text_json, text_json],
        ".json": [text_json, text_json, text_json],
        ".png": [png_text, png_text],
    }
    own = kinds[suffix]
    way = dice.choice([*ways, *own, *own])
    if way is spliced and dice.random() < 0.5:
        return f"{name} spliced", suffix, spliced(content, dice, dice.choice(list(bases.values()))[1])
    return f"{name} {way.__name__}", suffix, way(content, dice)


def flipped(content: bytes, dice: random.Random) -> bytes:
    """Some bytes with some bits turned."""
    spoilt = bytearray(content)
    for _ in range(dice.choice((1, 2, 4, 16, 64))):
        spoilt[_place(content, dice)] ^= 1 << dice.randrange(8)
    return bytes(spoilt)


def overwritten(content: bytes, dice: random.Random) -> bytes:
    """A stretch of anything."""
    at, length = _place(content, dice), dice.choice((1, 4, 8, 64, 512))
    anything = dice.choice((bytes(length), b"\xff" * length, dice.randbytes(length)))
    return content[:at] + anything + content[at + length :]


def edged(content: bytes, dice: random.Random) -> bytes:
    """A number of 2, 4 or 8 bytes that is as large or small as it can be."""
    spoilt = bytearray(content)
    for _ in range(dice.choice((1, 1, 3))):
        size, kind = dice.choice(((2, "<H"), (4, "<I"), (8, "<Q")))
        at = min(_place(content, dice), max(0, len(content) - size))
        spoilt[at : at + size] = struct.pack(kind, dice.choice(_EDGES) % 2 ** (8 * size))
    return bytes(spoilt)


def cut(content: bytes, dice: random.Random) -> bytes:
    """The end, or the beginning, or a piece from the middle missing."""
    one, other = sorted((_place(content, dice), _place(content, dice)))
    return dice.choice((content[:other], content[one:], content[:one] + content[other:]))


def repeated(content: bytes, dice: random.Random) -> bytes:
    """A piece twice or more often."""
    at, length = _place(content, dice), dice.choice((1, 8, 64, 512))
    return content[:at] + content[at : at + length] * dice.choice((2, 3, 50)) + content[at + length :]


def spliced(content: bytes, dice: random.Random, other: bytes | None = None) -> bytes:
    """A piece of it, or of another file, in another place."""
    source = content if other is None else other
    start, length = _place(source, dice), dice.choice((8, 64, 512, 4096))
    at = _place(content, dice)
    return content[:at] + source[start : start + length] + content[at + length :]


def text_json(content: bytes, dice: random.Random) -> bytes:
    """JSON with some of its values replaced, left out, doubled or exchanged."""
    return json.dumps(_spoilt(json.loads(content), dice)).encode("utf-8", "surrogatepass")


def png_text(content: bytes, dice: random.Random) -> bytes:
    """A picture whose project is spoilt."""
    project = text_json(json.dumps(projects.project()).encode(), dice)
    return picture_file.with_project(content, project.decode())


def h5_configuration(content: bytes, dice: random.Random) -> bytes:
    """An HDF5 file with a spoilt configuration."""
    with _opened(content) as (file, held):
        name = dice.choice([name for name in ("model_config", "training_config") if name in file.attrs])
        file.attrs[name] = json.dumps(_spoilt(json.loads(file.attrs[name]), dice))
    return held.getvalue()


def h5_part(content: bytes, dice: random.Random) -> bytes:
    """An HDF5 file with a group, an array or an attribute spoilt, left out or moved."""
    with _opened(content) as (file, held):
        paths: list[str] = []
        file.visit(paths.append)
        path = dice.choice(paths)
        owner = dice.choice((file, file[path]))
        with contextlib.suppress(Exception):  # what HDF5 itself would not write
            dice.choice((_attribute, _array, _moved, _gone))(file, path, owner, dice)
    return held.getvalue()


def zip_configuration(content: bytes, dice: random.Random) -> bytes:
    """An archive with a spoilt configuration, metadata or HDF5 part."""
    entries = _entries(content)
    name = dice.choice(("config.json", "config.json", "metadata.json", "model.weights.h5"))
    if name.endswith(".json"):
        entries[name] = text_json(entries[name], dice)
    else:
        entries[name] = dice.choice((flipped, edged, cut, h5_part))(entries[name], dice)
    return _zipped(list(entries.items()))


def zip_part(content: bytes, dice: random.Random) -> bytes:
    """An archive with an entry missing, doubled, renamed or exchanged."""
    entries = list(_entries(content).items())
    at = dice.randrange(len(entries))
    name, body = entries[at]
    new = dice.choice(("../x", "/etc/x", "a/b.json", name, "assets/words.txt", "CONFIG.JSON"))
    change: list[tuple[str, bytes]] = dice.choice(([], [(new, body)], [(name, body), (name, b"{}")], [(name, b"")]))
    return _zipped([*entries[:at], *change, *entries[at + 1 :]])


def _place(content: bytes, dice: random.Random) -> int:
    reach = min(len(content), _METADATA) if dice.random() < 0.5 else len(content)
    return dice.randrange(max(1, reach))


@contextlib.contextmanager
def _opened(content: bytes) -> Iterator[tuple[h5py.File, io.BytesIO]]:
    held = io.BytesIO(content)
    with h5py.File(held, "r+") as file:
        yield file, held


def _latest(path: Path) -> bytes:
    sound.h5(path, layout="latest")
    return path.read_bytes()


def _entries(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _zipped(entries: list[tuple[str, bytes]]) -> bytes:
    import warnings

    held = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(held, "w") as archive:
        warnings.simplefilter("ignore")
        for name, body in entries:
            archive.writestr(name, body)
    return held.getvalue()


def _attribute(_file: Any, _path: str, owner: Any, dice: random.Random) -> None:
    names = list(owner.attrs) or ["layer_names"]
    name = dice.choice([*names, "weight_names", "layer_names", "layer_names0", "desktop_nn"])
    values: tuple[Any, ...] = (
        b"x" * 5000,
        "é\u202e",
        7,
        np.arange(9),
        [b"a", b"b"],
        np.zeros((2, 2), "S3"),
        h5py.Empty("f4"),
        [],
        "[[",
    )
    owner.attrs[name] = dice.choice(values)


def _array(file: Any, path: str, _owner: Any, dice: random.Random) -> None:
    del file[path]
    shape = dice.choice(((), (1,), (0,), (3, 3), (10**6, 10**6), (2,) * 12))
    kind = dice.choice(("f4", "f8", "f2", "i8", "u1", "bool", "c8", "S4", h5py.string_dtype()))
    chunks = dice.choice((None, tuple(min(size, 9) or 1 for size in shape) or None))
    file.create_dataset(path, shape, kind, chunks=chunks, fillvalue=dice.choice((0, None)))


def _moved(file: Any, path: str, owner: Any, dice: random.Random) -> None:
    target = dice.choice(("model_weights/x", "moved", f"{path}_2", "a/b/c/d"))
    links = (lambda: file.move(path, target), lambda: file.__setitem__(target, owner))
    soft = (h5py.SoftLink("/" + path), h5py.ExternalLink("other.h5", path))
    dice.choice((*links, lambda: file.__setitem__(target, dice.choice(soft))))()


def _gone(file: Any, path: str, owner: Any, dice: random.Random) -> None:
    names = list(owner.attrs)
    if names and dice.random() < 0.5:
        del owner.attrs[dice.choice(names)]
    else:
        del file[path]


_VALUES: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 2, 3, 10**6, 10**12, 2**31, 2**63 - 1, 0.5, -1e308, 1e-300, "", "x", "x" * 3000,
    "../..", "relu", "Lambda", "Dense", "\u202e\x00", "\ud800", "nan", [], {}, [[]], [None], [1, 2, 3], [-1],
    {"class_name": "Dense"}, {"class_name": "Zeros", "config": {}},
    {"class_name": "__lambda__", "config": {"code": "x"}}, [["input", 0, 0]],
    float("nan"), float("inf"), "C:\\x", "<b>", "{}",
)  # fmt: skip


def _spoilt(value: Any, dice: random.Random) -> Any:
    for _ in range(dice.choice((1, 1, 2, 4))):
        places = list(_places(value))
        if not places:
            return deepcopy(dice.choice(_VALUES))
        holder, key = dice.choice(places)
        other_holder, other_key = dice.choice(places)
        act = dice.randrange(7)
        if act <= 2:
            holder[key] = deepcopy(dice.choice(_VALUES))  # else the next change would be made to the list above
        elif act == 3:
            del holder[key]
        elif act == 4:
            holder[key], other_holder[other_key] = _copy(other_holder[other_key]), _copy(holder[key])
        elif act == 5 and isinstance(holder, list):
            holder[key:key] = [_copy(holder[key]) for _ in range(dice.choice((1, 2, 40)))]
        elif isinstance(holder, dict):
            holder[dice.choice(("name", "config", "class_name", "x", "trainable", ""))] = holder.pop(key)
        else:
            holder[key] = [holder[key]]
    return value


def _copy(value: Any) -> Any:
    return json.loads(json.dumps(value))


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    todo = [value]
    while todo:
        one = todo.pop()
        keys: Any = one.keys() if isinstance(one, dict) else range(len(one)) if isinstance(one, list) else ()
        for key in list(keys):
            yield one, key
            todo.append(one[key])

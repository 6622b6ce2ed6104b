"""How Keras lays out a `.keras` archive: a zip of `config.json`, `metadata.json` and `model.weights.h5`."""

from __future__ import annotations

import contextlib
import io
import math
import re
import shutil
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from desktop_nn.engine.model_files import limits, marks, safe_json, vocabularies, whole_model_h5
from desktop_nn.engine.model_files.contents import Contents, Stored
from desktop_nn.engine.model_files.hdf5 import CheckedFile
from desktop_nn.engine.model_files.layer_names import in_path
from desktop_nn.engine.model_files.nameless import with_names
from desktop_nn.engine.model_files.refusals import DAMAGED, refused

_Tree: TypeAlias = "Mapping[str, tuple[str, _Tree]]"

FORMAT = "archive"
SIGNATURE = b"PK\x03\x04"
CONFIG, METADATA, WEIGHTS = "config.json", "metadata.json", "model.weights.h5"
_LAYERS, _OPTIMIZER = "layers", "optimizer/vars"
_OLDEST_LAYERS = "_layer_checkpoint_dependencies"
"""What Keras 2.12 called the layers."""


_DAMAGED = "The file is damaged: it cannot be read as a .keras archive."
_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    zlib.error,
)
_LINK = 0o120000


def unpack_weights(path: Path, folder: Path) -> Path:
    """Take the HDF5 file with the weights out of the archive into `folder`. Raises ProblemError."""
    target = folder / WEIGHTS
    try:
        with opened(path) as archive:
            entry = _entry(archive, WEIGHTS)
            if entry.file_size > limits.unpacked_bytes(path.stat().st_size):
                raise refused("Its weights claim to be far larger than the file.", DAMAGED)
            with archive.open(entry) as packed, target.open("wb") as file:
                shutil.copyfileobj(packed, file, limits.MEBIBYTE)
    except _BROKEN as error:
        raise refused(_DAMAGED, DAMAGED) from error
    return target


def read(path: Path, weights: CheckedFile) -> Contents:
    """The archive's contents, with its unpacked weights. Raises ProblemError for an archive without a model."""
    try:
        with opened(path) as archive:
            text, metadata_text = _text(archive, CONFIG), _text(archive, METADATA)
            assets = [entry for entry in archive.infolist() if _is_asset(entry.filename)]
            if sum(entry.file_size for entry in assets) > limits.JSON_BYTES:
                raise refused("Its vocabularies are larger than vocabularies are.", DAMAGED, vocabularies.ROOT)
            texts = {entry.filename: _text(archive, entry.filename) for entry in assets}
    except _BROKEN as error:
        raise refused(_DAMAGED, DAMAGED) from error
    metadata = safe_json.mapping(safe_json.parse(metadata_text, METADATA, limits.ATTRIBUTE_BYTES), METADATA)
    model = safe_json.mapping(safe_json.parse(text, CONFIG), CONFIG)
    model = with_names(model, grouped=dict(_group_names(weights)))
    if texts:
        model = vocabularies.with_vocabularies(model, texts, _idf(weights), _groups)
    version = str(metadata.get("keras_version"))
    training = model.get("compile_config")
    by_layer = whole_model_h5.weights_alone(weights)
    return Contents(
        FORMAT if by_layer is None else whole_model_h5.FORMAT,
        version,
        model,
        safe_json.mapping(training, "training configuration") if training else None,
        _weights(model, weights, older=version.startswith("2.")) if by_layer is None else by_layer,
        _optimizer(weights),
        _mark(metadata),
        marks.digest(text),
        _saved(metadata),
    )


class _Bounded(io.FileIO):
    """A file that gives no more at once than a table of contents may have: Python reads that in one piece."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._bytes = path.stat().st_size

    def read(self, size: int | None = -1, /) -> bytes:
        """As a file's own. Raises ProblemError for a piece that is too large."""
        left = max(0, self._bytes - self.tell())
        wanted = left if size is None or size < 0 else size
        if wanted > limits.DIRECTORY_BYTES:
            raise refused("Its table of contents is far larger than Keras's.", DAMAGED)
        return super().read(wanted) or b""


@contextlib.contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """The archive, open for reading, with a table of contents that is Keras's. Nothing is ever unpacked by its name.

    Raises ProblemError for entries that are there twice, packed with a password, links, or named like a way out.
    """
    with _Bounded(path) as file, zipfile.ZipFile(file) as archive:
        entries = archive.infolist()
        if len(entries) > limits.ENTRIES:
            raise refused(f"It holds more than {limits.ENTRIES:,} entries.", DAMAGED)
        names = [entry.filename for entry in entries]
        if len(set(names)) != len(names):
            twice = next(name for number, name in enumerate(names) if name in names[:number])
            raise refused("Two of its entries have the same name.", DAMAGED, twice)
        for entry in entries:
            _refuse_strange(entry)
        yield archive


def _refuse_strange(entry: zipfile.ZipInfo) -> None:
    name = entry.orig_filename
    if "\\" in name or ":" in name or "\0" in name or name.startswith("/") or ".." in name.split("/"):
        raise refused("The name of one of its entries leads out of the archive.", DAMAGED, name)
    if (entry.external_attr >> 16) & 0o170000 == _LINK:
        raise refused("It holds a link to another place or file.", DAMAGED, name)
    if entry.flag_bits & 1:
        raise refused("It is locked with a password.", DAMAGED, name)


def _is_asset(name: str) -> bool:
    return name.startswith(vocabularies.ROOT) and not name.endswith("/")


def _idf(file: CheckedFile) -> dict[str, list[float]]:
    """The idf weights of layers that have learnt them, by the layer's group; not what are no plain numbers."""
    ending = f"/vars/{vocabularies.IDF}"
    arrays = {path.removesuffix(ending): file.array(path) for path in file.datasets if path.endswith(ending)}
    sound = {group: found for group, found in arrays.items() if found.ndim == 1 and found.dtype.kind == "f"}
    lists = {group: [float(value) for value in found] for group, found in sound.items()}
    return {group: found for group, found in lists.items() if all(map(math.isfinite, found))}


def _groups(model: Mapping[str, Any]) -> dict[str, str]:
    """Groups of a model's layers by layer name."""
    return {name: group for name, group, _ in _counted_names(model)}


def _entry(archive: zipfile.ZipFile, name: str) -> zipfile.ZipInfo:
    try:
        return archive.getinfo(name)
    except KeyError:
        what = f"The zip file holds no {name}, so it is no Keras model."
        raise refused(what, "Choose a file that model.save has written.") from None


def _text(archive: zipfile.ZipFile, name: str) -> str:
    entry = _entry(archive, name)
    if entry.file_size > limits.ATTRIBUTE_BYTES:
        raise refused(f"Its {name} is larger than {limits.ATTRIBUTE_BYTES // limits.MEBIBYTE} MB.", DAMAGED)
    with archive.open(entry) as file:
        content = io.BytesIO()
        shutil.copyfileobj(file, content, limits.MEBIBYTE)
    try:
        return content.getvalue().decode("utf-8")
    except UnicodeDecodeError as error:
        raise refused(f"Its {name} is no text in UTF-8.", DAMAGED) from error


def _saved(metadata: Mapping[str, Any]) -> str:
    date = metadata.get("date_saved")
    return date.replace("@", " at ")[:40] if isinstance(date, str) else ""


def _mark(metadata: Mapping[str, Any]) -> str | None:
    mark = metadata.get(marks.NAME)
    return mark if isinstance(mark, str) else None


def _weights(model: Mapping[str, Any], file: CheckedFile, *, older: bool) -> dict[str, tuple[Stored, ...]]:
    """Stored arrays by layer name, in the order of the model's layers; names are paths inside the layer."""
    groups = {name: group for group, name in _group_names(file)}
    by_count = {name: (group, layer) for name, group, layer in _counted_names(model)}
    top = _LAYERS if _LAYERS in file.groups else _OLDEST_LAYERS
    found: dict[str, tuple[Stored, ...]] = {}
    for name, (counted, layer) in by_count.items():
        inner = _tree(layer)
        group = groups.get(name, counted if not groups else "")
        prefix = f"{top}/{group}/"
        inside = [
            (path.removeprefix(prefix), path)
            for path in file.datasets
            if group and path.startswith(prefix) and not path.endswith(f"/{vocabularies.IDF}")
        ]
        stored = [(_by_layer_names(_today(name) if older else name, inner), path) for name, path in inside]
        found[name] = tuple(sorted(stored, key=lambda item: _by_number(item[0])))
    return found


def _group_names(file: CheckedFile) -> Iterator[tuple[str, str]]:
    """Groups of layers with the layer's name, which Keras notes beside its variables (since 3.9)."""
    for path in file.groups:
        parts = path.split("/")
        if len(parts) == 3 and parts[0] == _LAYERS and parts[2] == "vars":
            name = file.text(path, "name")
            if name is not None:
                yield parts[1], name


def _counted_names(model: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Layer names with the groups Keras makes for them (the class in snake case, numbered), and the layers."""
    config = safe_json.mapping(model.get("config"), CONFIG)
    counts: dict[str, int] = {}
    for layer in safe_json.items(config.get("layers"), CONFIG):
        data = safe_json.mapping(layer, CONFIG)
        inner = safe_json.mapping(data.get("config"), CONFIG)
        if data.get("class_name") == "InputLayer" and model.get("class_name") == "Sequential":
            continue
        group = group_of(str(data.get("class_name")).rpartition(">")[2])
        number = counts.get(group, 0)
        counts[group] = number + 1
        yield str(data.get("name") or inner.get("name")), f"{group}_{number}" if number else group, data


def _tree(layer: Mapping[str, Any]) -> _Tree:
    """Of a nested model its layers by their groups, down to the innermost; nothing of other layers."""
    config = layer.get("config")
    if not isinstance(config, dict) or not isinstance(config.get("layers"), list):
        return {}
    return {group: (in_path(name), _tree(data)) for name, group, data in _counted_names(layer)}


def _by_layer_names(path: str, tree: _Tree) -> str:
    """The path with names of layers in place of groups, which tell a chain from a functional model, as ours do not."""
    top, _, rest = path.partition("/")
    group, _, inside = rest.partition("/")
    if top != _LAYERS or group not in tree:
        return path
    name, below = tree[group]
    return f"{_LAYERS}/{name}/{_by_layer_names(inside, below)}"


def group_of(class_name: str) -> str:
    """Keras's rule for the group of a class in an archive: `ConvLSTM2D` is `conv_lstm2d`."""
    spaced = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", class_name)
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", spaced).lower()


def _today(path: str) -> str:
    """Where Keras 3 keeps what Keras 2 kept at a path inside a layer: `_query_dense` is `query_dense` today."""
    parts = path.replace(_OLDEST_LAYERS, _LAYERS).split("/")
    return "/".join(part.lstrip("_") for part in parts)


def _optimizer(file: CheckedFile) -> tuple[Stored, ...]:
    prefix = f"{_OPTIMIZER}/"
    stored = [(path.removeprefix(prefix), path) for path in file.datasets if path.startswith(prefix)]
    return tuple(sorted(stored, key=lambda item: _by_number(item[0])))


def _by_number(name: str) -> tuple[str, int, str]:
    """Sorts `vars/2` before `vars/10`."""
    head, _, last = name.rpartition("/")
    return (head, int(last), "") if last.isdigit() and len(last) < 10 else (head, -1, last)

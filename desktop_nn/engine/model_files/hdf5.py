"""Opens an HDF5 file only after its whole tree was looked at; afterwards everything is got by its full path.

Nothing is followed that leads elsewhere (soft and external links, external and virtual datasets), and nothing is
read that could be code or lead on (objects, references, types of the file's own). What the groups mean to Keras is not
known here. HDF5 itself has had memory errors that such checks come too late for: this runs in a process of its own.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop_nn.engine.model_files import limits
from desktop_nn.engine.model_files.refusals import DAMAGED, refused
from desktop_nn.problems import ProblemError

if TYPE_CHECKING:
    import h5py
    from numpy.typing import NDArray

SIGNATURE = b"\x89HDF\r\n\x1a\n"
_PLAIN_FILTERS = frozenset({1, 2, 3, 32000})
"""gzip, shuffle, checksum, lzf. The others have had memory errors and Keras uses none of them."""
_SIZES = frozenset({1, 2, 4, 8})
_BROKEN = (OSError, RuntimeError, LookupError, ValueError, TypeError, ArithmeticError)
"""What h5py raises over a damaged file, depending on where the damage lies."""


class CheckedFile:
    """An open file whose groups and datasets all passed the checks, by full path without a leading slash."""

    def __init__(self, file: h5py.File, size: int) -> None:
        """Look at everything. Raises ProblemError for whatever a Keras file does not need."""
        self.groups: dict[str, h5py.Group] = {"": file}
        self.datasets: dict[str, h5py.Dataset] = {}
        self._left = limits.unpacked_bytes(size)
        self._seen: set[Any] = set()
        self._walk(file)

    def text(self, group: str, name: str) -> str | None:
        """A text attribute, or None if there is none. Raises ProblemError if it is no text."""
        value = self._attribute(group, name)
        if value is None:
            return None
        if not isinstance(value, str):
            raise refused(f"Its attribute “{name}” is no text.", DAMAGED)
        return value

    def texts(self, group: str, name: str) -> list[str]:
        """A list of texts; Keras spreads a long one over `name0`, `name1`… Empty if there is none."""
        value = self._attribute(group, name)
        if value is not None:
            return value if isinstance(value, list) else [value]
        found: list[str] = []
        for number in range(limits.PARTS):
            part = self._attribute(group, f"{name}{number}")
            if part is None:
                return found
            found.extend(part if isinstance(part, list) else [part])
            if len(found) > limits.NAMES:
                break
        raise refused(f"Its list “{name}” is far longer than Keras's.", DAMAGED, group)

    def array(self, path: str) -> NDArray[Any]:
        """A dataset's values. Raises ProblemError if they cannot be read."""
        try:
            values: NDArray[Any] = self.datasets[path][()]
        except _BROKEN as error:
            raise refused("Some of its weights cannot be read.", DAMAGED, path) from error
        return values

    def _walk(self, root: h5py.Group) -> None:
        import h5py

        self._count(root, "")
        todo: list[tuple[str, h5py.Group]] = [("", root)]
        expected = 1
        while todo:
            path, group = todo.pop()
            expected += len(group)  # the file says it at once; looking at each to count them would take long
            if expected > limits.OBJECTS:
                raise _too_many()
            for name in group:
                inner = f"{path}/{name}" if path else str(name)
                if type(group.get(name, getlink=True)) is not h5py.HardLink:
                    raise refused("It holds a link to another place or file.", DAMAGED, inner)
                item = group[name]
                self._count(item, inner)
                if isinstance(item, h5py.Group):
                    self.groups[inner] = item
                    todo.append((inner, item))
                elif isinstance(item, h5py.Dataset):
                    self._check(item, inner)
                    self.datasets[inner] = item
                else:
                    raise refused("It holds something that is neither a group nor an array.", DAMAGED, inner)

    def _count(self, item: h5py.Group | h5py.Dataset, path: str) -> None:
        import h5py

        info = h5py.h5o.get_info(item.id)
        if (info.fileno, info.addr) in self._seen:
            raise refused("Two of its entries are one and the same.", DAMAGED, path)
        self._seen.add((info.fileno, info.addr))
        if len(self._seen) > limits.OBJECTS:
            raise _too_many()

    def _check(self, dataset: h5py.Dataset, path: str) -> None:
        import h5py

        if dataset.external or dataset.is_virtual:
            raise refused("One of its arrays lies in another file.", DAMAGED, path)
        kind = dataset.dtype
        if kind.kind not in "fiub" or kind.itemsize not in _SIZES or h5py.check_enum_dtype(kind) is not None:
            raise refused(f"One of its arrays holds {str(kind)[:60]} and not numbers.", DAMAGED, path)
        if dataset.id.get_type().committed():
            raise refused("One of its arrays is of a type that the file defines itself.", DAMAGED, path)
        if dataset.shape is None:
            raise refused("One of its arrays has no values.", DAMAGED, path)
        properties = dataset.id.get_create_plist()
        if any(properties.get_filter(i)[0] not in _PLAIN_FILTERS for i in range(properties.get_nfilters())):
            raise refused("One of its arrays is packed in a way that Keras does not use.", DAMAGED, path)
        size, stored = int(dataset.nbytes), int(dataset.id.get_storage_size())
        self._left -= size
        unpacked = size > limits.UNPACKED_FLOOR and size > limits.UNPACKED_RATIO * stored
        piece = math.prod(dataset.chunks or ()) * kind.itemsize
        if piece > max(limits.UNPACKED_FLOOR, 2 * size) or size > limits.ARRAY_BYTES or unpacked or self._left < 0:
            raise refused("One of its arrays claims to be far larger than the file.", DAMAGED, path)

    def _attribute(self, group: str, name: str) -> str | list[str] | None:
        owner = self.groups.get(group)
        try:
            if owner is None or name not in owner.attrs:
                return None
            value = self._text_or_texts(owner, name)
        except _BROKEN as error:
            raise refused(f"Its attribute “{name}” cannot be read.", DAMAGED, group) from error
        if value is None:
            raise refused(f"Its attribute “{name}” is no text.", DAMAGED, group)
        return [_decoded(item, name) for item in value] if isinstance(value, list) else _decoded(value, name)

    def _text_or_texts(self, owner: h5py.Group, name: str) -> Any:
        """The attribute's text or list of texts as h5py gives them, None if it is something else."""
        import h5py

        attribute = owner.attrs.get_id(name)
        shape = attribute.shape
        if shape == (0,):  # an empty list of names is stored as an empty list of numbers
            return []
        plain = shape is not None and len(shape) <= 1 and math.prod(shape) <= limits.NAMES
        if not plain or h5py.check_string_dtype(attribute.dtype) is None:
            return None
        if attribute.get_storage_size() > limits.ATTRIBUTE_BYTES:
            return None
        value = owner.attrs[name]
        return list(value) if shape else value


def _decoded(value: Any, name: str) -> str:
    try:
        text = value.decode("utf-8") if isinstance(value, bytes) else str(value)
        size = len(text.encode("utf-8"))
    except UnicodeError as error:
        raise refused(f"Its attribute “{name}” is no text in UTF-8.", DAMAGED) from error
    if size > limits.ATTRIBUTE_BYTES:
        raise refused(f"Its attribute “{name}” is larger than {limits.ATTRIBUTE_BYTES // limits.MEBIBYTE} MB.", DAMAGED)
    return text


def _too_many() -> ProblemError:
    return refused(f"It holds more than {limits.OBJECTS:,} entries.", DAMAGED)


@contextlib.contextmanager
def opened(path: Path) -> Iterator[CheckedFile]:
    """The file, checked and open for reading. Raises ProblemError if it is damaged or holds what it should not."""
    import h5py

    try:
        file = h5py.File(path, "r")
    except _BROKEN as error:
        cut = "truncated" in str(error)
        what = "The file is cut off in the middle." if cut else "The file is damaged: it cannot be read as HDF5."
        raise refused(what, DAMAGED) from error
    with file:
        try:
            checked = CheckedFile(file, path.stat().st_size)
        except _BROKEN as error:
            raise refused("The file is damaged: its table of contents cannot be read.", DAMAGED) from error
        yield checked

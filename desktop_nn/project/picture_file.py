"""A PNG picture that carries a project: its text lies in a compressed text chunk, which viewers pass over.

The picture itself is never decoded here. Of a hostile file no more is read or unpacked than a project can have.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from desktop_nn import atomic
from desktop_nn.problems import Problem, ProblemError

SIGNATURE = b"\x89PNG\r\n\x1a\n"
SUFFIX = ".png"
KEYWORD = "desktop-nn project"
"""The chunk's keyword, as other tools list it."""
LARGEST = 32 * 2**20
"""No project's text is longer (as of a .dnn file)."""
_LARGEST_CHUNK = 8 * 2**20
_MOST_CHUNKS = 200_000
_FIX = "Export it as a picture again, or open the project's .dnn file."


def with_project(png: bytes, text: str) -> bytes:
    """The picture with a project's text inside; one that it carried before is replaced.

    The text is JSON, so whatever is not ASCII can be written as an escape: tools that copy chunks cannot spoil it.
    """
    plain = "".join(letter if letter < "\x80" else _escape(letter) for letter in text)
    body = _chunk(b"zTXt", KEYWORD.encode() + b"\0\0" + zlib.compress(plain.encode("ascii"), 9))
    kept = b"".join(
        _chunk(kind, data) for kind, data in _all_chunks(png) if not (kind in _TEXTS and _keyword(data) == KEYWORD)
    )
    first = len(_chunk(b"IHDR", b"\0" * 13))
    return SIGNATURE + kept[:first] + body + kept[first:]


def is_picture(head: bytes) -> bool:
    """Whether a file that begins so is a PNG."""
    return head.startswith(SIGNATURE)


def project_text(path: Path) -> str:
    """The text of the project that a PNG file carries. Raises ProblemError if there is none or it is broken."""
    try:
        with path.open("rb") as file:
            if file.read(len(SIGNATURE)) != SIGNATURE:
                raise _refused(
                    "The file is no PNG picture.", path, "Choose a picture that was exported with its project."
                )
            found = _own_chunk(file, path)
            if found is not None:
                return _text(*found, path)
    except OSError as error:
        raise atomic.refused(error, path) from error
    what = "This picture carries no project."
    raise _refused(what, path, "Only a PNG that was exported here has one, and only while no tool has taken it out.")


def _own_chunk(file: BinaryIO, path: Path) -> tuple[bytes, bytes] | None:
    """Kind and data of the chunk with the project; pixels and foreign texts are passed over unread."""
    for _ in range(_MOST_CHUNKS):
        head = file.read(8)
        if len(head) < 8:
            return None
        length, kind = struct.unpack(">I4s", head)
        if kind == b"IEND":
            return None
        start = file.read(min(length, len(KEYWORD) + 1)) if kind in _TEXTS else b""
        if _keyword(start) == KEYWORD and len(start) > len(KEYWORD):
            return kind, _whole(file, kind, start, length, path)
        file.seek(length - len(start) + 4, 1)
    raise _refused("The picture is cut into too many pieces to be one of ours.", path, _FIX)


def _whole(file: BinaryIO, kind: bytes, start: bytes, length: int, path: Path) -> bytes:
    """The chunk's data, if it is of a possible size and came through unharmed."""
    if length > _LARGEST_CHUNK:
        raise _refused("What is packed into the picture is too large to be a project.", path, _FIX)
    data = start + file.read(length - len(start))
    check = file.read(4)
    if len(data) < length or len(check) < 4:
        raise _refused("The picture ends too early; it was not copied whole.", path, _FIX)
    if struct.unpack(">I", check)[0] != zlib.crc32(kind + data):
        raise _refused("The project inside the picture is damaged.", path, _FIX)
    return data


def _all_chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(SIGNATURE)
    while at + 8 <= len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        yield kind, png[at + 8 : at + 8 + length]
        at += length + 12


def _text(kind: bytes, data: bytes, path: Path) -> str:
    rest = data[len(KEYWORD) + 1 :]
    try:
        if kind == b"tEXt":
            return rest.decode("latin-1")
        if kind == b"zTXt":
            return _unpacked(rest[1:], path).decode("latin-1")
        packed, body = rest[:1] == b"\1", rest[2:].split(b"\0", 2)[2]
        return (_unpacked(body, path) if packed else body).decode("utf-8")
    except (zlib.error, IndexError, UnicodeDecodeError) as error:
        raise _refused("The project inside the picture is damaged.", path, _FIX) from error


def _unpacked(packed: bytes, path: Path) -> bytes:
    unpacker = zlib.decompressobj()
    text = unpacker.decompress(packed, LARGEST + 1)
    if len(text) > LARGEST:
        raise _refused("What is packed into the picture is too large to be a project.", path, _FIX)
    if not unpacker.eof:
        raise zlib.error
    return text


def _keyword(data: bytes) -> str:
    return data[:80].partition(b"\0")[0].decode("latin-1")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _escape(letter: str) -> str:
    units = letter.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


def _refused(what: str, path: Path, fix: str) -> ProblemError:
    return ProblemError(Problem(what, where=str(path), fix=fix))


_TEXTS = frozenset({b"tEXt", b"zTXt", b"iTXt"})

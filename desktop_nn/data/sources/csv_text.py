"""Looks at a text file before it is parsed: is it there, is it text, in which encoding. Nothing about columns here."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

from desktop_nn.data.other_computers import refuse_unasked
from desktop_nn.problems import Problem, ProblemError

LARGEST_FILE = 1 << 30
"""The largest file that is read into memory, in bytes."""

SAMPLE_BYTES = 1 << 16
_CHUNK_BYTES = 1 << 22

_FOREIGN = (
    (b"PK\x03\x04", "an Excel workbook or a ZIP archive", "Save the table as CSV."),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook", "Save the table as CSV."),
    (b"\x1f\x8b", "a compressed file", "Unpack it first."),
    (b"BZh", "a compressed file", "Unpack it first."),
    (b"\xfd7zXZ", "a compressed file", "Unpack it first."),
    (b"PAR1", "a Parquet file", "Save the table as CSV."),
    (b"\x89HDF", "an HDF5 file", "Choose a CSV file; models are opened with File › Open."),
    (b"%PDF", "a PDF document", "Choose a CSV file."),
)


@dataclass(frozen=True, slots=True)
class Text:
    """A readable text file: its path, Python's name of its encoding, and its first lines (`complete`: all of them)."""

    path: Path
    encoding: str
    sample: tuple[str, ...]
    notes: tuple[str, ...] = ()


def look_at(path: Path) -> Text:
    """Check the file and find its encoding: UTF-8, else Latin-1 (UTF-16 only with its mark).

    Raises ProblemError if it is missing, a folder, not readable, empty, too large, or no text.
    """
    refuse_unasked(str(path))
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise _refused(path, "This is a folder, not a file.", "Choose a CSV file in it.")
        if not path.is_file():
            raise _refused(path, "This is no file but a device or a pipe.", "Choose a CSV file.")
        if size > LARGEST_FILE:
            what = f"The file has {size / 1e9:.1f} GB; up to {LARGEST_FILE / 1e9:.1f} GB can be read into memory."
            raise _refused(path, what, "Take a part of its rows or columns.")
        with path.open("rb") as stream:
            head = stream.read(SAMPLE_BYTES)
        _refuse_foreign(path, head)
        encoding = _encoding(path, head)
    except FileNotFoundError as error:
        raise _refused(path, "There is no such file.", "Choose the file again; it may have been moved.") from error
    except OSError as error:
        what = f"The file cannot be read ({error.strerror or error})."
        raise _refused(path, what, "Check its permissions and the disk.") from error
    except ValueError as error:  # a path with a NUL character in it
        raise _refused(path, "This is no path of a file.", "Choose a CSV file.") from error
    notes = ("The file is not UTF-8; it was read as Latin-1.",) if encoding == "latin-1" else ()
    return Text(path, encoding, _first_lines(path, head, encoding), notes)


def _refused(path: Path, what: str, fix: str) -> ProblemError:
    return ProblemError(Problem(what, str(path), fix))


def _binary(path: Path) -> ProblemError:
    return _refused(path, "The file is binary, not text.", "Choose a CSV file.")


def _refuse_foreign(path: Path, head: bytes) -> None:
    for magic, name, fix in _FOREIGN:
        if head.startswith(magic):
            raise _refused(path, f"This is {name}, not a CSV file.", fix)
    marked = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    control = sum(head.count(byte) for byte in range(32) if byte not in b"\t\n\r\f\v\x1b")
    if not marked and (b"\x00" in head or control > len(head) // 100):
        raise _binary(path)


def _encoding(path: Path, head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as stream:
        try:
            while chunk := stream.read(_CHUNK_BYTES):
                if b"\x00" in chunk:
                    raise _binary(path)
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "latin-1"
    return "utf-8-sig" if head.startswith(codecs.BOM_UTF8) else "utf-8"


def _first_lines(path: Path, head: bytes, encoding: str) -> tuple[str, ...]:
    """The lines of the first 64 KB without the last one, which may be cut off, unless the file ends there."""
    lines = head.decode(encoding, errors="ignore").splitlines()
    if len(head) == SAMPLE_BYTES and len(lines) > 1:
        lines.pop()
    if not any(line.strip() for line in lines):
        raise _refused(path, "The file is empty.", "Choose a file with a table in it.")
    return tuple(lines)

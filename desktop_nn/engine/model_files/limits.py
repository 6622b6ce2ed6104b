"""How much a model file may hold and how much reading one may cost. Every number that guards the reader is here.

What holds where: the sizes, counts and depths are looked at before anything is read and hold everywhere. The system's
own bounds on the reading process (`limit_this_process`) hold on Linux; macOS takes those on time and files and ignores
that on memory; Windows has none of them. Everywhere the app itself watches the process (`reader.py`): what takes more
memory than `memory_for` or more time than `seconds_for` is ended. That comes up to a twentieth of a second late, in
which a process can take a few hundred MB more than it should. Nothing bounds what a process may read or send that an
error in the HDF5 library has handed over to somebody: it runs as the user.
"""

from __future__ import annotations

import signal
import sys
import time
from typing import Final

MEBIBYTE: Final = 2**20
GIBIBYTE: Final = 2**30

FILE_BYTES: Final = 8 * GIBIBYTE
OBJECTS: Final = 60_000
"""Groups and datasets in an HDF5 file. ResNet152 has 3,000; looking at so many takes about a second."""
NAMES: Final = 100_000
"""Texts in one list of names."""
PARTS: Final = 1_000
"""Attributes that a long list of names is spread over; each has up to 63 KB."""
ARRAY_BYTES: Final = 4 * GIBIBYTE
UNPACKED_RATIO: Final = 100
"""An array above `UNPACKED_FLOOR` may be this much larger in memory than in the file; Keras does not compress."""
UNPACKED_FLOOR: Final = 16 * MEBIBYTE
ATTRIBUTE_BYTES: Final = 40 * MEBIBYTE
JSON_BYTES: Final = 8 * MEBIBYTE
"""A configuration. That of NASNetLarge has 0.5 MB; a vocabulary of half a million words comes to about 6."""
JSON_DEPTH: Final = 64
DIRECTORY_BYTES: Final = 2 * MEBIBYTE
"""The table of contents of a zip file; Keras's has three entries, and one for each vocabulary."""
ENTRIES: Final = 10_000
LAYERS: Final = 10_000
LINKS: Final = 100_000
NAME_LENGTH: Final = 1_000

CPU_SECONDS: Final = 3
"""Of computing, however long that takes by the clock; a sound file of 1 MB needs 0.3."""
PATIENCE: Final = 8
"""A small file may take so many times the computing that the process needed to start, which tells how quick the
machine is. Where the process can set itself an alarm; `CPU_SECONDS` holds everywhere."""
COMPUTED_A_SECOND: Final = 5 * MEBIBYTE
WALL_SECONDS: Final = 120.0
MEMORY_BYTES: Final = GIBIBYTE
"""Beside what the arrays themselves need; Python, numpy and h5py map about 0.5 GiB."""
BYTES_A_SECOND: Final = 20 * MEBIBYTE
"""The slowest drive that is still given time for a large file."""


def seconds_for(size: int) -> float:
    """How long reading a file of `size` bytes may take, by the clock."""
    return WALL_SECONDS + size / BYTES_A_SECOND


def limit_this_process(size: int) -> None:
    """Bound this process's memory, CPU time and written files for reading a file of `size` bytes, where that exists."""
    if sys.platform == "win32":
        return
    import resource

    wanted = {
        resource.RLIMIT_AS: memory_for(size),
        resource.RLIMIT_CPU: computing_for(size) + 1,
        resource.RLIMIT_FSIZE: unpacked_bytes(size) + ATTRIBUTE_BYTES,
        resource.RLIMIT_CORE: 0,
    }
    for kind, amount in wanted.items():
        hard = resource.getrlimit(kind)[1]
        bound = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
        try:
            resource.setrlimit(kind, (bound, bound))
        except (ValueError, OSError):  # macOS refuses some limits; the others still hold
            continue
    signal.setitimer(signal.ITIMER_PROF, PATIENCE * time.process_time() + size / MEBIBYTE)


def computing_for(size: int) -> int:
    """Seconds of computing that reading a file of `size` bytes may take."""
    return CPU_SECONDS + size // COMPUTED_A_SECOND


def memory_for(size: int) -> int:
    """How much memory reading a file of `size` bytes may take, mapped or held."""
    array = min(ARRAY_BYTES, max(UNPACKED_FLOOR, size * UNPACKED_RATIO))
    return MEMORY_BYTES + min(2 * array, 4 * size + 4 * UNPACKED_FLOOR)


def unpacked_bytes(size: int) -> int:
    """How much all arrays of a file of `size` bytes may take in memory together."""
    return min(2 * FILE_BYTES, 4 * size + 4 * UNPACKED_FLOOR)

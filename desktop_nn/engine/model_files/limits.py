"""How much a model file may hold and how much reading one may cost. Every number that guards the reader is here."""

from __future__ import annotations

import sys
from typing import Final

MEBIBYTE: Final = 2**20
GIBIBYTE: Final = 2**30

FILE_BYTES: Final = 8 * GIBIBYTE
OBJECTS: Final = 200_000
"""Groups and datasets in an HDF5 file. ResNet152 has 3,000."""
ARRAY_BYTES: Final = 4 * GIBIBYTE
UNPACKED_RATIO: Final = 100
"""An array above `UNPACKED_FLOOR` may be this much larger in memory than in the file; Keras does not compress."""
UNPACKED_FLOOR: Final = 16 * MEBIBYTE
ATTRIBUTE_BYTES: Final = 64 * MEBIBYTE
JSON_DEPTH: Final = 64
LAYERS: Final = 20_000
NAME_LENGTH: Final = 1_000

CPU_SECONDS: Final = 60
WALL_SECONDS: Final = 120.0
MEMORY_BYTES: Final = 2 * GIBIBYTE
"""Beside what the arrays themselves need; Python, numpy and h5py map about 0.5 GiB."""
BYTES_A_SECOND: Final = 20 * MEBIBYTE
"""The slowest drive that is still given time for a large file."""


def seconds_for(size: int) -> float:
    """How long reading a file of `size` bytes may take, by the clock."""
    return WALL_SECONDS + size / BYTES_A_SECOND


def limit_this_process(size: int) -> None:
    """Bound this process's memory, CPU time and written files for reading a file of `size` bytes.

    Where the system knows no such limits (Windows) only the parent's timeout holds.
    """
    if sys.platform == "win32":
        return
    import resource

    array = min(ARRAY_BYTES, max(UNPACKED_FLOOR, size * UNPACKED_RATIO))
    wanted = {
        resource.RLIMIT_AS: MEMORY_BYTES + min(2 * array, 4 * size + 4 * UNPACKED_FLOOR),
        resource.RLIMIT_CPU: CPU_SECONDS + size // BYTES_A_SECOND,
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


def unpacked_bytes(size: int) -> int:
    """How much all arrays of a file of `size` bytes may take in memory together."""
    return min(2 * FILE_BYTES, 4 * size + 4 * UNPACKED_FLOOR)

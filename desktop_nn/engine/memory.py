"""How much memory this machine can still give, and whether a model fits into it."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

from desktop_nn.graph.facts import GraphFacts
from desktop_nn.graph.model import Graph
from desktop_nn.problems import Problem

_BYTES_A_WEIGHT = 4  # float32
_UNITS = ("bytes", "KB", "MB", "GB", "TB", "PB")


def too_large(graph: Graph, facts: GraphFacts, copies: int = 1) -> Problem | None:
    """Why the model's weights do not fit into memory, or None if they do.

    `copies` counts how often they are needed at once: 1 to hold a model, 3 to train it (weights, gradients, and
    the optimizer's or the checkpoint's copy).
    """
    needed, free = facts.parameters * _BYTES_A_WEIGHT * copies, available()
    if free is None or needed <= free:
        return None
    largest = max(facts.nodes, key=lambda id: facts.nodes[id].parameters)
    name = graph.name_of(largest)
    need = f"The model has {facts.parameters:,} parameters and needs {readable(needed)} of memory"
    what = f"{need}; {readable(free)} are free."
    fix = f"Make the largest layer, {name} with {facts.nodes[largest].parameters:,} parameters, smaller."
    return Problem(what, where=name, fix=fix, node=largest)


def available() -> int | None:
    """Bytes of memory that this process could still take, or None where the system does not tell."""
    bounds = [free for free in (_of_machine(), _of_container()) if free is not None]
    return min(bounds, default=None)


def readable(count: float) -> str:
    """A number of bytes as people read it: `3.2 GB`."""
    for unit in _UNITS:
        if count < 1000 or unit == _UNITS[-1]:
            break
        count /= 1000
    return f"{count:.3g} {unit}" if count < 1000 else f"{count:,.0f} {unit}"


def _of_machine() -> int | None:
    if sys.platform == "win32":
        return _of_windows()
    try:
        for line in Path("/proc/meminfo").read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError, IndexError):
        pass
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return None


def _of_container() -> int | None:
    """What a container's own limit leaves (Linux control groups, version 2)."""
    folder = Path("/sys/fs/cgroup")
    try:
        return int((folder / "memory.max").read_text()) - int((folder / "memory.current").read_text())
    except (OSError, ValueError):  # no such file, or “max” for no limit
        return None


def _of_windows() -> int | None:
    class Status(ctypes.Structure):
        """MEMORYSTATUSEX of the Windows API."""

        _fields_ = [("length", ctypes.c_ulong), ("load", ctypes.c_ulong)] + [
            (name, ctypes.c_ulonglong) for name in ("total", "free", "page", "free_page", "virtual", "a", "b")
        ]

    status = Status(length=ctypes.sizeof(Status))
    if not getattr(ctypes, "windll").kernel32.GlobalMemoryStatusEx(ctypes.byref(status)):  # noqa: B009
        return None
    return int(status.free)

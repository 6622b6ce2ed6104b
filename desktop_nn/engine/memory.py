"""How much memory this machine can still give, and whether a model fits into it."""

from __future__ import annotations

import math
from pathlib import Path

import psutil

from desktop_nn.graph.facts import GraphFacts, NodeFacts, Shape, shape_text
from desktop_nn.graph.model import Graph
from desktop_nn.problems import Problem, ProblemError

_BYTES_A_WEIGHT = 4  # float32
_UNITS = ("bytes", "KB", "MB", "GB", "TB", "PB")


def too_large(graph: Graph, facts: GraphFacts, copies: int = 1) -> Problem | None:
    """Why the model's weights do not fit into memory, or None if they do.

    `copies` counts how often they are needed at once: 1 to hold a model, 3 to train it (weights, gradients, and
    the optimizer's or the checkpoint's copy).
    """
    needed, free = facts.parameters * _BYTES_A_WEIGHT * copies, available()
    if needed <= free:
        return None
    largest = max(facts.nodes, key=lambda id: facts.nodes[id].parameters)
    name = graph.name_of(largest)
    need = f"The model has {facts.parameters:,} parameters and needs {readable(needed)} of memory"
    what = f"{need}; {readable(free)} are free."
    fix = f"Make the largest layer, {name} with {facts.nodes[largest].parameters:,} parameters, smaller."
    return Problem(what, where=name, fix=fix, node=largest)


def refuse_vast_batch(graph: Graph, facts: GraphFacts, samples: int) -> None:
    """Raise ProblemError if not even one layer's output for a batch of so many samples fits into memory.

    Training needs several at once; a drawing that cannot have one is a slip, such as an UpSampling2D by a million.
    """
    largest = max(facts.nodes, key=lambda id: _values(facts.nodes[id]))
    needed, free = _values(facts.nodes[largest]) * _BYTES_A_WEIGHT * samples, available()
    if needed <= free:
        return
    name, batch = graph.name_of(largest), f"{samples:,} samples" if samples > 1 else "one sample"
    shape = shape_text(max(facts.nodes[largest].output_shapes, key=_size))
    what = f"What comes out of {name} ({shape}) takes {readable(needed)} for {batch}; {readable(free)} are free."
    fix = "Make the output smaller, or choose a smaller batch size." if samples > 1 else "Make the output smaller."
    raise ProblemError(Problem(what, where=name, fix=fix, node=largest))


def _values(facts: NodeFacts) -> int:
    return max((_size(shape) for shape in facts.output_shapes), default=0)


def _size(shape: Shape) -> int:
    """Values a sample; an axis of any length counts as 1."""
    return math.prod(size or 1 for size in shape[1:])


def available() -> int:
    """Bytes of memory that this process could still take."""
    free, of_container = int(psutil.virtual_memory().available), _of_container()
    return free if of_container is None else min(free, of_container)


def readable(count: float) -> str:
    """A number of bytes as people read it: `3.2 GB`."""
    count = min(count, 10**60)  # sizes that nobody can have may be longer than any float
    for unit in _UNITS:
        if count < 1000 or unit == _UNITS[-1]:
            break
        count /= 1000
    return f"{count:.3g} {unit}" if count < 1000 else f"{count:,.0f} {unit}"


def held() -> int:
    """Bytes of the machine's memory that this process holds (its resident set)."""
    return int(psutil.Process().memory_info().rss)


def _of_container() -> int | None:
    """What a container's own limit leaves (Linux control groups, version 2)."""
    folder = Path("/sys/fs/cgroup")
    try:
        return int((folder / "memory.max").read_text()) - int((folder / "memory.current").read_text())
    except (OSError, ValueError):  # no such file, or “max” for no limit
        return None

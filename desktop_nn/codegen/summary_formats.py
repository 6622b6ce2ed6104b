"""The summary of a model written down: as text for people, as CSV for spreadsheets, as Markdown for reports."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence

from desktop_nn.codegen.summary import Row, rows, table, weight_bytes
from desktop_nn.graph.facts import GraphFacts, Shape
from desktop_nn.graph.model import Graph

HEAD = ("Layer", "Kind", "Output shape", "Parameters", "Trainable", "Not trainable", "Bytes", "Inputs from")
_NUMBERS = range(3, 7)


def text(graph: Graph, facts: GraphFacts, *, nested: bool = False) -> str:
    """The table and its totals, for people; layers inside nested models are set in."""
    found = rows(graph, facts, nested=nested)
    body = [_cells(row, "  " * len(row.within) + row.name, "{:,}") for row in found]
    return f"{table(HEAD, body, right=_NUMBERS)}\n{_totals(facts, found)}"


def as_csv(graph: Graph, facts: GraphFacts, *, nested: bool = False) -> str:
    """A head and a line a layer; numbers without separators, several shapes or inputs with blanks between them."""
    content = io.StringIO()
    writer = csv.writer(content, lineterminator="\n")
    writer.writerow(HEAD)
    writer.writerows(_cells(row, row.path, "{}", " ") for row in rows(graph, facts, nested=nested))
    return content.getvalue()


def markdown(graph: Graph, facts: GraphFacts, *, nested: bool = False) -> str:
    """A table as Markdown knows it, with the totals below."""
    found = rows(graph, facts, nested=nested)
    ends = ["---:" if number in _NUMBERS else "---" for number in range(len(HEAD))]
    body = [[_escaped(cell) for cell in _cells(row, row.path, "{:,}")] for row in found]
    lines = [f"| {' | '.join(cells)} |" for cells in (HEAD, ends, *body)]
    return "\n".join([f"## {_escaped(graph.name)}", "", *lines, "", _totals(facts, found)]) + "\n"


FORMATS: dict[str, Callable[..., str]] = {"text": text, "csv": as_csv, "markdown": markdown}
"""By the name that the command line takes; each is called with a drawing, its facts and `nested`."""
SUFFIXES = {".txt": "text", ".csv": "csv", ".md": "markdown"}
"""Which format a file of that suffix has."""


def _cells(row: Row, name: str, number: str, between: str = ", ") -> Sequence[str]:
    kind = f"{row.kind} (called {len(row.nodes)} times)" if len(row.nodes) > 1 else row.kind
    shapes = " ".join(map(_shape, row.output_shapes)) or "?"
    counts = (row.parameters, row.trainable, row.frozen, row.bytes)
    return name, kind, shapes, *map(number.format, counts), between.join(dict.fromkeys(row.inbound))


def _shape(shape: Shape) -> str:
    return f"({', '.join(str(size) for size in shape)}{',' if len(shape) == 1 else ''})"


def _totals(facts: GraphFacts, found: Sequence[Row]) -> str:
    frozen = facts.parameters - facts.trainable
    return (
        f"{facts.parameters:,} parameters, {facts.trainable:,} trainable, {frozen:,} not trainable, "
        f"{weight_bytes(found):,} bytes"
    )


def _escaped(cell: str) -> str:
    return cell.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ")

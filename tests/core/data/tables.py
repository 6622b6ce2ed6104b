"""Writes small CSV files for tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from desktop_nn.data.choices import Source
from desktop_nn.data.columns import Column, Dataset
from desktop_nn.data.sources import load


def csv_source(folder: Path, content: str | bytes, **options: Any) -> Source:
    """A source on a file `table.csv` with this content."""
    path = folder / "table.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return Source("csv", {"path": str(path), **options})


def csv_dataset(folder: Path, content: str | bytes, **options: Any) -> Dataset:
    """The data set read from such a file."""
    return load(csv_source(folder, content, **options))


def column(data: Dataset, name: str) -> Column:
    """The column of that name, which must be there."""
    found = data.description.column(name)
    assert found is not None, f"{name} is not among {[column.name for column in data.description.columns]}"
    return found

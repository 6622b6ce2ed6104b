"""Weights written out: only where the formula gives Keras's own count."""

from __future__ import annotations

from typing import Any

import pytest

from desktop_nn.graph.weights import formula, size_text


@pytest.mark.parametrize(
    ("kind", "config", "incoming", "count", "text"),
    [
        ("Dense", {"units": 300}, (None, 784), 235_500, "784 × 300 + 300"),
        ("Dense", {"units": 300, "use_bias": False}, (None, 784), 235_200, "784 × 300"),
        ("Conv2D", {"filters": 32, "kernel_size": 3}, (None, 28, 28, 1), 320, "3 × 3 × 1 × 32 + 32"),
        ("Conv1D", {"filters": 8, "kernel_size": [5]}, (None, 20, 4), 168, "5 × 4 × 8 + 8"),
        ("LSTM", {"units": 20}, (None, 50, 1), 1760, "4 × (1 + 20 + 1) × 20"),
        ("SimpleRNN", {"units": 20}, (None, 50, 1), 440, "(1 + 20 + 1) × 20"),
        ("GRU", {"units": 20}, (None, 50, 1), 1380, "3 × (1 + 20 + 2) × 20"),
        ("Embedding", {"input_dim": 1000, "output_dim": 64}, (None, 10), 64_000, "1,000 × 64"),
        ("BatchNormalization", {}, (None, 300), 1200, "4 × 300"),
    ],
)
def test_that_the_count_is_written_out(
    kind: str, config: dict[str, Any], incoming: tuple[int | None, ...], count: int, text: str
) -> None:
    assert formula(kind, config, incoming, count) == text


@pytest.mark.parametrize(
    ("kind", "config", "incoming", "count"),
    [
        ("Dense", {"units": 300}, (None, 784), 999),  # Keras counts otherwise: it is right
        ("Dense", {}, (None, 784), 10),
        ("Dense", {"units": 3}, (None, None), 10),
        ("Dense", {"units": 3}, None, 10),
        ("MultiHeadAttention", {"num_heads": 2}, (None, 8, 8), 10),
    ],
)
def test_that_nothing_is_shown_where_the_formula_does_not_hold(
    kind: str, config: dict[str, Any], incoming: tuple[int | None, ...] | None, count: int
) -> None:
    assert formula(kind, config, incoming, count) == ""


def test_that_memory_is_told_in_readable_units() -> None:
    assert [size_text(count) for count in (10, 238_510, 60_000_000)] == ["40 bytes", "931.68 KB", "228.88 MB"]

"""Operations as people write them, on their cards."""

from __future__ import annotations

from typing import Any

import pytest

from desktop_nn.catalogue.operations import load_operations
from desktop_nn.graph.effects import effect
from desktop_nn.graph.formulas import formula


@pytest.mark.parametrize(
    ("kind", "config", "text"),
    [
        ("ops.subtract", {"constant": 1.0, "constant_first": True}, "1 − x"),
        ("ops.subtract", {"constant": 1.0}, "x − 1"),
        ("ops.subtract", {}, "x − y"),
        ("ops.multiply", {"constant": 0.5}, "x × 0.5"),
        ("ops.maximum", {"constant": 0}, "max(x, 0)"),
        ("ops.add", {"constant": [1.0, 2.0, 3.0, 4.0]}, "x + [1.0, 2.0, 3…"),
        ("ops.get_item", {"key": ":, 0"}, "x[:, 0]"),
        ("ops.get_item", {}, ""),
        ("ops.abs", {}, "|x|"),
        ("ops.cumsum", {"axis": 1}, ""),
        ("Dense", {"units": 1}, ""),
    ],
)
def test_that_an_operation_reads_as_a_formula(kind: str, config: dict[str, Any], text: str) -> None:
    assert formula(kind, config) == text


def test_that_a_formula_tells_how_the_shape_changes() -> None:
    assert effect("ops.get_item", {"key": ":, 0"}, [(None, 8, 4)], (None, 4)) == "x[:, 0], 8 × 4 → 4"
    assert effect("ops.square", {}, [(None, 4)], (None, 4)) == "x²"
    assert effect("ops.cumsum", {}, [(None, 4)], (None, 4)) == "keeps the shape"


def test_that_every_formula_is_of_an_operation_that_there_is() -> None:
    from desktop_nn.graph import formulas

    assert {*formulas._SIGNS, *formulas._CALLED, *formulas._ALONE} <= set(load_operations())

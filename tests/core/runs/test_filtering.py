"""The library's filter: comparisons, columns, stars and plain words, and a hint for what is not understood."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_nn.runs.entry import RunEntry
from desktop_nn.runs.filtering import parse
from desktop_nn.runs.label import RunLabel
from desktop_nn.runs.record import RunRecord

RUNS = (
    RunEntry(
        RunRecord(
            Path("run_1"),
            "finished",
            title="fashion",
            epochs=30,
            optimizer="Adam",
            learning_rate=0.001,
            data="fashion-mnist",
            metrics={"loss": 0.1, "val_loss": 0.3, "val_accuracy": 0.91},
            test={"accuracy": 0.9},
            best={"epoch": 20, "val_loss": 0.25},
        ),
        RunLabel("Wide net", star=True, notes="as in chapter 10"),
    ),
    RunEntry(
        RunRecord(
            Path("run_2"),
            "stopped",
            title="fashion",
            epochs=3,
            optimizer="SGD",
            learning_rate=0.01,
            data="fashion-mnist",
            metrics={"loss": 0.5, "val_loss": 0.6, "val_accuracy": 0.8},
        ),
        RunLabel(colour="red"),
    ),
    RunEntry(RunRecord(Path("run_3"), "failed", title="blobs: four clusters", optimizer="SGD", data="blobs")),
)


def found(text: str) -> list[int]:
    wanted = parse(text, RUNS)
    return [number for number, run in enumerate(RUNS, 1) if wanted.matches(run)]


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("", [1, 2, 3]),
        ("val_accuracy > 0.9", [1]),
        ("val_accuracy>=0.8", [1, 2]),
        ("VAL_LOSS<0.5 epochs > 10", [1]),
        ("test accuracy >= 0.9", [1]),
        ("best val_loss < 0.3", [1]),
        ("lr <= 1e-3", [1]),
        ("learning rate = 0.01", [2]),
        ("epochs != 30", [2, 3]),
        ("state:finished", [1]),
        ("-state:failed", [1, 2]),
        ("optimizer:sgd data:blobs", [3]),
        ("starred", [1]),
        ("-starred", [2, 3]),
        ("fashion", [1, 2]),
        ("fashion -wide", [2]),
        ("-fashion", [3]),
        ("run_2", [2]),
        ("chapter", [1]),
        ('"chapter 10"', [1]),
        ('"wide chapter"', []),
        ('title:"four clusters"', [3]),
        ("red", [2]),
        ("nothing-of-the-kind", []),
    ],
)
def test_that_all_parts_must_hold(text: str, runs: list[int]) -> None:
    assert found(text) == runs
    assert parse(text, RUNS).hint == ""


def test_that_a_comparison_still_being_typed_hides_nothing() -> None:
    assert found("val_accuracy >") == [1, 2, 3]
    assert "number after" in parse("val_accuracy >", RUNS).hint


def test_that_an_unknown_figure_is_told() -> None:
    assert found("val_acuracy > 0.9") == []
    assert parse("val_acuracy > 0.9", RUNS).hint == "No run has a number “val_acuracy”."


def test_that_words_are_no_numbers() -> None:
    assert parse("epochs > many", RUNS).hint == "“many” is no number."
    assert found("epochs > many") == []


@pytest.mark.parametrize("text", ['"', ":", ">", "a:", '-"', "-", "= = =", 'x:"', "((", "★", "[", "\\"])
def test_that_no_text_breaks_it(text: str) -> None:
    found(text)

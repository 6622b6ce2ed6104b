"""What exceptions of a run mean, in plain words."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from desktop_nn.engine.failures import failure
from desktop_nn.engine.memory import available, readable
from desktop_nn.engine.plain_words import plain
from desktop_nn.problems import Problem, ProblemError


@pytest.mark.parametrize(
    ("error", "what"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/run/model.h5"), "The disk is full."),
        (OSError("Can't write data (file write failed: errno = 28, error message = 'x')"), "The disk is full."),
        (OSError(errno.EROFS, "Read-only file system"), "This drive can only be read."),
        (RuntimeError("events: /run/train; No space left on device"), "The disk is full."),
        (RuntimeError("{{node x}} /run/train; Permission denied"), "Access is denied."),
        (MemoryError(), "There is not enough memory for this run."),
        (RuntimeError("OOM when allocating tensor with shape[9]"), "There is not enough memory for this run."),
        (
            RuntimeError("Received a label value of 9 which is outside the valid range of [0, 3).  Label values: 9 1"),
            "The target has a class number 9, but the output has only 3 units (0 to 2).",
        ),
        (
            RuntimeError("indices[3,0] = 12 is not in [0, 10)"),
            "An input holds the value 12, but an Embedding knows only 0 to 9.",
        ),
        (
            ValueError("must have the same shape. Received: target.shape=(None, 2), output.shape=(None, 3)"),
            "The loss cannot compare an output of 3 with a target of 2.",
        ),
        (
            ValueError("Input 0 of layer is incompatible: expected shape=(None, 8), found shape=(None, 5)"),
            "The model takes inputs of 8, but the data gives 5.",
        ),
        (ValueError("Something odd.\nMore of it."), "Keras stopped the run: Something odd."),
    ],
)
def test_that_a_failure_is_told_in_one_sentence_with_a_way_out(error: Exception, what: str) -> None:
    problem = failure(error, Path("/run"))
    assert problem.what == what
    assert problem.fix
    assert "\n" not in str(problem)


def test_that_a_problem_stays_what_it_is() -> None:
    problem = Problem("Is broken.", "here", "Mend it.")
    assert failure(ProblemError(problem), "/run") == problem


def test_that_the_file_that_could_not_be_written_is_named() -> None:
    assert failure(OSError(errno.ENOSPC, "No space left", "/run/a.h5"), "/run").where == "/run/a.h5"
    assert failure(RuntimeError("No space left on device"), "/run").where == "/run"


def test_that_words_of_keras_that_no_rule_knows_are_cleaned() -> None:
    error = ValueError("Exception encountered when calling X.call().\n\n\x1b[1m`a` is odd\x1b[0m\n\nArguments: …")
    assert plain(error, "X")[0] == "X: a is odd."
    assert plain(ValueError(), "X")[0] == "Keras could not make X (ValueError)."
    assert len(plain(ValueError("x" * 999), "X")[0]) < 300


def test_that_sizes_of_memory_are_readable() -> None:
    assert [readable(size) for size in (999, 4_040_000_000, 1.5e12)] == ["999 bytes", "4.04 GB", "1.5 TB"]
    free = available()
    assert free is None or free > 10_000_000

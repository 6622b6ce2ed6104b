"""Sound files spoilt at random end in a drawing or in a sentence; `python -m tests.benchmarks fuzz` takes 2,000."""

from __future__ import annotations

import random

import pytest

from tests.hostile.fuzzing import Found, fuzz
from tests.hostile.mutations import mutated


def without_fault(count: int, seed: int) -> Found:
    found = fuzz(count, seed)
    assert found.faults == []
    assert (
        found.counts["opened"] + found.counts["sentence"] + found.counts["died"] + found.counts["ended by the limit"]
        == count
    )
    return found


def test_that_files_spoilt_at_random_end_in_a_drawing_or_a_sentence() -> None:
    found = without_fault(40, 0)
    assert found.counts["sentence"]
    assert found.counts["opened"]


@pytest.mark.thorough
def test_that_hundreds_of_files_spoilt_at_random_end_in_a_drawing_or_a_sentence() -> None:
    without_fault(300, random.randrange(10**9))


def test_that_the_same_seed_spoils_a_file_in_the_same_way() -> None:
    bases = {"a.json": (".json", b'{"a": [1, 2, {"b": null}]}')}
    assert mutated(bases, 3) == mutated(bases, 3)
    assert len({mutated(bases, seed) for seed in range(50)}) > 20

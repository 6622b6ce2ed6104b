"""A pre-flight or a rate test leaves nothing behind: no seed, no name, no bit of the training that follows."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np

from desktop_nn.engine.loading import load_tensorflow
from desktop_nn.engine.preflight.flight import preflight
from desktop_nn.engine.preflight.rates import rate_test
from desktop_nn.training.preflight import Check
from tests.core.engine.projects import classification, run


def dice() -> tuple[Any, ...]:
    """What the global generators would give next, without asking them."""
    load_tensorflow()
    from tensorflow.python.eager import context

    keys: Any = np.random.get_state()
    own = vars(context.context())
    return random.getstate(), keys[1].tobytes(), keys[2], own.get("_seed"), own.get("_rng")


def test_that_a_training_is_bit_equal_with_and_without(tmp_path: Path) -> None:
    project = classification(epochs=1)
    without, _ = run(project, tmp_path / "a")
    random.seed(11)
    np.random.seed(11)
    before = dice()
    assert preflight(project, lambda _: None).checks
    assert rate_test(project, lambda _: None).rates
    assert dice() == before
    after, _ = run(project, tmp_path / "b")
    for one, two in zip(without.model.variables, after.model.variables, strict=True):
        np.testing.assert_array_equal(one.value.numpy(), two.value.numpy())
    assert [layer.name for layer in without.model.layers] == [layer.name for layer in after.model.layers]


def test_that_a_preflight_ends_as_soon_as_it_is_cancelled() -> None:
    told: list[Check] = []

    def hear(event: Any) -> None:
        if isinstance(event, Check):
            told.append(event)

    found = preflight(classification(), hear, lambda: len(told) >= 2)
    assert list(found.checks) == told
    assert len(told) == 2


def test_that_nothing_is_done_for_one_that_is_cancelled_before() -> None:
    assert preflight(classification(), lambda _: None, lambda: True).checks == ()
    assert rate_test(classification(), lambda _: None, lambda: True).rates == ()

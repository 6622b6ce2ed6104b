"""The memory of the last results."""

from __future__ import annotations

import pytest

from desktop_nn.data.recent import Recent


def test_that_a_remembered_result_is_not_made_again() -> None:
    recent: Recent[object] = Recent(2)
    first = recent.get("a", object)
    assert recent.get("a", object) is first


def test_that_the_result_used_longest_ago_goes_first() -> None:
    recent: Recent[object] = Recent(2)
    a, b = recent.get("a", object), recent.get("b", object)
    recent.get("a", object)
    recent.get("c", object)
    assert recent.get("a", object) is a
    assert recent.get("b", object) is not b


def test_that_a_failure_is_not_remembered() -> None:
    def fail() -> int:
        raise OSError("disk")

    recent: Recent[int] = Recent(1)
    with pytest.raises(OSError, match="disk"):
        recent.get("a", fail)
    assert recent.get("a", lambda: 7) == 7


def test_that_it_can_forget() -> None:
    recent: Recent[object] = Recent(1)
    first = recent.get("a", object)
    recent.clear()
    assert recent.get("a", object) is not first

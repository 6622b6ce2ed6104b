"""Whatever is typed, and whatever a file holds, gets an answer and never a traceback."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_nn.catalogue import Parameter, load
from desktop_nn.catalogue.search import search
from desktop_nn.catalogue.values import check, parse

ONE_OF_EACH: dict[tuple[str, bool, bool, int], Parameter] = {
    (item.kind, item.optional, item.list_only, item.length): item
    for kinds in load().groups.values()
    for kind in kinds.values()
    for item in kind.parameters
}
PARAMETERS = st.sampled_from(list(ONE_OF_EACH.values()))
TEXTS = st.one_of(st.text(), st.text(alphabet="0123456789.,-+e/x×()[]{}\"' NoneTrueinfa"))
JSON_VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["class_name", "config", "units", "name"]), inner, max_size=3),
    ),
    max_leaves=6,
)


@settings(max_examples=400, deadline=None)
@given(PARAMETERS, TEXTS)
def test_that_any_typed_text_gives_a_fitting_json_value_or_one_sentence(parameter: Parameter, text: str) -> None:
    value, reason = _parsed(parameter, text)
    if reason:
        assert reason.endswith(".")
        assert "\n" not in reason or "\n" in text
    else:
        assert check(parameter, value) is None
        json.dumps(value, allow_nan=False)


def _parsed(parameter: Parameter, text: str) -> tuple[Any, str]:
    """The value, or the reason of the refusal."""
    try:
        return parse(parameter, text), ""
    except ValueError as reason:
        return None, str(reason)


def test_that_a_number_beyond_all_floats_is_no_number() -> None:
    rate = load().layers["Dropout"].parameter("rate")
    assert rate is not None
    assert check(rate, 10**400) == "rate must be a number."


@settings(max_examples=400, deadline=None)
@given(PARAMETERS, JSON_VALUES)
def test_that_any_value_of_a_file_can_be_checked(parameter: Parameter, value: object) -> None:
    reason = check(parameter, value)
    assert reason is None or reason.endswith(".")


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_that_any_text_can_be_searched_for(text: str) -> None:
    found = search(load(), text)
    assert len({kind.name for kind in found}) == len(found)

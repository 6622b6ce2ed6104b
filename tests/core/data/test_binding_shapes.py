"""Shapes of bound columns, and the bindings that are proposed at first."""

from __future__ import annotations

import pytest

from desktop_nn.data.binding_shapes import input_shape, one_hot_target, propose, target_shape
from desktop_nn.data.choices import Bindings, Source, Step
from desktop_nn.data.columns import Column, Description
from desktop_nn.data.sources import describe
from desktop_nn.problems import ProblemError

MIXED = Description(
    "mixed",
    "Mixed",
    (
        Column("age", "number"),
        Column("height", "number"),
        Column("city", "category", categories=("Oslo", "Rome", "Lima")),
        Column("photo", "image", (8, 8, 3)),
        Column("ill", "category", categories=("no", "yes")),
    ),
    100,
    ("ill",),
)


def refusal(columns: tuple[str, ...], *steps: Step) -> str:
    """What is said against feeding these columns to an input."""
    with pytest.raises(ProblemError) as caught:
        input_shape(columns, MIXED, steps)
    return str(caught.value)


def test_that_numbers_stand_in_a_row() -> None:
    assert input_shape(("age", "height"), MIXED, ()) == (2,)


def test_that_a_one_hot_category_is_as_wide_as_it_has_classes() -> None:
    assert input_shape(("age", "city"), MIXED, (Step("one-hot"),)) == (4,)
    assert input_shape(("age", "city"), MIXED, (Step("one-hot", ("city",)),)) == (4,)


def test_that_an_image_keeps_its_shape() -> None:
    assert input_shape(("photo",), MIXED, (Step("pixels"),)) == (8, 8, 3)


def test_that_a_category_without_a_one_hot_step_is_refused() -> None:
    assert "“city” holds categories" in refusal(("age", "city"))
    assert "one-hot step" in refusal(("city",), Step("one-hot", ("ill",)))


def test_that_an_image_beside_another_column_is_refused() -> None:
    assert "“photo” cannot share an input" in refusal(("age", "photo"))


def test_that_a_column_that_is_gone_is_refused() -> None:
    assert "“weight” is not in the data (Mixed)" in refusal(("weight",))


def test_that_an_input_without_columns_is_refused() -> None:
    assert "No column is bound" in refusal(())


def test_that_a_target_is_one_value_or_a_row_of_classes() -> None:
    city = MIXED.columns[2]
    assert target_shape(city, one_hot=False) == ()
    assert target_shape(city, one_hot=True) == (3,)
    assert target_shape(MIXED.columns[3], one_hot=False) == (8, 8, 3)


def test_that_a_target_is_one_hot_only_if_a_step_reaches_it() -> None:
    bindings = Bindings({"n1": ("age", "city")}, {"n2": "ill"})
    assert not one_hot_target("ill", MIXED, (Step("one-hot"),), bindings)
    assert one_hot_target("ill", MIXED, (Step("one-hot", ("ill",)),), bindings)
    assert not one_hot_target("age", MIXED, (Step("one-hot", ("age",)),), bindings)
    assert not one_hot_target("gone", MIXED, (Step("one-hot", ("gone",)),), bindings)


def test_that_all_features_are_proposed_to_each_input_and_the_target_to_each_output() -> None:
    description = describe(Source("iris"))
    bindings = propose(description, ["n1", "n2"], ["n5", "n6"])
    assert bindings.inputs == {"n1": description.features, "n2": description.features}
    assert bindings.targets == {"n5": "species", "n6": "species"}


def test_that_only_the_image_is_proposed_where_there_is_one() -> None:
    assert propose(MIXED, ["n1"], []).inputs == {"n1": ("photo",)}


def test_that_no_target_is_proposed_where_there_is_none() -> None:
    description = Description("one", "One", (Column("x", "number"),), 3)
    assert propose(description, ["n1"], ["n2"]) == Bindings({"n1": ("x",)}, {})

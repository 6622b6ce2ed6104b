"""Which columns a step works on, and steps that do not fit."""

from __future__ import annotations

from math import inf

import pytest

from desktop_nn.data.choices import Bindings, Step, StepKind
from desktop_nn.data.columns import Column, Description
from desktop_nn.data.preprocessing import (
    columns_of,
    is_imputed,
    is_one_hot,
    range_of,
    step_problems,
    used_columns,
)

TABLE = Description(
    "table",
    "Table",
    (
        Column("age", "number", minimum=-2.0, maximum=8.0),
        Column("city", "category", categories=("Oslo", "Rome")),
        Column("photo", "image", (8, 8), minimum=0.0, maximum=16.0),
        Column("price", "number", minimum=1.0, maximum=5.0),
    ),
    100,
    ("price",),
)
USED = ("age", "city", "photo")


@pytest.mark.parametrize(
    ("kind", "columns"),
    [
        ("standardize", ("age", "photo")),
        ("min-max", ("age", "photo")),
        ("pixels", ("photo",)),
        ("one-hot", ("city",)),
        ("impute", ("age", "city")),
    ],
)
def test_that_a_step_without_columns_takes_what_suits_it_of_the_used_ones(
    kind: StepKind, columns: tuple[str, ...]
) -> None:
    assert columns_of(Step(kind), TABLE, USED) == columns


def test_that_a_step_with_columns_takes_only_those() -> None:
    assert columns_of(Step("standardize", ("price",)), TABLE, USED) == ("price",)


def test_that_columns_that_are_gone_or_unsuitable_are_passed_over() -> None:
    assert columns_of(Step("standardize", ("weight", "city", "age")), TABLE, USED) == ("age",)


def test_that_the_used_columns_are_those_of_all_inputs_once() -> None:
    assert used_columns(Bindings({"n1": ("a", "b"), "n2": ("b", "c")}, {"n3": "d"})) == ("a", "b", "c")


def test_that_only_categories_are_one_hot() -> None:
    age, city = TABLE.columns[0], TABLE.columns[1]
    assert is_one_hot(city, [Step("one-hot")], USED)
    assert not is_one_hot(city, [Step("one-hot")], ("age",))
    assert not is_one_hot(age, [Step("one-hot")], USED)


def test_that_an_impute_step_reaches_named_or_used_columns() -> None:
    age, price = TABLE.columns[0], TABLE.columns[3]
    assert is_imputed(age, [Step("impute")], USED)
    assert not is_imputed(price, [Step("impute")], USED)
    assert is_imputed(price, [Step("impute", ("price",))], USED)


def test_that_the_range_follows_the_steps() -> None:
    age, photo = TABLE.columns[0], TABLE.columns[2]
    assert range_of(age, [], USED) == (-2, 8)
    assert range_of(age, [Step("impute")], USED) == (-2, 8)
    assert range_of(age, [Step("min-max")], USED) == (0, 1)
    assert range_of(age, [Step("standardize")], USED) == (-inf, inf)
    assert range_of(age, [Step("standardize"), Step("min-max")], USED) == (0, 1)
    assert range_of(age, [Step("standardize")], ()) == (-2, 8)
    assert range_of(photo, [Step("pixels")], USED) == (0, 1)
    assert range_of(TABLE.columns[1], [], USED) is None


def test_that_fitting_steps_have_no_problem() -> None:
    steps = [Step("impute"), Step("standardize"), Step("one-hot"), Step("pixels")]
    assert step_problems(steps, TABLE, USED) == ()


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ([Step("standardize", ("weight",))], "no column “weight”"),
        ([Step("standardize", ("city",))], "“city” holds categories, but this step is for numbers and images"),
        ([Step("pixels", ("age",))], "“age” holds numbers, but this step is for images"),
        ([Step("one-hot", ("age",))], "“age” holds numbers, but this step is for categories"),
        ([Step("one-hot"), Step("impute")], "one-hot encoded already"),
        ([Step("one-hot"), Step("one-hot", ("city",))], "“city” is one-hot encoded twice"),
    ],
)
def test_that_a_step_that_does_not_fit_is_reported(steps: list[Step], words: str) -> None:
    (problem,) = step_problems(steps, TABLE, USED)
    assert words in problem.what
    assert problem.fix
    assert problem.where.startswith("Preprocessing, ")

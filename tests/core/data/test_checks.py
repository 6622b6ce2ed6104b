"""Problems of the choices about data, found without loading samples."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_nn.data.checks import Shape, problems, weight_problems
from desktop_nn.data.choices import Bindings, DataChoices, Part, Source, Split, Step
from desktop_nn.data.columns import Column, Description
from desktop_nn.data.sources import describe
from desktop_nn.problems import Problem

HOUSES = describe(Source("california-housing"))
GOOD = DataChoices(
    Source("california-housing"),
    (Step("standardize"),),
    Split(),
    Bindings({"n1": HOUSES.features}, {"n2": "MedHouseVal"}),
)
NAMES = {"n1": "input", "n2": "price"}
GAPS = Description(
    "gaps",
    "Gaps",
    (Column("x", "number", missing=7), Column("city", "category", categories=("Oslo", "Rome")), Column("y", "number")),
    50,
    ("y",),
)


def found(choices: DataChoices, shape: Shape | None = (None, 8), description: Description = HOUSES) -> list[Problem]:
    """The problems of one input of this shape and one output."""
    return list(problems(choices, description, {"n1": shape}, {"n2": (None, 1)}, NAMES))


def only(choices: DataChoices, shape: Shape | None = (None, 8), description: Description = HOUSES) -> Problem:
    """The single problem; it has a way out."""
    (problem,) = found(choices, shape, description)
    assert problem.fix
    return problem


def bound(inputs: tuple[str, ...], target: str = "MedHouseVal") -> DataChoices:
    """The good choices with other bindings."""
    return replace(GOOD, bindings=Bindings({"n1": inputs}, {"n2": target}))


def test_that_good_choices_have_no_problem() -> None:
    assert found(GOOD) == []


def test_that_an_unknown_shape_is_no_problem() -> None:
    assert found(GOOD, None) == []


def test_that_open_sizes_take_any_size() -> None:
    assert found(GOOD, (None, None)) == []


def test_that_a_missing_choice_of_data_is_reported() -> None:
    (problem,) = problems(DataChoices(), None, {"n1": None}, {"n2": None}, NAMES)
    assert problem.what == "No data is chosen."


def test_that_nothing_more_is_said_while_the_data_set_is_not_known() -> None:
    assert problems(GOOD, None, {"n1": None}, {"n2": None}, NAMES) == ()


def test_that_an_input_without_columns_is_reported() -> None:
    problem = only(replace(GOOD, bindings=Bindings({}, {"n2": "MedHouseVal"})))
    assert (problem.where, problem.node) == ("input", "n1")
    assert "No column is bound" in problem.what


def test_that_an_output_without_target_is_reported() -> None:
    problem = only(replace(GOOD, bindings=Bindings({"n1": HOUSES.features})))
    assert (problem.where, problem.node) == ("price", "n2")
    assert "no target" in problem.what


def test_that_a_column_that_is_gone_is_reported_by_name() -> None:
    problem = only(bound(("MedInc", "Rooms")))
    assert "“Rooms” is not in the data (California housing)" in problem.what
    assert (problem.where, problem.node) == ("input", "n1")


def test_that_a_target_that_is_gone_is_reported_by_name() -> None:
    assert "“Price” is not in the data" in only(bound(HOUSES.features, "Price")).what


def test_that_a_shape_that_differs_names_both_and_offers_the_right_one() -> None:
    problem = only(GOOD, (None, 5))
    assert problem.what == "The input takes (5,), but its columns give (8,)."
    assert "Set its shape to (8,)" in problem.fix
    assert problem.node == "n1"


def test_that_an_image_for_a_convolution_is_helped_by_a_reshape_layer() -> None:
    clothes = describe(Source("fashion-mnist"))
    choices = DataChoices(Source("fashion-mnist"), (), Split(), Bindings({"n1": ("image",)}, {"n2": "label"}))
    problem = only(choices, (None, 28, 28, 1), clothes)
    assert "Reshape layer to (28, 28, 1)" in problem.fix


def test_that_a_target_among_the_inputs_is_a_warning() -> None:
    problem = only(bound((*HOUSES.features, "MedHouseVal")), (None, 9))
    assert problem.severity == "warning"
    assert "fed to an input as well" in problem.what


def test_that_an_autoencoder_on_images_is_no_problem() -> None:
    clothes = describe(Source("fashion-mnist"))
    choices = DataChoices(Source("fashion-mnist"), (), Split(), Bindings({"n1": ("image",)}, {"n2": "image"}))
    assert found(choices, (None, 28, 28), clothes) == []


def test_that_categories_need_a_one_hot_step() -> None:
    problem = only(bound(("city",), "y"), None, GAPS)
    assert "“city” holds categories" in problem.what
    assert "one-hot" in problem.fix
    assert (problem.where, problem.node) == ("input", "n1")


def test_that_gaps_in_a_bound_column_are_reported_with_count() -> None:
    assert only(bound(("x",), "y"), None, GAPS).what == "7 of 50 samples have no value for “x”."


def test_that_imputed_gaps_are_no_problem() -> None:
    assert found(replace(bound(("x",), "y"), preprocessing=(Step("impute"),)), None, GAPS) == []


def test_that_an_impossible_split_is_reported() -> None:
    problem = only(replace(GOOD, split=Split(Part(20_000), Part(640))))
    assert problem.where == "Split"


def test_that_stratifying_by_a_number_is_reported() -> None:
    assert "Only a category" in only(replace(GOOD, split=Split(stratify=True))).what


def test_that_a_step_on_a_column_that_is_gone_is_reported() -> None:
    assert "“Rooms”" in only(replace(GOOD, preprocessing=(Step("standardize", ("Rooms",)),))).what


WEIGHTED = Description(
    "survey",
    "Survey",
    (
        Column("age", "number", minimum=0.2, maximum=0.9),
        Column("people", "number", minimum=0, maximum=2.5),
        Column("gaps", "number", missing=3, minimum=0, maximum=1),
        Column("debt", "number", minimum=-2, maximum=9),
        Column("nothing", "number", minimum=0, maximum=0),
        Column("endless", "number", minimum=0, maximum=float("inf")),
        Column("city", "category", categories=("Oslo", "Rome")),
        Column("y", "number", minimum=0, maximum=1),
    ),
    50,
    ("y",),
)


def weighed(column: str, inputs: tuple[str, ...] = ("age",)) -> list[Problem]:
    """What is said of a weight of samples."""
    choices = DataChoices(Source("csv"), bindings=Bindings({"n1": inputs}, {"n2": "y"}), weight=column)
    return found(choices, (None, len(inputs)), WEIGHTED)


def test_that_a_column_of_numbers_may_weigh_samples() -> None:
    assert weighed("people") == []


@pytest.mark.parametrize("column", ["lost", "city", "gaps", "debt", "nothing", "endless"])
def test_that_a_column_that_cannot_weigh_samples_is_named(column: str) -> None:
    (problem,) = weighed(column)
    assert column in problem.what
    assert (problem.where, problem.severity) == ("Sample weight", "error")
    assert problem.fix


def test_that_a_weight_that_lengthens_every_step_is_warned_of() -> None:
    heavy = replace(WEIGHTED, columns=(Column("people", "number", minimum=1, maximum=52), *WEIGHTED.columns[2:]))
    choices = DataChoices(Source("csv"), bindings=Bindings({"n1": ("gaps",)}, {"n2": "y"}), weight="people")
    (problem,) = weight_problems(choices, heavy)
    assert "goes up to 52" in problem.what
    assert problem.severity == "warning"


def test_that_a_weight_among_inputs_or_targets_is_warned_of() -> None:
    (fed,), (judged,) = weighed("age"), weighed("y")
    assert (fed.severity, judged.severity) == ("warning", "warning")

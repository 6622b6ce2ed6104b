"""Prepared arrays, compared with scikit-learn called directly on the same parts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sklearn.impute import SimpleImputer
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, StandardScaler

from desktop_nn.data import prepare as prepare_module
from desktop_nn.data.choices import Bindings, DataChoices, Part, Source, Split, Step
from desktop_nn.data.columns import Array, Prepared
from desktop_nn.data.prepare import parts_of, prepare
from desktop_nn.data.sources import describe, load
from desktop_nn.problems import Problem, ProblemError
from tests.core.data.tables import csv_source

HOUSES = Source("california-housing")
QUARTERS = Split(Part(0.25), Part(0.25), seed=0)
NAMES = {"n1": "wide", "n2": "deep", "n9": "price"}


def houses(*steps: Step, targets: dict[str, str] | None = None, **inputs: tuple[str, ...]) -> DataChoices:
    """Choices on California housing; all features to n1 if nothing else is said."""
    bound = inputs or {"n1": describe(HOUSES).features}
    bindings = Bindings(bound, {"n9": "MedHouseVal"} if targets is None else targets)
    return DataChoices(HOUSES, steps, QUARTERS, bindings)


def house_parts() -> list[tuple[Array, Array]]:
    """Features and target of the three parts, drawn by scikit-learn itself."""
    data = load(HOUSES)
    x = np.column_stack([data.values[name] for name in data.description.features])
    x_full, x_test, y_full, y_test = train_test_split(x, data.values["MedHouseVal"], random_state=0)
    x_train, x_valid, y_train, y_valid = train_test_split(x_full, y_full, random_state=0)
    return [(x_train, y_train), (x_valid, y_valid), (x_test, y_test)]


def refusal(choices: DataChoices, names: dict[str, str]) -> Problem:
    """The first problem that stops the preparation; it has a way out."""
    with pytest.raises(ProblemError) as caught:
        prepare(choices, names)
    assert caught.value.problem.fix
    return caught.value.problem


def three(prepared: Prepared) -> list[tuple[Array, Array]]:
    """The input "wide" and the target "price" of the three parts."""
    parts = (prepared.train, prepared.validation, prepared.test)
    return [(part.inputs["wide"], part.targets["price"]) for part in parts]


def test_that_standardized_houses_equal_a_scaler_fitted_on_the_training_part() -> None:
    wanted = house_parts()
    scaler = StandardScaler().fit(wanted[0][0])
    for (x, y), (x_raw, y_raw) in zip(three(prepare(houses(Step("standardize")), NAMES)), wanted, strict=True):
        np.testing.assert_array_equal(x, scaler.transform(x_raw).astype(np.float32))
        np.testing.assert_array_equal(y, y_raw.astype(np.float32))


def test_that_min_max_equals_a_scaler_fitted_on_the_training_part() -> None:
    wanted = house_parts()
    scaler = MinMaxScaler().fit(wanted[0][0])
    for (x, _), (x_raw, _) in zip(three(prepare(houses(Step("min-max")), NAMES)), wanted, strict=True):
        np.testing.assert_array_equal(x, scaler.transform(x_raw).astype(np.float32))


def test_that_nothing_of_validation_and_test_leaks_into_the_scaler() -> None:
    prepared = prepare(houses(Step("min-max")), NAMES)
    train = prepared.train.inputs["wide"]
    np.testing.assert_array_equal(train.min(axis=0), 0.0)
    np.testing.assert_allclose(train.max(axis=0), 1.0, atol=1e-6)
    others = np.concatenate([prepared.validation.inputs["wide"], prepared.test.inputs["wide"]])
    assert others.max() > 1.0


def test_that_steps_follow_one_another() -> None:
    wanted = house_parts()
    first = StandardScaler().fit(wanted[0][0])
    second = MinMaxScaler().fit(first.transform(wanted[0][0]))
    x = prepare(houses(Step("standardize"), Step("min-max")), NAMES).test.inputs["wide"]
    np.testing.assert_array_equal(x, second.transform(first.transform(wanted[2][0])).astype(np.float32))


def test_that_a_step_touches_only_the_columns_that_it_names() -> None:
    (x_raw, _), *_ = house_parts()
    x = prepare(houses(Step("standardize", ("HouseAge",))), NAMES).train.inputs["wide"]
    np.testing.assert_array_equal(x[:, 0], x_raw[:, 0].astype(np.float32))
    assert x[:, 1].mean() == pytest.approx(0, abs=1e-4)


def test_that_inputs_may_share_columns() -> None:
    names = describe(HOUSES).features
    prepared = prepare(houses(Step("standardize"), n1=names[:5], n2=names[2:]), NAMES)
    whole = prepare(houses(Step("standardize")), NAMES).train.inputs["wide"]
    assert prepared.train.inputs["wide"].shape == (11_610, 5)
    assert prepared.train.inputs["deep"].shape == (11_610, 6)
    np.testing.assert_array_equal(prepared.train.inputs["wide"], whole[:, :5])
    np.testing.assert_array_equal(prepared.train.inputs["deep"], whole[:, 2:])


def test_that_columns_come_in_the_order_in_which_they_are_bound() -> None:
    x = prepare(houses(n1=("Latitude", "MedInc")), NAMES).train.inputs["wide"]
    (x_raw, _), *_ = house_parts()
    np.testing.assert_array_equal(x, x_raw[:, [6, 0]].astype(np.float32))


def test_that_two_outputs_may_have_the_same_target() -> None:
    choices = houses(targets={"n8": "MedHouseVal", "n9": "MedHouseVal"})
    targets = prepare(choices, {**NAMES, "n8": "aux"}).train.targets
    assert sorted(targets) == ["aux", "price"]
    np.testing.assert_array_equal(targets["aux"], targets["price"])


def test_that_a_target_is_scaled_only_if_a_step_names_it() -> None:
    y = prepare(houses(Step("standardize", ("MedHouseVal",))), NAMES).train.targets["price"]
    assert (float(y.mean()), float(y.std())) == pytest.approx((0, 1), abs=1e-4)
    y = prepare(houses(Step("standardize")), NAMES).train.targets["price"]
    assert y.min() > 0.1


def test_that_the_arrays_are_ready_for_keras() -> None:
    for x, y in three(prepare(houses(Step("standardize")), NAMES)):
        assert x.dtype == y.dtype == np.float32
        assert x.flags.c_contiguous
        assert y.flags.c_contiguous
        assert y.shape == (len(x),)
        assert not x.flags.writeable


def test_that_the_index_tells_which_samples_a_part_has() -> None:
    prepared = prepare(houses(), NAMES)
    values = load(HOUSES).values["MedHouseVal"].astype(np.float32)
    np.testing.assert_array_equal(prepared.test.targets["price"], values[prepared.test.index])
    assert (len(prepared.train), len(prepared.validation), len(prepared.test)) == (11_610, 3_870, 5_160)


def test_that_fashion_mnist_is_split_and_scaled_as_in_the_book() -> None:
    source = Source("fashion-mnist")
    split = Split(Part(held="given"), Part(5_000), seed=0)
    choices = DataChoices(source, (Step("pixels"),), split, Bindings({"n1": ("image",)}, {"n9": "label"}))
    prepared = prepare(choices, {"n1": "input", "n9": "label"})
    data = load(source)
    train, validation = train_test_split(np.arange(60_000), test_size=5_000, random_state=0)
    assert prepared.train.inputs["input"].shape == (55_000, 28, 28)
    assert prepared.test.inputs["input"].shape == (10_000, 28, 28)
    wanted = (data.values["image"][validation] / 255.0).astype(np.float32)
    np.testing.assert_array_equal(prepared.validation.inputs["input"], wanted)
    np.testing.assert_array_equal(prepared.train.targets["label"], data.values["label"][train])
    assert prepared.train.targets["label"].dtype == np.int64
    assert prepared.class_names["label"][9] == "Ankle boot"


def digits(*steps: Step) -> DataChoices:
    """Choices on the digits, nothing held out for validation."""
    split = Split(Part(0.2), Part(0), seed=0)
    return DataChoices(Source("digits"), steps, split, Bindings({"n1": ("image",)}, {"n9": "digit"}))


def test_that_pixels_are_scaled_by_the_white_of_the_set() -> None:
    x = prepare(digits(Step("pixels")), NAMES).train.inputs["wide"]
    assert (x.min(), x.max()) == (0.0, 1.0)


def test_that_images_without_a_step_keep_their_values_as_float32() -> None:
    x = prepare(digits(), NAMES).train.inputs["wide"]
    assert x.dtype == np.float32
    assert x.max() == 16.0


def test_that_images_can_be_standardized_pixel_by_pixel() -> None:
    prepared = prepare(digits(Step("standardize")), NAMES)
    raw = load(Source("digits")).values["image"].reshape(-1, 64)
    scaler = StandardScaler().fit(raw[prepared.train.index])
    wanted = scaler.transform(raw[prepared.test.index]).reshape(-1, 8, 8)
    np.testing.assert_allclose(prepared.test.inputs["wide"], wanted, atol=1e-4)


def test_that_an_empty_part_has_arrays_of_the_right_shape() -> None:
    validation = prepare(digits(Step("standardize")), NAMES).validation
    assert len(validation) == 0
    assert validation.inputs["wide"].shape == (0, 8, 8)


def test_that_an_image_may_be_input_and_target_at_once() -> None:
    choices = replace(digits(Step("pixels")), bindings=Bindings({"n1": ("image",)}, {"n9": "image"}))
    x, y = three(prepare(choices, NAMES))[0]
    np.testing.assert_array_equal(x, y)


PEOPLE = "age,city,ill\n30,Oslo,no\n,Rome,yes\n50,,no\n40,Rome,yes\n20,Oslo,no\n60,Lima,yes\n10,Rome,no\n35,Rome,yes\n"
LAST_TWO = Split(Part(2, "last"), Part(0))


def people(folder: Path, *steps: Step, inputs: tuple[str, ...] = ("age", "city"), target: str = "ill") -> DataChoices:
    """Choices on a small table with gaps; six samples for training, two for test."""
    return DataChoices(csv_source(folder, PEOPLE), steps, LAST_TWO, Bindings({"n1": inputs}, {"n9": target}))


def test_that_gaps_are_filled_from_the_training_part(tmp_path: Path) -> None:
    prepared = prepare(people(tmp_path, Step("impute"), Step("one-hot")), NAMES)
    ages = SimpleImputer(strategy="median").fit_transform([[30], [np.nan], [50], [40], [20], [60]])
    x = prepared.train.inputs["wide"]
    np.testing.assert_array_equal(x[:, 0], ages[:, 0])
    city = describe(csv_source(tmp_path, PEOPLE)).column("city")
    assert city is not None
    assert [city.categories[code] for code in x[:, 1:].argmax(axis=1)] == [
        "Oslo",
        "Rome",
        "Oslo",
        "Rome",
        "Oslo",
        "Lima",
    ]


def test_that_one_hot_equals_scikit_learns(tmp_path: Path) -> None:
    prepared = prepare(people(tmp_path, Step("one-hot"), inputs=("ill",), target="ill"), NAMES)
    wanted = OneHotEncoder(sparse_output=False).fit_transform([[row] for row in ["no", "yes"] * 3])
    np.testing.assert_array_equal(prepared.train.inputs["wide"], wanted)
    np.testing.assert_array_equal(prepared.train.targets["price"], wanted)
    assert prepared.train.targets["price"].dtype == np.float32


def test_that_a_class_unseen_in_training_still_has_its_place(tmp_path: Path) -> None:
    source = csv_source(tmp_path, "city,y\nOslo,1\nOslo,2\nRome,3\n")
    bindings = Bindings({"n1": ("city",)}, {"n9": "y"})
    prepared = prepare(DataChoices(source, (Step("one-hot"),), Split(Part(1, "last"), Part(0)), bindings), NAMES)
    assert prepared.train.inputs["wide"].tolist() == [[1, 0], [1, 0]]
    assert prepared.test.inputs["wide"].tolist() == [[0, 1]]


def test_that_class_codes_are_given_where_no_one_hot_step_names_the_target(tmp_path: Path) -> None:
    prepared = prepare(people(tmp_path, Step("impute"), inputs=("age",)), NAMES)
    assert prepared.train.targets["price"].tolist() == [0, 1, 0, 1, 0, 1]
    assert prepared.class_names == {"price": ("no", "yes")}


def test_that_gaps_are_refused_by_column_and_count(tmp_path: Path) -> None:
    problem = refusal(people(tmp_path, inputs=("age",)), NAMES)
    assert problem.what == "1 of 8 samples have no value for “age”."
    assert "impute step" in problem.fix


def test_that_gaps_in_the_target_are_refused(tmp_path: Path) -> None:
    assert "“age”" in refusal(people(tmp_path, Step("one-hot"), inputs=("ill",), target="age"), NAMES).what


def test_that_gaps_in_an_unused_column_do_not_matter(tmp_path: Path) -> None:
    prepare(people(tmp_path, Step("one-hot"), inputs=("ill",)), NAMES)


def test_that_a_column_without_any_value_in_training_cannot_be_filled(tmp_path: Path) -> None:
    source = csv_source(tmp_path, "x,z,y\n,1,1\n,2,2\n5,3,3\n")
    bindings = Bindings({"n1": ("x",)}, {"n9": "y"})
    choices = DataChoices(source, (Step("impute"),), Split(Part(1, "last"), Part(0)), bindings)
    assert "no value at all in the training part" in refusal(choices, NAMES).what


def test_that_a_value_beyond_32_bits_is_refused_by_column(tmp_path: Path) -> None:
    source = csv_source(tmp_path, "x,z,y\n1,1e300,1\n2,2,2\n5,3,3\n")
    choices = DataChoices(source, (), Split(Part(1), Part(0)), Bindings({"n1": ("x", "z")}, {"n9": "y"}))
    assert "“z” is too large" in refusal(choices, NAMES).what


@pytest.mark.filterwarnings("error")
def test_that_a_scaler_that_overflows_ends_in_the_same_problem(tmp_path: Path) -> None:
    source = csv_source(tmp_path, "x,y\n1e300,1\n-1e300,2\n1e308,3\n")
    choices = DataChoices(
        source, (Step("standardize"),), Split(Part(0), Part(0)), Bindings({"n1": ("x",)}, {"n9": "y"})
    )
    assert "“x” is too large" in refusal(choices, NAMES).what


def test_that_all_problems_are_told_with_the_layers_names() -> None:
    with pytest.raises(ProblemError) as caught:
        prepare(houses(n1=("Rooms",), n2=("MedInc",), targets={"n9": "Price"}), NAMES)
    assert [problem.where for problem in caught.value.problems] == ["wide", "price"]
    assert [problem.node for problem in caught.value.problems] == ["n1", "n9"]


def test_that_data_must_be_chosen() -> None:
    assert "No data" in refusal(DataChoices(), NAMES).what


def test_that_nodes_outside_the_names_are_left_out() -> None:
    prepared = prepare(houses(n1=("MedInc",), n2=("NoSuchColumn",)), {"n1": "wide"})
    assert list(prepared.train.inputs) == ["wide"]
    assert not prepared.train.targets


def test_that_a_stratified_split_keeps_the_targets_classes_in_proportion() -> None:
    source = Source("iris")
    bindings = Bindings({"n1": describe(source).features}, {"n9": "species"})
    split = Split(Part(30), Part(30), seed=1, stratify=True)
    prepared = prepare(DataChoices(source, (), split, bindings), NAMES)
    for part, count in ((prepared.train, 30), (prepared.validation, 10), (prepared.test, 10)):
        assert np.bincount(part.targets["price"]).tolist() == [count] * 3


def test_that_stratifying_by_a_number_is_refused() -> None:
    choices = replace(houses(), split=replace(QUARTERS, stratify=True))
    assert "Only a category" in refusal(choices, NAMES).what


def test_that_the_parts_are_known_before_anything_is_bound() -> None:
    choices = DataChoices(HOUSES, (), QUARTERS)
    parts = parts_of(choices, load(HOUSES))
    np.testing.assert_array_equal(parts.test, prepare(houses(), NAMES).test.index)


def test_that_identical_choices_give_the_same_arrays_even_under_other_names() -> None:
    first = prepare(houses(Step("standardize")), NAMES).train.inputs["wide"]
    again = prepare(houses(Step("standardize")), {**NAMES, "n1": "renamed"}).train.inputs["renamed"]
    assert again is first


def test_that_changed_choices_are_prepared_afresh() -> None:
    first = prepare(houses(Step("standardize")), NAMES).train
    for choices in (
        houses(Step("min-max")),
        replace(houses(Step("standardize")), split=replace(QUARTERS, seed=1)),
        houses(Step("standardize"), n1=describe(HOUSES).features[::-1]),
    ):
        assert not np.array_equal(prepare(choices, NAMES).train.inputs["wide"], first.inputs["wide"])


def test_that_preparing_anew_gives_equal_arrays() -> None:
    first = prepare(houses(Step("standardize")), NAMES).train.inputs["wide"]
    prepare_module._recent.clear()
    again = prepare(houses(Step("standardize")), NAMES).train.inputs["wide"]
    assert again is not first
    np.testing.assert_array_equal(again, first)


def test_that_the_data_set_itself_is_never_changed() -> None:
    before = {name: values.copy() for name, values in load(Source("digits")).values.items()}
    prepare(digits(Step("pixels"), Step("min-max")), NAMES)
    for name, values in load(Source("digits")).values.items():
        np.testing.assert_array_equal(values, before[name])


def test_that_a_lack_of_memory_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_memory(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(prepare_module, "transformed", no_memory)
    prepare_module._recent.clear()
    assert "memory" in refusal(houses(), NAMES).what

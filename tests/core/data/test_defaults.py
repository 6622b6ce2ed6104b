"""The choices that are proposed for a data set."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_nn.data.binding_shapes import input_shape
from desktop_nn.data.checks import problems
from desktop_nn.data.choices import Part, Source, Split, Step
from desktop_nn.data.defaults import choices_for, propose_split, propose_steps
from desktop_nn.data.prepare import prepare
from desktop_nn.data.sources import available, describe
from tests.core.data.tables import csv_source

MADE_AND_SHIPPED = [info.id for info in available() if info.kind != "file"]


@pytest.mark.parametrize("name", MADE_AND_SHIPPED)
def test_that_the_proposed_choices_can_be_prepared_as_they_are(name: str) -> None:
    source = Source(name)
    description = describe(source)
    choices = choices_for(source, description, ["n1"], ["n2"])
    shape = input_shape(choices.bindings.inputs["n1"], description, choices.preprocessing)
    names = {"n1": "input", "n2": "output"}
    assert problems(choices, description, {"n1": (None, *shape)}, {"n2": None}, names) == ()
    prepared = prepare(choices, names)
    assert prepared.train.inputs["input"].shape[1:] == shape
    assert min(len(prepared.train), len(prepared.validation), len(prepared.test)) > 0


def test_that_a_table_with_gaps_and_categories_can_be_prepared_as_proposed(tmp_path: Path) -> None:
    source = csv_source(tmp_path, "age,city,y\n" + "1,Oslo,1\n,Rome,2\n3,,3\n4,Rome,4\n" * 5)
    description = describe(source)
    choices = choices_for(source, description, ["n1"], ["n2"])
    assert [step.kind for step in choices.preprocessing] == ["impute", "standardize", "one-hot"]
    assert prepare(choices, {"n1": "input", "n2": "output"}).train.inputs["input"].shape[1:] == (3,)


def test_that_pictures_are_scaled_and_the_given_test_part_is_kept() -> None:
    description = describe(Source("fashion-mnist"))
    assert propose_steps(description) == (Step("pixels"),)
    assert propose_split(description) == Split(test=Part(held="given"))


def test_that_numbers_are_standardized() -> None:
    assert propose_steps(describe(Source("california-housing"))) == (Step("standardize"),)

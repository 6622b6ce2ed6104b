"""Which lines of a script belong to a layer."""

from __future__ import annotations

from ui.code.layer_lines import lines_of

SCRIPT = """\
model = keras.Sequential([
    keras.Input(shape=(8,), name="input"),
    keras.layers.Dense(30, name="dense"),  # dense
])
dense = keras.layers.Dense(30)(input)
dense_1 = keras.layers.Dense(1, name="dense_1")(dense)
# dense = old
if dense == 1: pass
"""


def test_that_assignments_and_names_are_found_but_not_uses_or_comments() -> None:
    assert lines_of(SCRIPT, {"dense"}) == [2, 4]


def test_that_a_longer_name_is_another_name() -> None:
    assert lines_of(SCRIPT, {"dense_1"}) == [5]


def test_that_several_names_are_found_together() -> None:
    assert lines_of(SCRIPT, {"input", "dense_1"}) == [1, 5]


def test_that_no_name_marks_nothing() -> None:
    assert lines_of(SCRIPT, ()) == []


def test_that_signs_in_a_name_are_taken_literally() -> None:
    assert lines_of('a = D(name="x.y")\nb = D(name="xzy")', {"x.y"}) == [0]

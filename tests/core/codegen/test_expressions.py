"""Python expressions as text."""

from __future__ import annotations

import math

import pytest

from desktop_nn.codegen.expressions import WIDTH, Call, Code, Expression, assigned, rendered
from desktop_nn.codegen.identifiers import identifier, identifiers


@pytest.mark.parametrize(
    "value",
    [1, 0.5, 1e-7, True, None, "text", 'a "quoted" \\ text\n', "Größe 大", (1,), (2, 3), [1, [2, 3]], {"a": (None, 4)}],
)
def test_that_a_literal_evaluates_to_its_value(value: Expression) -> None:
    assert eval(rendered(value)) == value


def test_that_infinity_and_no_number_are_written_so_that_python_reads_them() -> None:
    assert eval(rendered(math.inf)) == math.inf
    assert math.isnan(eval(rendered(math.nan)))


def test_that_a_short_call_stands_on_one_line() -> None:
    call = Call("layers.Dense", [30], {"activation": "relu"}, then=Call("", [Code("x")]))
    assert assigned("y", call) == 'y = layers.Dense(30, activation="relu")(x)'


def test_that_a_long_call_has_an_argument_a_line() -> None:
    call = Call("keras.layers.Something", [1], {f"argument_{number}": "x" * 20 for number in range(4)})
    lines = assigned("y", call).splitlines()
    assert lines[0] == "y = keras.layers.Something("
    assert lines[1] == "    1,"
    assert lines[-1] == ")"
    assert len(lines) == 7


@pytest.mark.parametrize("count", [30, 300])
def test_that_long_lists_keep_to_the_width(count: int) -> None:
    names = [f"column_{number}" for number in range(count)]
    text = assigned("names", names)
    assert max(map(len, text.splitlines())) <= WIDTH
    assert eval(text.removeprefix("names = ")) == names


@pytest.mark.parametrize(
    ("wish", "name"),
    [
        ("hidden1", "hidden1"),
        ("main-output", "main_output"),
        ("1a", "_1a"),
        ("class", "class_1"),
        ("input", "input_1"),
        ("model", "model_1"),
        ("日本", "x"),
        ("Dense", "dense"),
    ],
)
def test_that_a_layers_name_becomes_a_variables_name(wish: str, name: str) -> None:
    assert identifier(wish) == name
    assert identifier(wish).isidentifier()


def test_that_variables_are_unique() -> None:
    names = identifiers([("a", "x.1"), ("b", "x-1"), ("c", "x_1"), ("d", "x 1")])
    assert len(set(names.values())) == 4

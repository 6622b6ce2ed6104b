"""The field for a number, typed and stepped."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.helpers.clicking import retype
from ui.widgets.number_field import NumberField, number_text, stepped


@pytest.fixture
def field(qtbot: QtBot) -> NumberField:
    """A field for numbers from 0 to 1 that shows 0.5."""
    field = NumberField("share", minimum=0, maximum=1)
    field.set_value(0.5)
    qtbot.addWidget(field)
    field.show()
    return field


def test_that_every_legal_number_is_sent_while_it_is_typed(field: NumberField, qtbot: QtBot) -> None:
    sent: list[object] = []
    field.changed.connect(sent.append)
    retype(field, "0.25", enter=False)
    assert sent == [0.0, 0.2, 0.25]


def test_that_an_illegal_number_is_marked_explained_and_not_sent(field: NumberField) -> None:
    sent: list[object] = []
    field.changed.connect(sent.append)
    retype(field, "7", enter=False)
    assert field.property("invalid")
    assert field.toolTip() == "The largest possible value is 1."
    assert sent == []


def test_that_an_illegal_number_is_taken_back_at_the_end(field: NumberField) -> None:
    retype(field, "7")
    assert field.text() == "0.5"
    assert not field.property("invalid")


def test_that_a_decimal_comma_is_understood(field: NumberField) -> None:
    retype(field, "0,75")
    assert field.value == 0.75


def test_that_a_whole_number_takes_no_fraction(qtbot: QtBot) -> None:
    field = NumberField("count", whole=True, minimum=1)
    field.set_value(3)
    qtbot.addWidget(field)
    retype(field, "2.5")
    assert field.text() == "3"


def test_that_a_number_left_half_typed_brings_back_the_one_before_the_typing(field: NumberField) -> None:
    sent: list[object] = []
    field.changed.connect(sent.append)
    field.changed.connect(field.set_value)  # as panels do: the document has it, and tells
    retype(field, "1e-")
    assert field.text() == "0.5"
    assert field.value == 0.5
    assert sent[-1] == 0.5


def test_that_showing_the_number_that_is_typed_leaves_the_text_alone(field: NumberField) -> None:
    retype(field, "0.50", enter=False)
    field.set_value(0.5)
    assert field.text() == "0.50"


def test_that_arrow_keys_stop_at_the_limits(field: NumberField) -> None:
    for _ in range(8):
        QTest.keyClick(field, Qt.Key.Key_Up)
    assert field.value == 1.0


def test_that_leaving_the_field_ends_the_typing(field: NumberField, qtbot: QtBot) -> None:
    with qtbot.waitSignal(field.finished):
        QTest.keyClick(field, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("value", "text"),
    [(3, "3"), (0.01, "0.01"), (1e-5, "0.00001"), (2.0, "2"), (1e-9, "1e-09"), (0.1 + 0.2, "0.30000000000000004")],
)
def test_that_numbers_are_written_as_they_are_typed(value: float, text: str) -> None:
    assert number_text(value) == text
    assert float(text) == value


@pytest.mark.parametrize(
    ("value", "count", "whole", "result"),
    [(30, 1, True, 31), (0.01, 1, False, 0.02), (0.01, -1, False, 0.009), (0.3, -1, False, 0.2), (0.0, 1, False, 0.1)],
)
def test_that_a_step_is_one_of_the_leading_digit(value: float, count: int, whole: bool, result: float) -> None:
    assert stepped(value, count, whole) == result

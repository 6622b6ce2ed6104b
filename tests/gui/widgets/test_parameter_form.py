"""The parameter form: what it shows, what it sends, what it refuses, and how it goes back to defaults."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_nn.catalogue import Group, load
from ui.widgets.fields.bool_field import BoolField
from ui.widgets.fields.line_field import LineField
from ui.widgets.fields.object_field import ObjectField
from ui.widgets.fields.schedule_field import ScheduleField
from ui.widgets.parameter_form import ParameterForm

Show = Callable[..., ParameterForm]


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """Shows a form of a catalogue kind with a config."""

    def shown(name: str, config: dict[str, Any] | None = None, group: Group = "layers") -> ParameterForm:
        form = ParameterForm(load().groups[group][name])
        form.set_config(config or {})
        qtbot.addWidget(form)
        with qtbot.waitExposed(form):
            form.show()
        form.activateWindow()
        return form

    return shown


def heard(form: ParameterForm) -> list[tuple[str, Any, bool]]:
    """A list that collects what the form sends from now on."""
    sent: list[tuple[str, Any, bool]] = []
    form.changed.connect(lambda name, value, final: sent.append((name, value, final)))
    return sent


def line(form: ParameterForm, name: str) -> QLineEdit:
    """The line in which the parameter is typed."""
    field = form.field(name)
    if isinstance(field, ScheduleField):
        field = field.number
    assert isinstance(field, LineField)
    return field.edit


def type_anew(edit: QLineEdit, text: str) -> None:
    """Replace the text of a line by typing."""
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, text)


def pick(box: QComboBox, text: str) -> None:
    """Choose an entry of a combo box by the keyboard."""
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    while box.currentText() != text:
        before = box.currentIndex()
        QTest.keyClick(box, Qt.Key.Key_Down)
        assert box.currentIndex() > before, f"{text} is not among the entries"


def test_that_typing_sends_every_valid_number_and_enter_ends_the_gesture(show: Show) -> None:
    form = show("Dense", {"units": 1})
    sent = heard(form)
    edit = line(form, "units")
    type_anew(edit, "300")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert sent == [("units", 3, False), ("units", 30, False), ("units", 300, False), ("units", 300, True)]


def test_that_leaving_a_line_ends_the_gesture(show: Show) -> None:
    form = show("Dense", {"units": 1})
    sent = heard(form)
    type_anew(line(form, "units"), "7")
    form.field("activation").setFocus()
    assert sent[-1] == ("units", 7, True)


@pytest.mark.parametrize("text", ["abc", "0", "1.5", "-3"])
def test_that_an_invalid_number_turns_red_says_why_and_sends_nothing(show: Show, text: str) -> None:
    form = show("Dense", {"units": 12})
    edit = line(form, "units")
    edit.setFocus()
    edit.clear()
    sent = heard(form)
    QTest.keyClicks(edit, text)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert not [value for _, value, _ in sent if value not in (1,)]
    assert edit.property("invalid") == "true"
    assert edit.text() == text
    row = form.row("units")
    assert row.error.isVisible()
    assert row.error.text().endswith(".")


def test_that_a_refused_entry_stays_when_the_same_document_comes_again(show: Show) -> None:
    form = show("Dense", {"units": 12})
    type_anew(line(form, "units"), "abc")
    form.set_config({"units": 12})
    assert line(form, "units").text() == "abc"


def test_that_a_refused_entry_goes_when_another_layer_is_shown(show: Show) -> None:
    form = show("Dense", {"units": 12})
    type_anew(line(form, "units"), "abc")
    form.set_config({"units": 12}, anew=True)
    assert line(form, "units").text() == "12"
    assert not form.row("units").error.isVisible()


def test_that_escape_takes_a_refused_entry_back(show: Show) -> None:
    form = show("Dense", {"units": 12})
    edit = line(form, "units")
    type_anew(edit, "abc")
    QTest.keyClick(edit, Qt.Key.Key_Escape)
    assert edit.text() == "12"
    assert edit.property("invalid") == "false"


def test_that_the_cursor_stays_while_the_document_echoes_what_is_typed(show: Show) -> None:
    form = show("Dense", {"units": 12345})
    form.changed.connect(lambda name, value, _: form.set_config({name: value}))
    edit = line(form, "units")
    edit.setFocus()
    edit.setCursorPosition(2)
    QTest.keyClicks(edit, "9")
    assert (edit.text(), edit.cursorPosition()) == ("129345", 3)


@pytest.mark.parametrize(
    ("kind", "name", "text", "value"),
    [
        ("Conv2D", "kernel_size", "5", 5),
        ("Conv2D", "kernel_size", "3, 2", [3, 2]),
        ("InputLayer", "shape", "28, 28", [28, 28]),
        ("InputLayer", "shape", "None, 8", [None, 8]),
        ("Dropout", "rate", "0.25", 0.25),
        ("Dropout", "seed", "", None),
    ],
)
def test_that_typed_text_becomes_the_value_that_keras_takes(
    show: Show, kind: str, name: str, text: str, value: Any
) -> None:
    start = {"seed": 3} if name == "seed" else {}
    form = show(kind, start)
    sent = heard(form)
    edit = line(form, name)
    edit.setFocus()
    edit.selectAll()
    QTest.keyClick(edit, Qt.Key.Key_Backspace)
    QTest.keyClicks(edit, text)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert sent[-1] == (name, value, True)


def test_that_arrow_keys_step_whole_numbers_and_stop_at_the_minimum(show: Show) -> None:
    form = show("Dense", {"units": 2})
    edit = line(form, "units")
    sent = heard(form)
    edit.setFocus()
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down):
        QTest.keyClick(edit, key)
    assert [value for _, value, _ in sent] == [3, 2, 1]


def test_that_a_changed_value_is_marked_and_can_be_reset(show: Show) -> None:
    form = show("SGD", {"momentum": 0.9}, "optimizers")
    sent = heard(form)
    row = form.row("momentum")
    marks = [row.label.marked]
    QTest.mouseClick(row.reset_button, Qt.MouseButton.LeftButton)
    assert sent == [("momentum", 0.0, True)]
    assert form.config() == {}
    assert [*marks, row.label.marked] == [True, False]
    assert not row.reset_button.isVisible()


def test_that_a_check_box_sends_at_once(show: Show) -> None:
    form = show("Dense", {"units": 1})
    sent = heard(form)
    field = form.field("use_bias")
    assert isinstance(field, BoolField)
    QTest.mouseClick(
        field.box, Qt.MouseButton.LeftButton, pos=field.box.rect().topLeft() + field.box.rect().center() / 8
    )
    assert sent == [("use_bias", False, True)]


def test_that_choosing_an_activation_sends_its_name(show: Show) -> None:
    form = show("Dense", {"units": 1})
    sent = heard(form)
    field = form.field("activation")
    assert isinstance(field, ObjectField)
    pick(field.box, "relu")
    assert sent[-1] == ("activation", "relu", True)


def test_that_an_objects_own_parameter_is_set_in_the_form_below_it(show: Show) -> None:
    form = show("Dense", {"units": 1, "kernel_regularizer": "L2"})
    sent = heard(form)
    field = form.field("kernel_regularizer")
    assert isinstance(field, ObjectField)
    assert field.nested.form is not None
    edit = line(field.nested.form, "l2")
    type_anew(edit, "0.5")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert sent[-1] == ("kernel_regularizer", {"class_name": "L2", "config": {"l2": 0.5}}, True)


def test_that_an_object_set_back_to_keras_default_leaves_the_config(show: Show) -> None:
    form = show("Dense", {"units": 1, "kernel_initializer": "HeNormal"})
    field = form.field("kernel_initializer")
    assert isinstance(field, ObjectField)
    pick(field.box, "GlorotUniform")
    assert form.config() == {"units": 1}


def test_that_a_required_parameter_says_that_it_is_needed_until_it_is_given(show: Show) -> None:
    form = show("Dense")
    assert form.row("units").error.text() == "This needs a value."
    type_anew(line(form, "units"), "20")
    assert form.row("units").error.text() == ""


def test_that_a_wrapped_layer_begins_with_a_usual_size_and_can_be_set(show: Show) -> None:
    form = show("Bidirectional")
    sent = heard(form)
    field = form.field("layer")
    assert isinstance(field, ObjectField)
    pick(field.box, "LSTM")
    assert field.nested.form is not None
    assert sent[-1] == ("layer", {"class_name": "LSTM", "config": {"units": 64}}, True)
    type_anew(line(field.nested.form, "units"), "20")
    assert sent[-1] == ("layer", {"class_name": "LSTM", "config": {"units": 20}}, False)


def test_that_a_learning_rate_becomes_a_schedule_and_keeps_its_number(show: Show) -> None:
    form = show("SGD", {"learning_rate": 0.05}, "optimizers")
    sent = heard(form)
    field = form.field("learning_rate")
    assert isinstance(field, ScheduleField)
    QTest.mouseClick(field.button, Qt.MouseButton.LeftButton)
    value = sent[-1][1]
    assert value["class_name"] == "ExponentialDecay"
    assert value["config"]["initial_learning_rate"] == 0.05
    QTest.mouseClick(field.button, Qt.MouseButton.LeftButton)
    assert sent[-1] == ("learning_rate", 0.05, True)


def test_that_rarer_parameters_wait_under_more_and_their_changes_are_counted(show: Show) -> None:
    form = show("Dense", {"units": 1, "bias_initializer": "Ones"})
    assert form.more is not None
    assert form.more.body is None
    assert form.more.header.text() == "More (1 changed)"
    QTest.mouseClick(form.more.header, Qt.MouseButton.LeftButton)
    shown = form.findChild(QWidget, "field_bias_initializer")
    assert shown is not None
    assert shown.isVisible()


def test_that_differing_values_are_shown_as_several_until_one_is_typed_for_all(show: Show) -> None:
    form = show("Dense")
    form.set_config({"units": 5}, mixed=("units",))
    edit = line(form, "units")
    assert (edit.text(), edit.placeholderText()) == ("", "several values")
    sent = heard(form)
    type_anew(edit, "8")
    assert sent == [("units", 8, False)]


def test_that_the_focused_parameter_is_told_for_its_help(show: Show, qtbot: QtBot) -> None:
    form = show("Dense", {"units": 1})
    with qtbot.waitSignal(form.parameter_focused) as told:
        form.field("activation").setFocus()
    assert told.args is not None
    assert told.args[0].name == "activation"


def test_that_a_value_from_a_file_that_no_list_knows_is_kept(show: Show) -> None:
    form = show("Dense", {"units": 1, "activation": {"class_name": "Swishy", "config": {}}})
    field = form.field("activation")
    assert isinstance(field, ObjectField)
    assert field.box.currentText() == "Swishy"
    assert form.config()["activation"] == {"class_name": "Swishy", "config": {}}


def test_that_every_kind_of_the_catalogue_has_a_form_that_shows_its_defaults(qtbot: QtBot) -> None:
    for kinds in load().groups.values():
        for kind in kinds.values():
            form = ParameterForm(kind)
            qtbot.addWidget(form)
            form.set_config({})
            form.set_more_open(True)
            assert form.config() == {}
            assert not [p.name for p in kind.parameters if form.row(p.name).label.marked], kind.name

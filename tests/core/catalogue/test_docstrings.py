"""Keras's docstrings become plain texts: descriptions, arguments, sections."""

from __future__ import annotations

from desktop_nn.engine.catalogue_generator import docstrings, plain_text
from desktop_nn.engine.catalogue_generator.parameter_kinds import kind_of


class _Documented:
    """A layer that does `something` (e.g. a thing). It is **good**.

    Second paragraph with a [link](https://example.org/a) and
    a line break:

    - first item
      that goes on
    - second item

    Args:
        units: Positive integer, how many
            units there are.
        rate: Float between 0 and 1.
            odd: an item that Keras indents wrongly.
        other: Not an argument of ours.
        **kwargs: Arguments of the base class.

    Input shape:
        `(batch, units)`
    """


def _appended(text: str) -> type:
    """A class to whose docstring an example without indentation was appended, as Keras does."""
    return type("Appended", (), {"__doc__": f"Summary.\n\n    Args:\n        seed: Integer. A seed.\n\n{text}"})


def test_that_the_description_ends_at_the_first_section() -> None:
    read = docstrings.read(_Documented, ["units", "rate", "odd"])
    assert "Second paragraph" in read.description
    assert "Args" not in read.description
    assert read.sections["input shape"].strip() == "`(batch, units)`"


def test_that_arguments_are_told_apart_by_name_and_not_by_indentation() -> None:
    arguments = docstrings.read(_Documented, ["units", "rate", "odd"]).arguments
    assert arguments["units"] == "Positive integer, how many\nunits there are."
    assert arguments["rate"] == "Float between 0 and 1."
    assert arguments["odd"] == "an item that Keras indents wrongly."


def test_that_an_appended_example_does_not_hide_the_arguments() -> None:
    read = docstrings.read(_appended("```python\nlayer = Layer()\n```\n"), ["seed"])
    assert read.arguments["seed"].startswith("Integer. A seed.")


def test_that_a_class_without_a_docstring_has_no_texts() -> None:
    read = docstrings.read(type("Silent", (), {"__doc__": None}), ["units"])
    assert (read.description, dict(read.arguments)) == ("", {})


def test_that_paragraphs_are_plain_and_lists_stay_lists() -> None:
    description = docstrings.read(_Documented, []).description
    assert plain_text.paragraphs(description) == [
        "A layer that does something (e.g. a thing). It is good.",
        "Second paragraph with a link and a line break:\n• first item that goes on\n• second item",
    ]


def test_that_code_blocks_are_left_out() -> None:
    assert plain_text.paragraphs("Before.\n```python\nx = 1\n```\nAfter.\n>>> x\n1") == [
        "Before.",
        "After.",
    ]


def test_that_abbreviations_end_no_sentence() -> None:
    assert plain_text.sentences("Used e.g. As here, see Ba et al. 2016, a.k.a. That. Next one.") == [
        "Used e.g. As here, see Ba et al. 2016, a.k.a. That.",
        "Next one.",
    ]


def test_that_texts_are_cut_between_sentences() -> None:
    assert plain_text.shortened("First one. Second one. Third one.", 24) == "First one. Second one."
    assert plain_text.shortened("A first sentence that is too long. Second.", 5) == "A first sentence that is too long."


def test_that_the_type_is_left_out_of_an_arguments_help() -> None:
    assert plain_text.argument_help("Boolean, whether to use a bias.") == "Whether to use a bias."
    assert plain_text.argument_help("(Optional) string name of it.") == "String name of it."
    assert plain_text.argument_help("Positive integer, dimensionality.") == "Dimensionality."
    assert plain_text.argument_help("float between 0 and 1.") == "Float between 0 and 1."


def test_that_kinds_are_told_from_names_defaults_and_words() -> None:
    assert kind_of("Any", "bias_regularizer", None, "") == "regularizer"
    assert kind_of("Any", "return_state", False, "") == "bool"
    assert kind_of("Any", "units", None, "Positive integer, size.") == "int"
    assert kind_of("Any", "alpha", 1.0, "Float. A slope.") == "float"
    assert kind_of("Any", "alpha", 1.0, "A float or a tuple of two floats.") == "floats"
    assert kind_of("Any", "window_size", (3, 3), "") == "ints"
    assert kind_of("Any", "anything", None, "") == "json"
    assert kind_of("Conv1D", "padding", "valid", "") == "choice"
    assert kind_of("ZeroPadding1D", "padding", 1, "") == "ints"

"""Code that somebody is to agree to must look like what it is, and must not keep the app busy by being looked at."""

from __future__ import annotations

import pytest

from desktop_nn.catalogue.code_files import MOST_FIELDS, fault, of_text, parsed
from desktop_nn.problems import ProblemError


@pytest.mark.parametrize("letter", ["\u202e", "\u2066", "\u200b", "\u200f", "\x1b", "\x08", "\ufeff"])
def test_that_letters_that_hide_what_code_does_are_named_with_their_line(letter: str) -> None:
    code = of_text("layer.py", f"import keras\n# harmless{letter} comment\n")
    with pytest.raises(ProblemError, match=f"Line 2 holds a letter that is not seen .U.{ord(letter):04X}."):
        parsed(code)
    problem = fault(code)
    assert problem is not None
    assert problem.at == ("layer.py", 2)


def test_that_code_in_any_script_is_taken() -> None:
    text = 'x = "Größe, размер, حجم, 大小, 🧑\u200d🔬, می\u200cخواهم"\n\tif_tabs = 1\n'
    assert fault(of_text("layer.py", text.replace("\n\t", "\n"))) is None


def test_that_a_text_with_a_hundred_thousand_fields_is_not_even_parsed() -> None:
    with pytest.raises(ProblemError, match="braces"):
        parsed(of_text("layer.py", "x = f'''" + "{a}" * (MOST_FIELDS + 1) + "'''\n"))


def test_that_large_tables_without_formatted_texts_are_taken() -> None:
    rows = ", ".join("{}" for _ in range(MOST_FIELDS + 1))
    assert fault(of_text("layer.py", f"x = [{rows}]\n")) is None

"""Python files with callbacks, parsed and never run: classes, parameters, what is refused; and consent by text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop_nn import settings
from desktop_nn.catalogue import Kind
from desktop_nn.catalogue.code_files import CodeFile, read
from desktop_nn.codegen.custom_code import own_code
from desktop_nn.problems import ProblemError
from desktop_nn.training import consent
from desktop_nn.training.callback_checks import callback_problems
from desktop_nn.training.callback_code import classes
from desktop_nn.training.choices import Configured, TrainingChoices


def code(text: str, name: str = "mine.py") -> CodeFile:
    return CodeFile(name, tuple(text.split("\n")))


def kind(text: str) -> Kind:
    (found,) = (item for item in classes(code(text)) if not item.refused)
    return found.kind


def choices(text: str, **config: object) -> TrainingChoices:
    return TrainingChoices(callbacks=(Configured("mine.py:A", config),), code=(code(text),))


@pytest.mark.parametrize(
    ("base", "good"),
    [
        ("keras.callbacks.Callback", True),
        ("Callback", True),
        ("tf.keras.callbacks.EarlyStopping", True),
        ("object", False),
        ("Layer", False),
    ],
)
def test_that_a_callback_is_known_by_its_base(base: str, good: bool) -> None:
    (found,) = classes(code(f"class A({base}): pass"))
    assert (found.refused == "") is good


def test_that_bases_within_the_file_count_and_may_even_go_round() -> None:
    found = classes(code("class A(Callback): pass\nclass B(A): pass\nclass C(D): pass\nclass D(C): pass"))
    assert [item.name for item in found if not item.refused] == ["A", "B"]


def test_that_a_class_of_its_own_called_callback_is_none() -> None:
    found = classes(code("class Callback: pass\nclass A(Callback): pass"))
    assert all(item.refused for item in found)


def test_that_parameters_come_from_the_constructor_as_literals() -> None:
    found = kind(
        "class A(Callback):\n  def __init__(self, a, b: int = 3, c=None, *, d='x', e=(1, 2), f=print, **g): pass"
    )
    assert [(item.name, item.kind, item.default, item.required) for item in found.parameters] == [
        ("a", "json", None, True),
        ("b", "int", 3, False),
        ("c", "json", None, False),
        ("d", "string", "x", False),
        ("e", "json", [1, 2], False),
    ]


def test_that_one_without_a_constructor_has_those_of_kerass_class() -> None:
    assert kind("class A(keras.callbacks.EarlyStopping): pass").parameter("patience") is not None
    assert kind("class A(keras.callbacks.Callback): pass").parameters == ()


def test_that_reading_takes_any_line_ends_and_keeps_odd_characters(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_bytes("\ufeffx = 1\r\ny = 'a\u2028b'\r\n".encode())
    assert read(path).lines == ("x = 1", "y = 'a\u2028b'")


def test_that_a_folder_or_nothing_is_told(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.py"):
        with pytest.raises(ProblemError) as caught:
            read(path)
        assert caught.value.problem.what.startswith("The file cannot be read")


@pytest.mark.parametrize(
    ("text", "config", "what"),
    [
        ("class B(Callback): pass", {}, "mine.py has no class A."),
        ("class A: pass", {}, "A is no callback: it has no keras.callbacks.Callback among its bases."),
        ("class A(Callback):\n  def __init__(self, a): pass", {}, "A needs a value for “a”."),
        ("class A(Callback): pass", {"b": 1}, "A has no parameter “b”."),
        ("class A(:", {}, "Line 1 is no Python: invalid syntax."),
    ],
)
def test_that_what_is_wrong_with_code_in_a_project_is_told(text: str, config: dict[str, object], what: str) -> None:
    assert next(callback_problems(choices(text, **config))).what == what


def test_that_a_project_without_the_code_says_so() -> None:
    lost = TrainingChoices(callbacks=(Configured("mine.py:A"),))
    assert [problem.what for problem in callback_problems(lost)] == ["The project does not hold the code of A."]


def test_that_consent_is_for_a_text_and_is_kept_outside_of_projects() -> None:
    mine = code("class A(Callback): pass")
    assert not consent.agreed(mine)
    consent.agree(mine)
    assert consent.agreed(mine)
    assert not consent.agreed(code("class A(Callback): pass "))
    kept = settings.state_folder() / "agreed_code.json"
    assert json.loads(kept.read_text("utf-8")) == {mine.sha256: "mine.py"}
    kept.write_text("{broken")
    assert not consent.agreed(mine)
    consent.agree(mine)
    assert consent.agreed(mine)


def test_that_a_name_of_the_program_itself_is_refused_in_code() -> None:
    with pytest.raises(ProblemError) as caught:
        own_code(choices("model = 3\nclass A(Callback): pass"))
    assert caught.value.problem.what == "The name “model” in mine.py is used by the program itself as well."


def test_that_two_files_with_one_name_in_them_are_refused_in_code() -> None:
    both = TrainingChoices(
        callbacks=(Configured("mine.py:A"), Configured("other.py:A")),
        code=(code("class A(Callback): pass"), code("class A(Callback): x = 1", "other.py")),
    )
    with pytest.raises(ProblemError) as caught:
        own_code(both)
    assert caught.value.problem.what == "The name “A” in other.py is used by mine.py as well."

"""Classes of layers in files of code, found without running them: parameters, ports, what stands in the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_nn.catalogue.code_classes import FoundClass, classes
from desktop_nn.catalogue.code_files import MOST_BYTES, CodeFile, fault, oddities, of_text, read
from desktop_nn.problems import ProblemError

CALL = "\n  def call(self, x): return x"


def found(text: str) -> FoundClass:
    (one,) = (item for item in classes(of_text("mine.py", text), "layers") if item.name == "A")
    return one


def refused(text: str) -> str:
    return found(text).refused


@pytest.mark.parametrize(
    "base", ["Layer", "keras.Layer", "keras.layers.Layer", "tf.keras.layers.Layer", "keras.Model", "layers.Dense"]
)
def test_that_a_layer_is_known_by_its_base(base: str) -> None:
    assert refused(f"class A({base}):{CALL}") == ""


@pytest.mark.parametrize("base", ["object", "Callback", "keras.layers.InputLayer", "keras.Sequential", "f()"])
def test_that_another_base_is_refused(base: str) -> None:
    assert refused(f"class A({base}):{CALL}").startswith("A is no layer: it has neither keras.layers.Layer nor")


def test_that_parameters_have_kinds_by_annotation_default_and_keras_names() -> None:
    text = (
        "class A(Layer):\n  def __init__(self, units: int, rate=0.5, activation=None, kernel_initializer='he_normal',"
        " sizes=(3, 4), flag=True, what=print, *, name_of_it: str = 'x', name=None, **kwargs): pass" + CALL
    )
    kind = found(text).kind
    assert [(item.name, item.kind, item.default, item.required) for item in kind.parameters] == [
        ("units", "int", None, True),
        ("rate", "float", 0.5, False),
        ("activation", "activation", None, False),
        ("kernel_initializer", "initializer", "he_normal", False),
        ("sizes", "json", [3, 4], False),
        ("flag", "bool", True, False),
        ("name_of_it", "string", "x", False),
    ]


@pytest.mark.parametrize(
    ("call", "ports"),
    [
        ("self, inputs", [("inputs", False)]),
        ("self, query, value, training=None, mask=None", [("query", False), ("value", False)]),
        ("self, x, scale=1.0, *, gate", [("x", False), ("gate", False)]),
        ("self, inputs: list", [("inputs", True)]),
        ("self, inputs: list[Tensor], training=False", [("inputs", True)]),
    ],
)
def test_that_inputs_of_call_are_ports(call: str, ports: list[tuple[str, bool]]) -> None:
    kind = found(f"class A(Layer):\n  def call({call}): return 0").kind
    assert [(port.name, port.many) for port in kind.ports] == ports


def test_that_a_docstrings_first_line_says_what_it_is() -> None:
    assert found(f'class A(Layer):\n  """Adds\n\n  more."""{CALL}').kind.summary == "Adds"


def test_that_what_a_class_of_the_file_or_of_keras_has_is_taken_over() -> None:
    text = f"class B(Layer):\n  def __init__(self, n=1): pass{CALL}\nclass A(B): pass"
    assert found(text).kind.parameter("n") is not None
    dense = found("class A(keras.layers.Dense): pass").kind
    assert dense.parameter("units") is not None
    assert [port.name for port in dense.ports] == ["inputs"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("class A(Layer): pass", "A has no method “call”, which says what it computes."),
        ("class A(Layer):\n  def call(self): pass", "A.call takes no input beside self."),
        ("class A(Layer):\n  def call(self, *all): pass", "A.call takes *all, so its inputs have no names"),
        (f"class A(Layer):\n  def __init__(self, *a): pass{CALL}", "A.__init__ takes *a, so its parameters have no"),
    ],
)
def test_that_what_stands_in_the_way_is_told(text: str, told: str) -> None:
    assert refused(text).startswith(told)


def test_that_a_name_of_keras_is_refused() -> None:
    (dense,) = classes(of_text("mine.py", f"class Dense(Layer):{CALL}"), "layers")
    assert dense.refused == "Dense is the name of one of Keras's own layers; give the class another name."


def test_that_bytes_of_all_kinds_are_read_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_bytes(b"\xef\xbb\xbfclass A(Layer):\r\n\tdef call(self, x):\r\n\t\treturn x\r\n")
    assert read(path).lines == ("class A(Layer):", "\tdef call(self, x):", "\t\treturn x")
    for data in (b"x = 1\0", b"\xff\xfe", b"#" * (MOST_BYTES + 1)):
        path.write_bytes(data)
        with pytest.raises(ProblemError):
            read(path)


@pytest.mark.parametrize(
    "text", ["\0", "x" * (MOST_BYTES + 1), "(" * 10_000, "a" + ".b" * 50_000, "-" * 50_000 + "1", "x = 1\ry = 2"]
)
def test_that_a_hostile_text_in_a_project_is_a_fault_and_no_crash(text: str) -> None:
    assert fault(CodeFile("mine.py", (text,))) is not None


def test_that_a_fault_names_its_line() -> None:
    problem = fault(of_text("mine.py", "x = 1\nreturn x"))
    assert problem is not None
    assert problem.at == ("mine.py", 2)
    assert fault(of_text("mine.py", "x = '\\d'")) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("x = 1  # \u202e hidden", "Line 1 holds characters that cannot be seen"),
        ("x = 1\ny\u200b = 2", "Line 2 holds characters that cannot be seen"),
        ("x = 1" + " " * 400 + "; import os", "Line 1 is 416 characters long."),
        ("x = 1" + "\n" * 40 + "import os", "There is a gap of empty lines above line 41"),
    ],
)
def test_that_what_hides_code_from_the_eye_is_told(text: str, told: str) -> None:
    assert oddities(of_text("mine.py", text))[0].startswith(told)
    assert oddities(of_text("mine.py", "x = 'ü 日本'\n\n\ny = 2\n")) == ()


def test_that_very_many_classes_are_refused_and_long_lines_of_descent_cost_little() -> None:
    text = "class A0(Layer): pass\n" + "\n".join(f"class A{n}(A{n - 1}): pass" for n in range(1, 20_000))
    with pytest.raises(ProblemError, match="20,000 classes"):
        classes(of_text("mine.py", text), "layers")

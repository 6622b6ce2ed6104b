"""The editor of layers: Apply makes its text part of the project, and is the consent only to one's own words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QApplication, QWidget

from desktop_nn.catalogue.code_files import of_text
from desktop_nn.graph.facts import GraphFacts, NodeFacts
from desktop_nn.problems import Problem
from desktop_nn.project.document import Project, with_graph
from desktop_nn.training import consent
from tests.core.engine.drawings import chain
from tests.helpers.clicking import click
from tests.helpers.waiting import wait_until
from ui.code_consent import ask_by_name
from ui.code_dialog import CodeDialog
from ui.layer_code import LayerCode
from ui.own_code.window import LayerCodeWindow
from ui.session import Session

MINE = "import keras\n\n\nclass Mine(keras.layers.Layer):\n    def call(self, x):\n        return x\n"


@pytest.fixture
def window(session: Session) -> Iterator[LayerCodeWindow]:
    parent = QWidget()
    door = LayerCode(session, parent)
    yield door.window()
    door.window().editor.setPlainText("")
    door.window().hide()
    parent.deleteLater()


def dialog() -> CodeDialog | None:
    return next(
        (item for item in QApplication.topLevelWidgets() if isinstance(item, CodeDialog) and item.isVisible()), None
    )


def looked_at(window: LayerCodeWindow) -> None:
    wait_until(lambda: window._seen is not None and window._seen.code == window._code(), 10, "the look at the text")


def write(window: LayerCodeWindow, text: str) -> None:
    window.editor.setPlainText(text)
    looked_at(window)


def project_with(text: str, kind: str = "Mine") -> Project:
    return with_graph(Project(code=(of_text("mine.py", text),)), chain((kind, {}), shape=(3,)))


def test_that_a_new_layer_begins_with_a_template_that_stands(window: LayerCodeWindow, session: Session) -> None:
    session.editor_wanted.emit("", 0)
    looked_at(window)
    assert window.name == "MyDense.py"
    assert window.note.text == "MyDense. Not applied yet."
    assert "MyDense" not in session.catalogue.layers
    click(window.apply_button)
    assert [*session.history.labels()] == ["Add MyDense.py"]
    assert session.catalogue.layers["MyDense"].category == "your layers"
    assert consent.agreed(session.project.code[0])
    assert window.note.text == "MyDense: among “Your layers” in the palette."


def test_that_what_is_typed_is_marked_at_its_line_and_does_not_run(window: LayerCodeWindow, session: Session) -> None:
    session.editor_wanted.emit("", 0)
    write(window, MINE + "\n\ndef f(:\n")
    assert list(window.editor.faults) == [9]
    assert window.note.text.startswith("Line 9 is no Python")
    click(window.apply_button)
    assert not session.project.code
    assert window.editor.textCursor().blockNumber() == 8


def test_that_text_with_words_from_elsewhere_is_asked_about(window: LayerCodeWindow, session: Session) -> None:
    session.editor_wanted.emit("", 0)
    data = QMimeData()
    data.setText(MINE)
    window.editor.setPlainText("")
    window.editor.insertFromMimeData(data)
    looked_at(window)
    assert "from elsewhere" in window.words.text()
    click(window.apply_button)
    wait_until(lambda: dialog() is not None, 5, "the question")
    assert not session.project.code
    found = dialog()
    assert found is not None
    click(found.consent)
    click(found.agree)
    assert consent.agreed(session.project.code[0])


def test_that_an_imported_file_is_asked_about(window: LayerCodeWindow, session: Session, tmp_path: Path) -> None:
    path = tmp_path / "theirs.py"
    path.write_text(MINE, "utf-8")
    window.import_file(path)
    wait_until(lambda: window.name == "theirs.py", 10, "the file")
    looked_at(window)
    click(window.apply_button)
    wait_until(lambda: dialog() is not None, 5, "the question")
    found = dialog()
    assert found is not None
    found.reject()
    assert not session.project.code
    assert not consent.agreed(of_text("theirs.py", MINE))


def test_that_code_that_came_with_a_project_is_asked_about_even_if_changed(
    window: LayerCodeWindow, session: Session
) -> None:
    session.show(project_with(MINE), GraphFacts(), path=None, title="foreign")
    session.editor_wanted.emit("mine.py", 5)
    assert window.editor.textCursor().blockNumber() == 4
    write(window, MINE + "# mine too\n")
    click(window.apply_button)
    wait_until(lambda: dialog() is not None, 5, "the question")
    found = dialog()
    assert found is not None
    found.reject()
    assert session.project.code == (of_text("mine.py", MINE),)


def test_that_own_changes_to_agreed_code_are_one_step_and_can_be_undone(
    window: LayerCodeWindow, session: Session
) -> None:
    consent.agree(of_text("mine.py", MINE))
    session.show(project_with(MINE), GraphFacts(), path=None, title="mine")
    session.editor_wanted.emit("mine.py", 1)
    write(window, MINE + "# more\n")
    click(window.apply_button)
    assert dialog() is None
    assert [*session.history.labels()] == ["Change mine.py"]
    assert list(session.graph.layers.values())[1].code == session.project.code[0]
    session.undo()
    assert window.text == MINE
    session.redo()
    assert window.text == MINE + "# more\n"


def test_that_a_class_with_a_new_name_takes_its_nodes_along(window: LayerCodeWindow, session: Session) -> None:
    consent.agree(of_text("mine.py", MINE))
    session.show(project_with(MINE), GraphFacts(), path=None, title="mine")
    session.editor_wanted.emit("mine.py", 1)
    write(window, MINE.replace("Mine", "Ours"))
    click(window.apply_button)
    assert [layer.kind for layer in session.graph.layers.values()] == ["InputLayer", "Ours"]
    session.undo()
    assert [layer.kind for layer in session.graph.layers.values()] == ["InputLayer", "Mine"]


def test_that_a_file_taken_out_leaves_its_layers_locked(window: LayerCodeWindow, session: Session) -> None:
    session.show(project_with(MINE), GraphFacts(), path=None, title="mine")
    session.editor_wanted.emit("mine.py", 1)
    window.take_out()
    assert not session.project.code
    layer = list(session.graph.layers.values())[1]
    assert (layer.kind, layer.code) == ("Mine", None)
    session.undo()
    assert list(session.graph.layers.values())[1].code is not None


def test_that_an_error_of_the_code_is_shown_at_its_line(window: LayerCodeWindow, session: Session) -> None:
    consent.agree(of_text("mine.py", MINE))
    session.show(project_with(MINE), GraphFacts(), path=None, title="mine")
    session.editor_wanted.emit("mine.py", 1)
    looked_at(window)
    node = list(session.graph.nodes)[1]
    told = "Mine failed in call, line 6: ValueError: no."
    session.facts = GraphFacts({node: NodeFacts(problem=Problem(told, node=node, at=("mine.py", 6)))})
    session.facts_changed.emit()
    assert dict(window.editor.faults) == {6: told}
    assert window.note.text == told


def test_that_the_question_about_a_layers_code_shows_that_file(session: Session) -> None:
    parent = QWidget()
    session.show(project_with(MINE), GraphFacts(), path=None, title="foreign")
    found = ask_by_name("mine.py", session, parent)
    assert found is not None
    assert found.view.toPlainText() == MINE
    click(found.consent)
    click(found.agree)
    assert consent.agreed(session.project.code[0])
    assert ask_by_name("other.py", session, parent) is None
    parent.deleteLater()


def test_that_a_class_that_a_layer_lacks_is_begun_with_its_name(window: LayerCodeWindow, session: Session) -> None:
    session.class_wanted.emit("Missing")
    looked_at(window)
    assert window.name == "Missing.py"
    assert "class Missing(keras.layers.Layer)" in window.text


def test_that_a_name_out_of_a_file_cannot_put_code_into_ones_own_text(
    window: LayerCodeWindow, session: Session
) -> None:
    session.class_wanted.emit("X(object):\n    pass\nimport os\nclass Y")
    looked_at(window)
    assert "import os" not in window.text
    assert window.name == "MyDense.py"


def test_that_one_line_from_elsewhere_is_asked_about_too(window: LayerCodeWindow, session: Session) -> None:
    session.editor_wanted.emit("", 0)
    data = QMimeData()
    data.setText("__import__('os').remove('x')")
    window.editor.insertFromMimeData(data)
    looked_at(window)
    assert "from elsewhere" in window.words.text()


def test_that_text_that_was_not_applied_outlives_another_project(window: LayerCodeWindow, session: Session) -> None:
    session.editor_wanted.emit("", 0)
    write(window, MINE)
    session.show(Project(), GraphFacts(), path=None, title="other")
    assert window.text == MINE
    assert window.changed

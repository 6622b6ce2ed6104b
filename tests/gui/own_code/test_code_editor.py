"""The text field for Python: indentation while typing, marks at lines, finding, what comes from the clipboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ui.own_code.code_editor import CodeEditor


@pytest.fixture
def editor(qapp: QApplication) -> Iterator[CodeEditor]:
    made = CodeEditor()
    made.resize(400, 300)
    made.show()
    made.setFocus()
    yield made
    made.close()
    made.deleteLater()


def typed(editor: CodeEditor, text: str) -> str:
    for line_number, line in enumerate(text.split("\n")):
        if line_number:
            QTest.keyClick(editor, Qt.Key.Key_Return)
        QTest.keyClicks(editor, line)
    return editor.toPlainText()


def test_that_enter_keeps_the_indentation_and_goes_in_after_a_colon(editor: CodeEditor) -> None:
    assert typed(editor, "class A:\ndef f(self):\nx = 1\nreturn x\ny = 2") == (
        "class A:\n    def f(self):\n        x = 1\n        return x\n    y = 2"
    )


def test_that_tab_and_backspace_go_by_steps(editor: CodeEditor) -> None:
    QTest.keyClick(editor, Qt.Key.Key_Tab)
    QTest.keyClicks(editor, "x")
    QTest.keyClick(editor, Qt.Key.Key_Tab)
    assert editor.toPlainText() == "    x   "
    editor.setPlainText("        ")
    editor.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClick(editor, Qt.Key.Key_Backspace)
    assert editor.toPlainText() == "    "


def test_that_selected_lines_move_in_and_out_as_one_step(editor: CodeEditor) -> None:
    editor.setPlainText("a\nb\nc")
    editor.selectAll()
    QTest.keyClick(editor, Qt.Key.Key_Tab)
    assert editor.toPlainText() == "    a\n    b\n    c"
    QTest.keyClick(editor, Qt.Key.Key_Backtab)
    assert editor.toPlainText() == "a\nb\nc"
    editor.undo()
    assert editor.toPlainText() == "    a\n    b\n    c"


def test_that_escape_leaves_the_text(editor: CodeEditor) -> None:
    left: list[bool] = []
    editor.left.connect(lambda: left.append(True))
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert left == [True]


def test_that_a_line_with_a_mistake_is_marked_and_gone_to(editor: CodeEditor) -> None:
    editor.setPlainText("\n".join(f"x{number} = 0" for number in range(200)))
    editor.show_faults({150: "wrong"})
    marks = [selection.cursor.blockNumber() + 1 for selection in editor.extraSelections()]
    assert 150 in marks
    editor.go_to(150)
    assert editor.textCursor().blockNumber() == 149
    editor.show_faults({})
    assert len(editor.extraSelections()) == 1


def test_that_words_are_found_round_the_end(editor: CodeEditor) -> None:
    editor.setPlainText("one two one")
    assert editor.find_text("one")
    assert editor.find_text("one")
    assert editor.textCursor().selectionStart() == 8
    assert editor.find_text("one")
    assert editor.textCursor().selectionStart() == 0
    assert not editor.find_text("three")


def test_that_lines_from_elsewhere_are_told_of_and_own_ones_are_not(editor: CodeEditor) -> None:
    told: list[bool] = []
    editor.foreign.connect(lambda: told.append(True))
    editor.setPlainText("a\nb\n")
    editor.selectAll()
    own = editor.createMimeDataFromSelection()
    editor.insertFromMimeData(own)
    word = QMimeData()
    word.setText("word")
    editor.insertFromMimeData(word)
    assert told == []
    other = QMimeData()
    other.setText("import os\r\n\tos.remove('x')\n")
    editor.insertFromMimeData(other)
    assert told == [True]
    assert "    os.remove" in editor.toPlainText()
    assert "\t" not in editor.toPlainText()

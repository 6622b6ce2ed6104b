"""The code view: colours, marks, and that new text does not move what is looked at."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ui.theme.theme import theme
from ui.theme.tokens import category_colour
from ui.widgets.code_view import CodeView

TEXT = '''"""Two
lines."""
import keras  # now
rate = 1e-3
f"x{rate}".upper()
'''


@pytest.fixture
def view(qtbot: QtBot) -> CodeView:
    """A view on the screen."""
    view = CodeView()
    qtbot.addWidget(view)
    view.resize(400, 120)
    with qtbot.waitExposed(view):
        view.show()
    return view


def colour_at(view: CodeView, line: int, column: int) -> str:
    """The colour of a character as #rrggbb, empty for the plain text."""
    formats = view.document().findBlockByNumber(line).layout().formats()
    hits = [item for item in formats if item.start <= column < item.start + item.length]
    return hits[-1].format.foreground().color().name() if hits else ""


@pytest.mark.parametrize(
    ("line", "column", "what"),
    [
        (0, 4, "text"),
        (1, 2, "text"),
        (2, 0, "keyword"),
        (2, 7, ""),
        (2, 15, "comment"),
        (3, 8, "number"),
        (4, 3, "text"),
    ],
)
def test_that_code_is_coloured(view: CodeView, line: int, column: int, what: str) -> None:
    view.show_code(TEXT)
    scheme = theme.colours.scheme
    colours = {
        "": "",
        "text": theme.colours.good,
        "comment": theme.colours.text_faint,
        "keyword": category_colour("convolution", scheme),
        "number": category_colour("activation", scheme),
    }
    assert colour_at(view, line, column) == (QColor(colours[what]).name() if what else "")


def test_that_the_place_stays_when_the_text_changes(view: CodeView) -> None:
    view.show_code("\n".join(f"line = {n}" for n in range(100)))
    view.verticalScrollBar().setValue(40)
    view.show_code("\n".join(f"line = {n}" for n in range(101)))
    assert view.verticalScrollBar().value() == 40


def test_that_a_change_leaves_the_same_text_as_new_text_does(view: CodeView) -> None:
    texts = ["a = 1\nb = 2\n", "a = 1\n", "x😀y\nb = 2\n", "x😀😀y\nb = 2\n", "", "a\na\na\n", "a\na\n"]
    for text in texts:
        view.show_code(text)
        assert view.toPlainText() == view.code == text


def test_that_a_change_is_coloured(view: CodeView) -> None:
    view.show_code(TEXT)
    view.show_code(TEXT.replace("import", "from keras import"))
    assert colour_at(view, 2, 11) == QColor(category_colour("convolution", theme.colours.scheme)).name()


def test_that_a_click_on_a_lines_number_picks_it(view: CodeView, qtbot: QtBot) -> None:
    view.show_code(TEXT)
    top = dict(view.lines_in_sight())[3]
    with qtbot.waitSignal(view.line_picked) as picked:
        QTest.mouseClick(view.numbers, Qt.MouseButton.LeftButton, pos=QPoint(4, round(top) + 4))
    assert picked.args == [3, True]


def test_that_selecting_text_picks_no_line(view: CodeView, qtbot: QtBot) -> None:
    view.show_code(TEXT)
    view.setFocus()
    with qtbot.assertNotEmitted(view.line_picked):
        QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)


def test_that_marked_lines_are_brought_into_view_if_they_cannot_be_seen(view: CodeView) -> None:
    view.show_code("\n".join(f"line = {n}" for n in range(100)))
    view.mark_lines([1], show=True)
    before = view.verticalScrollBar().value()
    view.mark_lines([70], show=True)
    assert before == 0
    assert view.verticalScrollBar().value() <= 70
    assert 70 in dict(view.lines_in_sight())


def test_that_the_text_cannot_be_typed_into(view: CodeView) -> None:
    view.show_code(TEXT)
    view.setFocus()
    QTest.keyClicks(view, "abc")
    assert view.toPlainText() == TEXT

"""What a file holds comes into a tool tip or a message as letters, never as markup."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QWidget

from ui.widgets.message_bar import MessageBar
from ui.widgets.tips import plain

PICTURE = "<img src='//203.0.113.1/share/x.png'> & more"


def test_that_a_column_s_name_with_markup_is_shown_letter_by_letter() -> None:
    shown = QTextDocument()
    shown.setHtml(plain(PICTURE))
    assert shown.toPlainText() == PICTURE


def test_that_a_plain_tip_stays_as_it_is() -> None:
    assert plain("price: number\nin $, 1 < 2") == "price: number\nin $, 1 < 2"


def test_that_a_message_that_quotes_a_file_is_no_markup(qapp: object) -> None:
    window = QWidget()
    bar = MessageBar(window)
    bar.show_message(PICTURE)
    assert bar._label.textFormat() == Qt.TextFormat.PlainText
    assert bar._label.text() == PICTURE
    bar.deleteLater()
    window.deleteLater()

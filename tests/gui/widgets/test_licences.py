"""The dialog with the licences of everything inside."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_nn.licences import Part
from ui.widgets.licences import LicencesDialog


@pytest.fixture
def dialog(qtbot: QtBot) -> Iterator[LicencesDialog]:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = LicencesDialog(parent)
    keras = Part("keras", "3.15.1", "Apache License 2.0", (("LICENSE", "The text."),))
    dialog.show_parts([keras, Part("x", "1", "MIT")])
    yield dialog
    dialog.close()


def test_that_the_text_of_the_chosen_part_is_shown(dialog: LicencesDialog) -> None:
    assert dialog.list.topLevelItemCount() == 2
    assert "The text." in dialog.text.toPlainText()


def test_that_a_part_without_a_text_says_what_it_declares(dialog: LicencesDialog) -> None:
    second = dialog.list.topLevelItem(1)
    assert second is not None
    dialog.list.setCurrentItem(second)
    assert dialog.text.toPlainText() == "x brings no text of its licence; it declares: MIT."

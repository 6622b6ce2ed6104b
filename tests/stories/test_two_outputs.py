"""From an empty window, by mouse: draw the two-output model, bind columns, train, save, reopen, evaluate."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton

from tests.helpers.hand import QtHand
from tests.helpers.waiting import wait_until
from tests.stories import two_outputs
from tests.stories.drawing_table import DrawingTable
from ui.main_window import MainWindow


def test_that_a_drawn_model_is_trained_saved_and_reopened(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "two outputs.h5"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), "Keras HDF5 (*.h5)"))
    table = DrawingTable(window, QtHand())
    table.hand.click(table.find(QPushButton, "welcome_new"))
    wait_until(window.canvas.isVisible, what="the empty canvas")
    two_outputs.tell(table, file)

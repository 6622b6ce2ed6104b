"""Two runs compared in a window of its own, from the table to the text in the clipboard."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from desktop_nn.graph.facts import GraphFacts
from desktop_nn.project import examples, file
from tests.gui.runs.test_runs import CONTROL, button, choose
from tests.helpers.clicking import click
from tests.helpers.waiting import wait_until
from ui.runs.compare_dialog import CompareDialog
from ui.runs.panel import RunsPanel


def compared(panel: RunsPanel, root: Path) -> CompareDialog:
    """Give two runs projects, select them, press Compare, and wait for the window."""
    project = examples.read("blobs-deep").project
    file.write(root / "run_1" / "project.dnn", project, GraphFacts())
    other = replace(project, training=replace(project.training, seed=99))
    file.write(root / "run_3" / "project.dnn", other, GraphFacts())
    choose(panel, 0)
    choose(panel, 2, modifier=CONTROL)
    click(button(panel, "compare"))
    wait_until(lambda: panel.findChild(CompareDialog), what="the comparison")
    dialog = panel.findChild(CompareDialog)
    assert dialog is not None
    return dialog


def test_that_differences_are_shown_in_words(panel: RunsPanel, root: Path) -> None:
    text = compared(panel, root).page.toPlainText()
    assert "Seed: " in text
    assert "→ 99" in text
    assert "val_loss" in text
    assert "Model\nThe same." in text


def test_that_all_of_it_is_copied_as_text(panel: RunsPanel, root: Path) -> None:
    dialog = compared(panel, root)
    copy = dialog.findChild(QPushButton, "compare_copy")
    assert copy is not None
    click(copy)
    assert QGuiApplication.clipboard().text().startswith("model 1 → Wide\n")


def test_that_markup_in_a_title_is_only_text(panel: RunsPanel, root: Path) -> None:
    panel.acts.title(panel.model.shown[0], "<img src=x> & co")
    dialog = compared(panel, root)
    assert "<img src=x> & co" in dialog.page.toPlainText()


def test_that_nothing_is_compared_with_one_run(panel: RunsPanel) -> None:
    choose(panel, 0)
    panel.do("compare")
    wait_until(lambda: not panel._session.files.busy)
    assert panel.findChild(CompareDialog) is None
    assert not button(panel, "compare").isEnabled()
    assert panel.table.focusPolicy() != Qt.FocusPolicy.NoFocus

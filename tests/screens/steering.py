"""A run that is steered: paused with its learning rate at hand, and the question at the start."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from tests.helpers.waiting import wait_until
from ui.main_window import MainWindow
from ui.training.start_dialog import StartDialog


def paused(window: MainWindow) -> None:
    """A run that waits; its learning rate can be changed in the training panel."""
    window.session.edit("Epochs", lambda p: replace(p, training=replace(p.training, epochs=4000)))
    window.run.hold(None)  # else it would be asked how to begin
    window.train()
    wait_until(lambda: len(window.run.log.epoch_seconds) >= 5 or not window.run.active, 120, "five epochs")
    window.run.pause()
    window.show_panel("training")
    wait_until(lambda: bool(window.run.log.steered), 60, "the pause")


def asked(window: MainWindow) -> QWidget | None:
    """How the next run shall begin, as there are weights."""
    window.run.stop()
    wait_until(lambda: not window.run.active, 60, "the end of the run")
    window.train()
    return window.findChild(StartDialog)


def answered(window: MainWindow) -> QWidget | None:
    """The dialog is gone."""
    for dialog in window.findChildren(StartDialog):
        dialog.reject()
    return None


STEERING_STATES = (paused, asked, answered)

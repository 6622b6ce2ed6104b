"""States of the dialogs that give the model away: for Keras, and for other programs with a choice of precision."""

from __future__ import annotations

from PySide6.QtWidgets import QRadioButton, QWidget

from desktop_nn.project import model_formats
from ui.main_window import MainWindow
from ui.model_saving.dialog import ModelSavingDialog


def model_saving(window: MainWindow) -> QWidget | None:
    """The forms that Keras reads."""
    return _dialog(window, model_formats.KERAS, "keras2_h5")


def model_exporting(window: MainWindow) -> QWidget | None:
    """The forms of other programs; one has a choice, one cannot be written."""
    return _dialog(window, model_formats.ELSEWHERE, "tflite")


def model_exporting_lacking(window: MainWindow) -> QWidget | None:
    """A form whose packages are not installed."""
    return _dialog(window, model_formats.ELSEWHERE, "onnx")


def model_saving_left(window: MainWindow) -> None:
    """The window again."""
    _close(window)


def _dialog(window: MainWindow, use: str, form: str) -> QWidget | None:
    _close(window)
    window.documents.models.ask(use)
    dialog = window.findChild(ModelSavingDialog)
    radio = dialog.findChild(QRadioButton, f"form_{form}") if dialog is not None else None
    if isinstance(radio, QRadioButton):
        radio.setChecked(True)
        radio.setFocus()
    return dialog


def _close(window: MainWindow) -> None:
    for dialog in window.findChildren(ModelSavingDialog):
        dialog.reject()
        dialog.setParent(None)


MODEL_SAVING_STATES = (model_saving, model_exporting, model_exporting_lacking, model_saving_left)

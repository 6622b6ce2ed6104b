"""Screens of callbacks: cards with curves, code of one's own with its question, the dialog that shows the code."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget

from desktop_nn.catalogue.code_files import CodeFile
from desktop_nn.training.choices import Configured
from tests.helpers.waiting import wait_until
from ui.code_dialog import CodeDialog
from ui.main_window import MainWindow
from ui.training.code_adding import ask_to_add, with_code
from ui.training.edits import add_callback, set_optimizer
from ui.training.panel import TrainingPanel

_CODE = '''"""Callbacks of my own."""

import keras


class WeightLogger(keras.callbacks.Callback):
    """Prints the mean weight of each layer after an epoch."""

    def __init__(self, every=2, loud=False):
        super().__init__()
        self.every, self.loud = every, loud

    def on_epoch_end(self, epoch, logs=None):
        if epoch % self.every == 0:
            for layer in self.model.layers:
                print(layer.name, [float(abs(values).mean()) for values in layer.get_weights()])


class Helper:
    pass
'''
_FILE = CodeFile("my_callbacks.py", tuple(_CODE.rstrip("\n").split("\n")))


def _shown(window: MainWindow, example: str = "blobs-deep") -> TrainingPanel:
    window.session.history.mark_saved(window.session.project)
    window.documents.open_example(example)
    wait_until(lambda: window.session.title == example and window.session.description, what="the example")
    wait_until(lambda: not window.session.files.busy, what="the files")
    window.show_panel("training")
    panel = window.findChild(TrainingPanel)
    assert panel is not None
    wait_until(panel.isVisible, what="the panel")
    QApplication.processEvents()
    for section in (panel.run, panel.outputs, panel.optimizer):
        section.set_open(False)
    return panel


def callback_cards(window: MainWindow) -> None:
    """The val/train ratio and a schedule with its curve."""
    panel = _shown(window)
    for callback in (
        Configured("ValTrainRatio"),
        Configured("LearningRateScheduler", {"shape": "1cycle"}),
        Configured("ReduceLROnPlateau", {"patience": 3}),
    ):
        window.session.edit("Add", lambda project, callback=callback: add_callback(project, callback))  # type: ignore[misc]
    _scroll(panel, panel.callbacks.cards[0][1])


def callback_code_asked(window: MainWindow) -> None:
    """Code of one's own that nobody has agreed to here, and a wrong schedule."""
    panel = _shown(window)
    window.session.edit("Add", lambda project: with_code(project, _FILE, "WeightLogger"))
    wrong = Configured("LearningRateScheduler", {"shape": "piecewise constant", "values": [0.1]})
    window.session.edit("Add", lambda project: add_callback(project, wrong))
    _scroll(panel, panel.callbacks.cards[0][1])


def callback_code_shown(window: MainWindow) -> QWidget:
    """The dialog before its consent."""
    _shown(window)
    dialog = ask_to_add(_FILE, window.session, window)
    wait_until(dialog.isVisible, what="the dialog")
    return dialog


def schedule_drawn(window: MainWindow) -> None:
    """The optimizer's schedule as a curve."""
    for dialog in window.findChildren(CodeDialog):
        dialog.reject()
    panel = _shown(window, "blobs-wide")
    panel.optimizer.set_open(True)
    panel.callbacks.set_open(False)
    config = {"initial_learning_rate": 0.1, "first_decay_steps": 150, "m_mul": 0.8}
    schedule = {"class_name": "CosineDecayRestarts", "config": config}
    window.session.edit("Use", lambda project: set_optimizer(project, Configured("SGD", {"learning_rate": schedule})))
    _scroll(panel, panel.optimizer.curve)


def _scroll(panel: TrainingPanel, widget: QWidget) -> None:
    for _ in range(4):  # the cards' own layouts settle one after the other
        QApplication.processEvents()
    area = panel.area
    page = area.widget()
    assert page is not None
    area.verticalScrollBar().setValue(widget.mapTo(page, QPoint(0, 0)).y() - 8)
    QApplication.processEvents()


CALLBACK_STATES = (callback_cards, callback_code_asked, callback_code_shown, schedule_drawn)

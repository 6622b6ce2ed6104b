"""States of the weights panel, the report on a file, and files hanging over the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop_nn.engine.model_files.model_file import ModelFile
from desktop_nn.engine.model_files.report import Change, LockedLayer, Report
from tests.helpers.waiting import wait_until
from ui import engine_door
from ui.main_window import MainWindow
from ui.weights.other_model import OtherModel
from ui.weights.panel import WeightsPanel

_REPORT = Report(
    "Keras 2.9 HDF5",
    "2.9.0",
    1_073_212,
    "",
    (
        Change("hidden1", "“VarianceScaling” became “GlorotUniform”", "Keras 3 calls it so with these settings"),
        Change("optimizer", "the legacy SGD became SGD", "Keras 3 has one optimizer of that name"),
    ),
    (Change("optimizer", "its state was left out", "it is in the form of Keras 2"),),
    (LockedLayer("label", "MyHead", "Its class “MyHead” is not known here.", ((100, 10), (10,))),),
)


def weights_learned(window: MainWindow) -> None:
    """The first layer of a trained Fashion-MNIST model: what each unit has learned."""
    window.session.history.mark_saved(window.session.project)
    window.documents.open_example("fashion-mnist")
    wait_until(lambda: window.session.title == "fashion-mnist" and window.session.description, what="the example")
    window.session.start_engine()
    nodes = window.session.graph.nodes
    wait_until(lambda: all(id in window.session.facts.nodes for id in nodes), what="shapes")
    window.session.edit("Epochs", lambda p: replace(p, training=replace(p.training, epochs=4)))
    window.train()
    wait_until(lambda: not window.run.active, 180, "the end of the run")
    window.session.history.mark_saved(window.session.project)
    window.session.select([list(nodes)[2]])
    window.show_panel("weights")
    panel = _panel(window)
    panel.other_button.choose(OtherModel("before training"))
    wait_until(lambda: panel.content and panel.content.compared, what="both models")
    panel.parts.view._take("difference")
    _settle(window)


def weights_side_by_side(window: MainWindow) -> None:
    """Two models and their difference on one colour scale."""
    _panel(window).parts.view._take("all")
    _settle(window)


def weights_layers(window: MainWindow) -> None:
    """How far the layers of the two models are apart."""
    _panel(window).show_page("layers")
    _settle(window)


def weights_numbers(window: MainWindow) -> None:
    """The weights as a table."""
    panel = _panel(window)
    panel.other_button.choose(None)
    panel.show_page("numbers")
    _settle(window)


def weights_bars(window: MainWindow) -> None:
    """A bias as bars."""
    panel = _panel(window)
    panel.show_page("pictures")
    panel.parts.weight_chosen.emit(1)
    wait_until(lambda: panel.content and panel.content.index == 1, what="the bias")
    _settle(window)


def opened_with_report(window: MainWindow) -> None:
    """A file of an older Keras with something locked: its report stands beside the drawing."""
    path = window.run.model.path if window.run.model else None
    assert path is not None
    real: Callable[..., ModelFile] = engine_door.read_model

    def read(path: Path, cancelled: Callable[[], bool] = lambda: False) -> ModelFile:
        return replace(real(path, cancelled), report=_REPORT)

    engine_door.read_model = read
    try:
        window.documents.open(path)
        wait_until(window.reports.card.isVisible, what="the report")
    finally:
        engine_door.read_model = real
    window.panels.fold()
    window.canvas.fit()
    _settle(window)


def files_over_window(window: MainWindow) -> None:
    """A project and its table hang over the window."""
    window.reports.card.close_report()
    _hang(window, "lesson.dnn", "houses.csv")


def foreign_over_window(window: MainWindow) -> None:
    """So does something that is of no use here."""
    _hang(window, "song.mp3")


def recent_files(window: MainWindow) -> QWidget | None:
    """The menu of recent files."""
    QApplication.sendEvent(window, QDragLeaveEvent())
    gone = str(Path("/media/stick/pruned.h5"))
    recent = window.documents.recent
    window.session.settings = replace(
        window.session.settings, recent_files=(*window.session.settings.recent_files, gone)
    )
    recent.look()
    wait_until(lambda: recent.missing, what="the look at the files")
    menu = window.findChild(QWidget, "menu.file.recent")
    assert menu is not None
    menu.popup(QPoint(40, 40))  # type: ignore[attr-defined]
    return menu


def recent_files_closed(window: MainWindow) -> None:
    """The menu is gone again."""
    menu = window.findChild(QWidget, "menu.file.recent")
    assert menu is not None
    menu.hide()


def _hang(window: MainWindow, *names: str) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(f"/somewhere/{name}") for name in names])
    keys = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(200, 200), Qt.DropAction.CopyAction, data, *keys))


def _panel(window: MainWindow) -> WeightsPanel:
    panel = window.panels.panel("weights")
    assert isinstance(panel, WeightsPanel)
    return panel


def _settle(window: MainWindow) -> None:
    QCoreApplication.processEvents()
    wait_until(lambda: not window.session.looking.busy and not window.session.shapes.busy, what="the weights")


WEIGHT_STATES = (
    weights_learned,
    weights_side_by_side,
    weights_layers,
    weights_numbers,
    weights_bars,
    opened_with_report,
    files_over_window,
    foreign_over_window,
    recent_files,
    recent_files_closed,
)

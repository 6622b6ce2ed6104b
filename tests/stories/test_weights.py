"""Somebody opens a trained model and looks at what its first layer has learned."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from desktop_nn.engine import build, model_files
from desktop_nn.project import examples
from desktop_nn.settings import Settings
from tests.helpers.waiting import wait_until
from ui.main_window import MainWindow
from ui.theme.theme import theme
from ui.weights.other_model import OtherModel
from ui.weights.panel import WeightsPanel


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The real window with the real engine."""
    theme.animated = False
    window = MainWindow(Settings(runs_folder=str(tmp_path / "runs"), open_browser=False))
    with qtbot.waitSignal(window.usable):
        window.show()
    yield window
    window.session.history.mark_saved(window.session.project)
    window.close()
    window.deleteLater()


def test_that_an_opened_file_shows_the_first_layers_weights_and_what_training_changed(
    window: MainWindow, tmp_path: Path
) -> None:
    project = examples.read("fashion-mnist").project
    model = build.build(project.graph, project.training.seed)
    layer = model.layers[1]
    fresh = layer.kernel.numpy()
    learned = np.zeros_like(fresh)
    learned[:, 7] = np.linspace(-1, 1, 784)
    layer.kernel.assign(fresh + learned)
    model_files.save(model, tmp_path / "trained.h5", project)

    window.documents.open(tmp_path / "trained.h5")
    wait_until(lambda: window.session.title == "trained")
    window.session.start_engine()
    wait_until(lambda: window.session.facts.parameters)
    window.session.select([list(window.session.graph.nodes)[2]])
    window.show_panel("weights")
    panel = window.panels.panel("weights")
    assert isinstance(panel, WeightsPanel)
    wait_until(lambda: panel.content)
    assert panel.content is not None
    assert np.array_equal(panel.content.weight.values, fresh + learned)
    tiles = panel.content.sides[0].tiles
    assert tiles is not None
    assert tiles.values.shape == (300, 28, 28)

    panel.other_button.choose(OtherModel("before training"))
    wait_until(lambda: panel.content and panel.content.compared)
    change = panel.content.sides[2].tiles
    assert change is not None
    assert np.allclose(change.values[7].reshape(-1), learned[:, 7], atol=1e-6)
    assert not change.values[6].any()

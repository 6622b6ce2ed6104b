"""The weights panel: whose weights it shows, when it reads them, and what it says where there are none."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from desktop_nn.graph.edits import configure
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.training.events import EpochEnded
from desktop_nn.training.steering import Steering
from desktop_nn.weights.store import Weight, WeightStore
from tests.gui.weights.conftest import KERNEL, store
from tests.helpers.waiting import wait_until
from ui.running import ModelInHand, RunControl
from ui.session import Notice, Session
from ui.weights.other_model import OtherModel
from ui.weights.panel import WeightsPanel

Engine = Callable[[str, Any], None]


def shown(panel: WeightsPanel, what: Callable[[WeightsPanel], object] = lambda panel: panel.content) -> None:
    wait_until(lambda: what(panel), 10, "the weights")


def hold(run: RunControl, session: Session, factor: float = 2.0) -> None:
    run.hold(ModelInHand(session.project, live=factor, epochs=3))


def test_that_without_a_selection_the_first_layer_with_weights_is_offered(
    panel: WeightsPanel, session: Session, opened: dict[str, str]
) -> None:
    assert "Select one layer" in panel.empty.text()
    panel.empty.clicked.emit()
    assert session.selection == {opened["dense"]}
    shown(panel)


def test_that_a_layer_without_weights_says_so(panel: WeightsPanel, session: Session, opened: dict[str, str]) -> None:
    session.select((opened["flatten"],))
    wait_until(lambda: "flatten has no weights" in panel.empty.text())


def test_that_a_file_that_lacks_a_layers_weights_says_so(
    panel: WeightsPanel, session: Session, run: RunControl, opened: dict[str, str], engine: Engine
) -> None:
    engine("file_weights", lambda _path, _title, _cancelled=None: store(1.0, ("other",)))
    run.hold(ModelInHand(session.project, path=Path("3.h5")))
    session.select((opened["dense"],))
    wait_until(lambda: "dense has no weights there" in panel.empty.text())
    assert "the model of 3.h5 holds none for it" in panel.empty.text()


def test_that_before_training_the_weights_are_those_of_the_seed(
    panel: WeightsPanel, session: Session, opened: dict[str, str]
) -> None:
    session.select((opened["dense"],))
    shown(panel)
    assert panel.content is not None
    assert np.array_equal(panel.content.weight.values, KERNEL / 2)
    assert "before training" in panel.parts.title.text()


def test_that_the_model_in_hand_goes_before_fresh_weights(
    panel: WeightsPanel, session: Session, run: RunControl, opened: dict[str, str]
) -> None:
    session.select((opened["dense"],))
    hold(run, session)
    shown(panel, lambda panel: panel.content and panel.content.weight.values[0, 0] == -2)
    assert "trained for 3 epochs" in panel.parts.title.text()


def test_that_an_opened_file_is_read_without_keras(
    panel: WeightsPanel, session: Session, run: RunControl, opened: dict[str, str], engine: Engine
) -> None:
    engine("loaded", lambda: False)
    run.hold(ModelInHand(session.project, path=Path("3.h5")))
    session.select((opened["dense"],))
    shown(panel)
    assert panel.parts.title.text() == "dense, of 3.h5"
    assert panel.parts.weight.itemText(0) == "kernel 4 × 3"


def test_that_a_layer_that_was_changed_since_has_fresh_weights(
    panel: WeightsPanel, session: Session, run: RunControl, opened: dict[str, str]
) -> None:
    hold(run, session)
    layer = session.graph.nodes[opened["dense"]].layer
    session.edit_graph("Units", lambda graph: configure(graph, layer, {"units": 9}))
    session.select((opened["dense"],))
    shown(panel)
    assert "before training" in panel.parts.title.text()


def test_that_units_after_a_flatten_are_images(panel: WeightsPanel, session: Session, opened: dict[str, str]) -> None:
    session.select((opened["dense"],))
    shown(panel)
    view = panel.pictures.panes[0].tiles
    assert view.tiles is not None
    assert view.tiles.values.shape == (3, 2, 2)
    assert "3 images of 2 × 2" in view.accessibleName()


def test_that_a_bias_is_shown_as_bars(panel: WeightsPanel, session: Session, opened: dict[str, str]) -> None:
    session.select((opened["dense"],))
    shown(panel)
    panel.parts.weight_chosen.emit(1)
    shown(panel, lambda panel: panel.content.index == 1)  # type: ignore[union-attr]
    assert "3 values as bars" in panel.pictures.panes[0].bars.accessibleName()
    assert panel.pictures.panes[0].bars.isVisible()


def test_that_while_keras_loads_the_panel_says_so_and_then_goes_on(
    panel: WeightsPanel, session: Session, opened: dict[str, str], engine: Engine
) -> None:
    engine("loaded", lambda: False)
    session.select((opened["dense"],))
    assert "still being loaded" in panel.empty.text()
    engine("loaded", lambda: True)
    session.engine_loaded.emit()
    shown(panel)


def test_that_a_model_that_cannot_be_read_is_told_in_the_panel(
    panel: WeightsPanel, session: Session, opened: dict[str, str], engine: Engine
) -> None:
    def refuse(_project: object, _title: str) -> WeightStore:
        raise ProblemError(Problem("The model does not fit into memory.", fix="Make it smaller."))

    engine("fresh_weights", refuse)
    session.select((opened["dense"],))
    wait_until(lambda: "does not fit into memory. Make it smaller." in panel.empty.text())


def test_that_two_models_stand_side_by_side_with_their_difference(
    panel: WeightsPanel, session: Session, run: RunControl, opened: dict[str, str]
) -> None:
    hold(run, session)
    session.select((opened["dense"],))
    panel.other_button.choose(OtherModel("run 7", Path("3.h5")))
    shown(panel, lambda panel: panel.content and panel.content.compared)
    assert panel.content is not None
    here, there, apart = panel.content.sides
    assert there.word == "run 7"
    assert np.allclose(apart.values, here.values - there.values)
    assert [pane.isVisible() for pane in panel.pictures.panes] == [True, True, False]
    shown(panel, lambda panel: panel.distances.rowCount() == 2)
    assert panel.distances.item(0, 5).text() == "50.0%"  # type: ignore[union-attr]


def test_that_the_table_of_layers_follows_the_model_in_hand(
    panel: WeightsPanel, session: Session, run: RunControl, opened: dict[str, str]
) -> None:
    hold(run, session)
    panel.other_button.choose(OtherModel("before training"))  # even before a layer is selected
    shown(panel, lambda panel: panel.distances.rowCount() == 2)
    assert panel.distances.item(1, 2).text() == "3.464"  # type: ignore[union-attr]
    hold(run, session, 0.5)
    shown(panel, lambda panel: panel.distances.rowCount() == 2)
    assert panel.distances.item(1, 5).text() == "the same"  # type: ignore[union-attr]


def test_that_all_pictures_of_a_comparison_scroll_and_point_together(
    panel: WeightsPanel, session: Session, run: RunControl, opened: dict[str, str]
) -> None:
    hold(run, session)
    session.select((opened["dense"],))
    panel.other_button.choose(OtherModel("before training"))
    shown(panel, lambda panel: panel.content and panel.content.compared)
    first, second = (pane.tiles for pane in panel.pictures.panes[:2])
    first.setFocus()
    QTest.keyClicks(first, "+")
    QTest.keyClick(first, Qt.Key.Key_Right)
    assert second.current == first.current == 1
    assert second.zoom == first.zoom > 1


def test_that_a_model_without_the_layer_is_told_beside_ours(
    panel: WeightsPanel, session: Session, opened: dict[str, str], engine: Engine
) -> None:
    engine("file_weights", lambda _path, _title, _cancelled=None: store(1.0, ("other",)))
    session.select((opened["dense"],))
    panel.other_button.choose(OtherModel("other.h5", Path("other.h5")))
    shown(panel, lambda panel: panel.content and panel.content.why)
    assert panel.content is not None
    assert panel.content.why == "other.h5 has no such weight of this shape."
    assert len(panel.content.sides) == 1


def test_that_a_file_that_cannot_be_compared_ends_the_comparison_with_the_reason(
    panel: WeightsPanel, session: Session, opened: dict[str, str], engine: Engine
) -> None:
    told: list[Notice] = []
    session.noticed.connect(told.append)

    def refuse(_path: Path, _title: str, _cancelled: object = None) -> WeightStore:
        raise ProblemError(Problem("The file is damaged.", "x.h5", "Choose another one."))

    engine("file_weights", refuse)
    session.select((opened["dense"],))
    panel.other_button.choose(OtherModel("x.h5", Path("x.h5")))
    wait_until(lambda: told and panel.other_button.other is None)
    assert "The file is damaged." in told[0].text
    shown(panel, lambda panel: panel.content and not panel.content.compared)


def test_that_a_training_model_is_read_after_its_epochs_on_its_own_thread(
    panel: WeightsPanel, session: Session, run: RunControl, opened: dict[str, str], engine: Engine
) -> None:
    steering = Steering()
    read_on: list[str] = []

    def layer_of_live(model: float, _graph: object, _layer: object) -> tuple[Weight, ...]:
        read_on.append(threading.current_thread().name)
        return (Weight("kernel", KERNEL * np.float32(model)),)

    engine("layer_of_live", layer_of_live)
    run.project, run.state, run._steering = session.project, "running", steering
    session.select((opened["dense"],))
    look = steering.take_look()
    assert look is not None
    trainer = threading.Thread(target=look, args=(7.0,), name="trainer")
    trainer.start()
    trainer.join()
    shown(panel, lambda panel: panel.content and panel.content.weight.values[0, 0] == -7)
    assert read_on == ["trainer"]
    assert steering.take_look() is None
    panel.reader._pace.stop()
    run.told.emit(EpochEnded(0, 0.1, {}))
    assert steering.take_look() is not None
    panel.hide()
    panel.reader._pace.stop()
    run.told.emit(EpochEnded(1, 0.1, {}))
    assert steering.take_look() is None  # what nobody sees is not read
    run.state = "idle"


def test_that_no_second_model_is_made_while_one_trains(
    panel: WeightsPanel, session: Session, run: RunControl, opened: dict[str, str]
) -> None:
    told: list[Notice] = []
    session.noticed.connect(told.append)
    session.select((opened["dense"],))
    shown(panel)
    panel.reader._fresh = None
    run.project, run.state = session.project, "ending"
    panel.refresh()
    assert run._steering.take_look() is not None  # it is looked at until it ends
    panel.other_button.choose(OtherModel("before training"))
    wait_until(lambda: told and panel.other_button.other is None)
    assert "once the run has ended" in told[0].text
    panel.reader._pace.stop()
    run.state = "idle"


def test_that_short_epochs_are_not_looked_at_more_often_than_can_be_seen(
    panel: WeightsPanel, session: Session, run: RunControl, opened: dict[str, str]
) -> None:
    run.project, run.state = session.project, "running"
    session.select((opened["dense"],))
    assert run._steering.take_look() is not None
    for epoch in range(5):
        run.told.emit(EpochEnded(epoch, 0.001, {}))
    assert run._steering.take_look() is None
    panel.reader._pace.timeout.emit()
    assert run._steering.take_look() is not None
    panel.reader._pace.stop()
    run.state = "idle"


def test_that_numbers_are_copied_and_saved_as_they_are(
    panel: WeightsPanel, session: Session, opened: dict[str, str], tmp_path: Path
) -> None:
    session.select((opened["dense"],))
    shown(panel)
    panel.show_page("numbers")
    assert panel.numbers.rows.data(panel.numbers.rows.index(0, 0)) == "-0.5"
    panel.saving.copy_numbers()
    assert len(QGuiApplication.clipboard().text().splitlines()) == 4
    panel.saving.write_numbers(tmp_path / "kernel.npy")
    panel.saving.write_picture(tmp_path / "kernel.png")
    wait_until((tmp_path / "kernel.png").exists)
    assert np.array_equal(np.load(tmp_path / "kernel.npy"), KERNEL / 2)
    assert panel.file_name == "dense_kernel"


def test_that_millions_of_values_are_scrolled_without_being_made_into_cells(
    panel: WeightsPanel, session: Session
) -> None:
    values = np.arange(3_000_000, dtype=np.float32).reshape(1_000_000, 3)
    table = panel.numbers
    table.show_values(values, "Weights")
    asked: list[int] = []
    data = table.rows.data
    table.rows.data = lambda index, role=0: asked.append(index.row()) or data(index, role)  # type: ignore[method-assign,func-returns-value]
    panel.parts.pages.setCurrentWidget(table)
    table.scrollToBottom()
    table.grab()
    assert table.rows.headerData(999_999, table.verticalHeader().orientation()) == "999999"
    assert len(set(asked)) < 200


def test_that_the_keyboard_begins_at_the_picture(panel: WeightsPanel, session: Session, opened: dict[str, str]) -> None:
    session.select((opened["dense"],))
    shown(panel)
    panel.activateWindow()
    panel.setFocus()
    assert panel.pictures.panes[0].tiles.hasFocus()

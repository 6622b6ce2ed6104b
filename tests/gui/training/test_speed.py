"""Precision, device, XLA and threads in the training panel."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_nn import settings
from tests.helpers.waiting import wait_until
from ui import engine_door
from ui.session import Session
from ui.training.panel import TrainingPanel
from ui.training.speed_section import SpeedSection
from ui.widgets.calm_combo import CalmComboBox


def opened(panel: TrainingPanel) -> SpeedSection:
    panel.speed.set_open(True)
    return panel.speed


def choose(combo: CalmComboBox, text: str) -> None:
    """Type the choice into the box, as one does who uses the keyboard."""
    combo.setFocus()
    QTest.keyClicks(combo, text)
    combo.activated.emit(combo.currentIndex())


def test_that_a_precision_is_one_undo_step_and_is_explained(panel: TrainingPanel, session: Session) -> None:
    speed = opened(panel)
    choose(speed.precision, "mixed b")
    assert session.project.training.precision == "mixed_bfloat16"
    assert session.history.labels() == ("Change precision",)
    assert "float32" in speed.words.text()
    session.undo()
    assert speed.precision.currentText() == "float32"


def test_that_xla_is_off_until_it_is_clicked_and_warns_of_last_bits(panel: TrainingPanel, session: Session) -> None:
    speed = opened(panel)
    assert not speed.xla.isChecked()
    QTest.mouseClick(speed.xla, Qt.MouseButton.LeftButton, pos=speed.xla.rect().center() / 4)
    assert session.project.training.xla
    assert session.history.labels() == ("Use XLA",)
    assert "last bits" in speed.words.text()


def test_that_a_device_of_another_machine_is_still_shown(panel: TrainingPanel, session: Session) -> None:
    session.edit("Device", lambda p: replace(p, training=replace(p.training, device="GPU:3")))
    assert opened(panel).device.currentText() == "GPU:3"


def test_that_found_gpus_are_offered_one_by_one_and_all(panel: TrainingPanel, session: Session) -> None:
    speed = opened(panel)
    speed._offer_devices(("CPU:0", "GPU:0", "GPU:1"))
    choose(speed.device, "All")
    assert session.project.training.device == "GPU:0,GPU:1"
    assert session.project.training.devices == ("GPU:0", "GPU:1")


def test_that_a_number_of_threads_is_the_users_setting_and_no_edit(panel: TrainingPanel, session: Session) -> None:
    speed = opened(panel)
    wait_until(lambda: speed.threads.count() > 1, what="the number of cores")
    choose(speed.threads, "1")
    wait_until(lambda: settings.load().threads == 1, what="the settings file")
    assert session.history.labels() == ()


def test_that_it_is_told_what_was_measured_and_what_comes_at_the_next_start(panel: TrainingPanel) -> None:
    speed = opened(panel)
    wait_until(lambda: speed.threads.count() > 1, what="the number of cores")
    speed._offer_threads(engine_door.Threads(4, 4, {"small": 1, "large": 4}))
    assert speed.words.text() == "4 threads now; measured: 1 for dense layers, 4 for convolutions."
    choose(speed.threads, "2")
    assert speed.words.text() == "4 threads now, 2 from the next start."


def test_that_the_heading_sums_up_what_is_unusual(panel: TrainingPanel, session: Session) -> None:
    assert panel.speed.summary.text() == "as usual"
    session.edit("x", lambda p: replace(p, training=replace(p.training, xla=True, precision="mixed_bfloat16")))
    assert panel.speed.summary.text() == "mixed bfloat16, XLA"

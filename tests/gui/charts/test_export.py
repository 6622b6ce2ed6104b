"""Charts and figures into files, and what happens if the disk refuses."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QPoint
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from desktop_nn.training.named_log import NamedLog
from tests.gui.charts.conftest import LOSSES
from tests.helpers.made_runs import made_log
from tests.helpers.waiting import wait_until
from ui.charts.panel import ChartsPanel
from ui.session import Notice, Session

Draw = Callable[..., None]


@pytest.fixture(autouse=True)
def _runs(draw: Draw) -> None:
    draw(*(NamedLog(f"run {i}", "", made_log(5 + i, ended=True), LOSSES) for i in range(2)))


def written(panel: ChartsPanel, session: Session, path: Path, key: str = "") -> bytes:
    panel.export.write(path, panel.charts[key] if key else None)
    wait_until(lambda: not session.files.busy, what="the file")
    return path.read_bytes()


def test_that_a_chart_becomes_a_png_of_its_curves(panel: ChartsPanel, session: Session, tmp_path: Path) -> None:
    image = QImage.fromData(QByteArray(written(panel, session, tmp_path / "loss.png", "loss")))
    assert image.width() == 1280
    assert image.height() > 760, "the names of the runs stand above"
    line = panel.charts["loss"].line("train", "run 0")
    colours = {image.pixelColor(x, y).name() for x in range(0, 1280, 16) for y in range(300, 800)}
    assert line.colour in colours


def test_that_all_charts_become_one_svg_with_letters(panel: ChartsPanel, session: Session, tmp_path: Path) -> None:
    content = written(panel, session, tmp_path / "all.svg")
    text = content.decode()
    assert QSvgRenderer(QByteArray(content)).isValid()
    assert all(word in text for word in (">Loss</text>", ">Accuracy</text>", ">run 1</text>"))


def test_that_a_charts_points_become_csv(panel: ChartsPanel, session: Session, tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(written(panel, session, tmp_path / "loss.csv", "loss").decode())))
    assert len(rows) == 2 * (5 + 6)
    assert rows[0]["run"] == "run 0"
    assert float(rows[0]["Loss"]) == panel.logs[0].log.history["loss"][0]


def test_that_all_figures_become_csv(panel: ChartsPanel, session: Session, tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(written(panel, session, tmp_path / "all.csv").decode())))
    assert [row["run"] for row in rows] == ["run 0"] * 5 + ["run 1"] * 6
    assert float(rows[0]["val_loss"]) == panel.logs[0].log.history["val_loss"][0]


def test_that_a_disk_that_refuses_is_told(panel: ChartsPanel, session: Session, tmp_path: Path, qtbot: QtBot) -> None:
    heard: list[Notice] = []
    session.noticed.connect(heard.append)
    with qtbot.waitSignal(session.noticed):
        panel.export.write(tmp_path / "no such folder" / "loss.png")
    assert heard[0].level == "bad"
    assert "no such folder" in heard[0].text


def test_that_another_suffix_is_refused_in_words(panel: ChartsPanel, session: Session, tmp_path: Path) -> None:
    heard: list[Notice] = []
    session.noticed.connect(heard.append)
    panel.export.write(tmp_path / "loss.gif")
    assert "Choose .png, .svg or .csv" in heard[0].text
    assert not list(tmp_path.iterdir())


def test_that_the_file_dialog_proposes_the_charts_name(
    panel: ChartsPanel, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def choose(_parent: object, _title: str, wish: str, filters: str, first: str) -> tuple[str, str]:
        asked.append(wish)
        return str(tmp_path / "mine"), first

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    panel.export.ask(panel.charts["accuracy"], ".svg")
    wait_until(lambda: not session.files.busy, what="the file")
    assert asked[0].endswith("Accuracy.svg")
    assert (tmp_path / "mine.svg").is_file()


def test_that_a_right_click_wants_the_menu_of_that_chart(panel: ChartsPanel, qtbot: QtBot) -> None:
    chart = panel.charts["accuracy"]
    at = QPoint(40, 40)
    with qtbot.waitSignal(panel.menu_wanted) as wanted:
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, chart.mapToGlobal(at))
        QApplication.sendEvent(chart, event)
    assert wanted.args == ["chart", chart.mapToGlobal(at)]
    assert panel.current is chart


def test_that_a_picture_goes_to_the_clipboard(panel: ChartsPanel) -> None:
    panel.export.copy(panel.charts["loss"])
    assert QGuiApplication.clipboard().image().width() == 1280

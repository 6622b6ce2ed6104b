"""What the views of weights paint: colours round 0, tiles where they belong, what is under the pointer."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_nn.weights.images import Tiles
from ui.theme.theme import theme
from ui.weights import colours
from ui.weights.bar_view import BarView
from ui.weights.tile_view import TileView


@pytest.fixture
def view(qtbot: QtBot) -> TileView:
    view = TileView("tiles")
    qtbot.addWidget(view)
    view.resize(400, 200)
    view.show()
    values = np.arange(500 * 64, dtype=np.float32).reshape(500, 8, 8)
    view.show_tiles(Tiles(values, "unit"), 2000.0, "Weights")
    return view


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_that_zero_is_the_middle_and_both_signs_are_equally_strong(scheme: str) -> None:
    before = theme.wish
    theme.apply(scheme)  # type: ignore[arg-type]
    try:
        middle, below, above = (colours.colour(share) for share in (0, -1, 1))
        assert abs(middle.lightness() - (251 if scheme == "light" else 15)) < 12
        assert below.blue() > below.red()
        assert above.red() > above.blue()
        contrast = [abs(colour.lightness() - middle.lightness()) for colour in (below, above)]
        assert min(contrast) > 120
        assert colours.colour(-0.5).lightness() != middle.lightness()
    finally:
        theme.apply(before)


def test_that_an_image_has_a_pixel_a_value_and_marks_what_is_no_number() -> None:
    found = colours.image(np.array([[-5.0, 0.0, 5.0], [np.nan, 2.0, -2.0]]), 5.0)
    assert (found.width(), found.height()) == (3, 2)
    assert found.pixelColor(0, 0) == colours.colour(-1)
    assert found.pixelColor(1, 0) == colours.colour(0)
    assert found.pixelColor(2, 0) == colours.colour(1)
    assert found.pixelColor(0, 1).name() == theme.colours.bad


def test_that_only_tiles_in_sight_are_painted(view: TileView, monkeypatch: pytest.MonkeyPatch) -> None:
    painted: list[float] = []
    image = colours.image

    def note(values: np.ndarray, limit: float) -> object:
        painted.append(float(values[0, 0]))
        return image(values, limit)

    monkeypatch.setattr(colours, "image", note)
    view.grab()
    assert 0 < len(painted) < 40
    assert painted[0] == 0


def test_that_the_value_under_the_pointer_is_told(view: TileView) -> None:
    place = view.place(3)
    at = QPoint(place.right() - 2, place.top() + 2)
    assert view.sentence_at(at) == "unit 3, row 0, column 7: 199"
    assert view.sentence_at(QPoint(1, 1)) == ""


def test_that_every_tile_can_be_reached_by_keyboard(view: TileView) -> None:
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.current == 499
    assert view.verticalScrollBar().value() > 0
    assert "unit 499" in view.accessibleName()
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.current == 499
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert (view.current, view.verticalScrollBar().value()) == (0, 0)


def test_that_a_click_chooses_the_tile_where_it_is_seen(view: TileView) -> None:
    view.verticalScrollBar().setValue(70)
    chosen: list[int] = []
    view.current_changed.connect(chosen.append)
    at = view.place(8).center() - QPoint(0, 70)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert chosen == [8]


def test_that_the_saved_picture_holds_all_tiles(view: TileView) -> None:
    assert view.picture().height() > 5 * view.viewport().height()


def test_that_bars_tell_ranges_where_values_share_a_pixel(qtbot: QtBot) -> None:
    bars = BarView("bars")
    qtbot.addWidget(bars)
    bars.resize(300, 100)
    bars.show_values(np.array([1.0, -2.0]), 2.0, "bias")
    assert bars.sentence_at(QPoint(60, 50)) == "0: 1"
    assert bars.sentence_at(QPoint(10, 50)) == ""
    bars.show_values(np.arange(10_000.0), 1.0, "bias")
    first, _, rest = bars.sentence_at(QPoint(60, 50)).partition(" to ")
    assert int(first) > 0
    assert "…" in rest
    bars.grab()


def test_that_of_a_filter_with_very_many_channels_only_those_in_sight_are_painted(
    view: TileView, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[float] = []
    image = colours.image

    def note(values: np.ndarray, limit: float) -> object:
        painted.append(float(values[0, 0]))
        return image(values, limit)

    view.show_tiles(Tiles(np.arange(200 * 100 * 9.0).reshape(-1, 3, 3), "filter", "channel", 200), 1e5)
    view.horizontalScrollBar().setValue(view.horizontalScrollBar().maximum())
    monkeypatch.setattr(colours, "image", note)
    view.grab()
    assert 0 < len(painted) < 250
    last = view.place(199).center() - QPoint(view.horizontalScrollBar().value(), 0)
    assert view.sentence_at(last).startswith("filter 0, channel 199, ")
    assert view.value_at(last) is not None
    assert 199 * 9.0 in painted

"""The small pictures of the data panel: sample pictures, bars, numbers."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from desktop_nn.data.columns import Column, Description
from ui.data.first_look_section import as_bytes
from ui.data.histogram import short
from ui.data.picture_grid import PictureGrid, picture
from ui.data.split_bar import SplitBar


def test_that_a_grey_picture_keeps_its_bytes() -> None:
    image = picture(np.arange(6, dtype=np.uint8).reshape(2, 3) * 40)
    assert (image.width(), image.height()) == (3, 2)
    assert [image.pixelColor(x, 1).red() for x in range(3)] == [120, 160, 200]


def test_that_a_colour_picture_keeps_its_colours() -> None:
    pixels = np.zeros((1, 2, 3), np.uint8)
    pixels[0, 1] = (10, 20, 30)
    colour = picture(pixels).pixelColor(1, 0)
    assert (colour.red(), colour.green(), colour.blue()) == (10, 20, 30)


def test_that_pictures_are_enlarged_by_whole_pixels(qtbot: QtBot) -> None:
    grid = PictureGrid()
    qtbot.addWidget(grid)
    checkers = np.indices((28, 28)).sum(axis=0) % 2 * 255
    grid.set_pictures([(picture(checkers.astype(np.uint8)), "checkers")])
    grid.resize(296, 100)
    grid.show()
    shot = grid.grab().toImage()
    greys = {shot.pixelColor(x, 30).red() for x in range(8, 60)}
    assert greys <= {0, 255}
    assert len(greys) == 2


def test_that_pixels_of_another_range_are_spread_over_grey() -> None:
    description = Description("d", "D", (Column("image", "image", (1, 2), minimum=0.0, maximum=16.0),), 1)
    assert as_bytes(np.array([[[0.0, 16.0]]]), description).tolist() == [[[0, 255]]]


def test_that_the_parts_of_the_bar_are_as_wide_as_their_counts(qtbot: QtBot) -> None:
    bar = SplitBar()
    qtbot.addWidget(bar)
    bar.resize(300, bar.sizeHint().height())
    bar.set_counts((50, 25, 25))
    bar.show()
    shot = bar.grab().toImage()
    colours = [shot.pixelColor(round(x * shot.devicePixelRatio()), 4).name() for x in (75, 187, 262)]
    assert len(set(colours)) == 3
    assert shot.pixelColor(10, 4).name() == colours[0] == shot.pixelColor(140, 4).name()


@pytest.mark.parametrize(
    ("value", "text"),
    [(20640.0, "20,640"), (3.14159, "3.142"), (1.2e-5, "1.2e-05"), (1425.4767, "1,425"), (float("nan"), "–")],
)
def test_that_figures_are_short(value: float, text: str) -> None:
    assert short(value) == text

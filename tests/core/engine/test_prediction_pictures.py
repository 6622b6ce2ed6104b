"""Pictures drawn without a screen: what is on them, and that odd input does not break them."""

from __future__ import annotations

import numpy as np
import pytest

from desktop_nn.engine import prediction_pictures as pictures


def has(picture: object, colour: tuple[int, int, int]) -> bool:
    return bool(np.all(np.asarray(picture) == colour, axis=2).any())


def test_that_letters_are_written_and_cut_at_the_edge() -> None:
    page = pictures.blank(20, 60)
    pictures.write(page, 2, 1, "Hello, wide world")
    assert page.min() < 90
    assert page[:, :2].min() == 255


def test_that_accents_are_dropped_and_foreign_letters_marked() -> None:
    pages = [pictures.blank(20, 60) for _ in range(4)]
    for page, text in zip(pages, ("é", "e", "字", "?"), strict=True):
        pictures.write(page, 2, 1, text)
    assert np.array_equal(pages[0], pages[1])
    assert np.array_equal(pages[2], pages[3])


@pytest.mark.parametrize("shape", [(7, 28, 28), (3, 32, 20, 3), (1, 5, 90, 1), (2, 300, 300, 4), (1, 1, 1)])
def test_that_pictures_of_any_size_get_their_frames(shape: tuple[int, ...]) -> None:
    images = np.random.default_rng(0).normal(size=shape)
    count = shape[0]
    right = [number == 0 for number in range(count)]
    page = pictures.answers(images, ["cat 90%"] * count, ["a very long class name indeed"] * count, right)
    assert has(page, pictures.RIGHT)
    assert has(page, pictures.WRONG) == (count > 1)


def test_that_a_scatter_has_its_points() -> None:
    truth = np.linspace(-3, 3, 50)
    page = pictures.scatter(truth, truth * 0.5, "price")
    blue = (page[:, :, 2].astype(int) - page[:, :, 0]) > 40
    assert blue.sum() > 200


@pytest.mark.parametrize("values", [[np.nan, np.nan], [np.inf, 1.0], [2.0, 2.0], []])
def test_that_a_scatter_of_odd_numbers_is_drawn(values: list[float]) -> None:
    truth = np.array(values)
    assert pictures.scatter(truth, truth, "odd").dtype == np.uint8


def test_that_confusion_is_green_on_the_diagonal_and_red_beside_it() -> None:
    page = pictures.confusion(np.array([[9, 1], [4, 6]]), ("yes", "no")).astype(int)
    assert ((page[:, :, 1] - page[:, :, 0]) > 30).any()
    assert ((page[:, :, 0] - page[:, :, 1]) > 30).any()
    many = pictures.confusion(np.eye(40, dtype=int), [f"class {n}" for n in range(40)])
    assert many.shape[1] < 1500

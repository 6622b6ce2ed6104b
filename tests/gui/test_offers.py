"""What is offered for files that are handed over, by their names."""

from __future__ import annotations

from pathlib import Path

import pytest

from ui.offers import Offer, is_model, kind_of, offer_of


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.dnn", "drawing"),
        ("A.H5", "drawing"),
        ("old.hdf5", "drawing"),
        ("a.b.keras", "drawing"),
        ("architecture.json", "drawing"),
        ("picture.png", "drawing"),
        ("a.weights.h5", "weights"),
        ("table.csv", "table"),
        ("table.csv.gz", "table"),
        ("callback.py", "code"),
        ("text.txt", "foreign"),
        ("h5", "foreign"),
        ("", "folder"),
    ],
)
def test_that_a_name_tells_what_a_file_may_be(name: str, kind: str, tmp_path: Path) -> None:
    assert kind_of(tmp_path / name if name else tmp_path) == kind


def test_that_pictures_and_weights_are_not_read_as_models() -> None:
    assert is_model(Path("a.h5"))
    assert not is_model(Path("a.weights.h5"))
    assert not is_model(Path("a.png"))
    assert not is_model(Path("a.dnn"))


def test_that_of_several_files_each_finds_its_use_and_the_rest_is_named() -> None:
    offer = offer_of([Path(name) for name in ("one.h5", "two.h5", "three.dnn", "data.csv", "stop.py", "text.txt")])
    assert (offer.drawing, offer.table, offer.code) == (Path("one.h5"), Path("data.csv"), (Path("stop.py"),))
    several, foreign = offer.left
    assert several == "One drawing can be open at a time: two.h5, three.dnn were left aside."
    assert foreign.startswith("text.txt cannot be opened here. What can be dropped: projects (.dnn")


def test_that_foreign_files_alone_are_told_in_one_sentence() -> None:
    offer = offer_of([Path(f"{number}.txt") for number in range(9)])
    assert offer.empty
    assert len(offer.left) == 1
    assert offer.words(True)[1] == "Cannot be opened here"
    assert "0.txt, 1.txt, 2.txt and 6 more cannot be opened here." in offer.left[0]


@pytest.mark.parametrize(
    ("offer", "drawn", "words"),
    [
        (Offer(drawing=Path("a.h5"), table=Path("b.csv")), True, "Open: a.h5 and use the table as its data"),
        (Offer(table=Path("b.csv")), False, "Use as data: b.csv, in a new project"),
        (Offer(weights=Path("a.weights.h5")), True, "Load the weights: a.weights.h5 into this model"),
        (Offer(weights=Path("a.weights.h5")), False, "Load the weights: a.weights.h5 (open its model first)"),
        (Offer(folders=(Path("run_1"),)), True, "Show the runs: of run_1 in the charts"),
        (
            Offer(code=(Path("x.py"),)),
            True,
            "Add callbacks or layers: from x.py; you see the code before anything runs",
        ),
    ],
)
def test_that_the_words_say_what_a_drop_would_do(offer: Offer, drawn: bool, words: str) -> None:
    assert ": ".join(offer.words(drawn)[1:]) == words

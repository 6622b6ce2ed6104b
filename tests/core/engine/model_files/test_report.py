"""The report on a model file: what it is, each patch with its reason, what is lost."""

from __future__ import annotations

import json
from pathlib import Path

from desktop_nn.engine.model_files import read
from desktop_nn.engine.model_files.report import Change, LockedLayer, Report, from_data
from tests.core.engine.model_files import plain_keras
from tests.core.engine.model_files.test_older_files import dense, dense_weights, write

WHOLE = Report(
    "Keras 2.15 HDF5",
    "2.15.0",
    1234,
    "2026-11-26 at 07:51:16",
    (Change("lstm", "“time_major” was left out", "it only says how data lie"),),
    (Change("", "the loss was left open"),),
    (LockedLayer("capsule", "Capsule", "Its code is not in the file.", ((3, 4), ())),),
)


def test_that_the_report_survives_its_way_through_json() -> None:
    assert from_data(json.loads(json.dumps(WHOLE.as_data()))) == WHOLE


def test_that_changes_are_sentences_with_place_and_reason() -> None:
    assert WHOLE.changes == (
        "lstm: “time_major” was left out, because it only says how data lie.",
        "The loss was left open.",
    )


def test_that_the_heading_says_what_the_file_is() -> None:
    assert WHOLE.heading == "Keras 2.15 HDF5, 1 kB, saved 2026-11-26 at 07:51:16"


def test_that_a_locked_layer_tells_its_weights() -> None:
    assert str(WHOLE.locked[0]).endswith("Its settings and its weights (3×4, one number) are kept.")


def test_that_an_archive_tells_when_it_was_saved(tmp_path: Path) -> None:
    path = plain_keras.saved(plain_keras.chain(), tmp_path / "model.keras")
    report = read(path).report
    assert report.size == path.stat().st_size
    assert report.saved[:2] == "20"
    assert " at " in report.saved


def test_that_a_renamed_layer_is_a_patch_and_an_unknown_setting_a_loss(tmp_path: Path) -> None:
    layers = [dense("a/b", batch_input_shape=[None, 4], frobnicate=7)]
    config = {"class_name": "Sequential", "config": {"name": "s", "layers": layers}}
    report = read(write(tmp_path / "old.h5", config, {"a/b": dense_weights("a/b")})).report
    assert [change.what for change in report.patches] == ["the layer “a/b” is called “a_b” here"]
    assert [(change.where, change.what) for change in report.lost] == [("a/b", "“frobnicate” was left out")]

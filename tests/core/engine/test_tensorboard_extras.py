"""What TensorBoard is given at the end of a run, read back with TensorBoard's own reader."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop_nn.data.choices import Bindings, DataChoices, Part, Source, Split, Step
from desktop_nn.engine import tensorboard_extras
from desktop_nn.engine.loading import load_tensorflow
from desktop_nn.engine.tensorboard_extras import choices_table
from desktop_nn.graph.topology import input_nodes, output_nodes
from desktop_nn.project.document import Project
from desktop_nn.runs.library import read_record
from desktop_nn.runs.record import RunRecord
from desktop_nn.training.choices import Configured, OutputChoices, TrainingChoices
from tests.core.engine.drawings import chain
from tests.core.engine.projects import classification, regression, run

BOARD = Configured("TensorBoard")


def events(folder: Path) -> Any:
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    found = EventAccumulator(str(folder), size_guidance={"tensors": 0})
    found.Reload()
    return found


def trained(project: Project, root: Path) -> Path:
    result, _ = run(replace(project, notes="Why it was tried."), root)
    assert result.folder is not None
    assert result.ended.status == "finished", result.ended.problem
    return result.folder


def text(found: Any, tag: str) -> str:
    return str(found.Tensors(tag)[0].tensor_proto.string_val[0].decode())


def picture(found: Any, tag: str) -> Any:
    width, height, *images = found.Tensors(tag)[0].tensor_proto.string_val
    decoded = load_tensorflow().io.decode_png(images[0]).numpy()
    assert decoded.shape[:2] == (int(height), int(width))
    return decoded


@pytest.fixture(scope="module")
def classified(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return trained(classification(callbacks=[BOARD]), tmp_path_factory.mktemp("runs"))


def test_that_the_choices_are_a_table_in_words(classified: Path) -> None:
    table = text(events(classified), "choices")
    assert table.startswith("| Choice | Value |\n| --- | --- |\n")
    for row in ("| State | finished, 2 of 2 epochs |", "| optimizer | SGD |", "| batch_size | 32 |", "| seed | 5 |"):
        assert row in table
    assert "| Figure val_loss | " in table
    assert "| Version of keras | " in table
    assert text(events(classified), "notes") == "Why it was tried."


def test_that_hparams_hold_the_choices_and_how_the_run_ended(classified: Path) -> None:
    from tensorboard.plugins.hparams import metadata, plugin_data_pb2

    contents = events(classified).PluginTagToContent("hparams")
    start = plugin_data_pb2.HParamsPluginData.FromString(contents[metadata.SESSION_START_INFO_TAG]).session_start_info
    assert start.hparams["learning_rate"].number_value == pytest.approx(0.05)
    assert start.hparams["optimizer"].string_value == "SGD"
    assert start.hparams["optimizer.momentum"].number_value == pytest.approx(0.9)
    assert start.hparams["train samples"].number_value == 212
    end = plugin_data_pb2.HParamsPluginData.FromString(contents[metadata.SESSION_END_INFO_TAG]).session_end_info
    assert end.status == 1
    assert end.end_time_secs >= start.start_time_secs > 0


def test_that_every_weight_has_a_histogram(classified: Path) -> None:
    found = events(classified)
    weights = [tag for tag in found.Tags()["tensors"] if tag.startswith("weights/")]
    assert len(weights) == 4
    (event,) = found.Tensors(next(tag for tag in weights if tag.endswith("/kernel")))
    from tensorboard.util import tensor_util

    buckets = tensor_util.make_ndarray(event.tensor_proto)
    assert event.step == 2
    assert buckets[:, 2].sum() in (5 * 12, 12 * 3)
    assert found.SummaryMetadata(weights[0]).plugin_data.plugin_name == "histograms"


def test_that_keras_gave_the_graph_and_the_scalars(classified: Path) -> None:
    train = events(classified / "train")
    assert {"keras", "epoch_loss"} <= set(train.Tags()["tensors"])
    assert train.SummaryMetadata("keras").plugin_data.plugin_name == "graph_keras_model"


def test_that_a_table_of_classes_has_a_picture_of_its_confusion(classified: Path) -> None:
    found = events(classified)
    tags = [tag for tag in found.Tags()["tensors"] if "/" in tag and tag.split("/")[0] in ("confusion", "predictions")]
    assert [tag.split("/")[0] for tag in tags] == ["confusion"]
    assert picture(found, tags[0]).std() > 5


def test_that_a_regression_has_a_scatter_of_every_output(tmp_path: Path) -> None:
    project = regression()
    project = replace(project, training=replace(project.training, callbacks=(BOARD,)))
    found = events(trained(project, tmp_path))
    assert {"scatter/main_output", "scatter/aux_output"} <= set(found.Tags()["tensors"])
    assert picture(found, "scatter/main_output").std() > 5


def test_that_pictures_of_the_test_part_are_shown_with_the_answers(tmp_path: Path) -> None:
    graph = chain(("Flatten", {}), ("Dense", {"units": 10, "activation": "softmax"}), shape=(28, 28))
    (start,), (end,) = input_nodes(graph), output_nodes(graph)
    data = DataChoices(
        Source("fashion-mnist"),
        (Step("pixels"),),
        Split(Part(0.001), Part(0.01), seed=1),
        Bindings({start: ("image",)}, {end: "label"}),
    )
    loss = OutputChoices(Configured("SparseCategoricalCrossentropy"), 1.0, ())
    training = TrainingChoices(Configured("SGD"), {end: loss}, 1, 512, 3, (BOARD,))
    found = events(trained(Project(graph, data, training), tmp_path))
    tag = next(tag for tag in found.Tags()["tensors"] if tag.startswith("predictions/"))
    shown = picture(found, tag)
    green, red = (np.all(shown == colour, axis=2).sum() for colour in ((26, 127, 75), (192, 50, 43)))
    assert green + red > 20 * 300, "twenty frames"
    assert green > red, "a model that has learned something is right more often than wrong"


def test_that_without_tensorboards_callback_nothing_is_written(tmp_path: Path) -> None:
    folder = trained(classification(), tmp_path)
    assert not list(folder.rglob("events*"))


def test_that_a_user_who_asks_for_histograms_of_every_epoch_gets_keras_own(tmp_path: Path) -> None:
    board = Configured("TensorBoard", {"histogram_freq": 1})
    folder = trained(classification(callbacks=[board]), tmp_path)
    assert not [tag for tag in events(folder).Tags()["tensors"] if tag.startswith("weights/")]
    train = events(folder / "train")
    tag = next(tag for tag in train.Tags()["tensors"] if "kernel" in tag)
    assert [event.step for event in train.Tensors(tag)] == [0, 1]


def test_that_a_run_does_not_fail_when_they_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tensorboard_extras, "_write", refuse)
    with caplog.at_level(logging.WARNING):
        folder = trained(classification(callbacks=[BOARD]), tmp_path)
    assert read_record(folder).state == "finished"
    assert "could not be written" in caplog.text


def test_that_a_pipe_in_a_value_does_not_break_the_table() -> None:
    table = choices_table(Project(), RunRecord(Path("x"), data="a|b\nc"))
    assert "| data | a\\|b c |" in table

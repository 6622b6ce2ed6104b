"""TensorBoard on chosen runs: each under its name, and a scalar of each read back over HTTP."""

from __future__ import annotations

import json
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from desktop_nn.problems import ProblemError
from desktop_nn.runs.tensorboard import TensorBoardProcess, command
from desktop_nn.runs.tensorboard_server import logdir_spec
from tests.helpers.waiting import wait_until


def events(folder: Path, value: float) -> Path:
    """A run with one scalar, as TensorBoard's own writer leaves it."""
    from tensorboard.compat.proto.event_pb2 import Event
    from tensorboard.compat.proto.summary_pb2 import Summary
    from tensorboard.summary.writer.event_file_writer import EventFileWriter

    (folder / "train").mkdir(parents=True)
    writer = EventFileWriter(str(folder / "train"))
    writer.add_event(Event(step=3, summary=Summary(value=[Summary.Value(tag="epoch_loss", simple_value=value)])))
    writer.close()
    return folder


def asked(url: str, path: str, **query: str) -> Any:
    with urllib.request.urlopen(f"{url}{path}?{urllib.parse.urlencode(query)}", timeout=10) as answer:
        return json.load(answer)


def test_that_a_scalar_of_each_chosen_run_is_read_back(tmp_path: Path) -> None:
    one, other = events(tmp_path / "run_1", 0.5), events(tmp_path / "run_2", 0.25)
    events(tmp_path / "run_3", 9.0)
    with TensorBoardProcess(tmp_path, [("Wide: 300, 100", one), ("run_2", other)]) as board:
        url = board.start()
        wanted = {"Wide 300 100/train": 0.5, "run_2/train": 0.25}
        wait_until(lambda: set(asked(url, "data/runs")) == set(wanted), 30, "both runs")
        for run, value in wanted.items():
            (found,) = asked(url, "data/plugin/scalars/scalars", run=run, tag="epoch_loss")
            assert found[1:] == [3, value]


def test_that_hparams_find_the_figures_of_chosen_runs(tmp_path: Path) -> None:
    from tensorboard.compat.proto.event_pb2 import Event
    from tensorboard.compat.proto.summary_pb2 import Summary
    from tensorboard.plugins.hparams import summary
    from tensorboard.summary.writer.event_file_writer import EventFileWriter

    run = events(tmp_path / "run_1", 0.5)
    writer = EventFileWriter(str(run))
    for message in (summary.session_start_pb({"rate": 0.1}), summary.session_end_pb(1)):
        writer.add_event(Event(step=0, summary=Summary.FromString(message.SerializeToString())))
    writer.close()
    with TensorBoardProcess(tmp_path, [("Wide", run)]) as board:
        url = board.start()
        wait_until(lambda: set(asked(url, "data/runs")) == {"Wide", "Wide/train"}, 30, "the run")
        body = json.dumps({"experimentName": ""}).encode()
        request = urllib.request.Request(
            f"{url}data/plugin/hparams/experiment", body, {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            found = json.load(answer)
    assert [info["name"] for info in found["hparamInfos"]] == ["rate"]
    assert [info["name"] for info in found["metricInfos"]] == [{"group": "train", "tag": "epoch_loss"}]


def test_that_names_are_made_fit_and_told_apart(tmp_path: Path) -> None:
    spec = logdir_spec(
        [("a/b", tmp_path / "1"), ("a b", tmp_path / "2"), ("C", tmp_path / "3"), ("::", tmp_path / "4")], tmp_path
    )
    assert [part.partition(":")[0] for part in spec.split(",")] == ["a b", "a b 2", "C run", "run"]


def test_that_a_comma_in_a_path_is_told_before_anything_starts(tmp_path: Path) -> None:
    board = TensorBoardProcess(tmp_path, [("x", tmp_path / "a, b")])
    with pytest.raises(ProblemError, match="comma"):
        board.start()
    assert not board.running


def test_that_a_comma_in_the_folder_of_all_runs_is_no_hindrance(tmp_path: Path) -> None:
    root = tmp_path / "mine, all mine"
    run = events(root / "run_1", 0.5)
    with TensorBoardProcess(root, [("Wide", run)]) as board:
        url = board.start()
        wait_until(lambda: asked(url, "data/runs") == ["Wide/train"], 30, "the run")


def test_that_a_bundle_is_told_the_runs_too(tmp_path: Path) -> None:
    line = command(tmp_path, 6006, [("--x", tmp_path / "a")])
    assert line[-4:-1] == ["--run", "x", str(tmp_path / "a")]

"""The command line's real work: training, evaluating, summing up, converting; good input and bad."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop_nn.cli import main
from desktop_nn.commands import self_test
from desktop_nn.data.choices import Bindings
from desktop_nn.graph import edits
from desktop_nn.graph.facts import GraphFacts
from desktop_nn.graph.model import Link
from desktop_nn.project import examples, file, picture_file
from desktop_nn.project.document import Project, with_graph
from desktop_nn.training.choices import Configured, OutputChoices

ROOT = Path(__file__).parents[2]
Captured = pytest.CaptureFixture[str]
TRAIN_KEYS = {"run", "status", "parameters", "epochs", "seconds", "epoch_seconds", "history", "test", "model"}
SUMMARY_KEYS = {"file", "format", "inputs", "outputs", "parameters", "layers", "changes", "locked", "problems"}


def objects(text: str) -> list[dict[str, Any]]:
    """Standard output as JSON objects, one a line and nothing else."""
    found = [json.loads(line) for line in text.splitlines()]
    assert all(isinstance(item, dict) for item in found)
    return found


def the_line(text: str) -> str:
    """The line of standard error that tells what is wrong; before it there may be progress."""
    return text.splitlines()[-1]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What `train blobs-wide --epochs 2 --json` prints, from a process of its own."""
    runs = tmp_path_factory.mktemp("runs")
    done = subprocess.run(
        [sys.executable, "-m", "desktop_nn", "train", "blobs-wide", "--epochs", "2", "--runs", str(runs), "--json"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    (result,) = objects(done.stdout)
    assert "epoch 2/2" in done.stderr
    return result


def test_that_a_run_reports_what_scripts_rely_on(trained: dict[str, Any]) -> None:
    assert set(trained) == TRAIN_KEYS
    assert (trained["status"], trained["parameters"], trained["epochs"]) == ("finished", 1307, 2)
    assert set(trained["history"]) == {"loss", "accuracy", "val_loss", "val_accuracy"}
    assert all(len(values) == 2 for values in (*trained["history"].values(), trained["epoch_seconds"]))
    assert set(trained["test"]) == {"loss", "accuracy"}
    assert Path(trained["model"]).is_file()
    assert Path(trained["run"]).is_absolute()


def test_that_the_saved_model_evaluates_to_the_runs_figures(trained: dict[str, Any], capfd: Captured) -> None:
    assert main(["evaluate", "blobs-wide", "--model", trained["model"], "--json"]) == 0
    (figures,) = objects(capfd.readouterr().out)
    assert figures == pytest.approx(trained["test"])


def test_that_a_run_folder_goes_on_to_the_numbers_of_a_longer_run(tmp_path: Path, capfd: Captured) -> None:
    assert main(["train", "blobs-wide", "--epochs", "1", "--runs", str(tmp_path), "--json"]) == 0
    folder = json.loads(capfd.readouterr().out)["run"]
    assert main(["train", folder, "--epochs", "2", "--json"]) == 0
    went_on = json.loads(capfd.readouterr().out)
    assert main(["train", "blobs-wide", "--epochs", "2", "--runs", str(tmp_path), "--json"]) == 0
    at_once = json.loads(capfd.readouterr().out)
    assert went_on["run"] == folder
    assert (went_on["history"], went_on["test"]) == (at_once["history"], at_once["test"])


def test_that_a_run_that_goes_on_keeps_its_seed(tmp_path: Path, capfd: Captured) -> None:
    (tmp_path / "run.json").write_text("{}")
    assert main(["train", str(tmp_path), "--seed", "3"]) == 2
    assert "goes on with the seed" in capfd.readouterr().err


def test_that_the_same_seed_gives_the_same_numbers(trained: dict[str, Any], tmp_path: Path, capfd: Captured) -> None:
    assert main(["train", "blobs-wide", "--epochs", "2", "--runs", str(tmp_path), "--json"]) == 0
    (again,) = objects(capfd.readouterr().out)
    assert again["history"] == trained["history"]
    assert again["test"] == trained["test"]


def test_that_another_seed_gives_other_numbers(trained: dict[str, Any], tmp_path: Path, capfd: Captured) -> None:
    assert main(["train", "blobs-wide", "--epochs", "1", "--seed", "7", "--runs", str(tmp_path), "--json"]) == 0
    (other,) = objects(capfd.readouterr().out)
    assert other["history"]["loss"][0] != trained["history"]["loss"][0]


def test_that_people_get_a_short_report(tmp_path: Path, capfd: Captured) -> None:
    assert main(["train", "blobs-deep", "--epochs", "1", "--runs", str(tmp_path)]) == 0
    captured = capfd.readouterr()
    assert captured.out.startswith("Finished after 1 epoch")
    assert "accuracy" in captured.out
    assert "model.h5" in captured.out


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is a signal on POSIX")
def test_that_ctrl_c_stops_cleanly_and_keeps_the_model(tmp_path: Path) -> None:
    command = ["train", "blobs-wide", "--epochs", "100000", "--runs", str(tmp_path), "--json"]
    with subprocess.Popen(
        [sys.executable, "-m", "desktop_nn", *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as process:
        assert process.stderr is not None
        while not process.stderr.readline().startswith("epoch 2/"):
            pass
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate()
    (result,) = objects(out)
    assert process.returncode == 0
    assert result["status"] == "stopped"
    assert result["epochs"] >= 2
    assert Path(result["model"]).is_file()


def test_that_training_goes_on_from_a_model_file(trained: dict[str, Any], tmp_path: Path, capfd: Captured) -> None:
    assert main(["train", trained["model"], "--epochs", "1", "--runs", str(tmp_path), "--json"]) == 0
    (result,) = objects(capfd.readouterr().out)
    assert result["history"]["loss"][0] < trained["history"]["loss"][0]


def test_that_a_summary_lists_layers_shapes_and_links(capfd: Captured) -> None:
    assert main(["summary", "two-outputs", "--json"]) == 0
    (told,) = objects(capfd.readouterr().out)
    assert set(told) == SUMMARY_KEYS
    assert (told["inputs"], told["outputs"]) == (["wide", "deep"], ["main_output", "aux_output"])
    assert told["parameters"] == {"total": 3517, "trainable": 3517}
    layers = {layer["name"]: layer for layer in told["layers"]}
    assert layers["wide_and_deep"]["inbound"] == ["wide", "hidden2"]
    assert layers["hidden1"] == {
        "name": "hidden1",
        "kind": "Dense",
        "output_shape": [None, 30],
        "parameters": 210,
        "inbound": ["deep"],
    }
    assert told["problems"] == told["changes"] == told["locked"] == []


def test_that_several_files_are_summed_up_a_line_each(trained: dict[str, Any], capfd: Captured) -> None:
    saved = Path(trained["run"]) / "project.dnn"
    assert main(["summary", "blobs-wide", str(saved), trained["model"], "--json"]) == 0
    told = objects(capfd.readouterr().out)
    assert [item["file"] for item in told] == ["blobs-wide", str(saved), trained["model"]]
    assert told[0]["layers"] == told[1]["layers"] == told[2]["layers"]


def test_that_one_bad_file_among_several_does_not_hide_the_others(tmp_path: Path, capfd: Captured) -> None:
    bad = tmp_path / "bad.h5"
    bad.write_text("no model")
    assert main(["summary", str(bad), "blobs-deep", "--json"]) == 2
    captured = capfd.readouterr()
    first, second = objects(captured.out)
    assert set(first) == SUMMARY_KEYS
    assert first["problems"][0]["fix"]
    assert second["parameters"]["total"] == 567
    assert captured.err.count("\n") == 1


def test_that_people_get_a_table(capfd: Captured) -> None:
    assert main(["summary", "california-mlp"]) == 0
    out = capfd.readouterr().out
    row = "hidden2   Dense       (None, 100)        3,100      3,100              0  12,400  hidden1"
    assert row in out
    assert "3,471 parameters" in out


@pytest.mark.parametrize("suffix", [".dnn", ".h5", ".keras", ".py", ".ipynb", ".json", ".svg"])
def test_that_an_example_converts(suffix: str, tmp_path: Path, capfd: Captured) -> None:
    target = tmp_path / f"out{suffix}"
    assert main(["convert", "blobs-wide", str(target)]) == 0
    assert target.stat().st_size > 500
    assert capfd.readouterr().out == ""


def test_that_a_project_survives_the_way_through_a_model_file(tmp_path: Path) -> None:
    assert main(["convert", "two-outputs", str(tmp_path / "a.h5")]) == 0
    assert main(["convert", str(tmp_path / "a.h5"), str(tmp_path / "a.keras")]) == 0
    assert main(["convert", str(tmp_path / "a.keras"), str(tmp_path / "a.dnn")]) == 0
    assert file.read(tmp_path / "a.dnn").project == examples.read("two-outputs").project


def test_that_a_picture_of_pixels_is_painted_without_a_display(tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "QT_QPA_PLATFORM")}
    target = tmp_path / "out.png"
    command = [sys.executable, "-m", "desktop_nn", "convert", "blobs-wide", str(target)]
    subprocess.run(command, check=True, cwd=ROOT, env=environment, capture_output=True)
    assert target.read_bytes().startswith(b"\x89PNG")
    assert file.read(target).project == examples.read("blobs-wide").project


def test_that_a_page_to_print_is_written_without_a_display(tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "QT_QPA_PLATFORM")}
    target = tmp_path / "out.pdf"
    command = [sys.executable, "-m", "desktop_nn", "convert", "two-outputs", str(target)]
    subprocess.run(command, check=True, cwd=ROOT, env=environment, capture_output=True)
    assert target.read_bytes().startswith(b"%PDF")
    assert b"/FontFile" in target.read_bytes()  # letters, not pixels


def test_that_a_picture_converts_back_into_its_project(tmp_path: Path) -> None:
    path = tmp_path / "in.png"
    project = examples.read("blobs-wide").project
    path.write_bytes(picture_file.with_project(picture_file.SIGNATURE, file.text_for(path, project, GraphFacts())))
    assert main(["convert", str(path), str(tmp_path / "out.dnn")]) == 0
    assert file.read(tmp_path / "out.dnn").project == project


def looped(data: dict[str, Any]) -> None:
    data["graph"]["links"].append({"source": "n4", "target": "n5", "target_port": 2})
    data["graph"]["links"].append({"source": "n5", "target": "n3", "target_port": 1})


def doubled(data: dict[str, Any]) -> None:
    data["graph"]["links"].append({"source": "n1", "target": "n3"})


BROKEN: list[tuple[Callable[[dict[str, Any]], None], str]] = [
    (looped, "closes a loop"),
    (doubled, "has a link already"),
    (lambda data: data["graph"]["links"].append({"source": "n1", "target": "n99"}), "n99"),
    (lambda data: data["training"].update(epochs="many"), "training › epochs"),
    (lambda data: data.update(version=99), "version 99"),
]


@pytest.mark.parametrize(("change", "says"), BROKEN)
def test_that_a_broken_project_is_refused(
    change: Callable[[dict[str, Any]], None], says: str, tmp_path: Path, capfd: Captured
) -> None:
    opened = examples.read("two-outputs")
    data = json.loads(file.dumps(opened.project, opened.facts))
    change(data)
    path = tmp_path / "broken.dnn"
    path.write_text(json.dumps(data))
    before = path.read_bytes()
    assert main(["train", str(path), "--runs", str(tmp_path / "runs")]) == 2
    captured = capfd.readouterr()
    assert says in captured.err
    assert "broken.dnn" in captured.err
    assert captured.err.count("\n") == 1
    assert path.read_bytes() == before
    assert not (tmp_path / "runs").exists()


def blobs() -> tuple[Project, str, str]:
    """The wide example, and the ids of its input and its output."""
    project = examples.read("blobs-wide").project
    return project, next(iter(project.data.bindings.inputs)), next(iter(project.data.bindings.targets))


def judged_by(kind: str) -> Project:
    project, _, end = blobs()
    return replace(project, training=replace(project.training, outputs={end: OutputChoices(Configured(kind))}))


def without_column() -> Project:
    project, start, end = blobs()
    return replace(project, data=replace(project.data, bindings=Bindings({start: ("x1", "gone")}, {end: "class"})))


def without_input() -> Project:
    project, start, _ = blobs()
    return with_graph(project, edits.delete(project.graph, (start,)))


def misshapen() -> Project:
    project, start, _ = blobs()
    graph, node = edits.place(project.graph, "Conv2D", 0, 0, config={"filters": 3, "kernel_size": [2, 2]})
    return replace(project, graph=replace(graph, links=(*graph.links, Link(start, node))))


def exploding() -> Project:
    project, *_ = blobs()
    return replace(project, training=replace(project.training, optimizer=Configured("SGD", {"learning_rate": 1e30})))


@pytest.mark.parametrize(
    ("project", "says"),
    [
        (Project(), "empty"),
        (judged_by("BinaryCrossentropy"), "BinaryCrossentropy"),
        (without_column(), "gone"),
        (without_input(), "no input"),
        (misshapen(), "conv2d"),
        (exploding(), "loss"),
    ],
)
def test_that_a_project_that_cannot_train_says_why(
    project: Project, says: str, tmp_path: Path, capfd: Captured
) -> None:
    path = tmp_path / "wrong.dnn"
    file.write(path, project, GraphFacts())
    assert main(["train", str(path), "--runs", str(tmp_path / "runs"), "--json"]) == 2
    captured = capfd.readouterr()
    (result,) = objects(captured.out)
    assert result["status"] == "failed"
    assert result["problem"]["fix"]
    assert says in the_line(captured.err)
    assert "Traceback" not in captured.err


def test_that_a_run_folder_that_cannot_be_made_is_told(tmp_path: Path, capfd: Captured) -> None:
    (tmp_path / "file").touch()
    assert main(["train", "blobs-wide", "--runs", str(tmp_path / "file" / "runs")]) == 2
    assert str(tmp_path / "file") in the_line(capfd.readouterr().err)


def test_that_a_model_of_another_project_is_told(trained: dict[str, Any], capfd: Captured) -> None:
    assert main(["evaluate", "california-mlp", "--model", trained["model"]]) == 2
    assert len(the_line(capfd.readouterr().err)) < 400


def test_that_an_h5_file_that_is_none_is_told(tmp_path: Path, capfd: Captured) -> None:
    (tmp_path / "none.h5").write_bytes(b"\x89HDF\r\n\x1a\n" + b"\x00" * 50)
    assert main(["evaluate", "blobs-wide", "--model", str(tmp_path / "none.h5")]) == 2
    assert "none.h5" in the_line(capfd.readouterr().err)


def test_that_a_summary_of_an_unsound_drawing_is_given_and_exit_2(tmp_path: Path, capfd: Captured) -> None:
    file.write(tmp_path / "wrong.dnn", misshapen(), GraphFacts())
    assert main(["summary", str(tmp_path / "wrong.dnn"), "--json"]) == 2
    captured = capfd.readouterr()
    (told,) = objects(captured.out)
    assert len(told["layers"]) == 4
    assert any(problem["where"] == "conv2d" for problem in told["problems"])
    assert captured.err.count("\n") == 1


def test_that_the_self_test_says_what_it_saw() -> None:
    """In a process of its own: it opens the window, of which a process can have but one application."""
    done = subprocess.run(
        [sys.executable, "-m", "desktop_nn", "self-test"], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stdout
    lines = done.stdout.splitlines()
    assert [line.split(":")[0] for line in lines] == [f"ok      {name}" for name, _ in self_test.STEPS]
    assert "layers after" in lines[1]
    assert "refused: The name of one of its entries leads out of the archive." in done.stdout
    assert "epoch_loss" in lines[-1]


def test_that_the_summary_comes_as_a_table_of_each_kind(tmp_path: Path, capfd: Captured) -> None:
    assert main(["summary", "blobs-wide", "--format", "csv"]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert lines[0].startswith("Layer,Kind,Output shape,Parameters")
    for suffix, words in ((".csv", "hidden,Dense,"), (".md", "| hidden | Dense |"), (".txt", "hidden  Dense")):
        target = tmp_path / f"table{suffix}"
        assert main(["convert", "blobs-wide", str(target)]) == 0
        assert words in target.read_text("utf-8")


@pytest.mark.parametrize("suffix", [".weights.h5", ".savedmodel"])
def test_that_a_project_without_weights_is_given_away_with_fresh_ones_and_says_so(
    suffix: str, tmp_path: Path, capfd: Captured
) -> None:
    target = tmp_path / f"out{suffix}"
    assert main(["convert", "blobs-wide", str(target)]) == 0
    captured = capfd.readouterr()
    assert "fresh ones under its seed" in captured.err
    assert captured.out == ""
    assert target.exists()


def test_that_a_folder_s_name_with_a_slash_is_a_saved_model(tmp_path: Path) -> None:
    assert main(["convert", "blobs-wide", f"{tmp_path / 'served'}/"]) == 0
    assert (tmp_path / "served" / "saved_model.pb").is_file()


def test_that_a_model_s_own_weights_go_into_a_file_for_keras_2(tmp_path: Path, capfd: Captured) -> None:
    assert main(["convert", "two-outputs", str(tmp_path / "a.h5")]) == 0
    assert main(["convert", "--keras2", str(tmp_path / "a.h5"), str(tmp_path / "b.h5")]) == 0
    assert "fresh" not in capfd.readouterr().err.split("Wrote")[-2]
    assert main(["convert", str(tmp_path / "b.h5"), str(tmp_path / "c.weights.h5")]) == 0
    assert main(["convert", str(tmp_path / "a.h5"), str(tmp_path / "d.weights.h5")]) == 0
    import h5py
    import numpy as np

    with h5py.File(tmp_path / "c.weights.h5") as one, h5py.File(tmp_path / "d.weights.h5") as other:
        arrays = ([np.array(file[name]) for name in weights(file)] for file in (one, other))
        assert all(np.array_equal(a, b) for a, b in zip(*arrays, strict=True))


def weights(file: Any) -> list[str]:
    """The paths of the layers' weights in a .weights.h5 file."""
    found: list[str] = []
    file.visit(lambda name: found.append(name) if name.startswith("layers/") and name[-1].isdigit() else None)
    assert found
    return [name for name in found if not hasattr(file[name], "keys")]


@pytest.mark.thorough
@pytest.mark.parametrize("options", [[], ["--weights", "float16"], ["--weights", "int8"]])
def test_that_an_example_becomes_tensorflow_lite(options: list[str], tmp_path: Path) -> None:
    assert main(["convert", *options, "blobs-wide", str(tmp_path / "out.tflite")]) == 0
    assert (tmp_path / "out.tflite").read_bytes()[4:8] == b"TFL3"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--keras2", "blobs-wide", "out.keras"], "Only .h5 files"),
        (["--weights", "int8", "blobs-wide", "out.h5"], "Only TensorFlow Lite"),
        (["blobs-wide", "out.tfjs"], "tensorflow-decision-forests"),
        (["blobs-wide", "out.weights.keras2"], ".weights.h5"),
        (["blobs-wide", "gone/out.savedmodel"], "no such file or folder"),
    ],
)
def test_that_a_form_that_cannot_be_written_is_one_line(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Captured
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["convert", *arguments]) == 2
    assert said in the_line(capfd.readouterr().err)
    assert list(tmp_path.iterdir()) == []

"""How many threads TensorFlow gets: the user's wish, else what was measured here, else its own choice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_nn import settings
from desktop_nn.engine import thread_trial, threads
from desktop_nn.project import examples


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(settings.CONFIG_VARIABLE, str(tmp_path / "config"))
    monkeypatch.setenv(settings.STATE_VARIABLE, str(tmp_path / "state"))
    monkeypatch.setattr(threads, "cores", lambda: 4)


FOUND: threads.Seconds = {"small": {1: 0.5, 2: 0.49, 4: 0.8}, "large": {1: 2.0, 2: 1.1, 4: 0.7}}


def test_that_nothing_is_told_to_tensorflow_before_it_was_measured() -> None:
    environment: dict[str, str] = {}
    threads.apply("small", environment)
    assert environment == {}


def test_that_each_kind_of_model_gets_what_was_quickest_for_it() -> None:
    threads.keep(FOUND)
    assert (threads.chosen("small"), threads.chosen("large")) == (1, 4)


def test_that_a_thread_that_gains_next_to_nothing_is_not_taken() -> None:
    assert threads.best({"small": {1: 1.0, 2: 0.96, 4: 0.97}}) == {"small": 1}
    assert threads.best({"small": {1: 1.0, 2: 0.90, 4: 0.88}}) == {"small": 2}


def test_that_the_users_number_counts_more_than_the_measured_one() -> None:
    threads.keep(FOUND)
    settings.save(replace(settings.load(), threads=3))
    assert threads.chosen("small") == 3


def test_that_the_environment_counts_more_than_both() -> None:
    threads.keep(FOUND)
    environment = {"TF_NUM_INTRAOP_THREADS": "7"}
    threads.apply("small", environment)
    assert environment == {"TF_NUM_INTRAOP_THREADS": "7"}


def test_that_figures_of_a_machine_with_other_cores_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    threads.keep(FOUND)
    monkeypatch.setattr(threads, "cores", lambda: 8)
    assert threads.measured() is None


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"cores": 4}', '{"cores": 4, "best": 3}', '{"cores": 4, "best": {"small": 99}}']
)
def test_that_a_damaged_file_is_as_none(text: str) -> None:
    threads.keep(FOUND)
    (settings.state_folder() / "threads.json").write_text(text)
    assert threads.chosen("small") is None


def test_that_the_quickest_round_counts() -> None:
    rounds = {1: [{"small": 3.0, "large": 5.0}, {"small": 2.0, "large": 6.0}], 2: [{"small": 4.0, "large": 1.0}]}
    assert threads.as_seconds(rounds) == {"small": {1: 2.0, 2: 4.0}, "large": {1: 5.0, 2: 1.0}}


def test_that_convolutions_make_a_model_large() -> None:
    graph = examples.read("california-mlp").project.graph
    assert threads.size_of(graph) == "small"
    layer = next(iter(graph.layers.values()))
    assert threads.size_of(replace(graph, layers={layer.id: replace(layer, kind="Conv2D")})) == "large"


def test_that_tensorflow_obeys_and_the_number_stands_in_the_versions_of_a_run() -> None:
    threads.keep({"small": {1: 1.0, 2: 2.0}})
    stored = settings.state_folder() / "threads.json"
    stored.write_text(json.dumps({**json.loads(stored.read_text()), "cores": _cores()}))
    code = """
        import sys
        from desktop_nn.engine.loading import load_tensorflow, versions
        tensorflow = load_tensorflow()
        tensorflow.matmul(tensorflow.ones((500, 500)), tensorflow.ones((500, 500)))
        print(versions()["threads"], tensorflow.config.threading.get_inter_op_parallelism_threads())
    """
    result = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=True)
    assert result.stdout.split()[0] == "1"


@pytest.mark.thorough
def test_that_measuring_answers_for_every_number_and_leaves_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "candidates", lambda: (1,))
    monkeypatch.setattr(thread_trial, "_ROUNDS", 1)
    started: list[subprocess.Popen[str]] = []
    start = thread_trial._start

    def noted(number: int) -> subprocess.Popen[str]:
        started.append(start(number))
        return started[-1]

    monkeypatch.setattr(thread_trial, "_start", noted)
    found = thread_trial.measure()
    assert all(0 < found[size][1] < 60 for size in threads.SIZES)
    assert started[0].returncode is not None


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

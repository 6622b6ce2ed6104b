"""Measures how many threads suit this machine: a process for each number trains two small models, in turns.

The number cannot be changed inside a process, hence the processes; they take turns round by round, so that whatever
else the machine does hits all of them alike. What the figures are for is `threads.py`'s.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import Any

from desktop_nn.engine import threads
from desktop_nn.engine.loading import load_keras, load_tensorflow
from desktop_nn.own_process import NO_WINDOW, own_command, own_environment

COMMAND = "time-threads"
"""The hidden sub-command of the trying processes."""
_ROUNDS = 60
"""Short ones: the quickest of many fits between whatever else the machine does."""


def measure() -> threads.Seconds:
    """Try all candidates, a quarter of a minute in all. Ends its processes whatever happens.

    Raises OSError or ValueError if they cannot be started or answer nonsense.
    """
    trials = {number: _start(number) for number in threads.candidates()}
    try:
        for trial in trials.values():
            _answer(trial)  # it has loaded TensorFlow and warmed up
        rounds: dict[int, list[dict[str, float]]] = {number: [] for number in trials}
        for _ in range(_ROUNDS):
            for number, trial in trials.items():
                rounds[number].append(_ask(trial))
        return threads.as_seconds(rounds)
    finally:
        for trial in trials.values():
            trial.kill()
            trial.communicate()


def main() -> int:
    """A trying process: one line of seconds after it has warmed up, and another for every line it is given."""
    models = {"small": _small(), "large": _large()}
    for _ in range(8):
        _round(models)
    sys.stdout.write(json.dumps(_round(models)) + "\n")
    sys.stdout.flush()
    for _ in sys.stdin:
        sys.stdout.write(json.dumps(_round(models)) + "\n")
        sys.stdout.flush()
    return 0


def _start(number: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        own_command(COMMAND),
        env=own_environment(**threads.environment_for(number)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        creationflags=NO_WINDOW,
    )


def _ask(trial: subprocess.Popen[str]) -> dict[str, float]:
    assert trial.stdin is not None
    trial.stdin.write("\n")
    trial.stdin.flush()
    return _answer(trial)


def _answer(trial: subprocess.Popen[str]) -> dict[str, float]:
    assert trial.stdout is not None
    answer: dict[str, float] = json.loads(trial.stdout.readline())
    return answer


def _round(models: dict[str, Any]) -> dict[str, float]:
    seconds = {}
    for size, epoch in models.items():
        began = time.perf_counter()
        epoch()
        seconds[size] = time.perf_counter() - began
    return seconds


def _small() -> Any:
    """784-300-100-10, as for a set of small pictures."""
    keras = load_keras()
    layers = keras.layers
    hidden = [layers.Dense(300, "relu"), layers.Dense(100, "relu")]
    return _epoch(keras.Sequential([keras.Input((784,)), *hidden, layers.Dense(10, "softmax")]), 10, 32)


def _large() -> Any:
    """Two convolutions over pictures."""
    keras = load_keras()
    layers = keras.layers
    stack = [layers.Conv2D(32, 3, activation="relu"), layers.Conv2D(32, 3, activation="relu"), layers.MaxPooling2D()]
    head = [layers.Flatten(), layers.Dense(10, "softmax")]
    return _epoch(keras.Sequential([keras.Input((28, 28, 1)), *stack, *head]), 1, 32)


def _epoch(model: Any, batches: int, size: int) -> Any:
    """A call that trains so many batches of random numbers, in the loop that runs are trained in."""
    from desktop_nn.engine.fused import FusedLoop, build_all

    tensorflow = load_tensorflow()
    model.compile("sgd", "sparse_categorical_crossentropy")
    count = batches * size
    data = (tensorflow.random.uniform((count, *model.input_shape[1:])), tensorflow.zeros((count,), "int64"))
    build_all(model, tensorflow.nest.map_structure(lambda values: values[:1], data))
    loop = FusedLoop(model, "train", data, count, size)

    def epoch() -> None:
        done = 0
        while done < loop.steps:
            done, _ = loop.advance(done)

    return epoch

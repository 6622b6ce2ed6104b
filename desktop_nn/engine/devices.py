"""Where and how exactly a run computes: its device or devices, the precision of layers, and whether XLA compiles it.

The choices themselves are `training/choices.py`'s; how many threads there are is `threads.py`'s.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from desktop_nn.engine.loading import load_keras, load_tensorflow
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.training.choices import TrainingChoices

_WHERE = "Training"


def found() -> tuple[str, ...]:
    """The devices of this machine as TensorFlow names them, `CPU:0` first."""
    names = (device.name for device in load_tensorflow().config.list_logical_devices())
    return tuple(name.removeprefix("/device:") for name in names)


def refuse_unavailable(choices: TrainingChoices) -> None:
    """Raises ProblemError for what this machine, or TensorFlow, cannot do."""
    present = found()
    absent = [name for name in choices.devices if _full(name) not in present]
    if absent:
        raise ProblemError(_absent(absent[0], present))
    replicas = len(choices.devices)
    if replicas > 1 and choices.xla:
        what = "XLA cannot compile training on several devices."
        raise ProblemError(Problem(what, _WHERE, "Switch XLA off, or choose one device."))
    if replicas > choices.batch_size:
        what = f"A batch of {choices.batch_size} cannot be shared by {replicas} devices."
        raise ProblemError(Problem(what, _WHERE, "Make the batch larger, or choose fewer devices."))


@contextlib.contextmanager
def placed_on(choices: TrainingChoices) -> Iterator[None]:
    """What happens inside happens on the chosen device. Several devices share each batch: see `replicated`."""
    if len(choices.devices) != 1:
        yield
        return
    with load_tensorflow().device(_full(choices.devices[0])):
        yield


@contextlib.contextmanager
def precisely(choices: TrainingChoices | None) -> Iterator[None]:
    """A model that is made and compiled inside has the chosen precision; None stands for the usual one."""
    keras = load_keras()
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(choices.precision if choices is not None else "float32")
    try:
        yield
    finally:
        keras.config.set_dtype_policy(before)


@contextlib.contextmanager
def replicated(choices: TrainingChoices) -> Iterator[None]:
    """A model that is made and compiled inside has a copy on each of several devices; nothing with one."""
    if len(choices.devices) < 2:
        yield
        return
    names = [_full(name) for name in choices.devices]
    with load_tensorflow().distribute.MirroredStrategy(names).scope():
        yield


def _full(name: str) -> str:
    return name if ":" in name else f"{name}:0"


def _absent(name: str, present: tuple[str, ...]) -> Problem:
    there = "one" if any(item.startswith("GPU") for item in present) else "none"
    if not name.startswith("GPU"):
        return Problem(f"There is no device {name} here.", _WHERE, f"Choose one of: {', '.join(present)}.")
    if there == "one":
        return Problem(f"This machine has no {name}.", _WHERE, f"Choose one of: {', '.join(present)}.")
    if not load_tensorflow().test.is_built_with_gpu_support():
        return Problem("This TensorFlow was built without support for GPUs.", _WHERE, "Choose the CPU or “auto”.")
    what = f"TensorFlow finds no GPU on this machine, so {name} cannot be used."
    return Problem(what, _WHERE, "Choose the CPU or “auto”, or install the driver of the GPU and CUDA.")

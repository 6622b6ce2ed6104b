"""Precision, XLA and devices: runs that are trained with them, and what cannot be had here said before a run starts."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop_nn.engine import devices, model_files
from desktop_nn.engine.fit import go_on, train
from desktop_nn.engine.loading import load_keras
from desktop_nn.project.document import Project
from desktop_nn.training.choices import TrainingChoices
from desktop_nn.training.events import RunStarted
from desktop_nn.training.steering import Steering
from tests.core.engine.projects import classification, run
from tests.core.engine.test_build import assert_equal_weights


def with_choices(project: Project, **chosen: Any) -> Project:
    return replace(project, training=replace(project.training, **chosen))


def refused(runs: Path, **chosen: Any) -> str:
    trained, _ = run(with_choices(classification(), **chosen), runs)
    assert trained.ended.problem is not None
    assert trained.folder is None
    return str(trained.ended.problem)


def test_that_a_gpu_that_is_not_there_is_told_before_a_folder_is_made(tmp_path: Path) -> None:
    assert "GPU:7" in refused(tmp_path, device="GPU:7")
    assert list(tmp_path.iterdir()) == []


def test_that_a_device_of_no_kind_is_told_with_those_that_are_there(tmp_path: Path) -> None:
    assert "CPU:0" in refused(tmp_path, device="TPU:0")


def test_that_xla_and_several_devices_do_not_go_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "found", lambda: ("CPU:0", "CPU:1"))
    assert "XLA cannot compile training on several devices" in refused(tmp_path, device="CPU:0,CPU:1", xla=True)


def test_that_a_batch_must_be_shared_by_all_devices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "found", lambda: ("CPU:0", "CPU:1"))
    assert "cannot be shared by 2 devices" in refused(tmp_path, device="CPU:0, CPU:1", batch_size=1)


def test_that_several_names_are_several_devices_once_each() -> None:
    assert TrainingChoices(device=" GPU:0, GPU:1,GPU:0").devices == ("GPU:0", "GPU:1")
    assert TrainingChoices().devices == ()


def test_that_the_named_cpu_gives_the_same_bits(tmp_path: Path) -> None:
    plain, _ = run(classification(), tmp_path / "a")
    named, _ = run(with_choices(classification(), device="CPU"), tmp_path / "b")
    assert_equal_weights(named.model, plain.model)


@pytest.mark.thorough
def test_that_xla_comes_to_nearly_the_same_weights_in_the_fast_loop(tmp_path: Path) -> None:
    dense: Sequence[Any] = ("Dense", {"units": 12, "activation": "relu"}), ("BatchNormalization", {})
    plain, _ = run(classification(*dense), tmp_path / "a")
    compiled, events = run(with_choices(classification(*dense), xla=True), tmp_path / "b")
    assert compiled.ended.problem is None
    assert (compiled.model.jit_compile, plain.model.jit_compile) == (True, False)
    assert next(event for event in events if isinstance(event, RunStarted)).slow == ""
    for one, other in zip(compiled.model.get_weights(), plain.model.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-3, atol=1e-4)
    assert compiled.model.optimizer.iterations == plain.model.optimizer.iterations


@pytest.mark.parametrize("precision", ["mixed_float16", "mixed_bfloat16"])
def test_that_layers_compute_in_the_chosen_precision_and_weights_stay_float32(precision: str, tmp_path: Path) -> None:
    project = with_choices(classification(epochs=3), precision=precision)
    trained, _ = run(project, tmp_path)
    assert trained.ended.problem is None
    assert {layer.compute_dtype for layer in trained.model.layers} == {precision.removeprefix("mixed_")}
    assert {str(weight.dtype) for weight in trained.model.weights} == {"float32"}
    assert load_keras().config.dtype_policy().name == "float32"
    assert trained.ended.model is not None
    restored = model_files.restore(model_files.read(trained.ended.model))
    assert_equal_weights(restored, trained.model)
    assert restored.layers[-1].compute_dtype == precision.removeprefix("mixed_")


def test_that_a_run_in_mixed_precision_goes_on_bit_for_bit(tmp_path: Path) -> None:
    chosen = {"precision": "mixed_float16"}
    whole, _ = run(with_choices(classification(epochs=4), **chosen), tmp_path / "a")
    half = train(with_choices(classification(epochs=2), **chosen), tmp_path / "b", lambda _: None, Steering())
    assert half.folder is not None
    rest = go_on(half.folder, lambda _: None, Steering(), epochs=4)
    assert rest.ended.problem is None
    assert_equal_weights(rest.model, whole.model)


TWO_DEVICES = """
    import sys
    from pathlib import Path
    import numpy as np
    from desktop_nn.engine.loading import load_tensorflow
    tensorflow = load_tensorflow()
    cpu = tensorflow.config.list_physical_devices("CPU")[0]
    virtual = tensorflow.config.LogicalDeviceConfiguration()
    tensorflow.config.set_logical_device_configuration(cpu, [virtual, virtual])
    from desktop_nn.engine import devices
    from desktop_nn.engine.fit import go_on, train
    from desktop_nn.training.steering import Steering
    from tests.core.engine.projects import classification
    from tests.core.engine.test_devices import with_choices
    dense = ("Dense", {"units": 12, "activation": "relu"})
    runs = Path(sys.argv[1])

    def trained(device, epochs, where, **more):
        events = []
        project = with_choices(classification(dense, epochs=epochs), device=device, **more)
        done = train(project, runs / where, events.append, Steering())
        assert done.ended.problem is None, done.ended.problem
        return done, next(event for event in events if type(event).__name__ == "RunStarted").slow

    assert devices.found() == ("CPU:0", "CPU:1"), devices.found()
    one, _ = trained("CPU:0", 4, "one")
    two, why = trained("CPU:0,CPU:1", 4, "two")
    assert "distribution strategy" in why, why
    for a, b in zip(two.model.get_weights(), one.model.get_weights(), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-5)
    half, _ = trained("CPU:0,CPU:1", 2, "half")
    rest = go_on(half.folder, lambda event: None, Steering(), epochs=4)
    assert rest.ended.problem is None, rest.ended.problem
    for a, b in zip(rest.model.get_weights(), two.model.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)
    print("alike")
"""


@pytest.mark.thorough
def test_that_two_devices_share_batches_and_a_run_on_them_goes_on(tmp_path: Path) -> None:
    code = textwrap.dedent(TWO_DEVICES)
    result = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False)
    assert result.stdout.strip().endswith("alike"), result.stderr[-3000:]

"""Every callback of Keras: offered, and trained with by both ways and in code, or refused with a sentence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop_nn.catalogue import load
from desktop_nn.codegen.script import script
from desktop_nn.data import sources
from desktop_nn.engine import keras_fit
from desktop_nn.engine.loading import load_keras
from desktop_nn.project.document import Project
from desktop_nn.training.choices import Configured
from tests.core.engine.projects import classification, run

CHANGED: dict[str, dict[str, Any]] = {
    "BackupAndRestore": {"save_freq": 3, "delete_checkpoint": False},
    "CSVLogger": {"separator": ";"},
    "EarlyStopping": {"monitor": "loss", "patience": 1, "min_delta": 0.5, "restore_best_weights": True},
    "LearningRateScheduler": {"shape": "1cycle", "rate": 0.1},
    "ModelCheckpoint": {"monitor": "val_accuracy", "save_best_only": True, "save_weights_only": True},
    "ReduceLROnPlateau": {"factor": 0.5, "patience": 1, "min_delta": 10.0},
    "SwapEMAWeights": {"swap_on_epoch": True},
    "TensorBoard": {"histogram_freq": 1, "update_freq": "batch"},
    "TerminateOnNaN": {"raise_error": True},
    "ValTrainRatio": {"threshold": 0.5, "patience": 2, "stop": True},
}
OFFERED = tuple(kind.name for kind in load().groups["callbacks"].values() if not kind.locked)
AVERAGED = Configured("SGD", {"learning_rate": 0.05, "use_ema": True})


def project(kind: str, config: dict[str, Any]) -> Project:
    made = classification(epochs=3, callbacks=[Configured(kind, config)])
    if kind == "SwapEMAWeights":  # it swaps averages in, so the optimizer must keep them
        made = replace(made, training=replace(made.training, optimizer=AVERAGED))
    return made


def test_that_every_callback_is_offered_or_refused_with_a_sentence() -> None:
    public = {
        name
        for name in dir(load_keras().callbacks)
        if isinstance(getattr(load_keras().callbacks, name), type) and not name.startswith("_")
    }
    known = load().groups["callbacks"]
    assert public <= known.keys()
    assert set(OFFERED) == set(CHANGED)
    for name in public - set(OFFERED):
        assert known[name].locked.startswith((name, "Keras"))
        assert known[name].locked.endswith(".")


@pytest.mark.parametrize("changed", [pytest.param(False, marks=pytest.mark.thorough), True], ids=["default", "changed"])
@pytest.mark.parametrize("kind", OFFERED)
def test_that_it_trains_to_the_same_by_every_way(
    kind: str, changed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = project(kind, CHANGED[kind] if changed else {})
    trained, _ = run(made, tmp_path / "fast")
    assert trained.ended.problem is None
    monkeypatch.setattr(keras_fit, "why_not", lambda *_: "for once")
    plain, _ = run(made, tmp_path / "plain")
    assert plain.ended.problem is None
    assert plain.ended.epochs == trained.ended.epochs
    monkeypatch.chdir(tmp_path)
    assert made.data.source is not None
    variables: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(script(made, sources.describe(made.data.source)), "generated.py", "exec"), variables)
    for other in (plain.model, variables["model"]):
        pairs = zip(trained.model.get_weights(), other.get_weights(), strict=True)
        assert all(np.array_equal(ours, theirs) for ours, theirs in pairs)

"""Callbacks of the user's own: only after consent, in sentences when they fail, and never in the way of a stop."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop_nn.catalogue.code_files import CodeFile
from desktop_nn.codegen.script import script
from desktop_nn.data import sources
from desktop_nn.engine.fit import Trained
from desktop_nn.project.document import Project
from desktop_nn.training import consent
from desktop_nn.training.choices import Configured
from desktop_nn.training.events import EpochEnded, Noticed, RunEvent, RunStarted
from desktop_nn.training.steering import Steering
from tests.core.engine.projects import classification, run

HEAD = "import keras\n\n\nclass Mine(keras.callbacks.Callback):\n"


def project(code: str, config: dict[str, Any] | None = None, *, epochs: int = 2) -> Project:
    made = classification(epochs=epochs, callbacks=[Configured("mine.py:Mine", config or {})])
    file = CodeFile("mine.py", tuple(code.split("\n")))
    return replace(made, training=replace(made.training, code=(file,)))


def agreed(code: str, config: dict[str, Any] | None = None, *, epochs: int = 2) -> Project:
    made = project(code, config, epochs=epochs)
    consent.agree(made.training.code[0])
    return made


def noticed(events: Sequence[RunEvent]) -> list[str]:
    return [event.text for event in events if isinstance(event, Noticed)]


def what(trained: Trained) -> str:
    assert trained.ended.problem is not None
    return trained.ended.problem.what


def test_that_code_runs_only_after_consent(tmp_path: Path) -> None:
    marker = tmp_path / "ran"
    code = f"open({str(marker)!r}, 'w').close()\n{HEAD}    pass\n"
    trained, _ = run(project(code), tmp_path / "runs")
    assert what(trained) == "mine.py is Python code that nobody has agreed to run on this computer."
    assert not marker.exists()
    assert not (tmp_path / "runs").exists()
    trained, _ = run(agreed(code), tmp_path / "runs")
    assert trained.ended.status == "finished"
    assert marker.exists()


def test_that_changed_code_is_asked_about_again(tmp_path: Path) -> None:
    agreed(f"{HEAD}    pass")
    trained, _ = run(project(f"{HEAD}    pass  # changed"), tmp_path)
    assert "nobody has agreed" in what(trained)


def test_that_it_takes_its_parameters_the_fast_way_and_ends_the_run(tmp_path: Path) -> None:
    code = f"""{HEAD}    def __init__(self, last=5):
        super().__init__()
        self.last = last

    def on_epoch_end(self, epoch, logs=None):
        self.model.stop_training = epoch + 1 >= self.last
"""
    trained, events = run(agreed(code, {"last": 2}, epochs=4), tmp_path)
    assert trained.ended.epochs == 2
    assert next(event for event in events if isinstance(event, RunStarted)).slow == ""


def test_that_one_that_wants_batches_gets_each(tmp_path: Path) -> None:
    code = f"""{HEAD}    seen = 0

    def on_train_batch_end(self, batch, logs=None):
        self.seen += 1

    def on_epoch_end(self, epoch, logs=None):
        logs["seen"] = float(self.seen)
"""
    trained, events = run(agreed(code), tmp_path)
    assert trained.ended.problem is None
    assert next(event for event in events if isinstance(event, RunStarted)).slow == "Mine must see every batch."
    assert [event.logs["seen"] for event in events if isinstance(event, EpochEnded)] == [7.0, 14.0]


def test_that_the_script_comes_to_the_same_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = f'''"""Weights of my own."""

from __future__ import annotations

import numpy as np
{HEAD}    def __init__(self, part: float = 0.5):
        super().__init__()
        self.part = part

    def on_epoch_end(self, epoch, logs=None):
        self.model.set_weights([np.multiply(values, self.part) for values in self.model.get_weights()])


if __name__ == "__main__":
    raise SystemExit("not here")
'''
    made = agreed(code, {"part": 0.9})
    trained, _ = run(made, tmp_path / "runs")
    assert trained.ended.problem is None
    monkeypatch.chdir(tmp_path)
    assert made.data.source is not None
    variables: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(script(made, sources.describe(made.data.source)), "generated.py", "exec"), variables)
    pairs = zip(trained.model.get_weights(), variables["model"].get_weights(), strict=True)
    assert all(np.array_equal(ours, theirs) for ours, theirs in pairs)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (
            "    def on_epoch_end(self, epoch, logs=None):\n        return epoch / 0",
            "Mine failed in on_epoch_end, line 6: ZeroDivisionError: division by zero.",
        ),
        (
            "    def on_train_begin(self, logs=None):\n        exit(3)",
            "Mine failed in on_train_begin, line 6: SystemExit: 3.",
        ),
        (
            "    def on_epoch_end(self, epoch):\n        pass",
            "Mine failed in on_epoch_end: TypeError: "
            "Mine.on_epoch_end() takes 2 positional arguments but 3 were given.",
        ),
        ("    pass\n\n\nraise ValueError('no')", "Mine failed in the file, line 8: ValueError: no."),
        (
            "    def __init__(self):\n        self.x = [][1]",
            "Mine failed in __init__, line 6: IndexError: list index out of range.",
        ),
    ],
)
def test_that_what_it_raises_is_told_in_a_sentence(body: str, told: str, tmp_path: Path) -> None:
    trained, _ = run(agreed(HEAD + body), tmp_path)
    assert trained.ended.status == "failed"
    assert what(trained) == told
    if "on_epoch_end" in told:  # then something was trained, and that is kept
        assert trained.ended.model is not None
        assert trained.ended.model.exists()


def test_that_a_class_without_kerass_base_is_refused(tmp_path: Path) -> None:
    trained, _ = run(agreed("class Mine:\n    pass"), tmp_path)
    assert what(trained) == "Mine is no callback: it has no keras.callbacks.Callback among its bases."
    trained, _ = run(agreed("class Other(Callback):\n    pass"), tmp_path)
    assert what(trained) == "mine.py has no class Mine."


def test_that_one_that_never_returns_is_broken_off_after_a_stop(tmp_path: Path) -> None:
    marker = tmp_path / "inside"
    code = f"""import time
{HEAD}    def on_epoch_end(self, epoch, logs=None):
        open({str(marker)!r}, "w").close()
        while True:
            try:
                time.sleep(0.01)
            except Exception:
                pass
"""
    steering = Steering()

    def stop_once_inside() -> None:
        while not marker.exists():
            time.sleep(0.05)
        steering.stop()

    threading.Thread(target=stop_once_inside, daemon=True).start()
    trained, events = run(agreed(code), tmp_path / "runs", stop=steering)
    assert trained.ended.status == "stopped"
    assert noticed(events)[0].startswith("Mine did not return from on_epoch_end and was broken off, line ")
    assert trained.ended.model is not None


def test_that_the_ratio_is_told_once_and_may_end_the_run(tmp_path: Path) -> None:
    made = classification(epochs=6, callbacks=[Configured("ValTrainRatio", {"threshold": 0.01, "patience": 2})])
    trained, events = run(made, tmp_path / "watch")
    assert trained.ended.epochs == 6
    assert len(noticed(events)) == 1
    assert noticed(events)[0].startswith("Overfitting begins: validation loss is ")
    assert noticed(events)[0].endswith(" times training loss since epoch 1.")
    config = {"threshold": 0.01, "patience": 2, "stop": True}
    stopping = replace(made, training=replace(made.training, callbacks=(Configured("ValTrainRatio", config),)))
    trained, _ = run(stopping, tmp_path / "stop")
    assert trained.ended.epochs == 2
    assert trained.ended.early.startswith("Overfitting begins")


def test_that_what_it_remembers_goes_on_with_the_run(tmp_path: Path) -> None:
    from desktop_nn.engine.fit import go_on

    code = f"""{HEAD}    seen = 0

    def on_epoch_end(self, epoch, logs=None):
        self.seen += 1
        logs["seen"] = float(self.seen)

    def state(self):
        return {{"seen": self.seen}}

    def restore(self, state):
        self.seen = state["seen"]
"""
    trained, _ = run(agreed(code), tmp_path)
    assert trained.folder is not None
    events: list[RunEvent] = []
    again = go_on(trained.folder, events.append, Steering(), epochs=3)
    assert again.ended.problem is None
    assert [event.logs["seen"] for event in events if isinstance(event, EpochEnded)] == [1.0, 2.0, 3.0]


def test_that_a_state_that_no_checkpoint_can_hold_is_told(tmp_path: Path) -> None:
    trained, _ = run(agreed(f"{HEAD}    def state(self):\n        return {{'a': object()}}\n"), tmp_path)
    assert what(trained) == "Mine failed in state: TypeError: Object of type object is not JSON serializable."
    assert trained.ended.model is not None

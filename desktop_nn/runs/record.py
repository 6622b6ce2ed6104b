"""What `run.json` says about a run: one frozen record, written by the engine and read by the library."""

from __future__ import annotations

import json
import math
import os
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, TypeAlias

from desktop_nn.problems import Problem
from desktop_nn.training.events import Noticed, Steered

State: TypeAlias = Literal["running", "finished", "stopped", "failed", "interrupted"]
"""interrupted: the record says running, but its process is gone (a crash, a power cut)."""

_FORMAT = 1
_WHOLE = frozenset(("epochs", "planned_epochs", "batch_size", "seed", "split_seed", "parameters", "trainable", "pid"))


@dataclass(frozen=True, slots=True)
class RunRecord:
    """A run as its folder tells it. Times are ISO 8601 with zone, `seconds` the whole run's; figures by Keras's names.

    `metrics` are the last epoch's, `test` those of the test part; `best` names the epoch (from 0) with the best
    `monitor` and its value. `model` and `best_model` are file names in the folder, empty if not written.
    `learning_rate` is what the run began with, None for a schedule or where no one wrote it down; `steered` what was
    changed by hand while it went, `noticed` what callbacks had to say, `continued` the times at which it went on after
    having ended, `seconds` the sum of all its parts.
    """

    folder: Path
    state: State = "running"
    title: str = ""
    created: str = ""
    ended: str = ""
    seconds: float = 0.0
    epochs: int = 0
    planned_epochs: int = 0
    batch_size: int = 0
    seed: int = 0
    split_seed: int = 0
    parameters: int = 0
    trainable: int = 0
    optimizer: str = ""
    learning_rate: float | None = None
    data: str = ""
    samples: Mapping[str, int] = field(default_factory=dict)
    metrics: Mapping[str, float] = field(default_factory=dict)
    test: Mapping[str, float] = field(default_factory=dict)
    best: Mapping[str, float] = field(default_factory=dict)
    model: str = ""
    best_model: str = ""
    start_from: str = ""
    early: str = ""
    steered: tuple[Steered, ...] = ()
    noticed: tuple[Noticed, ...] = ()
    continued: tuple[str, ...] = ()
    problem: Problem | None = None
    versions: Mapping[str, str] = field(default_factory=dict)
    pid: int = 0
    host: str = ""


def here() -> dict[str, Any]:
    """The fields that name this process."""
    return {"pid": os.getpid(), "host": platform.node()}


def dumps(record: RunRecord) -> str:
    """The record as JSON text; figures that are not finite become null, as JSON has no word for them."""
    data = {name: value for name, value in asdict(record).items() if name != "folder"}
    return json.dumps({"format": _FORMAT, **_finite(data)}, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def loads(text: str, folder: Path) -> RunRecord:
    """The record of `folder` from its JSON text; unknown fields are passed over. Raises ValueError."""
    data = json.loads(text)
    if not isinstance(data, dict):
        raise ValueError("A run's record is a JSON object.")
    known = {item.name for item in fields(RunRecord)} - {"folder"}
    values = {name: value for name, value in data.items() if name in known}
    try:
        if isinstance(values.get("problem"), dict):
            values["problem"] = Problem(**values["problem"])
        values["steered"] = tuple(Steered(**item) for item in values.get("steered") or ())
        values["noticed"] = tuple(Noticed(**item) for item in values.get("noticed") or ())
        values["continued"] = tuple(values.get("continued") or ())
        for name in ("metrics", "test", "best"):
            values[name] = {
                key: math.nan if value is None else value for key, value in (values.get(name) or {}).items()
            }
        record = RunRecord(folder, **values)
    except (TypeError, AttributeError) as error:
        raise ValueError(str(error)) from error
    for item in fields(RunRecord):
        if not _fits(item.name, getattr(record, item.name)):
            raise ValueError(f"“{item.name}” is damaged.")
    return record


def _fits(name: str, value: Any) -> bool:
    """Whether a field holds what it should, so that nobody who reads it need look again."""
    if name in ("folder", "problem"):
        return value is None or isinstance(value, Path | Problem)
    if name in ("metrics", "test", "best", "samples"):
        return isinstance(value, Mapping) and all(_is_number(item) for item in value.values())
    if name == "versions":
        return isinstance(value, Mapping) and all(isinstance(item, str) for item in value.values())
    if name == "steered":
        return all(_is_number(item.epoch) and _is_number(item.step) and _is_number(item.value) for item in value)
    if name == "noticed":
        return all(_is_number(item.epoch) and isinstance(item.text, str) for item in value)
    if name == "continued":
        return all(isinstance(item, str) for item in value)
    if name == "learning_rate":
        return value is None or _is_number(value)
    if name in _WHOLE or name == "seconds":
        return _is_number(value) and (name == "seconds" or isinstance(value, int))
    return isinstance(value, str)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return value

"""`desktop-nn train`: a run without a window, told on standard error and summed up on standard output."""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from desktop_nn.commands.opening import opened_sound
from desktop_nn.commands.output import figures_text, json_line, line, only_results, progress, seconds_text
from desktop_nn.commands.trusting import refuse_unagreed
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.project import file
from desktop_nn.runs.folder import RunFolder
from desktop_nn.training.events import BatchProgress, EpochEnded, Noticed, RunEnded, RunEvent, RunStarted
from desktop_nn.training.metric_log import MetricLog
from desktop_nn.training.steering import Steering


class Teller:
    """Takes in the run's events, tells of them on standard error and keeps what the result needs."""

    def __init__(self) -> None:
        """Nothing has happened yet."""
        self.log = MetricLog()
        self.started: RunStarted | None = None
        self._live = sys.stderr.isatty()

    def take(self, event: RunEvent) -> None:
        """The next event of the run."""
        self.log.add(event)
        if isinstance(event, RunStarted):
            self.started = event
            progress(f"{event.parameters:,} parameters, {event.steps:,} steps an epoch; run folder {event.folder}")
            if event.slow:
                progress(f"{event.slow} So this run takes one batch at a time, which is slower.")
        elif isinstance(event, BatchProgress):
            self._show(event)
        elif isinstance(event, EpochEnded):
            self._clear()
            number = f"{event.epoch + 1}/{self.log.epochs}"
            progress(f"epoch {number}  {figures_text(event.logs)}  {seconds_text(event.seconds)}")
        elif isinstance(event, Noticed):
            self._clear()
            progress(event.text)
        else:
            self._clear()

    def _show(self, event: BatchProgress) -> None:
        if self._live:
            number = f"{event.epoch + 1}/{self.log.epochs}"
            text = f"epoch {number}  step {event.step}/{self.log.steps}  {figures_text(event.logs)}"
            sys.stderr.write(f"\r\x1b[K{text[:110]}")
            sys.stderr.flush()

    def _clear(self) -> None:
        if self._live:
            sys.stderr.write("\r\x1b[K")


def run(name: str, runs: Path, *, epochs: int | None = None, seed: int | None = None, as_json: bool = False) -> int:
    """Train the project of that name, or go on with the run of that folder; returns the exit code.

    Raises ProblemError for what is wrong with it.
    """
    steering, teller = Steering(), Teller()
    try:
        with only_results(), _stopped_by_signals(steering):
            ended = _trained(name, runs, teller, steering, epochs, seed)
    except ProblemError as error:
        if as_json:
            json_line({**result(teller, None), "problem": _problem(error.problem)})
        raise
    if as_json:
        problem = {"problem": _problem(ended.problem)} if ended.problem else {}
        json_line({**result(teller, ended), **problem})
    else:
        _print(teller, ended)
    if ended.status == "failed":
        raise ProblemError(ended.problem or Problem("The run failed.", name, "See the run folder."))
    return 0


def result(teller: Teller, ended: RunEnded | None) -> dict[str, Any]:
    """The object that `--json` prints; without an end the run never began."""
    log, started = teller.log, teller.started
    return {
        "run": str(started.folder) if started else None,
        "status": ended.status if ended else "failed",
        "parameters": started.parameters if started else 0,
        "epochs": ended.epochs if ended else 0,
        "seconds": round(ended.seconds, 3) if ended else 0.0,
        "epoch_seconds": [round(seconds, 4) for seconds in log.epoch_seconds],
        "history": log.history,
        "test": dict(ended.test) if ended else {},
        "model": str(ended.model) if ended and ended.model else None,
    }


def _trained(
    name: str, runs: Path, teller: Teller, steering: Steering, epochs: int | None, seed: int | None
) -> RunEnded:
    if (Path(name) / "run.json").is_file():
        return _continued(Path(name), teller, steering, epochs, seed)
    found = opened_sound(name)
    for change in found.project.changes:
        progress(change)
    refuse_unagreed(found.project.project)
    from desktop_nn.engine import fit

    start_from = found.model.path if found.model else None
    done = fit.train(
        found.project.project, runs.absolute(), teller.take, steering, epochs=epochs, seed=seed, start_from=start_from
    )
    return done.ended


def _continued(folder: Path, teller: Teller, steering: Steering, epochs: int | None, seed: int | None) -> RunEnded:
    if seed is not None:
        what, fix = "A run goes on with the seed that it began with.", "Leave --seed out, or train the project anew."
        raise ProblemError(Problem(what, str(folder), fix))
    refuse_unagreed(file.read(RunFolder(folder).project).project)
    from desktop_nn.engine import fit

    return fit.go_on(folder.absolute(), teller.take, steering, epochs=epochs).ended


@contextlib.contextmanager
def _stopped_by_signals(steering: Steering) -> Iterator[None]:
    """Ctrl-C, or the system's wish to end, asks the run to stop; a second one ends the program at once."""

    def ask(number: int, _frame: object) -> None:
        if steering.must_end:
            raise KeyboardInterrupt
        steering.stop()
        progress("Stopping after this batch; the model is kept. Press Ctrl-C again to end at once.")

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _print(teller: Teller, ended: RunEnded) -> None:
    epochs = f"{ended.epochs} epoch{'' if ended.epochs == 1 else 's'}"
    line(f"{ended.status.capitalize()} after {epochs}, {seconds_text(ended.seconds)}")
    if ended.early:
        line(f"Early:  {ended.early}")
    if ended.test:
        line(f"Test:   {figures_text(ended.test)}")
    if ended.model:
        line(f"Model:  {ended.model}")
    if teller.started:
        line(f"Run:    {teller.started.folder}")


def _problem(problem: Problem) -> dict[str, str]:
    return {"what": problem.what, "where": problem.where, "fix": problem.fix}

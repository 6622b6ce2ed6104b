"""`desktop-nn measure-threads`: finds how many threads suit this machine and remembers it for the next start."""

from __future__ import annotations

from desktop_nn.commands.output import json_line, line, progress
from desktop_nn.engine import thread_trial, threads
from desktop_nn.problems import Problem, ProblemError

_KINDS = {"small": "dense layers", "large": "convolutions"}


def run(*, as_json: bool = False) -> int:
    """Measure, keep, and print a table. Raises ProblemError if that cannot be done."""
    progress("Trains two small models with different numbers of threads; this takes about 15 seconds.")
    try:
        found = thread_trial.measure()
    except (OSError, ValueError) as error:
        what = "The number of threads could not be measured."
        raise ProblemError(Problem(what, "Threads", "Choose a number in the settings.")) from error
    threads.keep(found)
    best = threads.best(found)
    if as_json:
        json_line({"cores": threads.cores(), "best": best, "seconds": found})
        return 0
    for size, times in found.items():
        told = ", ".join(f"{number}: {seconds:.3f} s" for number, seconds in times.items())
        line(f"{_KINDS[size]}: {best[size]} (seconds a round by threads: {told})")
    return 0

"""An earlier run as the charts want it, from its folder alone."""

from __future__ import annotations

from pathlib import Path

from desktop_nn.graph.scopes import layer_titles
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.project import file
from desktop_nn.runs.entry import read_entry
from desktop_nn.runs.folder import RunFolder
from desktop_nn.runs.library import read_history
from desktop_nn.training import overfitting
from desktop_nn.training.metric_titles import losses_by_output
from desktop_nn.training.named_log import NamedLog


def charted(folder: Path, colour: str = "") -> NamedLog:
    """The run's figures under its title. Without its project the axes lack units, but the figures are all there.

    Raises ProblemError if there is no figure, because no epoch was finished or the history is damaged.
    """
    entry, log = read_entry(folder), read_history(folder)
    if not log.epoch_seconds:
        raise ProblemError(Problem("No epoch of this run was finished, so it has no charts.", entry.title))
    try:
        project = file.read(RunFolder(folder).project).project
    except ProblemError:
        return NamedLog(entry.title, colour, log, batch_size=entry.record.batch_size)
    graph, choices = project.graph, project.training
    return NamedLog(
        entry.title,
        colour,
        log,
        losses_by_output(graph, choices),
        layer_titles(graph),
        choices.batch_size,
        overfitting.chosen_threshold(choices.callbacks),
    )

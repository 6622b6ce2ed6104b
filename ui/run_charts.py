"""Shows earlier runs in the charts: one, or several over each other; their folders are read on the worker of files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject

from desktop_nn.problems import Problem, ProblemError
from desktop_nn.training.named_log import NamedLog
from ui.panels import Panels
from ui.running import RunControl
from ui.session import Session
from ui.theme.theme import theme
from ui.theme.tokens import run_colour

if TYPE_CHECKING:
    from ui.charts.panel import ChartsPanel


class RunCharts(QObject):
    """Fills the charts panel. The run under way keeps growing there, also among others."""

    def __init__(self, session: Session, run: RunControl, panels: Panels) -> None:
        super().__init__(session)
        self._session, self._run, self._panels = session, run, panels

    def show(self, folders: Sequence[Path]) -> None:
        """Draw these runs; those that cannot be read are told and left out."""
        scheme = theme.colours.scheme
        wanted = list(folders)

        def work(cancelled: Callable[[], bool]) -> tuple[list[tuple[Path, NamedLog]], list[Problem]]:
            from desktop_nn.runs.charted import charted
            from desktop_nn.runs.label import read_label

            found: list[tuple[Path, NamedLog]] = []
            problems: list[Problem] = []
            for folder in wanted:
                if cancelled():
                    break
                name = read_label(folder).colour
                try:
                    found.append((folder, charted(folder, run_colour(name, scheme) if name else "")))
                except ProblemError as error:
                    problems.append(error.problem)
            return _told_apart(found), problems

        self._session.files.submit(work, done=self._draw, refused=self._session.tell_problems, latest="charts")

    def _draw(self, result: tuple[list[tuple[Path, NamedLog]], list[Problem]]) -> None:
        found, problems = result
        if problems:
            self._session.tell_problem(problems[0])
        if not found:
            return
        logs = [self._live(folder, named) for folder, named in found]
        charts = cast("ChartsPanel", self._panels.panel("charts"))
        charts.show_logs(logs)
        self._panels.show("charts")
        if not problems:
            several = f"{len(logs)} runs over each other" if len(logs) > 1 else f"“{logs[0].name}”"
            self._session.tell(f"The charts show {several} until the next run starts.")

    def _live(self, folder: Path, named: NamedLog) -> NamedLog:
        """The run under way is drawn from its own log, which grows."""
        return replace(named, log=self._run.log) if self._run.active and folder == self._run.folder else named


def _told_apart(found: list[tuple[Path, NamedLog]]) -> list[tuple[Path, NamedLog]]:
    """Runs of one title get their folders' names as well."""
    names = [named.name for _, named in found]
    return [
        (folder, replace(named, name=f"{named.name} · {folder.name}") if names.count(named.name) > 1 else named)
        for folder, named in found
    ]

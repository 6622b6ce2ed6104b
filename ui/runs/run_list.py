"""Keeps the list of runs up to date: reads it on the worker of files, watches the folder, follows the run under way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from desktop_nn.runs.entry import RunEntry
from desktop_nn.training.events import EpochEnded, RunEnded, RunEvent, RunStarted
from ui.running import RunControl
from ui.session import Session

SETTLE_MS = 300
"""How long the folder must be quiet before it is read again."""


class RunList(QObject):
    """`changed` is sent when `entries` were read anew, `entry_changed` with one that has gone on."""

    changed = Signal()
    entry_changed = Signal(object)

    def __init__(self, session: Session, run: RunControl, folder: Callable[[], Path], parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._run, self._folder = session, run, folder
        self.root = folder()
        self._tell_anyway = True
        self.entries: list[RunEntry] = []
        self._watcher = QFileSystemWatcher(self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SETTLE_MS)
        self._pause.timeout.connect(self.refresh)
        self._watcher.directoryChanged.connect(lambda _: self._pause.start())
        self._watcher.fileChanged.connect(lambda _: self._pause.start())
        run.told.connect(self._hear)
        session.opened.connect(self.refresh)
        session.saved_changed.connect(self._follow_project)

    def refresh(self) -> None:
        """Read the folder again, on the worker of files."""
        self.root = folder = self._folder()

        def work(_cancelled: Callable[[], bool]) -> list[RunEntry]:
            from desktop_nn.runs.entry import list_entries

            return list_entries(folder)

        self._session.files.submit(work, done=self._take, refused=self._session.tell_problems, latest="runs")

    def refresh_anew(self) -> None:
        """Read the folder again and tell of it even if nothing seems to have changed."""
        self._tell_anyway = True
        self.refresh()

    def relabel(self, entry: RunEntry) -> None:
        """Take over a label that is being written just now."""
        self.entries = [replace(old, label=entry.label) if old.folder == entry.folder else old for old in self.entries]

    def _take(self, entries: list[RunEntry]) -> None:
        self._watch(entries)
        if entries != self.entries or self._tell_anyway:
            self.entries, self._tell_anyway = entries, False
            self.changed.emit()

    def _watch(self, entries: list[RunEntry]) -> None:
        """The folder itself, the runs that other processes drive, and where a missing folder will appear."""
        wanted = {str(self.root if self.root.is_dir() else self.root.parent)}
        wanted |= {
            str(item.folder / "run.json")
            for item in entries
            if item.record.state == "running" and item.folder != self._run.folder
        }
        watched = {*self._watcher.directories(), *self._watcher.files()}
        if watched - wanted:
            self._watcher.removePaths(sorted(watched - wanted))
        for path in sorted(wanted - watched):
            if Path(path).exists():
                self._watcher.addPath(path)

    def _follow_project(self) -> None:
        if self._folder() != self.root:
            self.refresh()

    def _hear(self, event: RunEvent) -> None:
        if isinstance(event, RunStarted | RunEnded):
            self.refresh()
        elif isinstance(event, EpochEnded):
            self._go_on(event)

    def _go_on(self, event: EpochEnded) -> None:
        """The run under way has trained another epoch; its record on disk is renewed more seldom."""
        for number, entry in enumerate(self.entries):
            if entry.folder == self._run.folder:
                seconds = sum(self._run.log.epoch_seconds)
                record = replace(
                    entry.record, state="running", epochs=event.epoch + 1, metrics=dict(event.logs), seconds=seconds
                )
                self.entries[number] = replace(entry, record=record)
                self.entry_changed.emit(self.entries[number])

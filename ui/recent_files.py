"""The files that were open last: remembered in the settings, looked for on the worker, and shown as a menu."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMenu

from desktop_nn import settings as settings_file
from desktop_nn.problems import Problem, ProblemError
from ui.session import Session
from ui.theme.icons import icon
from ui.widgets.tips import plain


class RecentFiles(QObject):
    """`changed` is sent when the list, or what is known of it, has changed."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.missing: frozenset[Path] = frozenset()
        """Files of the list that were not there when it was last looked."""

    @property
    def files(self) -> list[Path]:
        """The list, the newest first."""
        return [Path(path) for path in self._session.settings.recent_files]

    def remember(self, path: Path) -> None:
        """Put a file at the head of the list."""
        absolute = str(path.absolute())
        old = [item for item in self._session.settings.recent_files if item != absolute]
        self.missing -= {Path(absolute)}
        self._keep((absolute, *old)[: self._session.settings.recent_limit])

    def forget(self, *paths: Path) -> None:
        """Take files out of the list; the files themselves stay."""
        gone = {str(path) for path in paths}
        self._keep(tuple(item for item in self._session.settings.recent_files if item not in gone))

    def look(self) -> None:
        """Look on the worker which of the files are gone: a network drive may take its time."""
        files = self.files

        def work(_cancelled: Callable[[], bool]) -> frozenset[Path]:
            return frozenset(path for path in files if not path.exists())

        self._session.looking.submit(work, done=self._take_missing, latest="recent files")

    def _take_missing(self, missing: frozenset[Path]) -> None:
        if missing != self.missing:
            self.missing = missing
            self.changed.emit()

    def _keep(self, files: tuple[str, ...]) -> None:
        self._session.settings = replace(self._session.settings, recent_files=files)
        try:
            settings_file.save(self._session.settings)
        except ProblemError as error:
            said = error.problem
            what = f"The list of recent files could not be saved. {said.what}"
            self._session.tell_problem(Problem(what, said.where, said.fix, "warning"))
        self.changed.emit()


class RecentMenu(QMenu):
    """`wanted` carries the file that was chosen. Files that are gone are grey and can be taken out of the list."""

    wanted = Signal(object)

    def __init__(self, recent: RecentFiles) -> None:
        super().__init__("Open &recent")
        self._recent = recent
        self.setObjectName("menu.file.recent")
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self._open)
        recent.changed.connect(self._fill)
        self._fill()

    def _open(self) -> None:
        self._recent.look()
        self._fill()

    def _fill(self) -> None:
        self.clear()
        files, missing = self._recent.files, self._recent.missing
        self.setEnabled(bool(files))
        self.menuAction().setEnabled(bool(files))
        self.setIcon(icon("history"))
        for number, path in enumerate(files, 1):
            self._add(number, path, gone=path in missing)
        self.addSeparator()
        gone = [path for path in files if path in missing]
        if gone:
            text = f"Forget {gone[0].name}" if len(gone) == 1 else f"Forget the {len(gone)} missing files"
            self.addAction(text.replace("&", "&&")).triggered.connect(lambda: self._recent.forget(*gone))
        self.addAction("&Clear this list").triggered.connect(lambda: self._recent.forget(*files))

    def _add(self, number: int, path: Path, *, gone: bool) -> None:
        mark = f"&{number} " if number <= 9 else ""
        name = self.fontMetrics().elidedText(path.name, Qt.TextElideMode.ElideMiddle, 320).replace("&", "&&")
        folder = self.fontMetrics().elidedText(str(path.parent), Qt.TextElideMode.ElideMiddle, 260).replace("&", "&&")
        action = self.addAction(f"{mark}{name}  —  {'missing from ' if gone else ''}{folder}")
        action.setObjectName(f"recent_file_{number}")
        action.setToolTip(plain(str(path)))
        action.setEnabled(not gone)
        action.triggered.connect(lambda: self.wanted.emit(path))

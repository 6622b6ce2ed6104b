"""What is done to chosen runs: star, colour, title, notes, trash, comparison, copy, CSV. Files wait for the worker."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from desktop_nn.problems import Problem
from desktop_nn.runs.columns import Column, table_text
from desktop_nn.runs.entry import RunEntry
from desktop_nn.runs.label import RunLabel
from ui.outside import open_outside
from ui.session import Session
from ui.widgets.message_box import MessageBox

if TYPE_CHECKING:
    from desktop_nn.runs.difference import Comparison

Entries = Sequence[RunEntry]


class RunActs(QObject):
    """`labelled` carries an entry with its new label, at once; `removed` says that folders have gone."""

    labelled = Signal(object)
    removed = Signal()

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._window = session, window

    # --- labels --------------------------------------------------------------------------------------------------

    def star(self, entries: Entries) -> None:
        """Star the runs, or take the star off if all have it."""
        wanted = not all(entry.label.star for entry in entries)
        for entry in entries:
            self._label(entry, replace(entry.label, star=wanted))

    def colour(self, entries: Entries, colour: str) -> None:
        """Give the runs a colour; an empty one takes it off."""
        for entry in entries:
            self._label(entry, replace(entry.label, colour=colour))

    def title(self, entry: RunEntry, title: str) -> None:
        """Give a run a title; an empty one gives the model's name back."""
        self._label(entry, replace(entry.label, title=title))

    def notes(self, entry: RunEntry, notes: str) -> None:
        """Replace a run's notes."""
        self._label(entry, replace(entry.label, notes=notes.strip()))

    def _label(self, entry: RunEntry, label: RunLabel) -> None:
        if label == entry.label:
            return
        self.labelled.emit(replace(entry, label=label))

        def work(_cancelled: Callable[[], bool]) -> None:
            from desktop_nn.runs.label import write_label

            write_label(entry.folder, label)

        def refused(problems: tuple[Problem, ...]) -> None:
            self._session.tell_problems(problems)
            self.removed.emit()  # the list is read again, with what the folder really says

        self._session.files.submit(work, refused=refused)

    # --- trash ---------------------------------------------------------------------------------------------------

    def delete(self, entries: Entries) -> None:
        """Move the runs to the trash; without one, ask whether to delete them for good."""
        running = [entry for entry in entries if entry.record.state == "running"]
        if running:
            self._session.tell(f"“{running[0].title}” is under way. Stop it before deleting it.", "warn")
            return
        folders = tuple(entry.folder for entry in entries)
        names = f"“{entries[0].title}”" if len(entries) == 1 else f"{len(entries)} runs"

        def work(_cancelled: Callable[[], bool]) -> tuple[tuple[Path, ...], str]:
            from desktop_nn.runs.trash import NoTrashError, to_trash

            try:
                to_trash(folders)
            except NoTrashError as error:
                return error.folders, error.problem.what
            return (), ""

        def done(result: tuple[tuple[Path, ...], str]) -> None:
            left, why = result
            if len(left) < len(folders):
                moved = names if not left else f"{len(folders) - len(left)} of {names}"
                self._session.tell(f"{moved} moved to the trash; take it back from there if you need it again.", "good")
            self.removed.emit()
            if left:
                self._ask_for_good(left, why)

        self._session.files.submit(work, done=done, refused=self._session.tell_problems)

    def _ask_for_good(self, folders: tuple[Path, ...], why: str) -> None:
        names = folders[0].name if len(folders) == 1 else f"these {len(folders)} runs"
        box = MessageBox(self._window, f"Delete {names} for good?")
        box.setObjectName("delete_run_dialog")
        box.setInformativeText(f"{why} Charts, checkpoints and models would be gone and could not be taken back.")
        buttons = QMessageBox.StandardButton
        box.setStandardButtons(buttons.Discard | buttons.Cancel)
        box.button(buttons.Discard).setText("Delete for good")
        box.setDefaultButton(buttons.Cancel)
        if box.exec() != buttons.Discard:
            return

        def work(_cancelled: Callable[[], bool]) -> int:
            from desktop_nn.runs.trash import for_good

            return for_good(folders)

        self._session.files.submit(work, done=lambda _: self.removed.emit(), refused=self._refused)

    def _refused(self, problems: tuple[Problem, ...]) -> None:
        self._session.tell_problems(problems)
        self.removed.emit()

    # --- comparison ----------------------------------------------------------------------------------------------

    def compare(self, before: Path, after: Path) -> None:
        """Show in a window of its own what differs between two runs."""

        def work(_cancelled: Callable[[], bool]) -> Comparison:
            from desktop_nn.runs.difference import compare

            return compare(before, after)

        def show(found: Comparison) -> None:
            from ui.runs.compare_dialog import CompareDialog

            CompareDialog(found, self._window).open()

        self._session.files.submit(work, done=show, refused=self._session.tell_problems, latest="compare")

    # --- out of the app ------------------------------------------------------------------------------------------

    def open_folder(self, entry: RunEntry) -> None:
        """Show the run's folder in the system's file manager."""
        if not open_outside(QUrl.fromLocalFile(str(entry.folder))):
            self._session.tell(f"The run is in {entry.folder}")

    def copy(self, columns: Sequence[Column], entries: Entries) -> None:
        """Put rows into the clipboard, as text that spreadsheets take."""
        lines = [[column.title for column in columns], *([item.text(run) for item in columns] for run in entries)]
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in lines))
        self._session.tell(f"Copied {len(entries)} run{'s' if len(entries) != 1 else ''} as text.")

    def export(self, columns: Sequence[Column], entries: Entries) -> None:
        """Ask for a file and write the table into it as CSV."""
        start = str((entries[0].folder.parent if entries else Path.home()) / "runs.csv")
        chosen, _ = QFileDialog.getSaveFileName(self._window, "Export runs", start, "Table (*.csv)")
        if not chosen:
            return
        path = Path(chosen) if Path(chosen).suffix else Path(chosen).with_suffix(".csv")
        text = table_text(columns, entries)

        def work(_cancelled: Callable[[], bool]) -> None:
            from desktop_nn.atomic import write_text

            write_text(path, text)

        self._session.files.submit(
            work,
            done=lambda _: self._session.tell(f"The table is in {path}", "good"),
            refused=self._session.tell_problems,
        )

"""The section that chooses the data set: shipped, made or the user's own file, with its options and what it says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_nn.data import other_computers
from desktop_nn.data.choices import Source
from desktop_nn.data.sources import available
from desktop_nn.data.sources.options import SourceInfo
from desktop_nn.project.document import Project
from ui.data import edits
from ui.data.csv_fields import CsvFields
from ui.data.option_fields import OptionFields
from ui.data.source_combo import SourceCombo
from ui.session import Session
from ui.widgets.note import Note
from ui.widgets.section import Section
from ui.widgets.styling import label

CSV = "csv"


def ask_for_file(parent: QWidget, folder: str) -> str:
    """Ask for a CSV file; empty if the user changed their mind."""
    filters = "Tables (*.csv *.tsv *.txt *.csv.gz);;All files (*)"
    return QFileDialog.getOpenFileName(parent, "Open a CSV file", folder, filters)[0]


class SourceSection(Section):
    """Choosing a set or an option edits the document at once; `chosen` then tells the merge key of that edit."""

    chosen = Signal(str)

    def __init__(self, session: Session, ask: Callable[[QWidget, str], str] = ask_for_file) -> None:
        super().__init__("Source", "data_source")
        self._session, self._ask = session, ask
        self._infos: dict[str, SourceInfo] = {info.id: info for info in available()}
        self.combo = SourceCombo(tuple(self._infos.values()))
        self.combo.chosen.connect(self._choose)
        self.about = label("", "dim", wrap=True)
        self.about.setObjectName("source_about")
        self.facts = label("", wrap=True)
        self.facts.setObjectName("source_facts")
        self.licence = label("", "small", wrap=True)
        self.licence.setObjectName("source_licence")
        for words in (self.about, self.facts, self.licence):
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.reading = label("Reading…", "dim")
        self.reading.setObjectName("source_reading")
        self.note = Note("source_note")
        self.notes = Note("source_remarks")
        self.options = OptionFields()
        self.options.edited.connect(self._set_option)
        self.csv = CsvFields(session, self.options)
        self.csv.file_wanted.connect(self._choose_file)
        self.csv.reading_wanted.connect(session.read_data_again)
        self.csv.edited.connect(self._set_option)
        for widget in (
            self.combo, self.csv.file_row, self.about, self.options, self.csv.types,
            self.reading, self.note, self.facts, self.notes, self.licence,
        ):  # fmt: skip
            self.add(widget)

    def refresh(self) -> None:
        """Show the document's source and what is known of it."""
        source, description = self._session.project.data.source, self._session.description
        info = self._infos.get(source.name) if source else None
        self.combo.show_source(source.name if source else "")
        self.about.setText(info.about if info else "Choose the samples that the model learns from.")
        self.options.show_options(info, source.options if source else {})
        self.csv.show_source(source if source and source.name == CSV else None, description)
        problems = self._session.data_problems
        self.reading.setVisible(source is not None and description is None and not problems)
        self.note.say_problem(problems[0] if problems else None)
        self.facts.setVisible(description is not None)
        self.licence.setVisible(bool(description and description.licence))
        self.notes.say("\n".join(description.notes) if description else "", "info")
        if description:
            self.facts.setText(facts_line(description.samples, len(description.columns), description.given_test))
            self.licence.setText(description.licence)
        self.set_summary((description.title if description else "") or (info.title if info else "none chosen"))

    def _choose(self, name: str) -> None:
        if name == CSV:
            self._choose_file()
            return
        self._use(Source(name))

    def _choose_file(self) -> None:
        source = self._session.project.data.source
        path = str(source.options.get("path", "")) if source else ""
        file = self._ask(self, str(Path(path).parent) if path and other_computers.may_read(path) else "")
        if file:
            self.use_file(Path(file))
        else:
            self.refresh()

    def use_file(self, file: Path) -> None:
        """Take a CSV file as the data. Of the same name it has been moved: what was set for it holds on."""
        source = self._session.project.data.source
        path = str(source.options.get("path", "")) if source else ""
        other_computers.chosen(file)
        kept = source.options if source and path and Path(path).name == file.name else {}
        self._use(Source(CSV, {**kept, "path": str(file)}))

    def _use(self, source: Source) -> None:
        old = self._session.project.data.source
        if old is not None and old == source:
            self._session.read_data_again()
            return
        label = f"Use {self._infos[source.name].title}"
        self._edit(label, lambda project: edits.use_source(project, source), f"data.source.{source.name}")

    def _set_option(self, name: str, value: Any) -> None:
        source = self._session.project.data.source
        if source is None:
            return
        option = next(option for option in self._infos[source.name].options if option.name == name)
        label = f"Change {option.title.lower()} of the data"
        self._edit(label, lambda project: edits.set_option(project, name, value), f"data.option.{name}")

    def _edit(self, label: str, change: Callable[[Project], Project], merge: str) -> None:
        before = self._session.project
        self._session.end_gesture()
        self._session.edit(label, change, merge=merge)
        if self._session.project is not before:
            self.chosen.emit(merge)


def facts_line(samples: int, columns: int, given_test: int) -> str:
    """How large a set is, in one line."""
    words = f"{samples:,} samples · {columns:,} {'column' if columns == 1 else 'columns'}"
    return f"{words} · {given_test:,} samples given for the test" if given_test else words

"""What only the user's own file has: the file itself, what was recognised of its layout, and its columns' types."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from desktop_nn.data.choices import Source
from desktop_nn.data.columns import Description
from desktop_nn.problems import ProblemError
from ui.data.option_fields import OptionFields
from ui.data.type_table import TypeTable
from ui.session import Session
from ui.widgets.icon_button import IconButton
from ui.widgets.tips import plain

_SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", r"\s+": "spaces"}


class CsvFields(QObject):
    """`edited(name, value)` changes an option; `file_wanted` asks for another file, `reading_wanted` to read it again.

    `file_row` and `types` are placed by the owner, the options between them.
    """

    edited = Signal(str, object)
    file_wanted = Signal()
    reading_wanted = Signal()

    def __init__(self, session: Session, options: OptionFields) -> None:
        super().__init__(options)
        self._session, self._options = session, options
        self._known: tuple[str, str] | None = None
        self._path = ""
        self.file_row = QWidget()
        self.file = QLabel()
        self.file.setObjectName("csv_file")
        self.file.setTextFormat(Qt.TextFormat.PlainText)
        self.file.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.change = QPushButton("Open…")
        self.change.setObjectName("csv_open")
        self.change.setToolTip("Choose another file")
        self.change.clicked.connect(self.file_wanted)
        row = QHBoxLayout(self.file_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.file, 1)
        self.again = IconButton("refresh-cw", "Read the file again, if it has changed", "csv_again")
        self.again.clicked.connect(self.reading_wanted)
        row.addWidget(self.again)
        row.addWidget(self.change)
        self.types = TypeTable()
        self.types.edited.connect(lambda types: self.edited.emit("types", types or None))

    def show_source(self, source: Source | None, description: Description | None) -> None:
        """Show the file of a CSV source; None hides everything."""
        self.file_row.setVisible(source is not None)
        self.types.setVisible(source is not None and description is not None)
        if source is None:
            self._path = ""
            return
        path = str(source.options.get("path", ""))
        name = Path(path).name or "No file yet"
        self.file.setText(self.file.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, 220))
        self.file.setToolTip(plain(path))
        if description is not None:
            self.types.show_columns(description.columns, source.options.get("types", {}))
        if path != self._path:
            self._path = path
            self._recognise(path)

    def _recognise(self, path: str) -> None:
        def work(_cancelled: Callable[[], bool]) -> tuple[str, str]:
            return recognised(path)

        self._session.files.submit(work, done=self._show_recognised, latest="recognise")

    def _show_recognised(self, found: tuple[str, str]) -> None:
        separator, header = found
        self._options.recognised("separator", separator)
        self._options.recognised("header", header)


def recognised(path: str) -> tuple[str, str]:
    """Words for the separator and the first row of a file, empty if it cannot be read. Reads the file's beginning."""
    from desktop_nn.data.sources.csv_layout import recognise
    from desktop_nn.data.sources.csv_text import look_at

    try:
        layout = recognise(look_at(Path(path).expanduser()))
    except ProblemError:
        return "", ""
    return _SEPARATORS.get(layout.separator, layout.separator), "names" if layout.header else "a sample"

"""A small window in which the notes about one run are written."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_nn.runs.entry import RunEntry
from ui.theme.tokens import SPACE_2, SPACE_4
from ui.widgets.styling import label


class NotesDialog(QDialog):
    """`text` is what was written; Ctrl+Return keeps it."""

    def __init__(self, entry: RunEntry, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("run_notes_dialog")
        self.setWindowTitle("Notes")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._field = QPlainTextEdit(entry.label.notes)
        self._field.setObjectName("run_notes")
        self._field.setAccessibleName(f"Notes about {entry.title}")
        self._field.setPlaceholderText("What was tried, what was seen, what to try next.")
        self._field.setTabChangesFocus(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        buttons.button(QDialogButtonBox.StandardButton.Save).setShortcut("Ctrl+Return")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        layout.setSpacing(SPACE_2)
        layout.addWidget(label(entry.title, "heading", wrap=True))
        layout.addWidget(self._field, 1)
        layout.addWidget(buttons)
        self.resize(460, 280)
        self._field.setFocus()

    @property
    def text(self) -> str:
        """The notes as they stand in the field."""
        return self._field.toPlainText()

"""Asks in which form the model is to be given away; where it goes is asked by the system's own dialog afterwards."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop_nn.project import model_formats
from desktop_nn.project.model_formats import ModelFormat
from ui.theme.tokens import SPACE_1, SPACE_2, SPACE_3, SPACE_4, SPACE_6
from ui.widgets.calm_combo import CalmComboBox
from ui.widgets.note import Level, Note
from ui.widgets.styling import label, set_class

HEADINGS = {model_formats.KERAS: "Save the model", model_formats.ELSEWHERE: "Export the model for other programs"}
_WIDTH = 560


class ModelSavingDialog(QDialog):
    """`form` and `precision` are what was chosen. `told` is what is to be known of the model before it is saved."""

    def __init__(self, use: str, chosen: str, told: tuple[str, Level] | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("model_saving_dialog")
        self.setWindowTitle("Save model" if use == model_formats.KERAS else "Export model")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._forms = [found for found in model_formats.FORMATS if found.use == use]
        self.radios = QButtonGroup(self)
        self.weights = CalmComboBox()
        self.weights.setObjectName("model_precision")
        self.weights.setAccessibleName("How weights are kept")
        self.note = Note("model_saving_note")
        self.model_note = Note("model_saving_model")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_6, SPACE_4, SPACE_6, SPACE_4)
        layout.setSpacing(SPACE_3)
        layout.addWidget(label(HEADINGS[use], "heading"))
        layout.addLayout(self._rows())
        layout.addWidget(self._choices())
        layout.addWidget(self.note)
        layout.addWidget(self.model_note)
        layout.addStretch(1)
        layout.addWidget(self._buttons())
        if told:
            self.model_note.say(*told)
        self.radios.buttonToggled.connect(lambda _button, _on: self._follow())
        self._choose(chosen)
        self.go_on.setDefault(True)  # counts only once the button is in the dialog
        self.setMinimumWidth(_WIDTH)

    @property
    def form(self) -> ModelFormat:
        """The form that is chosen."""
        return self._forms[max(0, self.radios.checkedId())]

    @property
    def precision(self) -> str:
        """How weights are to be kept, as the engine calls it."""
        return str(self.weights.currentData()) if self.form.precisions else "float32"

    def _rows(self) -> QGridLayout:
        """A form a row: its name and suffix, below it what it is for."""
        rows = QGridLayout()
        rows.setColumnStretch(0, 1)
        rows.setHorizontalSpacing(SPACE_4)
        rows.setVerticalSpacing(SPACE_1)
        for number, found in enumerate(self._forms):
            radio = QRadioButton(found.title)
            radio.setObjectName(f"form_{found.id}")
            radio.setAccessibleDescription(found.unavailable or found.about)
            radio.setEnabled(not found.unavailable)
            self.radios.addButton(radio, number)
            suffix = label("folder" if found.folder else found.suffix, "dim")
            about = label(found.unavailable or found.about, "dim", "small", wrap=True)
            set_class(about, "dim")
            about.setContentsMargins(SPACE_6, 0, 0, SPACE_2)
            rows.addWidget(radio, 2 * number, 0)
            rows.addWidget(suffix, 2 * number, 1, Qt.AlignmentFlag.AlignRight)
            rows.addWidget(about, 2 * number + 1, 0, 1, 2)
        return rows

    def _choices(self) -> QWidget:
        """The row of what there is to choose about a form."""
        self._choice_row = QWidget()
        row = QHBoxLayout(self._choice_row)
        row.setContentsMargins(SPACE_6, 0, 0, 0)
        row.setSpacing(SPACE_2)
        name = label("&Weights")
        name.setTextFormat(Qt.TextFormat.AutoText)
        name.setBuddy(self.weights)
        row.addWidget(name)
        row.addWidget(self.weights, 1)
        return self._choice_row

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.go_on = QPushButton("&Choose where…")
        self.go_on.setObjectName("model_saving_go_on")
        self.go_on.setProperty("class", "primary")
        buttons.addButton(self.go_on, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons

    def _choose(self, wanted: str) -> None:
        ids = [found.id for found in self._forms]
        radio = self.radios.button(ids.index(wanted) if wanted in ids else 0)
        radio.setChecked(True)
        radio.setFocus()
        self._follow()

    def _follow(self) -> None:
        """Show what there is to choose, and to know, about the chosen form."""
        if self.radios.checkedId() < 0:
            return
        form = self.form
        self._choice_row.setVisible(bool(form.precisions))
        if form.precisions and not self.weights.count():
            for precision, text in form.precisions:
                self.weights.addItem(text, precision)
        problem = model_formats.missing(form)
        if problem is None:
            self.note.hide()
        else:
            self.note.say(f"{problem.what} {problem.fix}", "warn")
        self.go_on.setEnabled(problem is None)

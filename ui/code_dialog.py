"""Shows a file of Python code with callbacks and asks which one to add; nothing of it runs before the user agrees."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop_nn.catalogue.code_classes import FoundClass
from desktop_nn.catalogue.code_files import CodeFile, fault, oddities
from desktop_nn.problems import ProblemError
from desktop_nn.training.callback_code import classes
from ui.theme.tokens import SPACE_2, SPACE_4, SPACE_6
from ui.widgets.code_view import CodeView
from ui.widgets.note import Note
from ui.widgets.styling import label

_WARNING = (
    "This code can do whatever a program can: read and write your files, use the network. "
    "Agree only if you know what it does. Your consent holds for exactly this text, on this computer."
)


class CodeDialog(QDialog):
    """`chosen` is the class that was picked; with `asks_only` the code is in the project already and only consent is
    asked for. The caller keeps the consent once the dialog was accepted."""

    def __init__(self, code: CodeFile, parent: QWidget, *, asks_only: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName("code_dialog")
        self.setWindowTitle(f"Code of {code.title}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.chosen = ""
        self.picks = QButtonGroup(self)
        self.view = CodeView()
        self.view.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        self.view.show_code(code.text)
        self.view.setLineWrapMode(CodeView.LineWrapMode.WidgetWidth)  # nothing may stand out of sight to the right
        self.note = Note("code_dialog_note")
        self.consent = QCheckBox("I have looked at this code and let it run on this computer")
        self.consent.setObjectName("code_consent")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_6, SPACE_4, SPACE_6, SPACE_4)
        layout.setSpacing(SPACE_2)
        head = "Look at the code" if asks_only else "Add a callback from this file"
        layout.addWidget(label(head, "heading"))
        layout.addWidget(self.view, 1)
        if not asks_only:
            for widget in self._class_rows(code):
                layout.addWidget(widget)
        layout.addWidget(self.note)
        layout.addWidget(self.consent)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.agree = QPushButton("Agree" if asks_only else "Agree and add")
        self.agree.setObjectName("code_agree")
        self.agree.setProperty("class", "primary")
        buttons.addButton(self.agree, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        self._asks_only = asks_only
        wrong = fault(code) if asks_only else None
        self._unfit = wrong is not None
        if wrong is not None:
            self.note.say_problem(wrong)
        if not self.note.text:
            odd = " ".join(oddities(code))
            self.note.say(f"{odd} {_WARNING}".strip(), "bad" if odd else "warn")
        self.consent.toggled.connect(self._follow)
        self.picks.buttonToggled.connect(self._pick)
        self._follow()
        self.resize(680, 560)

    def _class_rows(self, code: CodeFile) -> list[QWidget]:
        """A radio button for each class that is a callback, and a line for each that is none."""
        try:
            found = classes(code)
        except ProblemError as error:
            self.note.say_problem(error.problem)
            return []
        good = [item for item in found if not item.refused]
        if not good:
            why = found[0].refused if found else f"{code.name} has no class."
            self.note.say(f"{why} There is nothing to add.", "bad")
        rows: list[QWidget] = [self._radio(item, checked=len(good) == 1) for item in good]
        rows += [label(item.refused, "small", wrap=True) for item in found if item.refused][:3]
        return rows

    def _radio(self, item: FoundClass, *, checked: bool) -> QRadioButton:
        words = f"{item.name}  (line {item.line})" + (f": {item.kind.summary}" if item.kind.summary else "")
        radio = QRadioButton(words)
        radio.setObjectName(f"code_class_{item.name}")
        radio.setProperty("callback_class", item.name)
        self.picks.addButton(radio)
        radio.toggled.connect(lambda on: self.view.mark_lines([item.line - 1], show=True) if on else None)
        if checked:
            radio.setChecked(True)
            self.chosen = item.name
        return radio

    def _pick(self) -> None:
        button = self.picks.checkedButton()
        self.chosen = str(button.property("callback_class")) if button is not None else ""
        self._follow()

    def _follow(self) -> None:
        fit = bool(self.chosen) or (self._asks_only and not self._unfit)
        self.agree.setEnabled(self.consent.isChecked() and fit)

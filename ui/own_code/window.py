"""The editor's window: a file of the project, what is wrong in it at its line, and Apply, which is the consent to run.

Text that its author writes here is known to them: “Apply and run” agrees to exactly this text. Text from elsewhere (a
file, another project, the clipboard) is asked about as always.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from keyword import iskeyword
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QMenu,
    QMessageBox,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_nn.catalogue.code_files import CodeFile, of_text, read
from desktop_nn.catalogue.code_templates import FIRST, TEMPLATES, template
from desktop_nn.graph.code_edits import renamed_class, with_file, with_kind_renamed, without_file
from desktop_nn.graph.own_layers import free_file_name, layers_in, users
from desktop_nn.problems import Problem
from desktop_nn.project.document import Project, with_code
from desktop_nn.training import consent
from ui.code_consent import ask_consent, keep_consent
from ui.own_code.checking import Checked, check
from ui.own_code.code_editor import CodeEditor
from ui.own_code.find_bar import FindBar
from ui.session import Session
from ui.theme.icons import icon
from ui.theme.tokens import SPACE_2, SPACE_3, SPACE_4
from ui.widgets.message_box import MessageBox
from ui.widgets.note import Note
from ui.widgets.styling import label
from ui.widgets.tips import plain

_REST_MS = 250
"""After so long without a key the text is looked at."""
_OWN = "“Apply and run” is your consent to let exactly this text run on this computer."
_FOREIGN = "Part of this text is from elsewhere: before it runs you are asked to look at it."


class LayerCodeWindow(QDialog):
    """Shows one file of the project's code at a time; unapplied text of it is never dropped without asking."""

    checked = Signal()
    """The text as it stands was looked at."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("layer_code")
        self.setModal(False)
        self.session = session
        self.name = ""
        self._base: CodeFile | None = None
        self._foreign = False
        self._seen: Checked | None = None
        self.files, self.editor = QComboBox(), CodeEditor("layer_code_text")
        self.find_bar = FindBar(self.editor)
        self.note, self.words = Note("layer_code_note"), label(_OWN, "small", wrap=True)
        self.apply_button, self.close_button = QPushButton("Apply and run"), QPushButton("Close")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REST_MS)
        self._timer.timeout.connect(self._check)
        self._arrange()
        self._connect()
        self.resize(760, 640)

    # --- what others ask -----------------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """The text as it stands in the editor."""
        return self.editor.toPlainText()

    @property
    def changed(self) -> bool:
        """Whether the project does not hold the text as it stands."""
        return bool(self.name) and (self._base is None or self._code().lines != self._base.lines)

    def begin(self, title: str = FIRST, class_name: str = "") -> None:
        """Begin a new file with a template; `class_name` is what its class is to be called."""
        if self.may_leave():
            # A name out of a file may be anything, also code; what it begins must be the author's own words.
            class_name = class_name if class_name.isidentifier() and not iskeyword(class_name) else ""
            name = class_name or TEMPLATES[title][0]
            self._show(free_file_name(f"{name}.py", self.session.project.code), None, template(title, class_name))
            self._come()

    def open_file(self, name: str, line: int = 0) -> None:
        """Show a file of the project; `line` (from 1) is gone to."""
        code = next((item for item in self.session.project.code if item.name == name), None)
        if code is None:
            return
        if name != self.name and not self.may_leave():
            return
        if name != self.name:
            self._show(name, code, code.text)
        if line:
            self.editor.go_to(line)
        self._come()

    def apply(self) -> None:
        """Put the text into the project as one undo step and let it run, after consent where it must be asked for."""
        seen = check(self._code(), self.session.project.code, self.name)
        self._take(seen)
        if not seen.runs:
            if seen.problem is not None and seen.problem.at is not None:
                self.editor.go_to(seen.problem.at[1])
            self.editor.setFocus()
            return
        code = seen.code
        if self._foreign and not consent.agreed(code):
            ask_consent(code, self.session, self, lambda: self._put(code))
        elif consent.agreed(code) or keep_consent(code, self.session):
            self._put(code)

    def import_file(self, path: Path) -> None:
        """Bring a Python file into the editor, read in the background."""
        self.session.files.submit(
            lambda _cancelled: read(path), done=self.show_foreign, refused=self._refused, latest="own code import"
        )

    def save_as(self, path: Path) -> None:
        """Write the text as it stands to a file, in the background."""
        text = self._code().text

        def work(_cancelled: Callable[[], bool]) -> None:
            from desktop_nn import atomic

            atomic.write_text(path, text)

        self.session.files.submit(work, done=lambda _: self.note.say(f"Saved {path}", "good"), refused=self._refused)

    def take_out(self) -> None:
        """Take the file out of the project, as one undo step; layers that need it stay, locked."""
        name = self.name
        needing = sum(users(self.session.project.graph, item.name) for item in layers_in(self._base or self._code()))
        self.session.edit(f"Take {name} out", lambda project: with_code(project, without_file(project.code, name)))
        self._base = None
        self._show_next()
        if needing:
            words = f"{needing} layer{'s' * (needing != 1)} cannot be built without {name}. Undo brings it back."
            self.session.tell(words, "warn")

    # --- Qt's ----------------------------------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt's; text that the project does not hold is asked about."""
        if self.may_leave():
            event.accept()
        else:
            event.ignore()

    def reject(self) -> None:
        """Qt's: Escape and Close."""
        if self.may_leave():
            super().reject()

    # --- inside --------------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        self.files.setObjectName("layer_code_files")
        self.files.setAccessibleName("File of the project")
        self.apply_button.setObjectName("layer_code_apply")
        self.apply_button.setProperty("class", "primary")
        self.apply_button.setToolTip(plain(f"Put the text into the project and let it run ({_keys('Ctrl+Return')})"))
        self.apply_button.setAutoDefault(False)
        self.close_button.setAutoDefault(False)
        self.close_button.setObjectName("layer_code_close")
        self.words.setObjectName("layer_code_words")
        head = QHBoxLayout()
        head.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_2)
        head.setSpacing(SPACE_2)
        head.addWidget(self.files, 1)
        head.addWidget(self._menu_button())
        foot = QHBoxLayout()
        foot.setSpacing(SPACE_2)
        foot.addWidget(self.words, 1)
        foot.addWidget(self.close_button)
        foot.addWidget(self.apply_button)
        under = QVBoxLayout()
        under.setContentsMargins(SPACE_4, SPACE_2, SPACE_4, SPACE_4)
        under.setSpacing(SPACE_2)
        under.addWidget(self.find_bar)
        under.addWidget(self.note)
        under.addLayout(foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.editor, 1)
        column.addLayout(under)

    def _menu_button(self) -> QToolButton:
        button = QToolButton()
        button.setObjectName("layer_code_menu")
        button.setText("File")
        button.setIcon(icon("ellipsis"))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setAccessibleName("Commands for the file")
        menu = QMenu(button)
        fresh = menu.addMenu(icon("file-plus"), "New")
        for title in TEMPLATES:
            fresh.addAction(title, partial(self.begin, title))
        menu.addAction(icon("file-input"), "Import from a .py file…", self._ask_import)
        menu.addAction(icon("file-down"), "Save as .py…", self._ask_save)
        menu.addSeparator()
        menu.addAction(icon("search"), "Find…", self.find_bar.open_bar)
        menu.addSeparator()
        menu.addAction(icon("trash-2"), "Take out of the project", self.take_out)
        button.setMenu(menu)
        return button

    def _connect(self) -> None:
        self.editor.textChanged.connect(self._timer.start)
        self.editor.left.connect(lambda: self.apply_button.setFocus(Qt.FocusReason.OtherFocusReason))
        self.editor.foreign.connect(self._is_foreign)
        self.files.activated.connect(lambda row: self.open_file(self.files.itemText(row)))
        self.apply_button.clicked.connect(self.apply)
        self.close_button.clicked.connect(self.reject)
        self.session.project_changed.connect(self._follow)
        self.session.facts_changed.connect(self._show_state)
        self.session.opened.connect(self._leave_project)
        for keys, act in (
            ("Ctrl+F", self.find_bar.open_bar),
            ("F3", self.find_bar.go_on),
            ("Shift+F3", lambda: self.find_bar.go_on(backwards=True)),
            ("Ctrl+Return", self.apply),
            ("Ctrl+S", self.apply),
        ):
            QShortcut(QKeySequence(keys), self, act)

    def _code(self) -> CodeFile:
        return of_text(self.name, self.text)

    def _come(self) -> None:
        self.show()
        self.raise_()
        self.activateWindow()
        self.editor.setFocus()

    def _show(self, name: str, base: CodeFile | None, text: str, *, foreign: bool = False) -> None:
        self.name, self._base = name, base
        self._foreign = foreign or (base is not None and not consent.agreed(base))
        self.editor.setPlainText(text.removesuffix("\n") + "\n")
        self._list_files()
        self._check_now()

    def _list_files(self) -> None:
        names = [code.name for code in self.session.project.code]
        names += [self.name] if self.name and self.name not in names else []
        self.files.blockSignals(True)
        self.files.clear()
        self.files.addItems(names)
        self.files.setCurrentIndex(names.index(self.name) if self.name in names else -1)
        self.files.blockSignals(False)
        self.setWindowTitle(f"{self.name} — Layers in Python" if self.name else "Layers in Python")

    def _is_foreign(self) -> None:
        self._foreign = True
        self._show_state()

    def _check(self) -> None:
        code, files, name = self._code(), self.session.project.code, self.name
        self.session.files.submit(lambda _cancelled: check(code, files, name), done=self._take, latest="own code check")

    def _check_now(self) -> None:
        self._timer.stop()
        self._seen = None
        self._show_state()
        self._check()

    def _take(self, seen: Checked) -> None:
        if seen.code == self._code():
            self._seen = seen
            self._show_state()
            self.checked.emit()

    def _show_state(self) -> None:
        """The words, the note and the marks for what is known of the text now."""
        self.words.setText(_FOREIGN if self._foreign and not consent.agreed(self._code()) else _OWN)
        seen = self._seen
        if seen is None or seen.code != self._code():
            return
        problem = seen.problem or self._problem_of_run()
        at = problem.at if problem is not None else None
        self.editor.show_faults({at[1]: problem.what} if problem is not None and at is not None else {})
        if problem is not None:
            self.note.say(problem.what, "bad" if problem.severity == "error" else "warn")
        elif self.changed:
            self.note.say(f"{_listed(seen.layers)}. Not applied yet.", "info")
        else:
            self.note.say(f"{_listed(seen.layers)}: among “Your layers” in the palette.", "good")

    def _problem_of_run(self) -> Problem | None:
        """What came up when the text as applied was run, if that is the text in the editor."""
        if self.changed:
            return None
        facts = self.session.whole_facts
        found = (node.problem for node in facts.nodes.values() if node.problem is not None and node.problem.at)
        return next((item for item in found if item.at is not None and item.at[0] == self.name), None)

    def _put(self, code: CodeFile) -> None:
        before = self._base

        def change(project: Project) -> Project:
            renamed = renamed_class(before, code)
            graph = with_kind_renamed(project.graph, *renamed) if renamed else project.graph
            return with_code(replace(project, graph=graph), with_file(project.code, code, self.name))

        self._base, self._foreign = code, self._foreign and not consent.agreed(code)
        self.session.end_gesture()
        if self.session.edit(f"{'Change' if before else 'Add'} {code.name}", change):
            self.session.check_again()
        self._list_files()
        self._show_state()

    def _follow(self) -> None:
        """The project has changed: by Apply, or by undo behind the editor's back."""
        held = next((item for item in self.session.project.code if item.name == self.name), None)
        if held is not None and self._base is not None and held != self._base and not self.changed:
            self._show(self.name, held, held.text)
        elif held is None and self._base is not None and self.isVisible():
            self._base = None  # taken out by undo: the text stays here, not applied
        self._list_files()
        self._show_state()

    def _leave_project(self) -> None:
        """Another project came. What was not applied is not lost: it stays in the editor, for whichever project."""
        if self.isVisible() and self._unsaved:
            self._base = None
            self._list_files()
            return
        self.name, self._base, self._seen = "", None, None
        self.editor.setPlainText("")
        self.hide()

    def _show_next(self) -> None:
        rest = self.session.project.code
        if rest:
            self._show(rest[0].name, rest[0], rest[0].text)
        else:
            self.name, self._seen = "", None
            self.hide()

    def may_leave(self) -> bool:
        """Whether what is in the editor may go: it is in the project, or the user says so."""
        if not self.isVisible() or not self._unsaved:
            return True
        box = MessageBox(self, f"{self.name} has changes.", QMessageBox.Icon.Question, "Layers in Python")
        box.setInformativeText("They can be kept in the project without being run, or be dropped.")
        keep = box.addButton("Keep without running", QMessageBox.ButtonRole.AcceptRole)
        drop = box.addButton("Drop", QMessageBox.ButtonRole.DestructiveRole)
        box.addButton("Go on writing", QMessageBox.ButtonRole.RejectRole)
        box.exec()
        if box.clickedButton() is keep:
            self._put(self._code())
        return box.clickedButton() in (keep, drop)

    @property
    def _unsaved(self) -> bool:
        """Whether something would be lost with the text: it is not in the project, and more than a template."""
        return self.changed and not (self._base is None and self.text in _UNTOUCHED)

    def show_foreign(self, code: CodeFile) -> None:
        """Show a file from elsewhere; it becomes part of the project, and runs, only once it was looked at."""
        if self.may_leave():
            name = free_file_name(code.name, self.session.project.code)
            self._show(name, None, code.text, foreign=True)
            self._come()

    def _refused(self, problems: tuple[Problem, ...]) -> None:
        self.note.say(str(problems[0]), "bad")

    def _ask_import(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Import a Python file with layers", "", "Python files (*.py)")
        if name:
            self.import_file(Path(name))

    def _ask_save(self) -> None:
        wish = str((self.session.path.parent if self.session.path else Path.home()) / self.name)
        name, _ = QFileDialog.getSaveFileName(self, "Save as Python file", wish, "Python files (*.py)")
        if name:
            path = Path(name)
            self.save_as(path if path.suffix else path.with_suffix(".py"))


_UNTOUCHED = frozenset(template(title) for title in TEMPLATES)


def _listed(names: tuple[str, ...]) -> str:
    if len(names) > 3:
        return f"{len(names)} layers"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else "No layer"


def _keys(keys: str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)

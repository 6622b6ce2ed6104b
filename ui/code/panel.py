"""The code panel: the Keras script of the project, written anew after every edit, with the selection's lines marked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop_nn.problems import Problem
from ui.code.layer_lines import lines_of
from ui.session import Session
from ui.theme.icons import icon
from ui.theme.theme import theme
from ui.theme.tokens import SPACE_1, SPACE_2, SPACE_3
from ui.widgets.code_view import CodeView
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.empty_state import EmptyState
from ui.widgets.styling import label, set_class

_REST_MS = 120
"""Edits that follow each other faster (typing, dragging) make one new script."""


class CodePanel(QWidget):
    """Writes only while it can be seen. `written` tells that the text is up to date."""

    written = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("code_panel")
        self.setAccessibleName("Keras code")
        self.session = session
        self.view = CodeView()
        self.hint = ElidedLabel("The same model and run in plain Keras. It follows the drawing.")
        self.copy_button = QPushButton("Copy")
        self.save_button = QPushButton("Save as…")
        self.empty = EmptyState("code", "", "")
        self._stale = True
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REST_MS)
        self._timer.timeout.connect(self._write)
        self._arrange()
        self.copy_button.clicked.connect(self.copy)
        self.save_button.clicked.connect(self.ask_save)
        session.project_changed.connect(self._refresh)
        session.description_changed.connect(self._refresh)
        session.selection_changed.connect(lambda: self._mark(show=True))
        theme.changed.connect(self._dress)
        self._dress()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt's: catch up with what happened while the panel was hidden."""
        super().showEvent(event)
        if self._stale:
            self._write()

    def text(self) -> str:
        """The script as shown."""
        return self.view.toPlainText()

    def copy(self) -> None:
        """Put the script on the clipboard."""
        QGuiApplication.clipboard().setText(self.text())
        self.session.tell("Copied the code.")

    def ask_save(self) -> None:
        """Let the user choose where to save the script."""
        folder = self.session.path.parent if self.session.path is not None else Path.home()
        wish = str(folder / f"{self.session.title}.py")
        chosen, _ = QFileDialog.getSaveFileName(self, "Save as Python script", wish, "Python script (*.py)")
        if chosen:
            path = Path(chosen)
            self.save(path if path.suffix else path.with_suffix(".py"))

    def save(self, path: Path) -> None:
        """Write the script as shown to a file, on a worker."""
        text = self.text()

        def work(_cancelled: Callable[[], bool]) -> None:
            from desktop_nn import atomic

            atomic.write_text(path, text)

        self.session.files.submit(
            work,
            done=lambda _: self.session.tell(f"Saved {path}", "good"),
            refused=self.session.tell_problems,
        )

    def _refresh(self) -> None:
        self._stale = True
        if self.isVisible():
            self._timer.start()

    def _write(self) -> None:
        session = self.session
        self._timer.stop()
        self._stale = False
        project, description = session.project, session.description
        if not project.graph.nodes:
            self._say("No model yet", "Draw a model, and the Keras script that does the same is written here.")
        elif project.data.source is None:
            self._say(
                "No data yet", "Choose a data set in the data panel. The script reads and prepares it as the app does."
            )
        elif description is None and session.data_problems:
            self._refused(session.data_problems)
        elif description is not None:

            def work(_cancelled: Callable[[], bool]) -> str:
                from desktop_nn.codegen.script import script

                return script(project, description)

            session.files.submit(work, done=self._take, refused=self._refused, latest="code panel")

    def _take(self, code: str) -> None:
        self.view.show_code(code)
        self._pages.setCurrentIndex(0)
        self._mark(show=False)
        self.written.emit()

    def _refused(self, problems: tuple[Problem, ...]) -> None:
        self._say("The script cannot be written yet", str(problems[0]))

    def _say(self, title: str, text: str) -> None:
        self.empty.set_text(title, text)
        self._pages.setCurrentIndex(1)
        self.written.emit()

    def _mark(self, *, show: bool) -> None:
        names = {self.session.graph.name_of(id) for id in self.session.selection}
        self.view.mark_lines(lines_of(self.text(), names), show=show)

    def _arrange(self) -> None:
        self.copy_button.setObjectName("code_copy")
        self.save_button.setObjectName("code_save")
        self.save_button.setToolTip("Save the script as a .py file")
        set_class(self.hint, "dim")
        bar = QHBoxLayout()
        bar.setContentsMargins(SPACE_3, SPACE_1, SPACE_2, SPACE_1)
        bar.addWidget(self.hint, 1)
        for button in (self.copy_button, self.save_button):
            set_class(button, "quiet")
            bar.addWidget(button)
        line = label("", "line")
        line.setFixedHeight(1)
        full = QWidget()
        inner = QVBoxLayout(full)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addLayout(bar)
        inner.addWidget(line)
        inner.addWidget(self.view, 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(full)
        self._pages.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)

    def _dress(self) -> None:
        self.copy_button.setIcon(icon("copy", "accent"))
        self.save_button.setIcon(icon("file-down", "accent"))

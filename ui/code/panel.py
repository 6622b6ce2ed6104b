"""The code panel: the Keras script of the project, written anew after every edit, tied to the drawing both ways.

Selected nodes have their lines marked; going to a line selects its nodes, and a click on a line about data or training
opens the panel where that is chosen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from desktop_nn import settings as settings_file
from desktop_nn.codegen.listing import Listing
from desktop_nn.codegen.styles import STYLES, Style
from desktop_nn.problems import Problem
from ui.code.bar import CodeBar
from ui.code.find_bar import FindBar
from ui.code.writing import Written, written
from ui.session import Session
from ui.widgets.code_view import CodeView
from ui.widgets.empty_state import EmptyState
from ui.widgets.styling import label

_REST_MS = 120
"""Edits that follow each other faster (typing, dragging) make one new script."""
_FILTER = "Python script (*.py);;Jupyter notebook (*.ipynb)"


class CodePanel(QWidget):
    """Writes only while it can be seen. `written` tells that the text is up to date; `nodes_wanted` that these nodes
    of the drawing were picked and shall be seen, `panel_wanted` that a panel shall be opened.
    """

    written = Signal()
    nodes_wanted = Signal(object)
    panel_wanted = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("code_panel")
        self.setAccessibleName("Keras code")
        self.session = session
        self.view = CodeView()
        self.bar = CodeBar()
        self.find_bar = FindBar(self.view)
        self.copy_button, self.save_button = self.bar.copy_button, self.bar.save_button
        self.empty = EmptyState("code", "", "")
        self.listing = Listing("")
        self._help: Callable[[], object] = lambda: None
        self._stale = True
        self._picking = False
        self._just_seen = False
        """Whether the panel came to sight and its text is still to be written."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REST_MS)
        self._timer.timeout.connect(self._write)
        self._arrange()
        self.bar.show_style(self.style_wish)
        self.bar.style_chosen.connect(self.choose_style)
        self.bar.helped.connect(self._take_help)
        self.bar.find_button.clicked.connect(self.find_bar.open_bar)
        self.copy_button.clicked.connect(self.copy)
        self.save_button.clicked.connect(self.ask_save)
        self.view.line_picked.connect(self._pick)
        session.project_changed.connect(self._refresh)
        session.description_changed.connect(self._refresh)
        session.selection_changed.connect(lambda: self._mark(show=not self._picking))

    @property
    def style_wish(self) -> Style:
        """The style that the user has chosen."""
        wish = self.session.settings.code_style
        return wish if wish in STYLES else "auto"

    def choose_style(self, style: Style) -> None:
        """Write the model in this style from now on; it is remembered."""
        session = self.session
        settings = session.settings = replace(session.settings, code_style=style)
        session.files.submit(lambda _: settings_file.save(settings), refused=session.tell_problems)
        self.bar.show_style(style)
        self._write()

    def text(self) -> str:
        """The script as shown."""
        return self.view.code

    def copy(self) -> None:
        """Put what is selected on the clipboard, or the whole script."""
        cursor = self.view.textCursor()
        chosen = cursor.selection().toPlainText() if cursor.hasSelection() else ""
        QGuiApplication.clipboard().setText(chosen or self.text())
        self.session.tell("Copied the selected code." if chosen else "Copied the code.")

    def ask_save(self) -> None:
        """Let the user choose where to save the script or notebook."""
        folder = self.session.path.parent if self.session.path is not None else Path.home()
        wish = str(folder / f"{self.session.title}.py")
        chosen, kind = QFileDialog.getSaveFileName(self, "Save the code", wish, _FILTER)
        if chosen:
            path = Path(chosen)
            self.save(path if path.suffix else path.with_suffix(".ipynb" if "ipynb" in kind else ".py"))

    def save(self, path: Path) -> None:
        """Write the script as shown, or a notebook of the same code, to a file, on a worker."""
        text, project, description = self.text(), self.session.project, self.session.description
        wish, facts = self.style_wish, self.session.whole_facts

        def work(_cancelled: Callable[[], bool]) -> None:
            from desktop_nn import atomic
            from desktop_nn.codegen.export import export
            from desktop_nn.codegen.styles import fitting

            if path.suffix.lower() == ".ipynb":
                export(path, project, facts, description, fitting(project.graph, wish))
            else:
                atomic.write_text(path, text)

        self.session.files.submit(
            work,
            done=lambda _: self.session.tell(f"Saved {path}", "good"),
            refused=self.session.tell_problems,
        )

    def _take_help(self) -> None:
        self._help()

    # --- Qt's ----------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Qt's: catch up with what happened while the panel was hidden."""
        super().showEvent(event)
        self._mark(show=True)
        if self._stale:
            self._just_seen = True
            self._write()

    def event(self, event: QEvent) -> bool:
        """Qt's: finding is the panel's own while it has the keyboard."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _find_key(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's: Ctrl+F, F3, Shift+F3."""
        key = _find_key(event)
        if key is None or self._pages.currentIndex():
            super().keyPressEvent(event)
        elif key == QKeySequence.StandardKey.Find or self.find_bar.isHidden():
            self.find_bar.open_bar()
        elif key == QKeySequence.StandardKey.FindNext:
            self.find_bar.next()
        else:
            self.find_bar.previous()

    # --- writing -------------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        self._stale = True
        if self.isVisible():
            self._timer.start()

    def _write(self) -> None:
        session = self.session
        self._timer.stop()
        self._stale = False
        project, description, wish = session.project, session.description, self.style_wish
        if not project.graph.nodes:
            self._say("No model yet", "Draw a model, and the Keras script that does the same is written here.")
            return
        session.files.submit(
            lambda _cancelled: written(project, description, wish),
            done=self._take,
            refused=self._refused,
            latest="code panel",
        )

    def _take(self, made: Written) -> None:
        self.listing = made.listing
        self.view.show_code(made.listing.text)
        self._tell(made)
        self._pages.setCurrentIndex(0)
        self._mark(show=self._just_seen)
        self._just_seen = False
        self.written.emit()

    def _tell(self, made: Written) -> None:
        session, shown = self.session, STYLES[made.style].lower()
        problems = session.data_problems or made.listing.problems
        if made.refused is not None:
            self._help = lambda: self.choose_style(made.style)
            self.bar.warn(f"{made.refused.what} Shown as {shown}.", f"Use {shown}")
        elif made.bare:
            self._help = lambda: self.panel_wanted.emit("data")
            self.bar.warn("No data is chosen yet: this is the model alone.", "Choose data", bad=False)
        elif problems:
            self._help = lambda: self.panel_wanted.emit("problems")
            self.bar.warn(str(problems[0]), "Show problems")
        else:
            automatic = self.style_wish == "auto"
            simplest = f"{STYLES[made.style]}, the simplest that fits"
            self.bar.say(simplest if automatic else "The same model and run in plain Keras")

    def _refused(self, problems: tuple[Problem, ...]) -> None:
        self._say("The script cannot be written yet", str(problems[0]))

    def _say(self, title: str, text: str) -> None:
        self.listing = Listing("")
        self.empty.set_text(title, text)
        self._pages.setCurrentIndex(1)
        self.written.emit()

    # --- the drawing and the lines -------------------------------------------------------------------------------

    def _mark(self, *, show: bool) -> None:
        if not self.isVisible():
            return
        lines = self.listing.lines_of(self.session.selection, self.session.scope)
        self.view.mark_lines(lines, show=show)

    def _pick(self, line: int, meant: bool) -> None:
        """Select the nodes of a line; where it has none, a line that is meant opens its panel."""
        span = self.listing.at(line)
        if span is None:
            return
        if span.place is not None:
            scopes = span.place.scopes
            scope = self.session.scope if self.session.scope in scopes else scopes[0]
            self._picking = True
            self.session.look_into(scope, span.place.nodes)
            self._picking = False
            self.nodes_wanted.emit(span.place.nodes)
        elif span.panel and meant:
            self.panel_wanted.emit(span.panel)

    def _arrange(self) -> None:
        line = label("", "line")
        line.setFixedHeight(1)
        full = QWidget()
        inner = QVBoxLayout(full)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.bar)
        inner.addWidget(self.find_bar)
        inner.addWidget(line)
        inner.addWidget(self.view, 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(full)
        self._pages.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        self.setFocusProxy(self.view)


def _find_key(event: QKeyEvent) -> QKeySequence.StandardKey | None:
    keys = QKeySequence.StandardKey
    return next((key for key in (keys.Find, keys.FindNext, keys.FindPrevious) if event.matches(key)), None)

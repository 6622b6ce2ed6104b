"""The problems panel: a table of what is wrong; a click or Enter goes to the node concerned."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop_nn.problems import Problem, errors
from desktop_nn.project.mends.mend import Mend
from ui import mending
from ui.problems.mend_button import MendButton
from ui.problems.model import MENDS, Index, ProblemModel
from ui.session import Session
from ui.theme.icons import icon_size
from ui.theme.theme import theme
from ui.widgets.empty_state import EmptyState

_MOST_BUTTONS, _LEAST_BUTTONS, _LOOKS = 100, 8, 10_000
"""How many rows get buttons; fewer in large drawings, where finding mends takes longer (rows × nodes)."""


class _RoomyRows(QStyledItemDelegate):
    """Rows of several lines get the air that rows of one line have."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Qt's: the text's own size and some air."""
        return super().sizeHint(option, index) + QSize(0, 8)


class ProblemTable(QTableView):
    """`wanted(Problem)` on a click or Enter. Rows are as high as their text needs."""

    wanted = Signal(object)
    mend_wanted = Signal(int)

    def __init__(self, problems: ProblemModel) -> None:
        super().__init__()
        self.problems = problems
        self.setObjectName("problems_list")
        self.setAccessibleName("Problems")
        self.setModel(problems)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setStyleSheet("QTableView { border: none; }")
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_RoomyRows(self))
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(MENDS, QHeaderView.ResizeMode.Fixed)
        self.clicked.connect(self._want)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        theme.changed.connect(self._dress)
        self._dress()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the problem, Ctrl+C copies it; Ctrl+. mends it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._want(self.currentIndex())
        elif event.key() == Qt.Key.Key_Period and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.mend_wanted.emit(self.currentIndex().row())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A sixth of the width for the place, a quarter for the mends, the rest is shared."""
        super().resizeEvent(event)
        self.setColumnWidth(0, min(max(self.viewport().width() // 6, 110), 200))
        self.setColumnWidth(MENDS, min(max(self.viewport().width() // 4, 120), 300))

    def copy(self) -> None:
        """Put the current problem on the clipboard as one line."""
        index = self.currentIndex()
        if index.isValid():
            QGuiApplication.clipboard().setText(str(self.problems.problems[index.row()]))

    def _want(self, index: Index) -> None:
        if index.isValid():
            self.wanted.emit(self.problems.problems[index.row()])

    def _show_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        copy = QAction("Copy", menu)
        copy.triggered.connect(self.copy)
        menu.addAction(copy)
        menu.popup(self.viewport().mapToGlobal(at))

    def _dress(self) -> None:
        self.setIconSize(icon_size(16))
        self.problems.layoutChanged.emit()


class ProblemsPanel(QWidget):
    """`count_changed(errors, warnings)` for the panel's tab, `go_to(node id)` for the canvas."""

    go_to = Signal(str)
    count_changed = Signal(int, int)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("problems_panel")
        self.setAccessibleName("Problems")
        self.session = session
        self.problems = ProblemModel()
        self.table = ProblemTable(self.problems)
        self.empty = EmptyState("circle-check", "No problems", "")
        self.pages = QStackedWidget()
        self.pages.addWidget(self.table)
        self.pages.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pages)
        self.table.wanted.connect(self._go_to)
        self.table.mend_wanted.connect(self._mend_first)
        session.problems_changed.connect(self.refresh)
        session.project_changed.connect(self._refresh_empty)
        self.refresh()

    def refresh(self) -> None:
        """Show the session's problems; the current one stays current if it is still there."""
        row = self.table.currentIndex().row()
        current = self.problems.problems[row] if 0 <= row < len(self.problems.problems) else None
        found = self.session.problems
        self.problems.show_problems(found)
        self._offer_mends()
        if current in self.problems.problems:
            self.table.selectRow(self.problems.problems.index(current))
        self.pages.setCurrentWidget(self.table if found else self.empty)
        self._refresh_empty()
        bad = len(errors(found))
        self.count_changed.emit(bad, len(found) - bad)

    def showEvent(self, event: QShowEvent) -> None:
        """Qt's; the buttons were not made while nobody saw them."""
        super().showEvent(event)
        self._offer_mends()

    def _offer_mends(self) -> None:
        """A button in each of the first rows that has an obvious way out, as soon as somebody looks."""
        if not self.isVisible():
            return
        rows = max(_LEAST_BUTTONS, min(_MOST_BUTTONS, _LOOKS // max(1, len(self.session.project.graph.nodes))))
        for row, problem in enumerate(self.problems.problems[:rows]):
            found = mending.mends_for(self.session, problem, whole=True)
            if found:
                button = MendButton([mend.label for mend in found])
                button.chosen.connect(lambda number, found=found: self._mend(found[number]))
                self.table.setIndexWidget(self.problems.index(row, MENDS), button)

    def _mend_first(self, row: int) -> None:
        """Make the first mend of a row, if it has any."""
        if 0 <= row < len(self.problems.problems):
            found = mending.mends_for(self.session, self.problems.problems[row], whole=True)
            if found:
                self._mend(found[0])

    def _mend(self, mend: Mend) -> None:
        mending.apply(self.session, mend, whole=True)

    def _refresh_empty(self) -> None:
        if self.session.project.graph.nodes:
            self.empty.set_text("No problems", "The model can be trained.")
        else:
            self.empty.set_text(
                "Nothing to check yet", "What is wrong with your model and its data will be listed here."
            )

    def _go_to(self, problem: Problem) -> None:
        node = self.session.look_at_problem(problem)
        if node:
            self.go_to.emit(node)

"""The history panel: all steps by name, where we are, what was saved; a click or Enter goes there."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QStackedWidget, QVBoxLayout, QWidget

from ui.history.model import HistoryModel
from ui.session import Session
from ui.theme.icons import icon_size
from ui.theme.theme import theme
from ui.widgets.empty_state import EmptyState


class StepList(QListView):
    """`wanted(row)` on a click or Enter; the arrow keys only walk."""

    wanted = Signal(int)

    def __init__(self, steps: HistoryModel) -> None:
        super().__init__()
        self.setObjectName("history_list")
        self.setAccessibleName("Steps that can be undone and redone")
        self.setModel(steps)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._want)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space go to the row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._want(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _want(self, index: QModelIndex) -> None:
        if index.isValid():
            self.wanted.emit(index.row())


class HistoryPanel(QWidget):
    """Follows the session's history."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("history_panel")
        self.setAccessibleName("History")
        self._session = session
        self.steps = HistoryModel(session)
        self.list = StepList(self.steps)
        self.setFocusProxy(self.list)
        self.empty = EmptyState("undo-2", "Nothing done yet", "Each of your edits will be listed here.")
        self.pages = QStackedWidget()
        self.pages.addWidget(self.list)
        self.pages.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pages)
        self.list.wanted.connect(session.go_to_step)
        # Every edit is followed by `saved_changed`, and saving is as well.
        session.saved_changed.connect(self.refresh)
        theme.changed.connect(self._dress)
        self._dress()
        self.refresh()

    def refresh(self) -> None:
        """Show the history; the present state is the current row."""
        changed = self.steps.refresh()
        self.pages.setCurrentWidget(self.list if self.steps.rowCount() > 1 else self.empty)
        here = self.steps.index(self.steps.at)
        if changed or here != self.list.currentIndex():
            self.list.setCurrentIndex(here)
            self.list.scrollTo(here)

    def _dress(self) -> None:
        self.list.setIconSize(icon_size(14))

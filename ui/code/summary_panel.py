"""The summary panel: a table of all layers with shapes and weights; its selection is the drawing's."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop_nn.codegen import summary
from ui.code.summary_model import Index, SummaryModel, totals
from ui.session import Session
from ui.theme.icons import icon, icon_size
from ui.theme.theme import theme
from ui.theme.tokens import SPACE_1, SPACE_2, SPACE_3
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.empty_state import EmptyState
from ui.widgets.styling import label, set_class


class _Table(QTableView):
    """Ctrl+C is the panel's."""

    copy_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's: copy the whole table."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        else:
            super().keyPressEvent(event)


class SummaryPanel(QWidget):
    """`go_to(node id)` on a double-click or Enter."""

    go_to = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("summary_panel")
        self.setAccessibleName("Summary")
        self.session = session
        self.rows = SummaryModel()
        self.table = _Table()
        self.totals = ElidedLabel()
        self.copy_button = QPushButton("Copy")
        self._following = False
        self._arrange()
        self.table.copy_wanted.connect(self.copy)
        self.copy_button.clicked.connect(self.copy)
        self.table.selectionModel().selectionChanged.connect(self._select_nodes)
        self.table.activated.connect(self._go_to)
        session.project_changed.connect(self.refresh)
        session.facts_changed.connect(self.refresh)
        session.selection_changed.connect(self._select_rows)
        theme.changed.connect(self._dress)
        self._dress()
        self.refresh()

    def refresh(self) -> None:
        """Show the drawing and what Keras says of it now."""
        graph, facts = self.session.project.graph, self.session.whole_facts
        self._following = True
        changed = self.rows.show_rows(summary.rows(graph, facts))
        self._following = False
        self.totals.setText(totals(facts))
        self._pages.setCurrentIndex(0 if graph.nodes else 1)
        self.copy_button.setEnabled(bool(graph.nodes))
        if changed:
            self._select_rows()

    def text(self) -> str:
        """The summary as plain text."""
        return summary.text(self.session.project.graph, self.session.whole_facts)

    def copy(self) -> None:
        """Put the summary on the clipboard."""
        QGuiApplication.clipboard().setText(self.text())
        self.session.tell("Copied the summary.")

    def _arrange(self) -> None:
        table = self.table
        table.setObjectName("summary_table")
        table.setAccessibleName("Layers of the model")
        table.setModel(self.rows)
        table.setFrameShape(QTableView.Shape.NoFrame)
        table.setStyleSheet("QTableView { border: none; }")
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.verticalHeader().hide()
        head = table.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setMinimumSectionSize(80)
        head.setStretchLastSection(True)
        self.totals.setObjectName("summary_totals")
        self.copy_button.setObjectName("summary_copy")
        self.copy_button.setToolTip("Copy the summary as text")
        set_class(self.copy_button, "quiet")
        foot = QHBoxLayout()
        foot.setContentsMargins(SPACE_3, SPACE_1, SPACE_2, SPACE_1)
        foot.addWidget(self.totals, 1)
        foot.addWidget(self.copy_button)
        line = label("", "line")
        line.setFixedHeight(1)
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(table, 1)
        column.addWidget(line)
        column.addLayout(foot)
        self._pages = QStackedWidget()
        self._pages.addWidget(full)
        self._pages.addWidget(EmptyState("table", "No layers yet", "The layers of your model will be listed here."))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)

    def _select_nodes(self) -> None:
        if not self._following:
            chosen = self.table.selectionModel().selectedRows()
            self._following = True
            nodes = [node for index in chosen for node in self.rows.rows[index.row()].nodes]
            self.session.look_into((), nodes)
            self._following = False

    def _go_to(self, index: Index) -> None:
        """To the first node of a row, in the drawing of the whole model."""
        node = self.rows.rows[index.row()].nodes[0]
        self.session.look_into((), (node,))
        self.go_to.emit(node)

    def _select_rows(self) -> None:
        if self._following:
            return
        model = self.table.selectionModel()
        wanted = QItemSelection()
        first = None
        session = self.session
        around = session.project.graph.calls_of(session.scope[0]) if session.scope else session.selection
        for number, row in enumerate(self.rows.rows):
            if set(around).intersection(row.nodes):
                index = self.rows.index(number, 0)
                first = first or index
                wanted.select(index, index)
        self._following = True
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        model.select(wanted, flags)
        if first is not None:
            self.table.scrollTo(first)
        self._following = False

    def _dress(self) -> None:
        self.table.verticalHeader().setDefaultSectionSize(round(26 * theme.scale))
        self.table.setIconSize(icon_size(16))
        self.copy_button.setIcon(icon("copy", "accent"))

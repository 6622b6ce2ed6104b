"""The summary panel: a table of all layers with shapes and weights; its selection is the drawing's."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QPushButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop_nn import atomic
from desktop_nn.codegen import summary, summary_formats
from desktop_nn.graph.scopes import Scope
from ui.code.summary_model import Index, SummaryModel, totals
from ui.session import Session
from ui.theme.icons import icon, icon_size
from ui.theme.theme import theme
from ui.theme.tokens import SPACE_1, SPACE_2, SPACE_3
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.empty_state import EmptyState
from ui.widgets.styling import label, set_class

_FORMS = {"text": "text", "markdown": "Markdown", "csv": "CSV"}
_FILTER = "CSV table (*.csv);;Markdown (*.md);;Text (*.txt)"


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
        self.nested = QCheckBox("Nested models written out")
        self.copy_button = QPushButton("Copy")
        self.save_button = QPushButton("Save…")
        self._following = False
        self._arrange()
        self.table.copy_wanted.connect(self.copy)
        self.copy_button.clicked.connect(self._open_copies)
        self.save_button.clicked.connect(self.ask_save)
        self.nested.toggled.connect(self.refresh)
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
        changed = self.rows.show_rows(summary.rows(graph, facts, nested=self.nested.isChecked()))
        self._following = False
        self.totals.setText(totals(facts, self.rows.rows))
        self._pages.setCurrentIndex(0 if graph.nodes else 1)
        self.nested.setVisible(any(layer.model is not None for layer in graph.layers.values()))
        if changed:
            self._select_rows()

    def text(self, form: str = "text") -> str:
        """The summary as text, csv or markdown, as it is shown."""
        write = summary_formats.FORMATS[form]
        return write(self.session.project.graph, self.session.whole_facts, nested=self.nested.isChecked())

    def copy(self, form: str = "text") -> None:
        """Put the summary on the clipboard."""
        QGuiApplication.clipboard().setText(self.text(form))
        self.session.tell(f"Copied the summary as {_FORMS[form]}.")

    def ask_save(self) -> None:
        """Let the user choose where to save the table; the suffix says how it is written."""
        folder = self.session.path.parent if self.session.path else Path.home()
        wish = str(folder / f"{self.session.title}_summary.csv")
        chosen, kind = QFileDialog.getSaveFileName(self.window(), "Save summary", wish, _FILTER)
        if chosen:
            path = Path(chosen)
            self.save(path if path.suffix else path.with_suffix(kind[kind.rindex("*") + 1 : -1]))

    def save(self, path: Path) -> None:
        """Write the table by suffix: .csv, .md or .txt."""
        form = summary_formats.SUFFIXES.get(path.suffix.lower())
        if form is None:
            text = f"The summary cannot be written as “{path.suffix}”. Choose .csv, .md or .txt."
            self.session.tell(text, "warn")
            return
        content = self.text(form).rstrip("\n") + "\n"
        self.session.files.submit(
            lambda _cancelled: atomic.write_text(path, content),
            done=lambda _: self.session.tell(f"Saved {path.name}", "good"),
            refused=self.session.tell_problems,
        )

    def _open_copies(self) -> None:
        self._copies.popup(self.copy_button.mapToGlobal(self.copy_button.rect().topLeft()))

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
        self.copy_button.setToolTip("Copy the summary as text, Markdown or CSV")
        self.save_button.setObjectName("summary_save")
        self.save_button.setToolTip("Save the summary as CSV, Markdown or text")
        self.nested.setObjectName("summary_nested")
        for button in (self.copy_button, self.save_button):
            set_class(button, "quiet")
        self._copies = QMenu(self.copy_button)
        self._copies.setObjectName("summary_copy_menu")
        for form, title in _FORMS.items():
            self._copies.addAction(f"As {title}").triggered.connect(lambda _=False, form=form: self.copy(form))
        foot = QHBoxLayout()
        foot.setContentsMargins(SPACE_3, SPACE_1, SPACE_2, SPACE_1)
        foot.addWidget(self.totals, 1)
        foot.addWidget(self.nested)
        foot.addWidget(self.copy_button)
        foot.addWidget(self.save_button)
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
            chosen = [self.rows.rows[index.row()] for index in self.table.selectionModel().selectedRows()]
            scope = chosen[-1].scope if chosen else ()
            self._following = True
            self.session.look_into(scope, [node for row in chosen if row.scope == scope for node in row.nodes])
            self._following = False

    def _go_to(self, index: Index) -> None:
        """To the first node of a row, in the drawing that it lies in."""
        row = self.rows.rows[index.row()]
        node = row.nodes[0]
        self.session.look_into(row.scope, (node,))
        self.go_to.emit(node)

    def _select_rows(self) -> None:
        if self._following:
            return
        model = self.table.selectionModel()
        wanted = QItemSelection()
        first = None
        scope, nodes = self._shown_place()
        for number, row in enumerate(self.rows.rows):
            if row.scope == scope and nodes.intersection(row.nodes):
                index = self.rows.index(number, 0)
                first = first or index
                wanted.select(index, index)
        self._following = True
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        model.select(wanted, flags)
        if first is not None:
            self.table.scrollTo(first)
        self._following = False

    def _shown_place(self) -> tuple[Scope, frozenset[str]]:
        """Where the selected nodes are among the rows: inside a nested model that is not written out, its own calls."""
        session = self.session
        if not session.scope or self.nested.isChecked():
            return session.scope, session.selection
        return (), frozenset(session.project.graph.calls_of(session.scope[0]))

    def _dress(self) -> None:
        self.table.verticalHeader().setDefaultSectionSize(round(26 * theme.scale))
        self.table.setIconSize(icon_size(16))
        self.copy_button.setIcon(icon("copy", "accent"))
        self.save_button.setIcon(icon("download", "accent"))

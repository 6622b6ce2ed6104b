"""The runs panel: all runs of the folder in a table; show a run's charts, folder, project, TensorBoard; delete it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QItemSelection, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMessageBox,
    QPushButton,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop_nn.runs.record import RunRecord
from desktop_nn.training.events import RunEnded, RunEvent
from ui.running import RunControl
from ui.runs.table_model import RunTableModel
from ui.session import Session
from ui.theme.tokens import SPACE_2, SPACE_3
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.empty_state import EmptyState


class RunsPanel(QWidget):
    """`charts_wanted` carries a folder whose charts are to be shown, `project_wanted` a project file to open."""

    charts_wanted = Signal(object)
    project_wanted = Signal(object)
    tensorboard_wanted = Signal(object)

    def __init__(self, session: Session, run: RunControl, folder: Callable[[], Path]) -> None:
        super().__init__()
        self.setObjectName("runs_panel")
        self._session, self._run, self._folder = session, run, folder
        self._model = RunTableModel()
        self._table = QTableView()
        self._table.setObjectName("runs_table")
        self._table.setAccessibleName("Runs")
        self._where = ElidedLabel()
        self._where.setProperty("class", "small")
        self._buttons: list[QPushButton] = []
        self._empty = EmptyState("history", "No runs yet", "Each training leaves a folder here that explains itself.")
        self._lay_out()
        run.told.connect(self._hear)
        session.opened.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Read the folder again, on the worker of files."""
        folder = self._folder()

        def work(_cancelled: Callable[[], bool]) -> list[RunRecord]:
            from desktop_nn.runs.library import list_runs

            return list_runs(folder)

        self._where.setText(str(folder))
        self._where.setToolTip(str(folder))
        self._session.files.submit(work, done=self._show, refused=self._session.tell_problems, latest="runs")

    def chosen(self) -> RunRecord | None:
        """The selected run."""
        rows = self._table.selectionModel().selectedRows()
        return self._model.records[rows[0].row()] if rows else None

    def showEvent(self, event: QShowEvent) -> None:
        """Qt's; the folder may have changed meanwhile."""
        super().showEvent(event)
        self.refresh()

    def _show(self, records: list[RunRecord]) -> None:
        if records != self._model.records:
            before = self.chosen()
            self._model.show(records)
            self._table.resizeColumnsToContents()
            for row, record in enumerate(records):
                if before is not None and record.folder == before.folder:
                    self._table.selectRow(row)
        self._pages.setCurrentIndex(1 if records else 0)
        self._refresh_buttons()

    def _hear(self, event: RunEvent) -> None:
        if isinstance(event, RunEnded):
            self.refresh()

    def _refresh_buttons(self, *_selection: QItemSelection) -> None:
        for button in self._buttons:
            button.setEnabled(self.chosen() is not None)

    def _with_chosen(self, act: Callable[[RunRecord], object]) -> None:
        record = self.chosen()
        if record is not None:
            act(record)

    def _open_folder(self, record: RunRecord) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(record.folder))):
            self._session.tell(f"The run is in {record.folder}")

    def _delete(self, record: RunRecord) -> None:
        if record.state == "running":
            self._session.tell("This run is under way. Stop it before deleting it.", "warn")
            return
        box = QMessageBox(self)
        box.setObjectName("delete_run_dialog")
        box.setText(f"Delete the run {record.folder.name}?")
        box.setInformativeText("Its folder with charts, checkpoints and models is removed for good.")
        buttons = QMessageBox.StandardButton
        box.setStandardButtons(buttons.Discard | buttons.Cancel)
        box.button(buttons.Discard).setText("Delete")
        box.setDefaultButton(buttons.Cancel)
        if box.exec() != buttons.Discard:
            return

        def work(_cancelled: Callable[[], bool]) -> None:
            from desktop_nn.runs.library import delete

            delete(record)

        self._session.files.submit(work, done=lambda _: self.refresh(), refused=self._session.tell_problems)

    def _button(self, text: str, name: str, act: Callable[[RunRecord], object]) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.clicked.connect(lambda: self._with_chosen(act))
        self._buttons.append(button)
        return button

    def _lay_out(self) -> None:
        table = self._table
        table.setModel(self._model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(28)
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setStretchLastSection(True)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        table.selectionModel().selectionChanged.connect(self._refresh_buttons)
        table.doubleClicked.connect(lambda _: self._with_chosen(lambda run: self.charts_wanted.emit(run.folder)))
        bar = QHBoxLayout()
        bar.setSpacing(SPACE_2)
        bar.addWidget(self._button("Show charts", "run_charts", lambda run: self.charts_wanted.emit(run.folder)))
        bar.addWidget(
            self._button(
                "Open its project", "run_project", lambda run: self.project_wanted.emit(run.folder / "project.dnn")
            )
        )
        bar.addWidget(
            self._button("TensorBoard", "run_tensorboard", lambda run: self.tensorboard_wanted.emit(run.folder))
        )
        bar.addWidget(self._button("Open folder", "run_folder", self._open_folder))
        bar.addWidget(self._button("Delete…", "run_delete", self._delete))
        label = QLabel("in")
        label.setProperty("class", "small")
        bar.addSpacing(SPACE_2)
        bar.addWidget(label)
        bar.addWidget(self._where, 1)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, SPACE_2)
        layout.setSpacing(SPACE_2)
        layout.addLayout(bar)
        layout.addWidget(table, 1)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(page)

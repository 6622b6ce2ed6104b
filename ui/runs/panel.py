"""The runs panel: all runs of the folder in a table, what can be done with them, and TensorBoard's state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from desktop_nn import settings as settings_file
from desktop_nn.runs.entry import RunEntry
from desktop_nn.runs.filtering import parse
from ui.running import RunControl
from ui.runs.acts import RunActs
from ui.runs.menu import add_columns, may, may_continue, run_menu
from ui.runs.notes_dialog import NotesDialog
from ui.runs.run_list import RunList
from ui.runs.table import RunTable
from ui.runs.table_model import RunTableModel
from ui.runs.tensorboard_control import TensorBoardControl
from ui.runs.tensorboard_strip import TensorBoardStrip
from ui.session import Session
from ui.theme.icons import icon
from ui.theme.tokens import SPACE_2, SPACE_3
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.empty_state import EmptyState
from ui.widgets.icon_button import IconButton
from ui.widgets.tips import plain


class RunsPanel(QWidget):
    """Signals carry folders: one run's charts, several runs in the same charts, those for TensorBoard.

    `project_wanted` carries a project file to open, `continue_wanted` the folder of a run to go on with.
    """

    chosen_changed = Signal()
    charts_wanted = Signal(object)
    overlay_wanted = Signal(object)
    project_wanted = Signal(object)
    continue_wanted = Signal(object)
    tensorboard_wanted = Signal(object)

    def __init__(
        self, session: Session, run: RunControl, folder: Callable[[], Path], tensorboard: TensorBoardControl
    ) -> None:
        super().__init__()
        self.setObjectName("runs_panel")
        self._session = session
        self.model = RunTableModel()
        self.model.changed_columns = read_columns(session.settings.run_columns)
        self.table = RunTable(self.model)
        self.setFocusProxy(self.table)
        self.list = RunList(session, run, folder, self)
        self.acts = RunActs(session, self)
        self.line = QLineEdit(placeholderText="Filter:  val_loss < 0.3  state:finished  starred  words")
        self._status = ElidedLabel()
        self.strip = TensorBoardStrip(tensorboard)
        self._empty = EmptyState("history", "No runs yet", "Each training leaves a folder here that explains itself.")
        self._buttons: dict[str, QPushButton] = {}
        self._lay_out()
        self._connect()
        self._refresh_state()
        self.list.refresh()

    def refresh(self) -> None:
        """Read the folder again."""
        self.list.refresh()

    def chosen(self) -> list[RunEntry]:
        """The selected runs."""
        return self.table.chosen()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt's; the folder may have changed meanwhile."""
        super().showEvent(event)
        self.list.refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the filter: Down goes into the table, Escape clears."""
        if watched is self.line and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Down:
                self._go_to_table()
                return True
            if event.key() == Qt.Key.Key_Escape and self.line.text():
                self.line.clear()
                return True
        return super().eventFilter(watched, event)

    def may(self, wish: str) -> bool:
        """Whether a wish makes sense with the runs that are selected."""
        return may(wish, self.chosen(), self.model)

    def do(self, wish: str) -> None:
        """Do what was wished for with the chosen runs: a key's, a button's or the menu's id."""
        name, _, rest = wish.partition(":")
        if name in ("column", "sort", "colour"):
            {"column": self._switch_column, "sort": self._sort_by, "colour": self._colour}[name](rest)
            return
        table_wishes = {"filter": self.line.setFocus, "export": self._export, "tensorboard_all": self._tensorboard_all}
        if name in table_wishes:
            table_wishes[name]()
        elif self.chosen():
            self._do_with(name, self.chosen())
        elif name == "tensorboard":
            self._tensorboard_all()

    # --- with chosen runs ----------------------------------------------------------------------------------------

    def _do_with(self, name: str, chosen: list[RunEntry]) -> None:
        first, folders = chosen[0], [entry.folder for entry in chosen]
        if name == "charts":
            (self.charts_wanted.emit(folders[0]) if len(folders) == 1 else self.overlay_wanted.emit(folders))
        elif name == "compare" and len(folders) == 2:
            older, newer = sorted(chosen, key=lambda entry: entry.record.created)
            self.acts.compare(older.folder, newer.folder)
        elif name == "tensorboard":
            self.tensorboard_wanted.emit(folders)
        elif name == "continue" and len(chosen) == 1 and may_continue(first):
            self.continue_wanted.emit(first.folder)
        elif name == "star":
            self.acts.star(chosen)
        elif name == "delete":
            self.acts.delete(chosen)
        elif name == "copy":
            self.acts.copy(self.model.columns, chosen)
        elif len(chosen) == 1:
            self._do_with_one(name, first)

    def _do_with_one(self, name: str, entry: RunEntry) -> None:
        if name == "project":
            self.project_wanted.emit(entry.folder / "project.dnn")
        elif name == "folder":
            self.acts.open_folder(entry)
        elif name == "rename":
            self.table.select({entry.folder}, entry.folder)
            self.table.rename()
        elif name == "notes":
            dialog = NotesDialog(entry, self)
            dialog.accepted.connect(lambda: self.acts.notes(self.model.entry_of(entry.folder) or entry, dialog.text))
            dialog.open()

    def _colour(self, name: str) -> None:
        self.acts.colour(self.chosen(), name)

    def _tensorboard_all(self) -> None:
        self.tensorboard_wanted.emit([])

    # --- with the table ------------------------------------------------------------------------------------------

    def _export(self) -> None:
        self.acts.export(self.model.columns, self.model.shown)

    def _sort_by(self, id: str) -> None:
        number = self.model.column_number(id)
        again = self.model.sorted_by == id and not self.model.descending
        order = Qt.SortOrder.DescendingOrder if again else Qt.SortOrder.AscendingOrder
        self.table.horizontalHeader().setSortIndicator(number, order)

    def _switch_column(self, id: str) -> None:
        changed = dict(self.model.changed_columns)
        default = next((column.shown for column in self.model.all_columns if column.id == id), True)
        changed[id] = not changed.get(id, default)
        self.model.show_columns({key: value for key, value in changed.items() if key != id or value != default})
        kept = tuple(f"{'+' if shown else '-'}{key}" for key, shown in self.model.changed_columns.items())
        self._session.settings = settings = replace(self._session.settings, run_columns=kept)
        self._session.files.submit(lambda _: settings_file.save(settings), refused=self._session.tell_problems)

    def _filter(self) -> None:
        wanted = parse(self.line.text(), self.model.entries)
        self.model.filter(wanted.matches)
        self.line.setToolTip(plain(wanted.hint))
        self._refresh_state()

    def _go_to_table(self) -> None:
        self.table.setFocus()
        if self.model.shown and not self.table.chosen():
            self.table.selectRow(0)

    def _show(self) -> None:
        if self.table.editing:  # a list that is drawn anew would take the field away from under the typing
            return
        if self.model.entries != self.list.entries:
            self.model.show(self.list.entries)
        if self.line.text():
            self._filter()
        self._refresh_state()

    def _labelled(self, entry: RunEntry) -> None:
        self.list.relabel(entry)
        self.model.replace(entry)

    def _refresh_state(self) -> None:
        chosen, model = self.chosen(), self.model
        self._buttons["charts"].setText(f"Overlay {len(chosen)}" if len(chosen) > 1 else "Charts")
        for name, button in self._buttons.items():
            button.setEnabled(may("tensorboard_all" if name == "tensorboard" else name, chosen, model))
        hint = self.line.toolTip()
        count = f"{len(model.entries)} run{'s' if len(model.entries) != 1 else ''}"
        if len(model.shown) != len(model.entries):
            count = f"{len(model.shown)} of {count}"
        picked = f", {len(chosen)} selected" if len(chosen) > 1 else ""
        self._status.setText(hint or f"{count}{picked} in {self.list.root}")
        self._status.setToolTip(plain(str(self.list.root)))
        self._pages.setCurrentIndex(1 if model.entries else 0)
        self.chosen_changed.emit()

    # --- making --------------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.list.changed.connect(self._show)
        self.list.entry_changed.connect(self.model.replace)
        self.acts.labelled.connect(self._labelled)
        self.acts.removed.connect(self.list.refresh_anew)
        self.model.title_wanted.connect(self.acts.title)
        self.model.modelReset.connect(self._refresh_state)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._refresh_state())
        self.table.wished.connect(self.do)
        self.table.edited.connect(self._show)
        self.table.menu_wanted.connect(self._show_menu)
        self.table.columns_wanted.connect(self._show_columns)
        self.line.textChanged.connect(self._filter)

    def _show_menu(self, at: QPoint) -> None:
        run_menu(self, self.chosen(), self.model, self.do).popup(at)

    def _show_columns(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        add_columns(menu, self.model, self.do)
        menu.popup(at)

    def _button(self, id: str, text: str, tip: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(f"run_{id}")
        button.setToolTip(plain(tip))
        button.clicked.connect(lambda: self.do(id))
        self._buttons[id] = button
        return button

    def _lay_out(self) -> None:
        self.line.setObjectName("runs_filter")
        self.line.setAccessibleName("Filter the runs")
        self.line.setClearButtonEnabled(True)
        self.line.addAction(icon("search", "text_faint"), QLineEdit.ActionPosition.LeadingPosition)
        self.line.installEventFilter(self)
        self._status.setObjectName("runs_status")
        self._status.setProperty("class", "small")
        bar = QHBoxLayout()
        bar.setSpacing(SPACE_2)
        bar.addWidget(self.line, 1)
        bar.addWidget(
            self._button("charts", "Charts", "Show the charts of the selected run, or several in one (Return)")
        )
        bar.addWidget(self._button("compare", "Compare", "What is different between two selected runs, in words"))
        bar.addWidget(self._button("continue", "Continue…", "Train the selected run for more epochs"))
        bar.addWidget(self._button("tensorboard", "TensorBoard", "TensorBoard on the selected runs, or on all"))
        more = IconButton("ellipsis-vertical", "All commands for the selected runs", "run_more")
        more.clicked.connect(lambda: self._show_menu(more.mapToGlobal(QPoint(0, more.height()))))
        bar.addWidget(more)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, SPACE_2)
        layout.setSpacing(SPACE_2)
        layout.addLayout(bar)
        layout.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.setSpacing(SPACE_3)
        foot.addWidget(self._status, 1)
        foot.addWidget(self.strip, 2)
        layout.addLayout(foot)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(page)


def read_columns(kept: tuple[str, ...]) -> dict[str, bool]:
    """Columns shown or hidden against their default, from the user's settings."""
    return {text[1:]: text[0] == "+" for text in kept if len(text) > 1 and text[0] in "+-"}

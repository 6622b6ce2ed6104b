"""A list of columns with check boxes, for any number of columns: a model, a view, and all / none / search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_nn.data.columns import Column, ColumnKind
from ui.theme.icons import icon
from ui.theme.theme import theme
from ui.theme.tokens import SPACE_1
from ui.widgets.tips import plain

KIND_ICONS: dict[ColumnKind, str] = {"number": "hash", "category": "tag", "image": "image"}
_SHOWN = 8
_SEARCH_FROM = 12
_Index = QModelIndex | QPersistentModelIndex


class CheckedColumns(QAbstractListModel):
    """The columns and which of them are checked; `edited` carries the names checked by the user, in column order."""

    edited = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.columns: tuple[Column, ...] = ()
        self.marks: dict[str, str] = {}
        self.checked: tuple[str, ...] = ()

    def show(self, columns: Sequence[Column], checked: Sequence[str], marks: dict[str, str]) -> None:
        """Show these columns; `marks` are words behind a name. Sends nothing."""
        if (tuple(columns), marks) != (self.columns, self.marks):
            self.beginResetModel()
            self.columns, self.marks, self.checked = tuple(columns), dict(marks), tuple(checked)
            self.endResetModel()
        elif tuple(checked) != self.checked:
            self.checked = tuple(checked)
            self.dataChanged.emit(self.index(0), self.index(len(self.columns) - 1))

    def check(self, names: Sequence[str]) -> None:
        """Check exactly these, as the user's wish."""
        wanted = set(names)
        self.checked = tuple(column.name for column in self.columns if column.name in wanted)
        self.dataChanged.emit(self.index(0), self.index(max(0, len(self.columns) - 1)))
        self.edited.emit(self.checked)

    def rowCount(self, parent: _Index | None = None) -> int:
        """One row a column."""
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Rows can be checked."""
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Name, check mark, kind."""
        column = self.columns[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            mark = self.marks.get(column.name, "")
            return f"{column.name}  ({mark})" if mark else column.name
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if column.name in self.checked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.DecorationRole:
            return icon(KIND_ICONS[column.kind], "text_faint", 14)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain(f"{column.name}: {column.kind}" + (f"\n{column.help}" if column.help else ""))
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A click on the box or the space bar."""
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        name = self.columns[index.row()].name
        on = Qt.CheckState(value) == Qt.CheckState.Checked
        self.check([*self.checked, name] if on else [other for other in self.checked if other != name])
        return True


class ColumnList(QWidget):
    """The list with its buttons. `edited` carries the checked names, in the order of the columns."""

    edited = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.model = CheckedColumns(self)
        self.model.edited.connect(self._take)
        self._filtered = QSortFilterProxyModel(self)
        self._filtered.setSourceModel(self.model)
        self._filtered.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.search = QLineEdit(self)
        self.search.setObjectName(f"{name}_search")
        self.search.setPlaceholderText("Find a column")
        self.search.setAccessibleName("Find a column")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filtered.setFilterFixedString)
        self.view = QListView(self)
        self.view.setObjectName(f"{name}_view")
        self.view.setAccessibleName("Columns")
        self.view.setModel(self._filtered)
        self.view.setUniformItemSizes(True)
        self.view.setIconSize(QSize(14, 14))
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.all = QPushButton("All", self)
        self.none = QPushButton("None", self)
        self.count = QLabel(self)
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        self.count.setProperty("class", "small")
        for button, key, tip in (
            (self.all, "all", "Check all columns shown"),
            (self.none, "none", "Uncheck all columns shown"),
        ):
            button.setObjectName(f"{name}_{key}")
            button.setProperty("class", "quiet")
            button.setToolTip(plain(tip))
        self.all.clicked.connect(lambda: self.model.check([*self.model.checked, *self._visible()]))
        self.none.clicked.connect(lambda: self.model.check([n for n in self.model.checked if n not in self._visible()]))
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_1)
        buttons.addWidget(self.count, 1)
        buttons.addWidget(self.all)
        buttons.addWidget(self.none)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_1)
        layout.addWidget(self.search)
        layout.addWidget(self.view)
        layout.addLayout(buttons)
        theme.changed.connect(self._fit)

    def show_columns(
        self, columns: Sequence[Column], checked: Sequence[str], marks: dict[str, str] | None = None
    ) -> None:
        """Show these columns with these checked; sends nothing."""
        self.model.show(columns, checked, marks or {})
        self.search.setVisible(len(columns) >= _SEARCH_FROM)
        self._tell_count()
        self._fit()

    def _take(self, names: tuple[str, ...]) -> None:
        self._tell_count()
        self.edited.emit(names)

    def _tell_count(self) -> None:
        self.count.setText(f"{len(self.model.checked):,} of {len(self.model.columns):,}")

    def _visible(self) -> set[str]:
        rows = range(self._filtered.rowCount())
        return {self.model.columns[self._filtered.mapToSource(self._filtered.index(row, 0)).row()].name for row in rows}

    def _fit(self) -> None:
        """As high as its rows, up to a limit."""
        rows = max(1, min(self.model.rowCount(), _SHOWN))
        row = self.view.sizeHintForRow(0) if self.model.rowCount() else 0
        self.view.setFixedHeight(rows * max(row, round(20 * theme.scale)) + 2 * self.view.frameWidth())

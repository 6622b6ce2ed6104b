"""The combo box of all data sets, under headings by where they come from."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel

from desktop_nn.data.sources.options import SourceInfo
from ui.theme.icons import icon
from ui.theme.theme import theme
from ui.widgets.calm_combo import CalmComboBox
from ui.widgets.tips import plain

_HEADINGS = {"shipped": "Ready to use", "made": "Made from a seed", "file": "Your own"}
_ICONS = {"shipped": "database", "made": "sparkles", "file": "table"}
FILE_TITLE = "Your CSV file…"


class SourceCombo(CalmComboBox):
    """`chosen` carries the id of the source that the user picked (also the one shown already)."""

    chosen = Signal(str)

    def __init__(self, infos: tuple[SourceInfo, ...]) -> None:
        super().__init__()
        self.setObjectName("source_combo")
        self.setAccessibleName("Data set")
        self.setPlaceholderText("Choose a data set")
        self._infos = infos
        self._fill()
        self.activated.connect(self._activated)
        theme.changed.connect(self._dress)
        self._dress()

    def show_source(self, name: str) -> None:
        """Show a source as the present one; sends nothing."""
        self.setCurrentIndex(self.findData(name) if name else -1)

    def _fill(self) -> None:
        model = QStandardItemModel(self)
        heading = ""
        for info in self._infos:
            if info.kind != heading:
                heading = info.kind
                item = QStandardItem(_HEADINGS[heading])
                item.setFlags(Qt.ItemFlag.NoItemFlags)
                item.setData("", Qt.ItemDataRole.UserRole)
                model.appendRow(item)
            item = QStandardItem(FILE_TITLE if info.kind == "file" else info.title)
            item.setData(info.id, Qt.ItemDataRole.UserRole)
            item.setToolTip(plain(info.about))
            model.appendRow(item)
        self.setModel(model)
        self.setCurrentIndex(-1)

    def _activated(self, index: int) -> None:
        name = self.itemData(index)
        if name:
            self.chosen.emit(name)

    def _dress(self) -> None:
        kinds = {info.id: info.kind for info in self._infos}
        for row in range(self.count()):
            name = self.itemData(row)
            if name:
                self.setItemIcon(row, icon(_ICONS[kinds[name]]))

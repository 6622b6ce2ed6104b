"""The licences of everything inside: a list, and the text of what is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QPlainTextEdit,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ui.theme.tokens import SPACE_3, SPACE_4
from ui.widgets.styling import label

if TYPE_CHECKING:
    from desktop_nn.licences import Part

_OWN_WORDS = "{name} brings no text of its licence; it declares: {licence}."


class LicencesDialog(QDialog):
    """Empty until `show_parts`; read-only."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("licences_dialog")
        self.setWindowTitle("Licences")
        self.resize(720, 520)
        self._parts: dict[str, Part] = {}
        self.hint = label("Reading…", "small", wrap=True)
        self.list = QTreeWidget()
        self.list.setObjectName("licences_list")
        self.list.setAccessibleName("Parts and their licences")
        self.list.setHeaderLabels(["Part", "Version", "Licence"])
        self.list.setRootIsDecorated(False)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.currentItemChanged.connect(lambda item: self._show(item.text(0) if item else ""))
        self.text = QPlainTextEdit()
        self.text.setObjectName("licence_text")
        self.text.setAccessibleName("Text of the licence")
        self.text.setReadOnly(True)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.list)
        split.addWidget(self.text)
        split.setChildrenCollapsible(False)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        layout.setSpacing(SPACE_3)
        layout.addWidget(self.hint)
        layout.addWidget(split, 1)
        layout.addWidget(buttons)

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Fill the list and choose its first entry."""
        self._parts = {part.name: part for part in parts}
        others = f"is built of {len(parts)} parts of others"
        self.hint.setText(f"Desktop NN stands under the Apache License 2.0 and {others}.")
        self.list.clear()
        self.list.addTopLevelItems([QTreeWidgetItem([part.name, part.version, part.licence]) for part in parts])
        head = self.list.header()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        first = self.list.topLevelItem(0)
        if first is not None:
            self.list.setCurrentItem(first)

    def _show(self, name: str) -> None:
        part = self._parts.get(name)
        if part is None:
            self.text.clear()
        elif part.texts:
            self.text.setPlainText("\n\n".join(f"— {file} —\n\n{text.strip()}" for file, text in part.texts))
        else:
            self.text.setPlainText(_OWN_WORDS.format(name=part.name, licence=part.licence))

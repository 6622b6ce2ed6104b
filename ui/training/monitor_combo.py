"""The combo box of the figures that a callback can watch; another name may be typed."""

from __future__ import annotations

from PySide6.QtCore import Signal

from ui.widgets.calm_combo import CalmComboBox


class MonitorCombo(CalmComboBox):
    """`chosen` carries the figure's name in Keras's logs."""

    chosen = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName("Watched figure")
        self.setEditable(True)
        self.setInsertPolicy(CalmComboBox.InsertPolicy.NoInsert)
        self._names: tuple[str, ...] = ()
        self.activated.connect(lambda index: self.chosen.emit(self.itemText(index)))
        line = self.lineEdit()
        if line is not None:
            line.editingFinished.connect(self._typed)

    def show_names(self, names: tuple[str, ...], current: str) -> None:
        """Offer these names and show the current one; sends nothing."""
        if names != self._names:
            self._names = names
            self.clear()
            self.addItems(names)
        if self.currentText() != current:
            self.setEditText(current)

    def _typed(self) -> None:
        text = self.currentText().strip()
        if text:
            self.chosen.emit(text)

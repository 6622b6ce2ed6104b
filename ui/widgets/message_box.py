"""Qt's message box for texts that quote files and titles: no letter of them is taken for markup."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget

_INFORMATIVE = "qt_msgbox_informativelabel"


class MessageBox(QMessageBox):
    """A box on `parent` with an icon and a text; everything else is Qt's."""

    def __init__(
        self,
        parent: QWidget | None,
        text: str,
        icon: QMessageBox.Icon = QMessageBox.Icon.NoIcon,
        title: str = "Desktop NN",
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWindowTitle(title)
        self.setIcon(icon)
        self.setText(text)

    def setInformativeText(self, text: str) -> None:
        """Qt's. Its label is made with the first text, and knows nothing of `textFormat`."""
        super().setInformativeText(" ")
        label = self.findChild(QLabel, _INFORMATIVE)
        assert label is not None
        label.setTextFormat(Qt.TextFormat.PlainText)
        super().setInformativeText(text)

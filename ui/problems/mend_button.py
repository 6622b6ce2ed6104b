"""The button in a row of the list of problems: the first mend at a click, further ones in its menu."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from ui.theme.icons import icon, icon_size
from ui.theme.theme import theme
from ui.widgets.tips import plain


class MendButton(QWidget):
    """`chosen` carries the number of the mend."""

    chosen = Signal(int)

    def __init__(self, labels: Sequence[str]) -> None:
        super().__init__()
        self._label = labels[0]
        self.button = QToolButton()
        self.button.setObjectName("problems_mend")
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.button.setAccessibleName(labels[0])
        self.button.setToolTip(plain(labels[0]))
        self.button.clicked.connect(lambda: self.chosen.emit(0))
        if len(labels) > 1:
            self._add_menu(labels)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 3, 8, 3)
        row.addWidget(self.button)
        theme.changed.connect(self._dress)
        self._dress()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's; the text is cut to what there is."""
        super().resizeEvent(event)
        room = max(20, self.width() - (62 if self.button.menu() else 44))
        shown = self.button.fontMetrics().elidedText(self._label, Qt.TextElideMode.ElideRight, room)
        self.button.setText(shown.replace("&", "&&"))

    def _add_menu(self, labels: Sequence[str]) -> None:
        menu = QMenu(self.button)
        for number, label in enumerate(labels):
            action = QAction(label, menu)
            action.triggered.connect(lambda _checked=False, number=number: self.chosen.emit(number))
            menu.addAction(action)
        self.button.setMenu(menu)
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)

    def _dress(self) -> None:
        self.button.setIcon(icon("wrench", "accent"))
        self.button.setIconSize(icon_size(14))

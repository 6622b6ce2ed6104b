"""A flat button that says what is chosen and opens a menu of the other choices; narrower and calmer than a combo."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton

from ui.theme.icons import icon, icon_size
from ui.theme.theme import theme
from ui.widgets.tips import plain


class MenuChoice(QToolButton):
    """`chosen` carries the key of what the user has just chosen."""

    chosen = Signal(str)

    def __init__(self, name: str, choices: Mapping[str, str], tip: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setToolTip(plain(tip))
        self.setAccessibleName(tip)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow stands behind the text
        self.setStyleSheet("QToolButton { padding: 3px 5px; } QToolButton::menu-indicator { image: none; width: 0; }")
        menu, group = QMenu(self), QActionGroup(self)
        menu.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._actions: dict[str, QAction] = {}
        for key, text in choices.items():
            action = QAction(text, self)
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, key=key: self._take(key))
            group.addAction(action)
            menu.addAction(action)
            self._actions[key] = action
        self.setMenu(menu)
        self.value = next(iter(choices))
        self.show_value(self.value)
        theme.changed.connect(self._dress)
        self._dress()

    def show_value(self, key: str) -> None:
        """Show another choice without telling anybody."""
        self.value = key
        self._actions[key].setChecked(True)
        self.setText(self._actions[key].text())

    def _take(self, key: str) -> None:
        if key != self.value:
            self.show_value(key)
            self.chosen.emit(key)

    def _dress(self) -> None:
        self.setIcon(icon("chevron-down", "text_dim", 12))
        self.setIconSize(icon_size(12))

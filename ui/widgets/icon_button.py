"""A small tool button with an icon that follows the theme. What it does is its owner's business."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QWidget

from ui.theme.icons import icon, icon_size
from ui.theme.theme import theme
from ui.widgets.tips import plain


class IconButton(QToolButton):
    """An icon without text; `tip` is its tool tip and its accessible name, `colour` a token's name."""

    def __init__(
        self,
        icon_name: str,
        tip: str,
        name: str = "",
        parent: QWidget | None = None,
        *,
        colour: str = "text_dim",
        size: int = 14,
    ) -> None:
        super().__init__(parent)
        self._icon_name, self._colour, self._size = icon_name, colour, size
        self.setObjectName(name)
        self.setToolTip(plain(tip))
        self.setAccessibleName(tip)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setStyleSheet("QToolButton { padding: 3px; }")
        theme.changed.connect(self._dress)
        self._dress()

    def change(self, icon_name: str, tip: str) -> None:
        """Show another icon and tip."""
        self._icon_name = icon_name
        self.setToolTip(plain(tip))
        self.setAccessibleName(tip)
        self._dress()

    def _dress(self) -> None:
        self.setIcon(icon(self._icon_name, self._colour, self._size))
        self.setIconSize(icon_size(self._size))

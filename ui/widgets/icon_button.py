"""A small flat button that shows an icon of the set and follows the theme."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QWidget

from ui.theme.icons import icon, icon_size
from ui.theme.theme import theme


class IconButton(QToolButton):
    """`tip` is both tooltip and accessible name; `colour` is a token's name."""

    def __init__(
        self, name: str, tip: str, *, colour: str = "text_dim", size: int = 14, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._colour, self._size = name, colour, size
        self.setAutoRaise(True)
        self.setStyleSheet("QToolButton { padding: 3px; }")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        self._tint()
        theme.changed.connect(self._tint)

    def set_icon(self, name: str) -> None:
        """Show another icon."""
        self._name = name
        self._tint()

    def _tint(self) -> None:
        self.setIcon(icon(self._name, self._colour, self._size))
        self.setIconSize(icon_size(self._size))

"""A label that shows an icon of the set in a colour of the theme, or in a layer category's colour."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from ui.theme.icons import pixmap
from ui.theme.theme import theme
from ui.theme.tokens import category_colour, category_icon


class IconLabel(QLabel):
    """Follows the theme. Decoration only: the text beside it says the same to screen readers."""

    def __init__(self, name: str = "", colour: str = "text_dim", size: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._colour, self._category, self._size = name, colour, "", size
        self._tint()
        theme.changed.connect(self._tint)

    def show_icon(self, name: str, colour: str = "text_dim") -> None:
        """Show an icon; `colour` is a token's name."""
        self._name, self._colour, self._category = name, colour, ""
        self._tint()

    def show_category(self, category: str) -> None:
        """Show the icon of a layer category in its colour."""
        self._name, self._category = category_icon(category), category
        self._tint()

    def _tint(self) -> None:
        if not self._name:
            self.clear()
            return
        scheme = theme.colours.scheme
        colour = category_colour(self._category, scheme) if self._category else getattr(theme.colours, self._colour)
        size = round(self._size * theme.scale)
        self.setPixmap(pixmap(self._name, colour, size, self.devicePixelRatioF()))
        self.setFixedSize(size, size)

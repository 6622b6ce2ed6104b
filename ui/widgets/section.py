"""A collapsible part of a panel: a heading that folds what stands below it. What it holds is not known here."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ui.theme.icons import icon, icon_size
from ui.theme.theme import theme
from ui.theme.tokens import SPACE_1, SPACE_2, SPACE_3, SPACE_6, TEXT


class Section(QWidget):
    """A heading with a body. `name` gives the object names: `name` itself and `name_heading`."""

    toggled = Signal(bool)

    def __init__(self, title: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.heading = QToolButton(self)
        self.heading.setObjectName(f"{name}_heading")
        self.heading.setText(title)
        self.heading.setAccessibleName(title)
        self.heading.setCheckable(True)
        self.heading.setChecked(True)
        self.heading.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.heading.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.heading.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.heading.setCursor(Qt.CursorShape.PointingHandCursor)
        self.summary = _Summary(self.heading)
        self.body = QWidget(self)
        self.content = QVBoxLayout(self.body)
        self.content.setContentsMargins(SPACE_3, SPACE_1, SPACE_3, SPACE_3)
        self.content.setSpacing(SPACE_2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.heading)
        layout.addWidget(self.body)
        self.heading.toggled.connect(self._fold)
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def open(self) -> bool:
        """Whether the body is shown."""
        return self.heading.isChecked()

    def set_open(self, open: bool) -> None:
        """Show or fold the body."""
        self.heading.setChecked(open)

    def set_summary(self, text: str) -> None:
        """A few dim words at the right of the heading that say what is inside."""
        self.summary.setText(text)
        self.heading.setAccessibleDescription(text)

    def add(self, widget: QWidget) -> None:
        """Put a widget below the others of the body."""
        self.content.addWidget(widget)

    def _fold(self, open: bool) -> None:
        self.body.setVisible(open)
        self._dress()
        self.toggled.emit(open)

    def _dress(self) -> None:
        c = theme.colours
        self.heading.setIcon(icon("chevron-down" if self.open else "chevron-right", "text_dim"))
        self.heading.setIconSize(icon_size(14))
        self.heading.setStyleSheet(
            f"QToolButton {{ font-weight: 600; text-align: left; padding: 7px 8px; border-radius: 0;"
            f" border: none; border-top: 1px solid {c.border}; background: transparent; }}"
            f"QToolButton:hover {{ background: {c.hover}; }}"
            f"QToolButton:focus {{ border-left: 2px solid {c.accent}; padding-left: 6px; }}"
        )
        title = QFontMetrics(theme.font(TEXT, QFont.Weight.DemiBold)).horizontalAdvance(self.heading.text())
        self.summary.keep_clear_of(title + round(14 * theme.scale) + SPACE_6)


class _Summary(QLabel):
    """The dim words in the heading; gives up its room to the title first."""

    def __init__(self, heading: QToolButton) -> None:
        super().__init__(heading)
        self.setProperty("class", "small")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._room = QHBoxLayout(heading)
        self._room.addWidget(self)
        self._text = ""

    def keep_clear_of(self, pixels: int) -> None:
        """Begin that far from the left, where the title ends."""
        self._room.setContentsMargins(pixels, 0, SPACE_3, 0)

    def setText(self, text: str) -> None:
        """The words; cut with an ellipsis where they do not fit."""
        self._text = text
        self._elide()

    def minimumSizeHint(self) -> QSize:
        """Asks for no width of its own."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: object) -> None:
        """Cut anew for the new width."""
        self._elide()

    def _elide(self) -> None:
        cut = self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, max(0, self.width()))
        if cut != self.text():
            super().setText(cut)

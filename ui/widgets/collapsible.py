"""A section that folds away under its heading; its body may be made when it is first opened."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ui.theme.icons import icon, icon_size
from ui.theme.theme import theme


class Collapsible(QWidget):
    """A heading button with a body below. `make` is called once, when the section is opened for the first time."""

    toggled = Signal(bool)

    def __init__(self, title: str, make: Callable[[], QWidget], *, name: str = "section") -> None:
        super().__init__()
        self._make: Callable[[], QWidget] | None = make
        self._body: QWidget | None = None
        self.setObjectName(name)
        self.header = QToolButton()
        self.header.setObjectName(f"{name}_header")
        self.header.setCheckable(True)
        self.header.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.header.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        # The style sheet's checked look is for tool bars; here the arrow says it.
        self.header.setStyleSheet("QToolButton { text-align: left; padding: 4px 2px; background: transparent; }")
        self.header.toggled.connect(self._toggle)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(self.header)
        self.set_title(title)
        self._tint()
        theme.changed.connect(self._tint)

    @property
    def open(self) -> bool:
        """Whether the body is shown."""
        return self.header.isChecked()

    @property
    def body(self) -> QWidget | None:
        """The body, or None while it has never been opened."""
        return self._body

    def set_title(self, title: str) -> None:
        """Change the heading."""
        self.header.setText(title)
        self.header.setAccessibleName(title)

    def set_open(self, open_: bool) -> None:
        """Unfold or fold."""
        self.header.setChecked(open_)

    def _toggle(self, open_: bool) -> None:
        if open_ and self._make is not None:
            self._body = self._make()
            self._make = None
            self._column.addWidget(self._body)
        if self._body is not None:
            self._body.setVisible(open_)
        self._tint()
        self.toggled.emit(open_)

    def _tint(self) -> None:
        self.header.setIcon(icon("chevron-down" if self.open else "chevron-right", "text_dim", 14))
        self.header.setIconSize(icon_size(14))

"""A panel's page of sections that scrolls, made when the panel is first seen. What the sections do is not known."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget


class SectionPage(QWidget):
    """A panel whose subclasses give its `sections` and how to `refresh_sections`.

    Sections are made at the first sight of the panel, so that the window is up sooner, and refreshed only while
    they can be seen: coming to sight refreshes them.
    """

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}_panel")
        self.setAccessibleName(title)
        self._made = False
        self.area = QScrollArea()
        self.area.setObjectName(f"{name}_scroll")
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.area)

    @property
    def made(self) -> bool:
        """Whether the sections exist."""
        return self._made

    def make(self) -> None:
        """Make the sections now, if that has not been done."""
        if self._made:
            return
        self._made = True
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for section in self.make_sections():
            column.addWidget(section)
        column.addStretch(1)
        self.area.setWidget(page)

    def refresh(self) -> None:
        """Show the document as it is now, if anybody can see it."""
        if self._made and self.isVisible():
            self.refresh_sections()

    def showEvent(self, event: QShowEvent) -> None:
        """The panel comes to sight."""
        super().showEvent(event)
        self.make()
        self.refresh()

    def make_sections(self) -> Sequence[QWidget]:
        """The sections from top to bottom; called once."""
        raise NotImplementedError

    def refresh_sections(self) -> None:
        """Show the document as it is now."""
        raise NotImplementedError

"""A small field over the canvas that asks for a snippet's title; Enter keeps, Esc gives up."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QVBoxLayout

from desktop_nn.problems import ProblemError
from desktop_nn.project.snippets import LONGEST_TITLE, checked_title
from ui.theme.theme import theme
from ui.theme.tokens import SPACE_1, SPACE_3
from ui.widgets.styling import label, set_flag

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


class SnippetTitle(QFrame):
    """Stands at the top of the view while it asks."""

    def __init__(self, canvas: CanvasView) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._then: Callable[[str], object] = lambda _title: None
        self.setObjectName("snippet_title")
        self.setProperty("class", "card")
        self.field = _Field(self)
        self._note: QLabel = label("", "small", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_3)
        column.setSpacing(SPACE_1)
        column.addWidget(label("Save as snippet", "heading"))
        column.addWidget(self.field)
        column.addWidget(self._note)
        self.hide()

    def ask(self, wish: str, then: Callable[[str], object]) -> None:
        """Ask for a title, with a wish to begin with; `then` gets it."""
        self._then = then
        self.field.setText(wish)
        self.field.selectAll()
        self._tell("Enter saves it. You find it again by Tab and its title.", wrong=False)
        self.setFixedWidth(round(300 * theme.scale))
        self.adjustSize()
        self.move((self._canvas.width() - self.width()) // 2, 40)
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def commit(self) -> None:
        """Hand the title on; one that cannot be stays, with the reason."""
        try:
            title = checked_title(self.field.text())
        except ProblemError as error:
            self._tell(f"{error.problem.what} {error.problem.fix}", wrong=True)
            return
        self.leave()
        self._then(title)

    def leave(self) -> None:
        """Go, and give the focus back."""
        if self.isVisible():
            self.hide()
            self._canvas.setFocus(Qt.FocusReason.PopupFocusReason)

    def _tell(self, text: str, *, wrong: bool) -> None:
        self._note.setText(text)
        set_flag(self.field, "invalid", wrong)


class _Field(QLineEdit):
    def __init__(self, box: SnippetTitle) -> None:
        super().__init__()
        self._box = box
        self.setObjectName("snippet_title_field")
        self.setAccessibleName("Title of the snippet")
        self.setMaxLength(LONGEST_TITLE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter keeps, Esc gives up."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._box.commit()
        elif event.key() == Qt.Key.Key_Escape:
            self._box.leave()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep the window's shortcuts out while typing; leaving the field gives up."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.FocusOut:
            self._box.hide()
        return super().event(event)

"""The field in which a sticky note is written, over its place on the canvas. What was pasted is plain text here.

Ctrl+Enter or leaving it keeps what was written, Esc does not. The drawing is changed by `commenting.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from ui.canvas.looks import looks
from ui.theme.theme import theme
from ui.theme.tokens import note_paper

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

_LEAST = QSize(220, 72)
_FONT = (11, 26)
"""Least and largest size of letters in pixels; between them they are as large as on the note."""
_EDGE = 8
"""Pixels that stay free between the field and the border of the view."""


class CommentEditor(QPlainTextEdit):
    """One for all notes; it is where its note is, and large enough to write in at any zoom."""

    def __init__(self, canvas: CanvasView) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._keep: Callable[[str], object] | None = None
        self._box = QRectF()
        self._menu_open = False
        self.setObjectName("comment_editor")
        self.setAccessibleName("Text of the note")
        self.setPlaceholderText("Write a note…")
        self.setTabChangesFocus(True)
        self.hide()
        canvas.camera.moved.connect(self._follow)
        self.textChanged.connect(self._follow)

    def open(self, text: str, box: QRectF, colour: str, keep: Callable[[str], object]) -> None:
        """Begin to write at a place of the scene; `keep` gets the text when it is done."""
        self.finish()
        self._keep, self._box = keep, QRectF(box)
        paper, colours = note_paper(colour, theme.colours.scheme), theme.colours
        self.setStyleSheet(
            f"QPlainTextEdit {{ background: {paper}; color: {colours.text}; border: 2px solid {colours.accent};"
            " border-radius: 3px; padding: 4px 4px; }"
        )
        self._canvas.camera.land()
        self.setPlainText(text)
        self.moveCursor(QTextCursor.MoveOperation.End)
        self._follow()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def finish(self) -> None:
        """Keep what was written, if something is being written."""
        keep, self._keep = self._keep, None
        if keep is not None:
            text = self.toPlainText()
            self._leave()
            keep(text)

    def back_out(self) -> None:
        """Forget what was written."""
        self._keep = None
        self._leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter and Esc end it."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finish()
        elif event.key() == Qt.Key.Key_Escape:
            self.back_out()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep the window's shortcuts out while writing."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving it keeps the text; its own menu, and another window in front for a while, are no leaving."""
        super().focusOutEvent(event)
        if not self._menu_open and event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.finish()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt's menu for text."""
        menu = self.createStandardContextMenu()
        self._menu_open = True
        menu.aboutToHide.connect(self._menu_closed)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def _menu_closed(self) -> None:
        self._menu_open = False

    def _leave(self) -> None:
        had_focus = self.hasFocus()
        self.hide()
        if had_focus:
            self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow(self) -> None:
        """Lie over the note, as high as the text needs; never beyond the view."""
        if self._keep is None:
            return
        canvas, zoom = self._canvas, self._canvas.camera.zoom
        font = looks.note_font
        size = min(max(round(font.pixelSize() * zoom), _FONT[0]), max(_FONT[1], font.pixelSize()))
        if self.font().pixelSize() != size:
            wanted = theme.font()
            wanted.setPixelSize(size)
            self.setFont(wanted)
        seen = canvas.mapFromScene(self._box).boundingRect()
        needed = round((self.document().size().height() + 1) * self.fontMetrics().lineSpacing()) + 2 * _EDGE
        room = canvas.viewport().rect().adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        width = min(max(seen.width(), _LEAST.width()), room.width())
        height = min(max(seen.height(), _LEAST.height(), min(needed, room.height() // 2)), room.height())
        left = max(room.left(), min(seen.left(), room.right() - width))
        top = max(room.top(), min(seen.top(), room.bottom() - height))
        self.setGeometry(QRect(left, top, width, height))

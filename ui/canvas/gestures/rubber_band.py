"""Rubber band: drag over empty canvas to select what it touches; Shift adds, Ctrl toggles. A click selects nothing."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from ui.canvas.gestures.gesture import Gesture, Pointer
from ui.canvas.looks import looks


class RubberBand(Gesture):
    """Marks the nodes while it is drawn and selects them when it ends."""

    def press(self, at: Pointer) -> None:
        """Remember what was selected before."""
        super().press(at)
        self._before = self.canvas.session.selection, self.canvas.session.marked
        self._band = QRectF()

    def move(self, at: Pointer) -> None:
        """Stretch the band to the pointer."""
        self._band = QRectF(self.start.scene, at.scene).normalized()
        self.canvas.marks.preview(*self._chosen(at))
        margin = 2 / self.canvas.camera.zoom
        self.repaint(self._band.adjusted(-margin, -margin, margin, margin))

    def finish(self, at: Pointer) -> None:
        """Select what the band touches; links stay selected only if more is added to what is."""
        if not at.held(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier):
            self.canvas.marks.choose_links(())
        self.canvas.session.select(*self._chosen(at))
        self.cancel()

    def click(self, at: Pointer) -> None:
        """Select nothing, unless a modifier asks to keep what is selected."""
        if not at.held(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier):
            self.canvas.select_nothing()

    def cancel(self) -> None:
        """Take the band away; what the session says is selected shows again."""
        band, self._band = self._band, QRectF()
        self.repaint(band)
        self.canvas.marks.show_selection()

    def paint(self, painter: QPainter) -> None:
        """A faint area with a thin border."""
        if self._band.isNull():
            return
        fill = QColor(looks.colour["accent"])
        fill.setAlpha(30)
        painter.setPen(QPen(looks.colour["accent"], 0))
        painter.setBrush(fill)
        painter.drawRect(self._band)

    def _chosen(self, at: Pointer) -> tuple[frozenset[str], frozenset[str]]:
        """Nodes and notes."""
        board, (nodes, notes) = self.canvas.board, self._before
        touched, touched_notes = frozenset(board.nodes_in(self._band)), board.comments.touching(self._band)
        if at.held(Qt.KeyboardModifier.ControlModifier):
            return nodes ^ touched, notes ^ touched_notes
        if at.held(Qt.KeyboardModifier.ShiftModifier):
            return nodes | touched, notes | touched_notes
        return touched, touched_notes

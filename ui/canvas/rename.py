"""Rename in place: one line edit over the node's name. The name is an edit of the drawing like any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from desktop_nn.graph import edits
from desktop_nn.problems import ProblemError
from ui.canvas.geometry import PAD, TILE
from ui.canvas.looks import looks
from ui.widgets.styling import set_flag

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


class RenameEditor(QLineEdit):
    """Enter or leaving it renames, Esc does not; a name that cannot be stays in the editor, with the reason."""

    def __init__(self, canvas: CanvasView) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._node: str | None = None
        self.setObjectName("canvas_rename")
        self.setAccessibleName("Name of the layer")
        self.hide()
        self.textEdited.connect(self._forgive)
        canvas.camera.moved.connect(self._follow)

    def open(self, node_id: str) -> None:
        """Begin to rename a node's layer."""
        self._node = node_id
        self.setText(self._canvas.session.graph.name_of(node_id))
        self.selectAll()
        self._forgive()
        self._follow()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_without_renaming(self) -> None:
        """Forget what was typed."""
        self._node = None
        self._leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Esc end it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._commit(stay=True)
        elif event.key() == Qt.Key.Key_Escape:
            self.close_without_renaming()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep Enter, Esc and Delete from the window's shortcuts while typing."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.FocusOut and self.isVisible():
            self._commit(stay=False)
        return super().event(event)

    def _commit(self, *, stay: bool) -> None:
        node, name = self._node, self.text().strip()
        session = self._canvas.session
        if node is None or node not in session.graph.nodes:
            self.close_without_renaming()
            return
        layer = session.graph.layer_of(node)
        try:
            edits.rename(session.graph, layer.id, name)
        except ProblemError as error:
            if stay:
                set_flag(self, "invalid", True)
                below = QPointF(self.x() - 18.0, self.y() + self.height() - 12.0)
                self._canvas.note.show_at(below, f"{error.problem.what} {error.problem.fix}")
            else:
                session.tell_problem(error.problem)
                self.close_without_renaming()
            return
        self._node = None
        if name != layer.name:
            session.edit_graph(f"Rename {layer.name}", lambda graph: edits.rename(graph, layer.id, name))
        self._leave()

    def _leave(self) -> None:
        had_focus = self.hasFocus()
        self._canvas.note.hide()
        self.hide()
        if had_focus:
            self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _forgive(self) -> None:
        set_flag(self, "invalid", False)
        self._canvas.note.hide()

    def _follow(self) -> None:
        """Lie over the node's name, at a size that can be read at any zoom."""
        item = self._canvas.board.made.get(self._node or "")
        if item is None:
            return
        zoom, scale = self._canvas.camera.zoom, looks.scale
        corner = self._canvas.mapFromScene(item.pos() + QPointF(PAD + TILE + 3, PAD - 6) * scale)
        width = max(150, round((item.card.width() - (PAD + TILE + 12) * scale) * zoom))
        self.setGeometry(corner.x(), corner.y(), width, self.sizeHint().height())

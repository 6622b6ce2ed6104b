"""A small field over a group's title: its title, or how often it is repeated. What cannot be stays, with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from desktop_nn.graph import groups
from desktop_nn.problems import Problem, ProblemError
from ui.widgets.styling import set_flag

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

What = Literal["title", "count"]
_LONGEST = 80


class GroupEditor(QLineEdit):
    """Enter or leaving it sets the value, Esc does not."""

    def __init__(self, canvas: CanvasView) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._group, self._what = "", "title"
        self.setObjectName("group_editor")
        self.setMaxLength(_LONGEST)
        self.hide()
        self.textEdited.connect(self._forgive)
        canvas.camera.moved.connect(self._follow)

    def open(self, group_id: str, what: What) -> None:
        """Begin to edit a group's title or count."""
        group = self._canvas.session.graph.groups[group_id]
        self._group, self._what = group_id, what
        self.setAccessibleName("Title of the group" if what == "title" else "How often the group is repeated")
        self.setText(group.title if what == "title" else str(group.count))
        self.selectAll()
        self._forgive()
        self._canvas.camera.land()
        self._follow()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Esc end it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._commit(stay=True)
        elif event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep the window's shortcuts out while typing."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.FocusOut and self.isVisible():
            self._commit(stay=False)
        return super().event(event)

    def _commit(self, *, stay: bool) -> None:
        session = self._canvas.session
        group = session.graph.groups.get(self._group)
        if group is None:
            self._leave()
            return
        try:
            value = self._value()
            changed = groups.change_group(session.graph, group.id, **value)
        except ProblemError as error:
            self._refuse(error.problem, stay=stay)
            return
        self._leave()
        if changed.groups[group.id] != group:
            label = f"Rename {group.title}" if self._what == "title" else f"Repeat {group.title} × {value['count']}"
            session.edit_graph(label, lambda graph: groups.change_group(graph, group.id, **value))

    def _value(self) -> dict[str, object]:
        text = self.text().strip()
        if self._what == "title":
            if not text:
                raise ProblemError(Problem("A group needs a title.", fix="Type a few letters."))
            return {"title": text}
        try:
            return {"count": int(text.lstrip("×x ").strip())}
        except ValueError:
            fix = f"Give a whole number from 1 to {groups.MOST_REPEATS}."
            raise ProblemError(Problem(f"“{text}” is no number of repetitions.", fix=fix)) from None

    def _refuse(self, problem: Problem, *, stay: bool) -> None:
        if not stay:
            self._canvas.session.tell_problem(problem)
            self._leave()
            return
        set_flag(self, "invalid", True)
        below = QPointF(self.x() - 18.0, self.y() + self.height() - 12.0)
        self._canvas.note.show_at(below, f"{problem.what} {problem.fix}")

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
        """Lie over the title, at a size that can be read at any zoom."""
        board = self._canvas.board
        if self._group in board.frames.frames:
            box = board.frames.title_box(self._group)
        elif self._group in board.made:
            box = board.made[self._group].card_in_scene()
        else:
            return
        corner = self._canvas.mapFromScene(box.topLeft())
        width = max(140, min(320, round(box.width() * self._canvas.camera.zoom)))
        self.setGeometry(corner.x(), corner.y(), width, self.sizeHint().height())

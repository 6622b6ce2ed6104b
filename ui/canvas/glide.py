"""After an edit that moves many nodes, their items glide from where they were to where the document has them.

The document is edited before the glide begins; this moves items only and can be ended at any time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPointF, QVariantAnimation

from ui.theme.theme import theme
from ui.theme.tokens import MOTION_MS

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

MOST_ITEMS = 400
"""More items than this jump: moving them would stutter."""
_INPUT = (QEvent.Type.MouseButtonPress, QEvent.Type.KeyPress, QEvent.Type.Wheel, QEvent.Type.ShortcutOverride)


class Glide(QObject):
    """At most one glide of a canvas; input, or another change of the document, ends it."""

    def __init__(self, canvas: CanvasView) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._motion: QVariantAnimation | None = None
        self._ways: dict[str, tuple[QPointF, QPointF]] = {}
        canvas.session.project_changed.connect(self._drop)
        canvas.installEventFilter(self)
        canvas.viewport().installEventFilter(self)

    @property
    def under_way(self) -> bool:
        """Whether items are gliding."""
        return self._motion is not None

    def places(self) -> dict[str, QPointF]:
        """Where all items are now; to be asked before the edit."""
        self.land()
        return {id: QPointF(item.pos()) for id, item in self._canvas.board.nodes.items()}

    def start(self, before: Mapping[str, QPointF]) -> None:
        """Let the items that an edit has moved glide there from `before`."""
        items = self._canvas.board.nodes
        ways = {id: (place, QPointF(items[id].pos())) for id, place in before.items() if id in items}
        self._ways = {id: way for id, way in ways.items() if way[0] != way[1]}
        if not (theme.animated and self._canvas.isVisible() and 0 < len(self._ways) <= MOST_ITEMS):
            return
        motion = QVariantAnimation(self)
        motion.setStartValue(0.0)
        motion.setEndValue(1.0)
        motion.setDuration(MOTION_MS)
        motion.setEasingCurve(QEasingCurve.Type.OutCubic)
        motion.valueChanged.connect(self._show)
        motion.finished.connect(self.land)
        self._motion = motion
        motion.start()

    def land(self) -> None:
        """End the glide: everything is where the document has it."""
        if self._motion is not None:
            self._end()
            self._show(1.0)
            self._canvas.board.settle(self._canvas.session.graph)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's; whoever acts finds everything in its place."""
        if self._motion is not None and event.type() in _INPUT:
            self.land()
        return super().eventFilter(watched, event)

    def _drop(self) -> None:
        """Another drawing is shown already; what did not change in it stands somewhere on its way."""
        if self._motion is not None:
            self._end()
            self._canvas.board.settle(self._canvas.session.graph)

    def _end(self) -> None:
        motion, self._motion = self._motion, None
        if motion is not None:
            motion.stop()
            motion.deleteLater()

    def _show(self, share: float) -> None:
        self._canvas.board.shift({id: start + (end - start) * share for id, (start, end) in self._ways.items()})

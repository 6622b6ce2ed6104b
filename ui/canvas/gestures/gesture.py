"""What all mouse gestures have in common. A gesture commits nothing to the document before it is finished."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

CLICK = 4.0
"""A press that moves less than this (pixels) is a click."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the mouse is: in the scene, in the viewport (pixels), and which modifier keys are held."""

    scene: QPointF
    view: QPointF
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier

    def held(self, key: Qt.KeyboardModifier) -> bool:
        """Whether a modifier key is held."""
        return bool(self.modifiers & key)


class Gesture:
    """One press-to-release. The view calls `press`, `drag`, `release` and `cancel`; kinds fill in the rest."""

    cursor: Qt.CursorShape | None = None
    pans_at_edges = True
    """Whether the view moves on while the pointer is near its edge."""

    def __init__(self, canvas: CanvasView) -> None:
        self.canvas = canvas
        self.start = Pointer(QPointF(), QPointF())
        self.dragged = False
        self._painted = QRectF()

    def press(self, at: Pointer) -> None:
        """The button went down."""
        self.start = at

    def drag(self, at: Pointer) -> None:
        """The pointer moved; below a few pixels it is not a drag yet."""
        if not self.dragged and (at.view - self.start.view).manhattanLength() >= CLICK:
            self.dragged = True
            self.begin(self.start)
        if self.dragged:
            self.move(at)

    def release(self, at: Pointer) -> None:
        """The button went up."""
        if self.dragged:
            self.finish(at)
        else:
            self.click(at)

    # --- what kinds of gestures fill in ------------------------------------------------------------------------

    def begin(self, at: Pointer) -> None:
        """It became a drag; `at` is where the button went down."""

    def move(self, at: Pointer) -> None:
        """The pointer is here now."""

    def finish(self, at: Pointer) -> None:
        """The drag ends here: make the edit."""

    def click(self, at: Pointer) -> None:
        """The press was only a click."""

    def cancel(self) -> None:
        """Put everything back as it was before the press."""

    def paint(self, painter: QPainter) -> None:
        """Paint over the items, in scene coordinates, inside the area last given to `repaint`."""

    def repaint(self, area: QRectF) -> None:
        """Paint anew: `area` (scene coordinates), and what was painted before."""
        self.canvas.repaint_area(area.united(self._painted))
        self._painted = area

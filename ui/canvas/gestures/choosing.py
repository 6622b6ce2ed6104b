"""Which gesture a press of a mouse button begins, by what lies under the pointer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from ui.canvas import hits
from ui.canvas.geometry import PortRef
from ui.canvas.gestures.copy_nodes import CopyNodes, CopyNotes
from ui.canvas.gestures.cut_links import CutLinks
from ui.canvas.gestures.drag_link import DragLink
from ui.canvas.gestures.draw_link import DrawLink
from ui.canvas.gestures.gesture import Gesture, Pointer
from ui.canvas.gestures.move_frame import MoveFrame
from ui.canvas.gestures.move_links import MoveLinks, links_from
from ui.canvas.gestures.move_nodes import MoveNodes
from ui.canvas.gestures.move_notes import MoveNotes
from ui.canvas.gestures.pan import Pan
from ui.canvas.gestures.rubber_band import RubberBand
from ui.canvas.gestures.size_note import SizeNote
from ui.canvas.overview import PORTED

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

PORT_REACH = 9.0
LINK_REACH = 6.0
"""How near (pixels) the pointer must be to take hold of a port or a link."""


def gesture_for(canvas: CanvasView, button: Qt.MouseButton, at: Pointer) -> Gesture | None:
    """The gesture that begins here, or None if the button does nothing here."""
    if button == Qt.MouseButton.MiddleButton or (button == Qt.MouseButton.LeftButton and canvas.hand):
        return Pan(canvas)
    if button != Qt.MouseButton.LeftButton:
        return None
    if canvas.knife:
        return CutLinks(canvas)
    port = port_under(canvas, at)
    if port is not None:
        return _from_port(canvas, port, at)
    node = hits.node_at(canvas.board, at.scene)
    if node is not None:
        return CopyNodes(canvas, node) if at.held(Qt.KeyboardModifier.AltModifier) else MoveNodes(canvas, node)
    link = hits.link_at(canvas.board, at.scene, canvas.reach(LINK_REACH))
    if link is not None:
        return DragLink(canvas, link, at)
    note = canvas.board.comments.at(at.scene)
    edge = canvas.commenting.edge_at(at.scene)
    if edge is not None:
        return SizeNote(canvas, *edge)
    if note is not None:
        return CopyNotes(canvas, note) if at.held(Qt.KeyboardModifier.AltModifier) else MoveNotes(canvas, note)
    group = canvas.board.frames.title_at(at.scene, canvas.camera.zoom)
    if group is not None:
        return MoveFrame(canvas, group)
    return CutLinks(canvas) if at.held(Qt.KeyboardModifier.AltModifier) else RubberBand(canvas)


def port_under(canvas: CanvasView, at: Pointer) -> PortRef | None:
    """The port that a press here would take hold of; none where ports are too small to be seen."""
    if canvas.camera.zoom < PORTED:
        return None
    return hits.port_at(canvas.board, at.scene, min(canvas.reach(PORT_REACH), PORT_REACH * 1.6))


def _from_port(canvas: CanvasView, port: PortRef, at: Pointer) -> Gesture:
    if port.side == "in":
        for item in canvas.board.links_at(port.node):
            if item.target == (port.node, port.index):
                return DragLink(canvas, item, at)
    if at.held(Qt.KeyboardModifier.ControlModifier) and links_from(canvas, port):
        return MoveLinks(canvas, port)
    return DrawLink(canvas, port)

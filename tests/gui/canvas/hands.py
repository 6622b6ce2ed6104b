"""What the canvas's tests do with the mouse and the wheel, and the drawings they do it to."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_nn.catalogue import load
from desktop_nn.graph import edits, wiring
from desktop_nn.graph.model import Config, Graph, Link
from ui.canvas.geometry import PortRef, Side
from ui.canvas.view import CanvasView

LEFT = Qt.MouseButton.LeftButton
MIDDLE = Qt.MouseButton.MiddleButton
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def drawn(*layers: tuple[str, str, float, float], links: tuple[tuple[str, str], ...] = ()) -> Graph:
    """A drawing of (kind, name, x, y) with links by name; ports are taken in turn."""
    graph, ids = Graph(), {}
    for kind, name, x, y in layers:
        config: Config = {"units": 3} if kind == "Dense" else {"shape": [4]} if kind == "InputLayer" else {}
        graph, ids[name] = edits.place(graph, kind, x, y, name=name, config=config)
    for source, target in links:
        port = edits.free_port(graph, ids[target], load())
        assert port is not None
        graph = wiring.join(graph, Link(ids[source], ids[target], 0, port), load())
    return graph


def open_drawing(canvas: CanvasView, graph: Graph) -> None:
    """Make the drawing the open document, seen at 100 % with its middle in the middle."""
    from desktop_nn.graph.facts import GraphFacts
    from desktop_nn.project.document import Project

    canvas.session.show(Project(graph), GraphFacts(), path=None, title="test")
    canvas.camera.fly(canvas.board.contents().center(), 1.0, animated=False)
    QApplication.processEvents()


def node(canvas: CanvasView, name: str) -> str:
    """The id of the (first) node whose layer has this name."""
    graph = canvas.session.graph
    return next(id for id in graph.nodes if graph.name_of(id) == name)


def at_node(canvas: CanvasView, name: str) -> QPoint:
    """The middle of a node's card in the viewport."""
    return canvas.mapFromScene(canvas.board.nodes[node(canvas, name)].card_in_scene().center())


def at_port(canvas: CanvasView, name: str, side: Side, index: int = 0) -> QPoint:
    """The middle of a port in the viewport."""
    return canvas.mapFromScene(canvas.board.port_point(PortRef(node(canvas, name), side, index)))


def links(canvas: CanvasView) -> set[tuple[str, str, int]]:
    """The links as (source name, target name, target port)."""
    graph = canvas.session.graph
    return {(graph.name_of(link.source), graph.name_of(link.target), link.target_port) for link in graph.links}


def selected(canvas: CanvasView) -> set[str]:
    """Names of the selected nodes."""
    return {canvas.session.graph.name_of(id) for id in canvas.session.selection}


def press(canvas: CanvasView, at: QPoint, held: Qt.KeyboardModifier = NONE, button: Qt.MouseButton = LEFT) -> None:
    """Press a button."""
    QTest.mousePress(canvas.viewport(), button, held, at)


def glide(canvas: CanvasView, start: QPoint, end: QPoint, steps: int = 6) -> None:
    """Move the mouse in small steps."""
    for step in range(1, steps + 1):
        QTest.mouseMove(canvas.viewport(), start + (end - start) * step / steps)


def release(canvas: CanvasView, at: QPoint, held: Qt.KeyboardModifier = NONE, button: Qt.MouseButton = LEFT) -> None:
    """Let go of the button."""
    QTest.mouseRelease(canvas.viewport(), button, held, at)


def drag(
    canvas: CanvasView,
    start: QPoint,
    end: QPoint,
    held: Qt.KeyboardModifier = NONE,
    button: Qt.MouseButton = LEFT,
) -> None:
    """Press, move, let go."""
    press(canvas, start, held, button)
    glide(canvas, start, end)
    release(canvas, end, held, button)


def click(canvas: CanvasView, at: QPoint, held: Qt.KeyboardModifier = NONE) -> None:
    """Press and let go at one place."""
    QTest.mouseClick(canvas.viewport(), LEFT, held, at)


def double_click(canvas: CanvasView, at: QPoint) -> None:
    """Click twice."""
    QTest.mouseClick(canvas.viewport(), LEFT, NONE, at)
    QTest.mouseDClick(canvas.viewport(), LEFT, NONE, at)


def key(canvas: CanvasView, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
    """Press and let go of a key on the canvas."""
    QTest.keyClick(canvas, key, held)


def wheel(
    canvas: CanvasView,
    at: QPoint,
    turn: QPoint,
    *,
    pixels: QPoint | None = None,
    held: Qt.KeyboardModifier = NONE,
    phase: Qt.ScrollPhase = Qt.ScrollPhase.NoScrollPhase,
) -> None:
    """Turn the wheel (120 a notch), or scroll with two fingers (a phase and pixels)."""
    place = QPointF(at)
    event = QWheelEvent(
        place,
        QPointF(canvas.viewport().mapToGlobal(at)),
        pixels or QPoint(),
        turn,
        Qt.MouseButton.NoButton,
        held,
        phase,
        False,
    )
    QApplication.sendEvent(canvas.viewport(), event)


class PaletteDrag:
    """A layer kind dragged in from outside, with the events that Qt would send."""

    def __init__(self, canvas: CanvasView, kind: str, mime: str = "application/x-desktop-nn-layer") -> None:
        self._canvas = canvas
        self._data = QMimeData()
        self._data.setData(mime, kind.encode())

    def enter(self, at: QPoint) -> bool:
        """Come over the canvas; returns whether it takes the drag."""
        event = QDragEnterEvent(at, Qt.DropAction.CopyAction, self._data, LEFT, NONE)
        QApplication.sendEvent(self._canvas.viewport(), event)
        return event.isAccepted()

    def move(self, at: QPoint) -> None:
        """Move on over the canvas."""
        event = QDragMoveEvent(at, Qt.DropAction.CopyAction, self._data, LEFT, NONE)
        QApplication.sendEvent(self._canvas.viewport(), event)

    def leave(self) -> None:
        """Leave the canvas."""
        QApplication.sendEvent(self._canvas.viewport(), QDragLeaveEvent())

    def drop(self, at: QPoint) -> None:
        """Let go."""
        event = QDropEvent(QPointF(at), Qt.DropAction.CopyAction, self._data, LEFT, NONE)
        QApplication.sendEvent(self._canvas.viewport(), event)

"""A node on the canvas: one plain item that knows its place, its face and its marks. `node_paint.py` paints it."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from desktop_nn.graph.model import Direction, Node
from ui.canvas import node_paint, node_pictures
from ui.canvas.faces import Face
from ui.canvas.geometry import MARGIN, PortRef, Side, card_size, port_offset
from ui.canvas.heat import Heat
from ui.canvas.looks import looks
from ui.canvas.text import Text


class NodeItem(QGraphicsItem):
    """Its position is the card's top left corner. Ports are hit by geometry; the item takes no events itself."""

    def __init__(self, node_id: str, face: Face, direction: Direction) -> None:
        super().__init__()
        self.node_id = node_id
        self.node: Node | None = None
        """The node of the drawing that it showed last."""
        self.selected = False
        self.hovered = False
        self.focused = False
        self.lit_ports: frozenset[tuple[Side, int]] | None = None
        """While a link is drawn: the ports that it may end at; None while none is drawn."""
        self.hot_port: tuple[Side, int] | None = None
        self.doubted_ports: frozenset[tuple[Side, int]] = frozenset()
        """Of the lit ports, those that Keras would not take the link at."""
        self.kin = False
        """Another call of the selected node's layer."""
        self.faded = False
        """Not on the path that is shown."""
        self.heat: Heat | None = None
        """What the overlay shows, if one is on."""
        self._corner = QPointF()
        self._box: QRectF | None = None
        self._port_places: list[QPointF] | None = None
        self.texts: dict[str, Text] = {}
        self.layout: node_paint.Layout | None = None
        self.picture: node_pictures.Picture | None = None
        self._shape(face, direction)

    def show_face(self, face: Face, direction: Direction) -> bool:
        """Show another face; returns whether size or ports changed, so that links must follow."""
        moved = (
            direction != self.direction
            or len(face.inputs) != len(self.face.inputs)
            or len(face.outputs) != len(self.face.outputs)
        )
        if moved:
            self.prepareGeometryChange()
        self._shape(face, direction)
        self._look_anew()
        return moved

    def restyle(self, direction: Direction) -> None:
        """Take over a change of theme, text scale or direction."""
        self.prepareGeometryChange()
        self._shape(self.face, direction)
        self._look_anew()

    def mark(self, *, selected: bool | None = None, hovered: bool | None = None, focused: bool | None = None) -> None:
        """Set marks and repaint if one changed."""
        wanted = (
            self.selected if selected is None else selected,
            self.hovered if hovered is None else hovered,
            self.focused if focused is None else focused,
        )
        if wanted != (self.selected, self.hovered, self.focused):
            if wanted[0] != self.selected:
                self.setZValue(1.0 if wanted[0] else 0.0)  # what is dragged lies on top
            self.selected, self.hovered, self.focused = wanted
            self._look_anew()

    def light(
        self,
        ports: frozenset[tuple[Side, int]] | None,
        hot: tuple[Side, int] | None = None,
        doubted: frozenset[tuple[Side, int]] = frozenset(),
    ) -> None:
        """Light up these ports and dim the others (None: back to normal); `hot` is the one under the wire."""
        if (ports, hot, doubted) != (self.lit_ports, self.hot_port, self.doubted_ports):
            self.lit_ports, self.hot_port, self.doubted_ports = ports, hot, doubted
            self._look_anew()

    def show_kin(self, kin: bool) -> None:
        """Mark the node as another call of the selected one's layer, or no longer."""
        if kin != self.kin:
            self.kin = kin
            self._look_anew()

    def fade(self, faded: bool) -> None:
        """Step back behind the path that is shown, or no longer."""
        if faded != self.faded:
            self.faded = faded
            self._look_anew()

    def warm(self, heat: Heat | None) -> None:
        """Show what an overlay measures, or nothing."""
        if heat != self.heat:
            self.heat = heat
            self.texts.pop("measure", None)
            self.layout = None
            self._look_anew()

    def boundingRect(self) -> QRectF:
        """The card with rings, badge and ports."""
        return self._bounds

    def stand_at(self, corner: QPointF) -> None:
        """Put the card's top left corner there; nothing else may move it."""
        self.setPos(corner)
        self._corner = QPointF(corner)
        self._box = self._port_places = None

    def card_in_scene(self) -> QRectF:
        """The card in scene coordinates; not to be changed, since it is remembered until the card moves."""
        if self._box is None:
            self._box = self.card.translated(self._corner)
        return self._box

    def port_count(self, side: Side) -> int:
        """How many ports the side has."""
        return len(self.face.inputs if side == "in" else self.face.outputs)

    def port_point(self, side: Side, index: int) -> QPointF:
        """The middle of a port in scene coordinates; a port that is not drawn counts as the last one."""
        offsets = self.inputs_at if side == "in" else self.outputs_at
        if not offsets:
            return self._corner + self.card.center()
        return self._corner + offsets[min(index, len(offsets) - 1)]

    def ports(self) -> list[tuple[PortRef, QPointF]]:
        """All ports with their middles in scene coordinates."""
        here = self.pos()
        into = [(PortRef(self.node_id, "in", i), here + at) for i, at in enumerate(self.inputs_at)]
        return into + [(PortRef(self.node_id, "out", i), here + at) for i, at in enumerate(self.outputs_at)]

    def port_places(self) -> list[QPointF]:
        """The middles of all ports in scene coordinates; a list that is remembered and not to be changed."""
        if self._port_places is None:
            self._port_places = [self._corner + at for at in (*self.inputs_at, *self.outputs_at)]
        return self._port_places

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Paint all details; on the screen from a picture, if nothing has changed since the last time."""
        zoom = painter.deviceTransform().m11()
        if widget is None:
            node_paint.paint(painter, self, zoom)
        else:
            node_pictures.paint(painter, self, zoom)

    def lay_out(self, key: str, text: str, font: QFont, metrics: QFontMetricsF, room: float) -> Text:
        """Lay out a text, cut to a width; it is kept in `texts` until the face changes.

        Names are cut in the middle: those of a block begin alike, and differ at their ends.
        """
        cut = Qt.TextElideMode.ElideMiddle if text is self.face.name else Qt.TextElideMode.ElideRight
        self.texts[key] = Text(text, font, metrics, room, cut)
        return self.texts[key]

    def _look_anew(self) -> None:
        """It looks different now: every change of a face or mark ends here."""
        self.picture = None
        self.update()

    def _shape(self, face: Face, direction: Direction) -> None:
        self.face, self.direction = face, direction
        self.look = looks.category(face.category)
        size = card_size(len(face.inputs), len(face.outputs), direction, looks.scale)
        self.card = QRectF(0, 0, *size)
        self._box = self._port_places = None
        self.kin_box = self.card.adjusted(-4, -4, 4, 4)
        self._bounds = self.card.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)
        self.inputs_at = _places("in", len(face.inputs), size, direction)
        self.outputs_at = _places("out", len(face.outputs), size, direction)
        self.texts.clear()
        self.layout = None


@lru_cache(maxsize=256)
def _places(side: Side, count: int, size: tuple[float, float], direction: Direction) -> tuple[QPointF, ...]:
    """Where the ports of a side lie; nodes of one size share the points, which nobody changes."""
    return tuple(port_offset(side, index, count, size, direction) for index in range(count))

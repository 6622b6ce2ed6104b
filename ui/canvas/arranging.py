"""Arranging the drawing: tidy layout on a worker, the direction of flow, lining up. Each lands as one undo step."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from desktop_nn.graph import blocks, edits
from desktop_nn.graph.aligning import Axis, Box, Line, Shift, aligned, distributed, shifted
from desktop_nn.graph.grouped_layout import Places, places, with_places
from desktop_nn.graph.membership import shown_as
from desktop_nn.graph.model import Direction, Graph
from desktop_nn.graph.topology import reachable
from ui.canvas.geometry import card_size
from ui.canvas.glide import Glide
from ui.canvas.looks import looks

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is to be arranged: the drawing when it was wished, the part of it, and the new direction."""

    label: str
    graph: Graph
    part: Graph
    direction: Direction

    @property
    def whole(self) -> bool:
        """Whether all of the drawing is arranged."""
        return len(self.part.nodes) == len(self.graph.nodes)


class Arranging:
    """Arranges the canvas's drawing, or a part of it."""

    def __init__(self, canvas: CanvasView) -> None:
        self._canvas = canvas
        self._glide = Glide(canvas)
        self._counted: tuple[object, object, int] = (None, None, 0)

    # --- tidy layout ---------------------------------------------------------------------------------------------

    def tidy(self) -> None:
        """Arrange the selection if it has several nodes, else everything. Another tidying replaces one under way."""
        graph, selection = self._canvas.session.graph, self._canvas.session.selection
        self._arrange("Tidy layout", selection if len(self._selected_cards()) > 1 else graph.nodes)

    def tidy_downstream(self) -> None:
        """Arrange what the selected nodes lead to, themselves included."""
        graph, selection = self._canvas.session.graph, self._canvas.session.selection
        self._arrange("Tidy downstream", reachable(graph, selection))

    def turn(self) -> None:
        """Let the drawing flow the other way: from left to right, or from top to bottom."""
        graph = self._canvas.session.graph
        direction: Direction = "right" if graph.direction == "down" else "down"
        label = "Flow left to right" if direction == "right" else "Flow top to bottom"
        if graph.nodes:
            self._arrange(label, graph.nodes, direction)
        else:
            self._canvas.session.edit_graph(label, lambda graph: replace(graph, direction=direction))

    def fold_into_blocks(self) -> None:
        """Find the blocks of a drawing without groups, fold them and lay the plan out."""
        session = self._canvas.session
        graph, sizes = session.graph, self._canvas.board.sizes()

        def work(cancelled: Callable[[], bool]) -> tuple[_Wish, Places]:
            found = blocks.with_groups(graph, blocks.find_blocks(graph))
            wish = _Wish("Fold into blocks", graph, found, graph.direction)
            return wish, places(found, sizes, cancelled=cancelled)

        def land(done: tuple[_Wish, Places]) -> None:
            if done[0].part.groups:
                self._land(*done)
            else:
                session.tell("There are no blocks to fold in this drawing.")

        job = session.files.submit(work, done=land, latest="tidy")
        session.working.emit(job, f"Looking for blocks in {len(graph.nodes):,} layers…", lambda: None)

    def fold_all(self, label: str, changed: Graph) -> None:
        """Take over which groups are folded in `changed`, and arrange all anew: they are too many to do it in place."""
        graph, sizes = self._canvas.session.graph, self._sizes(self._canvas.session.graph.direction)
        wish = _Wish(label, graph, changed, graph.direction)

        def work(cancelled: Callable[[], bool]) -> Places:
            return places(changed, sizes, cancelled=cancelled)

        job = self._canvas.session.files.submit(work, done=lambda found: self._land(wish, found), latest="tidy")
        self._canvas.session.working.emit(job, f"{label}: arranging {len(graph.nodes):,} layers…", lambda: None)

    def _arrange(self, label: str, nodes: Collection[str], direction: Direction | None = None) -> None:
        session = self._canvas.session
        graph = session.graph
        chosen = [id for id in graph.nodes if id in nodes]
        part = graph if len(chosen) == len(graph.nodes) else edits.copy(graph, chosen).graph
        if not part.nodes:
            return
        wish = _Wish(label, graph, part, direction or graph.direction)
        sizes = self._sizes(wish.direction)

        def work(cancelled: Callable[[], bool]) -> Places:
            return places(part, sizes, wish.direction, cancelled)

        job = session.files.submit(work, done=lambda found: self._land(wish, found), latest="tidy")
        session.working.emit(job, f"Arranging {len(part.nodes):,} layers…", lambda: None)

    def _sizes(self, direction: Direction) -> dict[str, tuple[float, float]]:
        """Sizes of all cards, folded away or not, as they are in a direction."""
        faces = self._canvas.faces
        return {
            id: card_size(len(face.inputs), len(face.outputs), direction, looks.scale) for id, face in faces.items()
        }

    def _land(self, wish: _Wish, found: Places) -> None:
        canvas, session = self._canvas, self._canvas.session
        now, then = session.graph, wish.graph
        if not found.nodes:
            return  # cancelled
        if (now.nodes, now.links, now.groups, now.comments) != (then.nodes, then.links, then.groups, then.comments):
            session.tell(f"{wish.label}: the drawing has changed meanwhile and was left as it is.")
            return
        before = self._glide.places()
        dx, dy = self._anchor(wish, found)

        def change(graph: Graph) -> Graph:
            placed = with_places(wish.part if wish.whole else graph, found, dx, dy)
            return replace(placed, layers=graph.layers, direction=wish.direction)

        canvas.session.edit_graph(wish.label, change)
        area = canvas.board.contents(self._cards(found.nodes))
        if wish.whole:
            canvas.fit()
        else:
            canvas.camera.reveal(area)
        self._glide.start(before)

    def _anchor(self, wish: _Wish, found: Places) -> Shift:
        """How far to move the result so that the middle of its first edge stays, and the eye finds it again.

        When everything is turned, its middle stays.
        """
        sizes = self._sizes(wish.direction)
        shown = shown_as(wish.graph)
        ids = [id for id in found.nodes if shown[id] == id and id in sizes] or list(found.nodes)
        boxes = [QRectF(*found.nodes[id], *sizes.get(id, (0.0, 0.0))) for id in ids]
        left, top = min(box.left() for box in boxes), min(box.top() for box in boxes)
        right, bottom = max(box.right() for box in boxes), max(box.bottom() for box in boxes)
        before = self._canvas.board.contents(self._cards(found.nodes))
        if wish.direction != wish.graph.direction:
            middle = before.center() - QPointF(left + right, top + bottom) / 2
            return round(middle.x()), round(middle.y())
        if wish.direction == "right":
            return round(before.left() - left), round(before.center().y() - (top + bottom) / 2)
        return round(before.center().x() - (left + right) / 2), round(before.top() - top)

    # --- lining up -----------------------------------------------------------------------------------------------

    def align(self, line: Line) -> None:
        """Line the selected cards up."""
        self._shift(f"Align {line}", aligned(self._boxes(), line))

    def distribute(self, axis: Axis) -> None:
        """Make the gaps between the selected cards equal."""
        word = "horizontally" if axis == "across" else "vertically"
        self._shift(f"Distribute {word}", distributed(self._boxes(), axis))

    def count(self) -> int:
        """How many cards are selected; a folded group is one."""
        session = self._canvas.session
        if self._counted[0] is not session.graph or self._counted[1] is not session.selection:
            cards = self._selected_cards() if len(session.selection) > 1 else session.selection
            self._counted = (session.graph, session.selection, len(cards))
        return self._counted[2]

    def _shift(self, label: str, shifts: dict[str, Shift]) -> None:
        before = self._glide.places()
        self._canvas.session.edit_graph(label, lambda graph: shifted(graph, shifts))
        self._glide.start(before)

    def _boxes(self) -> dict[str, Box]:
        items = self._canvas.board.nodes
        cards = {id: items[id].card_in_scene() for id in self._selected_cards() if id in items}
        return {id: Box(card.x(), card.y(), card.width(), card.height()) for id, card in cards.items()}

    def _selected_cards(self) -> list[str]:
        return self._cards(self._canvas.session.selection)

    def _cards(self, nodes: Collection[str]) -> list[str]:
        """What the canvas shows for nodes, in drawing order."""
        shown = shown_as(self._canvas.session.graph)
        return list(dict.fromkeys(card for id, card in shown.items() if id in nodes))

"""Problems on the canvas: their badges under the pointer, the card that tells and mends, going from one to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, Qt
from PySide6.QtWidgets import QApplication

from desktop_nn.graph.membership import members, shown_as
from desktop_nn.project.mends.mend import Mend
from ui import mending
from ui.canvas.geometry import BADGE, around, distance
from ui.canvas.node_item import NodeItem
from ui.canvas.node_paint import badge_point
from ui.canvas.overview import BARE
from ui.canvas.problem_card import ProblemCard

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

_REACH = 12.0
"""How near (pixels) a click must be to a badge that is smaller than that."""


class Troubles(QObject):
    """`node` is the one whose card is open, empty if none is."""

    def __init__(self, canvas: CanvasView) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.card = ProblemCard(canvas)
        self.node = ""
        self._mends: tuple[Mend, ...] = ()
        self.card.chosen.connect(self._mend)
        self.card.left.connect(self.dismiss)
        canvas.camera.moved.connect(self._follow)
        canvas.board.rearranged.connect(self._follow)
        session = canvas.session
        session.problems_changed.connect(self._refresh)
        session.facts_changed.connect(self._refresh)
        session.project_changed.connect(self._refresh)
        session.opened.connect(self.dismiss)
        session.selection_changed.connect(self._selected)

    # --- questions -----------------------------------------------------------------------------------------------

    def badge_at(self, place: QPointF) -> str | None:
        """The card (a node, or a folded group) whose badge lies under a point of the viewport."""
        canvas = self._canvas
        if canvas.camera.zoom < BARE:
            return None
        point, reach = canvas.to_scene(place), max(BADGE + 3.0, canvas.reach(_REACH))
        best: tuple[float, str] | None = None
        for item in canvas.board.items(around(point, reach), Qt.ItemSelectionMode.IntersectsItemBoundingRect):
            if isinstance(item, NodeItem) and item.face.severity:
                gap = distance(badge_point(item.card_in_scene()), point)
                if gap <= reach and (best is None or gap < best[0]):
                    best = (gap, item.node_id)
        return best[1] if best else None

    # --- commands ------------------------------------------------------------------------------------------------

    def press(self, place: QPointF) -> bool:
        """A left press: on a badge it opens or closes the card, elsewhere it closes it. Returns whether it was one."""
        card, shown = self.badge_at(place), self.node
        self.dismiss()
        if card is None:
            return False
        node = self._troubled(card)
        if node is not None and node != shown:
            self._choose(card)
            self.open(node)
        return True

    def open(self, node: str, *, focus: bool = False) -> bool:
        """Open the card of a node; returns whether there is anything to tell."""
        if self._item(node) is None or not mending.problems_at(self._canvas.session, node):
            return False
        self.node = node
        self._fill()
        self.card.raise_()
        self._follow()
        if focus:
            self.card.take_focus()
        return True

    def open_selected(self) -> bool:
        """Open the card of the one selected node, with the keyboard in it."""
        node = self._chosen()
        return node is not None and self.open(node, focus=True)

    def mend_selected(self) -> None:
        """Mend the selected node's problem if there is one way; the card opens if there are several or none."""
        node = self.node or self._chosen()
        if not node:
            return
        found = mending.mends_for_all(self._canvas.session, mending.problems_at(self._canvas.session, node))
        if len(found) == 1:
            self.dismiss()
            mending.apply(self._canvas.session, found[0])
        else:
            self.open(node, focus=True)

    def can_mend(self) -> bool:
        """Whether the one selected node has a problem."""
        node = self.node or self._chosen()
        return bool(node and mending.problems_at(self._canvas.session, node))

    def go_on(self, step: int) -> None:
        """Go to the next (1) or previous (-1) node with a problem, and open its card."""
        nodes = self._nodes()
        if not nodes:
            self._canvas.session.tell("No node of the drawing has a problem.", "good")
            return
        here = self.node or self._chosen()
        place = nodes.index(here) + step if here in nodes else 0 if step > 0 else -1
        node = nodes[place % len(nodes)]
        self._go_to(node)
        self.open(node)

    def dismiss(self) -> bool:
        """Close the card; returns whether it was open."""
        was_open, self.node = bool(self.node), ""
        focused = QApplication.focusWidget()
        if focused is not None and (focused is self.card or self.card.isAncestorOf(focused)):
            self._give_back_focus()  # else Qt would hand it to the next widget of the window
        self.card.hide()
        return was_open

    # --- inside --------------------------------------------------------------------------------------------------

    def _item(self, node: str) -> NodeItem | None:
        """What the canvas shows for a node: its own card, or that of the folded group that holds it."""
        cards = self._canvas.board.nodes
        return cards.get(node) or cards.get(shown_as(self._canvas.session.graph).get(node, ""))

    def _troubled(self, card: str) -> str | None:
        """The node that a card's badge speaks of: itself, or the first in a folded group that has a problem."""
        session = self._canvas.session
        inside = (card,) if card in session.graph.nodes else members(session.graph, card)
        return next((id for id in inside if mending.problems_at(session, id)), None)

    def _choose(self, card: str) -> None:
        session = self._canvas.session
        session.select({card} if card in session.graph.nodes else members(session.graph, card))
        self._canvas.marks.focus_on(card)

    def _go_to(self, node: str) -> None:
        self._canvas.grouping.unfold_round(node)
        self._canvas.center_on(node)

    def _chosen(self) -> str | None:
        selection, nodes = self._canvas.session.selection, self._canvas.board.made
        if len(selection) == 1:
            return next(iter(selection))
        focus = self._canvas.marks.focus
        return focus if not selection and focus in nodes else None

    def _nodes(self) -> list[str]:
        """Nodes with problems, errors first."""
        session = self._canvas.session
        nodes = session.graph.nodes
        own = [item.problem for item in session.facts.nodes.values() if item.problem is not None]
        found = sorted((*session.problems_here, *own), key=lambda problem: problem.severity != "error")
        return list(dict.fromkeys(problem.node for problem in found if problem.node in nodes and problem.node))

    def _fill(self) -> None:
        session = self._canvas.session
        problems = mending.problems_at(session, self.node)
        self._mends = mending.mends_for_all(session, problems)
        self.card.show_problems(session.graph.name_of(self.node), problems, [mend.label for mend in self._mends])

    def _refresh(self) -> None:
        if not self.node:
            return
        if self.node not in self._canvas.session.graph.nodes or not mending.problems_at(
            self._canvas.session, self.node
        ):
            self.dismiss()
            return
        self._fill()
        self._follow()

    def _selected(self) -> None:
        """Whoever goes to another node is done with this one."""
        if self.node and self.node not in self._canvas.session.selection:
            self.dismiss()

    def _follow(self) -> None:
        item = self._item(self.node) if self.node else None
        if item is not None:
            self.card.place(self._canvas.mapFromScene(item.card_in_scene()).boundingRect())

    def _mend(self, number: int) -> None:
        mend = self._mends[number]
        self.dismiss()
        mending.apply(self._canvas.session, mend)

    def _give_back_focus(self) -> None:
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)

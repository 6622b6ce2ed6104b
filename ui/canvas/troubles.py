"""Problems on the canvas: their badges under the pointer, the card that tells and mends, going from one to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, Qt
from PySide6.QtWidgets import QApplication

from desktop_nn.project.mends.mend import Mend
from ui import mending
from ui.canvas.geometry import BADGE, distance
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

    # --- questions -----------------------------------------------------------------------------------------------

    def badge_at(self, place: QPointF) -> str | None:
        """The node whose badge lies under a point of the viewport."""
        canvas = self._canvas
        if canvas.camera.zoom < BARE:
            return None
        point, reach = canvas.to_scene(place), max(BADGE + 3.0, canvas.reach(_REACH))
        best: tuple[float, str] | None = None
        for id, item in canvas.board.nodes.items():
            if item.face.severity:
                gap = distance(badge_point(item.card_in_scene()), point)
                if gap <= reach and (best is None or gap < best[0]):
                    best = (gap, id)
        return best[1] if best else None

    # --- commands ------------------------------------------------------------------------------------------------

    def press(self, place: QPointF) -> bool:
        """A left press: on a badge it opens or closes the card, elsewhere it closes it. Returns whether it was one."""
        node, shown = self.badge_at(place), self.node
        self.dismiss()
        if node is None:
            return False
        if node != shown:
            self._canvas.session.select({node})
            self._canvas.marks.focus_on(node)
            self.open(node)
        return True

    def open(self, node: str, *, focus: bool = False) -> bool:
        """Open the card of a node; returns whether there is anything to tell."""
        if node not in self._canvas.board.nodes or not mending.problems_at(self._canvas.session, node):
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
        node = self._chosen()
        if node is None:
            return
        found = mending.mends_for_all(self._canvas.session, mending.problems_at(self._canvas.session, node))
        if len(found) == 1:
            self.dismiss()
            mending.apply(self._canvas.session, found[0])
        else:
            self.open(node, focus=True)

    def can_mend(self) -> bool:
        """Whether the one selected node has a problem."""
        node = self._chosen()
        return node is not None and bool(mending.problems_at(self._canvas.session, node))

    def go_on(self, step: int) -> None:
        """Go to the next (1) or previous (-1) node with a problem, and open its card."""
        nodes = self._nodes()
        if not nodes:
            self._canvas.session.tell("No node of the drawing has a problem.", "good")
            return
        here = self._chosen()
        place = nodes.index(here) + step if here in nodes else 0 if step > 0 else -1
        node = nodes[place % len(nodes)]
        self._canvas.center_on(node)
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

    def _chosen(self) -> str | None:
        selection, nodes = self._canvas.session.selection, self._canvas.board.nodes
        if len(selection) == 1:
            return next(iter(selection))
        focus = self._canvas.marks.focus
        return focus if not selection and focus in nodes else None

    def _nodes(self) -> list[str]:
        """Nodes with problems on the canvas, errors first."""
        session, nodes = self._canvas.session, self._canvas.board.nodes
        own = [item.problem for item in session.facts.nodes.values() if item.problem is not None]
        found = sorted((*session.problems, *own), key=lambda problem: problem.severity != "error")
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

    def _follow(self) -> None:
        item = self._canvas.board.nodes.get(self.node)
        if item is not None:
            self.card.place(self._canvas.mapFromScene(item.card_in_scene()).boundingRect())

    def _mend(self, number: int) -> None:
        mend = self._mends[number]
        self.dismiss()
        mending.apply(self._canvas.session, mend)

    def _give_back_focus(self) -> None:
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)

"""What is selected and what has the keyboard focus, shown on the items. Which nodes are selected the session knows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_nn.graph import sharing
from desktop_nn.graph.model import Link
from ui.canvas import accessible, announcing, focusing

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


class Marks(QObject):
    """`links` are the selected links, `focus` is the node that keys act on."""

    links_changed = Signal()

    def __init__(self, canvas: CanvasView) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.links: frozenset[Link] = frozenset()
        self.focus: str | None = None
        self._ring = False
        self._shown: frozenset[str] = frozenset()
        self._marked: frozenset[str] = frozenset()
        self._kin: frozenset[str] = frozenset()
        self._drawn = canvas.session.graph
        """The drawing that was shown last, which still has what an edit takes away."""

    @property
    def by_keyboard(self) -> bool:
        """Whether the user is on the keyboard, so that the ring shows."""
        return self._ring

    def show_selection(self, *, anew: bool = False) -> None:
        """Show what the session says is selected; `anew` if items came and went."""
        if anew:
            for item in [item for item in self._canvas.board.made.values() if item.selected]:
                item.mark(selected=False)
            for line in [line for line in self._canvas.board.led.values() if line.near or line.chosen]:
                line.mark(near=False, chosen=line.link in self.links)
            for link in self.links:
                if link in self._canvas.board.led:
                    self._canvas.board.led[link].mark(chosen=True)
            self._shown = frozenset()
        before = self._shown
        self.preview(self._canvas.session.selection, self._canvas.session.marked)
        held = self._canvas.board.seen.holder
        accessible.select(self._canvas, frozenset(held(id) for id in before ^ self._shown))
        self._follow_selection()

    def preview(self, ids: frozenset[str], notes: frozenset[str] = frozenset()) -> None:
        """Show these nodes and notes as selected, and the links at them, without telling the session."""
        board, changed = self._canvas.board, ids ^ self._shown
        self._shown = ids
        for id, note in board.comments.items.items():
            note.mark(selected=id in notes)
        fresh, self._marked = notes != self._marked, notes
        touched = {board.seen.holder(id) for id in changed} if board.seen.cards else changed
        for shown in touched & board.made.keys():
            board.made[shown].mark(selected=ids.issuperset(board.members(shown)))
        many = 2 * len(touched) > len(board.led)  # then it is quicker to look at each link once
        for line in board.led.values() if many else (line for shown in touched for line in board.links_at(shown)):
            line.mark(near=line.link.source in ids or line.link.target in ids)
        self._show_kin(ids)
        if changed or fresh:
            self._canvas.repaint_marks()

    def _show_kin(self, ids: frozenset[str]) -> None:
        """Outline the other calls of the one selected node's layer, and cards that hold a part of the selection."""
        board = self._canvas.board
        kin = frozenset(sharing.siblings(self._canvas.session.graph, next(iter(ids)))) if len(ids) == 1 else frozenset()
        kin = frozenset(board.seen.holder(id) for id in kin)
        if board.seen.cards:  # a folded group of which only a part is selected is outlined, too
            held = {board.seen.holder(id) for id in ids} & board.seen.cards.keys()
            kin |= {id for id in held if not ids.issuperset(board.members(id))}
        if kin or self._kin:
            for id, item in self._canvas.board.made.items():
                item.show_kin(id in kin)
        self._kin = kin

    def is_selected(self, shown_id: str) -> bool:
        """Whether all that something on the canvas stands for is selected."""
        return self._canvas.session.selection.issuperset(self._canvas.board.members(shown_id))

    def choose_links(self, links: Iterable[Link]) -> None:
        """Select exactly these links."""
        wanted = frozenset(links)
        chosen = wanted & self._canvas.board.links.keys() if wanted else wanted
        if chosen != self.links:
            self.links = chosen
            for link, item in self._canvas.board.led.items():
                item.mark(chosen=link in chosen)
            self.links_changed.emit()

    def focus_on(self, node_id: str | None, *, ring: bool = False) -> None:
        """Put the focus on a node; the ring is for those who use the keyboard."""
        nodes = self._canvas.board.made if node_id is None else self._canvas.board.nodes
        if self.focus in nodes:
            nodes[self.focus].mark(focused=False)
        self.focus, self._ring = node_id if node_id in nodes else None, ring
        self.show_ring(self._canvas.hasFocus())
        if self.focus is not None and ring:
            self._canvas.setAccessibleDescription(announcing.describe(self._canvas, self.focus))
            accessible.focus(self._canvas, self.focus)

    def show_ring(self, shown: bool, *, by_key: bool = False) -> None:
        """Show the ring if the canvas has the focus and the user is on the keyboard."""
        self._ring = self._ring or by_key
        if self.focus in self._canvas.board.made:
            self._canvas.board.made[self.focus].mark(focused=shown and self._ring)

    def drop_lost(self) -> None:
        """Forget links and nodes that are gone; the focus of the keyboard goes to the nearest node that is left."""
        board = self._canvas.board
        lost = {link for link in self.links if link not in board.led}
        if lost:
            self.links -= lost
            self.links_changed.emit()
            if self._ring and self.focus in board.made and not self._canvas.session.selection and not self.links:
                self._canvas.session.select({self.focus})
        before, self._drawn = self._drawn, self._canvas.session.graph
        if self.focus is None or self.focus in board.made:
            return
        found = focusing.heir(self.focus, before, self._drawn, board.made) if self._ring else None
        self.focus = None
        if found is not None:
            self.focus_on(found, ring=True)
            if not self._canvas.session.selection:
                self._canvas.session.select(focusing.nodes_of(self._drawn, found))

    def _follow_selection(self) -> None:
        """What was pasted, brought back or chosen elsewhere gets the focus of those on the keyboard."""
        chosen = {self._canvas.board.seen.holder(id) for id in self._shown} & self._canvas.board.made.keys()
        if self._ring and chosen and self.focus not in chosen:
            self.focus_on(next(id for id in self._canvas.board.made if id in chosen), ring=True)

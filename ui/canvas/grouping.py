"""Commands on groups: make, take apart, fold, unfold, rename, repeat, colour. Each is one undo step."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from desktop_nn.graph import folding, groups, making_room, membership
from desktop_nn.graph.fold_memory import FoldMemory
from desktop_nn.graph.model import Graph
from ui.canvas.geometry import card_size
from ui.canvas.group_editor import GroupEditor
from ui.canvas.group_search import GroupSearch
from ui.canvas.looks import looks

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


_MOST_IN_PLACE = 8
"""More groups than these are folded or unfolded with a layout of the whole drawing, not one by one in place."""


class Grouping:
    """`group` is the one that commands act on: the folded or open group that is selected as a whole."""

    def __init__(self, canvas: CanvasView) -> None:
        self._canvas = canvas
        self.editor = GroupEditor(canvas)
        self.search = GroupSearch(canvas)
        self._memory = FoldMemory()
        self.pointed = ""
        """The group whose menu was asked for or whose title was clicked; it counts while its nodes are selected."""

    @property
    def chosen(self) -> tuple[str, ...]:
        """The groups that commands act on: the pointed one, else the outermost that are selected whole."""
        graph, selection = self._canvas.session.graph, self._canvas.session.selection
        if self.pointed in graph.groups and selection == frozenset(membership.members(graph, self.pointed)):
            return (self.pointed,)
        if not graph.groups or not selection:
            return ()
        whole = membership.whole_groups(graph, selection)
        return tuple(id for id in graph.groups if id in whole and graph.groups[id].parent not in whole)

    @property
    def only(self) -> str:
        """The one group that commands act on, or ""."""
        chosen = self.chosen
        return chosen[0] if len(chosen) == 1 else ""

    # --- commands ------------------------------------------------------------------------------------------------

    def make(self) -> None:
        """Put the selected nodes into a new group."""
        session, ids = self._canvas.session, self._canvas.session.selection

        def change(graph: Graph) -> Graph:
            return self._with_frame(graph, *groups.make_group(graph, ids))

        if ids:
            session.edit_graph(f"Group {_count(len(ids))}", change)

    def take_apart(self) -> None:
        """Take the chosen groups apart; folded ones unfold first."""
        canvas, chosen = self._canvas, self.chosen

        def change(graph: Graph) -> Graph:
            graph = self._with_folded(graph, chosen, False)
            for id in chosen:
                graph = groups.ungroup(graph, id)
            return graph

        if chosen:
            canvas.session.edit_graph(f"Ungroup {self._title(chosen)}", change)

    def take_out(self) -> None:
        """Take the selected nodes out of their groups; groups that are selected whole out of those around them."""
        session, ids = self._canvas.session, self._canvas.session.selection
        if self.can_take_out():
            what = membership.called(session.graph, ids)
            session.edit_graph(f"Take {what} out", lambda graph: groups.take_out(graph, ids))

    def can_take_out(self) -> bool:
        """Whether something that is selected lies in a group that is seen open."""
        graph, selection = self._canvas.session.graph, self._canvas.session.selection
        if not graph.groups or not selection:
            return False
        whole, holder = membership.units(graph, selection), self._canvas.board.seen.holder
        kept = {node for id in whole for node in membership.members(graph, id)}
        loose = any(graph.nodes[id].group and holder(id) == id for id in selection - kept)
        return loose or any(graph.groups[id].parent for id in whole)

    def add_to(self) -> None:
        """Let the user choose a group, which the selected nodes come to lie in."""
        self.search.add_selected()

    def can_add_to(self) -> bool:
        """Whether there is a group that does not hold the selected nodes already."""
        return bool(self._canvas.session.selection) and any(self.search.targets())

    def toggle(self) -> None:
        """Fold the chosen groups, or unfold them if all are folded; without one, fold what holds the selection."""
        graph, chosen = self._canvas.session.graph, self.to_fold()
        folded = all(graph.groups[id].folded for id in chosen)
        self.fold(chosen, not folded)

    def to_fold(self) -> tuple[str, ...]:
        """The groups that `toggle` folds or unfolds."""
        graph, chosen = self._canvas.session.graph, self.chosen
        around = {graph.nodes[id].group for id in self._canvas.session.selection} if graph.groups else set()
        return chosen or tuple(id for id in graph.groups if id in around)

    def fold(self, ids: tuple[str, ...], folded: bool) -> None:
        """Fold or unfold groups in place."""
        canvas = self._canvas
        word = "Fold" if folded else "Unfold"
        if ids and canvas.session.edit_graph(
            f"{word} {self._title(ids)}", lambda graph: self._with_folded(graph, ids, folded)
        ):
            members = [node for id in ids for node in membership.members(canvas.session.graph, id)]
            if len(ids) == 1:
                canvas.session.select(members)
            box = canvas.board.contents(members)
            canvas.camera.reveal(box.united(canvas.board.frames.frames[ids[0]].box) if not folded and
                                 ids[0] in canvas.board.frames.frames else box)  # fmt: skip

    def point_at(self, group_id: str) -> None:
        """The user means this group, chosen elsewhere: commands act on it while its nodes are selected."""
        self.pointed = group_id

    def go_to(self, group_id: str) -> None:
        """Select what an open group holds and show all of its frame; one in a folded group is shown as that."""
        canvas = self._canvas
        canvas.session.select({group_id})
        frame = canvas.board.frames.frames.get(group_id)
        inside = membership.members(canvas.session.graph, group_id)
        canvas.marks.focus_on(canvas.board.seen.holder(inside[0]) if inside else None)
        canvas.camera.show(frame.box if frame is not None else canvas.board.contents(inside), largest=1.0)

    def unfold_round(self, node: str) -> None:
        """Unfold the groups that hide a node, if any: one undo step."""
        graph = self._canvas.session.graph
        folded = tuple(group.id for group in membership.ancestors(graph, graph.nodes[node].group) if group.folded)
        self.fold(folded[::-1], False)

    def fold_all(self, folded: bool) -> None:
        """Fold all outermost groups, or unfold all there are."""
        graph = self._canvas.session.graph
        wanted = [id for id, group in graph.groups.items() if group.folded != folded]
        ids = tuple(id for id in wanted if not (folded and graph.groups[id].parent))
        if len(ids) > _MOST_IN_PLACE:
            self._canvas.arranging.fold_all(
                "Fold all groups" if folded else "Unfold all groups", groups.fold(graph, ids, folded)
            )
        elif ids:
            self.fold(ids, folded)
            self._canvas.fit()

    def rename(self, group_id: str) -> None:
        """Let the user type another title."""
        self.editor.open(group_id, "title")

    def repeat(self, count: int) -> bool:
        """Repeat the chosen group so often; returns whether that can be (the user has been told why not)."""
        group = self.only
        if not group:
            return False
        label = f"Repeat {self._title((group,))} × {count}" if count != 1 else f"Do not repeat {self._title((group,))}"
        return self._canvas.session.edit_graph(label, lambda graph: groups.change_group(graph, group, count=count))

    def ask_repeat(self) -> None:
        """Let the user type how often."""
        if self.only:
            self.editor.open(self.only, "count")

    def colour(self, colour: str) -> None:
        """Give the chosen groups a colour."""
        chosen = self.chosen

        def change(graph: Graph) -> Graph:
            for id in chosen:
                graph = groups.change_group(graph, id, colour=colour)
            return graph

        if chosen:
            self._canvas.session.edit_graph(f"Colour {self._title(chosen)}", change)

    def double_clicked(self, group_id: str, at: QPointF) -> None:
        """Unfold a card, rename a frame; on the pill, change how often the group is repeated."""
        canvas = self._canvas
        if canvas.session.graph.groups[group_id].folded:
            self.fold((group_id,), False)
        elif canvas.board.frames.part_at(group_id, at, canvas.camera.zoom) == "pill":
            self.editor.open(group_id, "count")
        else:
            self.rename(group_id)

    def _with_folded(self, graph: Graph, ids: Collection[str], folded: bool) -> Graph:
        """The drawing with groups folded or unfolded in place, one after the other, outer ones first."""
        faces, direction = self._canvas.faces, graph.direction
        ports = {id: (len(face.inputs), len(face.outputs)) for id, face in faces.items()}
        if folded:
            cards = folding.seen(groups.fold(graph, ids)).cards
            ports |= {id: (len(card.inputs), len(card.outputs)) for id, card in cards.items()}
        sizes = {id: card_size(*counts, direction, looks.scale) for id, counts in ports.items()}
        usual = card_size(1, 1, direction, looks.scale)
        for id in sorted(ids, key=lambda id: sum(1 for _ in membership.ancestors(graph, id))):
            graph = self._memory.with_folded(graph, id, folded, sizes, usual)
        return graph

    def forget(self) -> None:
        """Another drawing came."""
        self.editor.hide()
        self._memory = FoldMemory()

    def _with_frame(self, before: Graph, graph: Graph, group_id: str) -> Graph:
        """The drawing with room for a new frame; one inside a folded group has no frame."""
        if any(group.folded for group in membership.ancestors(graph, group_id)):
            return graph
        usual = card_size(1, 1, graph.direction, looks.scale)
        return making_room.with_frame(before, graph, group_id, self._canvas.board.sizes(), usual)

    def _title(self, ids: tuple[str, ...]) -> str:
        graph = self._canvas.session.graph
        return graph.groups[ids[0]].title if len(ids) == 1 else f"{len(ids)} groups"


def _count(number: int) -> str:
    return "a layer" if number == 1 else f"{number} layers"

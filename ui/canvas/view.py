"""The canvas: shows the session's drawing and lets the user change it. Here its parts are put together.

What a press of the mouse does is in `gestures/`, what keys do in `keyboard.py`; edits go through the session.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
)
from PySide6.QtWidgets import QToolTip

from desktop_nn import catalogue as keras_catalogue
from desktop_nn.graph import comments, edits, wiring
from desktop_nn.graph.membership import called, members
from desktop_nn.graph.model import Direction, Graph, Link
from desktop_nn.project.document import View
from ui.canvas import picture, under_pointer
from ui.canvas.adding import Adding, fits_wire
from ui.canvas.announcing import Narrator
from ui.canvas.arranging import Arranging
from ui.canvas.camera import STEP
from ui.canvas.clipping import Clipping
from ui.canvas.commenting import Commenting
from ui.canvas.connect_search import ConnectSearch
from ui.canvas.diving import Diving
from ui.canvas.dropping import Dropping
from ui.canvas.faces import Face
from ui.canvas.geometry import PortRef
from ui.canvas.grouping import Grouping
from ui.canvas.held_keys import HeldKeys
from ui.canvas.keyboard import Keyboard
from ui.canvas.layer_commands import LayerCommands
from ui.canvas.link_styles import LinkStyles
from ui.canvas.link_walking import LinkWalk
from ui.canvas.marks import Marks
from ui.canvas.node_search import NodeSearch
from ui.canvas.overlay import Overlay
from ui.canvas.paths import Paths
from ui.canvas.placing import Placing
from ui.canvas.pointing import Pointing
from ui.canvas.port_commands import PortCommands
from ui.canvas.rename import RenameEditor
from ui.canvas.replacing import ReplaceSearch
from ui.canvas.showing import Showing
from ui.canvas.surface import Surface
from ui.canvas.troubles import Troubles
from ui.session import NOTE, Session
from ui.widgets.layer_search import LayerSearch
from ui.widgets.tips import plain


class CanvasView(Surface):
    """`context_menu_wanted` says what was clicked ("canvas", "node", "selection", "link", "port"…) and where."""

    context_menu_wanted = Signal(str, QPoint)
    project_wanted = Signal()
    """A project or a model is to be chosen and opened (the empty canvas offers that)."""
    open_wanted = Signal()
    """The parameters of the selected node are wanted, with the keyboard in them."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.hand = False
        """Space is held: the left button pans."""
        self.knife = False
        """Y is held: the left button cuts links."""
        self._drawn = session.graph
        self._menu_at: QPointF | None = None
        self._search_for: tuple[QPointF | None, PortRef | None] = (None, None)
        self.adding, self.clipping, self.arranging = Adding(self), Clipping(self), Arranging(self)
        self.pointing, self.dropping, self.marks = Pointing(self), Dropping(self), Marks(self)
        self.rename_editor = RenameEditor(self)
        self.grouping, self.commenting = Grouping(self), Commenting(self)
        self.search = LayerSearch(self, lambda: self.catalogue)
        self.placing = Placing(self)
        self.node_search, self.replace_search = NodeSearch(self), ReplaceSearch(self)
        self.troubles, self.overlay = Troubles(self), Overlay(self)
        self.connect_search, self.link_walk, self.ports = ConnectSearch(self), LinkWalk(self), PortCommands(self)
        self.keyboard, self.layers, self.narrator = Keyboard(self), LayerCommands(self), Narrator(self)
        self.held_keys, self.paths = HeldKeys(self), Paths(self)
        self.link_styles, self.diving = LinkStyles(self), Diving(self)
        self.showing = Showing(self)
        self.setObjectName("canvas")
        self.setAccessibleName("Drawing of the model")
        self._listen()
        self.showing.project()

    @property
    def catalogue(self) -> keras_catalogue.Catalogue:
        """What can be placed: Keras's layers and the project's own."""
        return self.session.catalogue

    def _listen(self) -> None:
        session = self.session
        session.opened.connect(self._opened)
        session.selection_changed.connect(self.marks.show_selection)
        self.search.chosen.connect(self._add_searched)
        for signal in (self.camera.moved, self.camera.steered):
            signal.connect(self._keep_look)

    # --- commands ------------------------------------------------------------------------------------------------

    def fit_selection(self) -> None:
        """Show the selected nodes; all of them if none is selected."""
        nodes, notes = self.session.selection, self.session.marked
        self.camera.show(self.board.contents(nodes if nodes or notes else None, notes), largest=1.5)

    def zoom_in(self) -> None:
        """One step nearer."""
        self.zoom_to(self.camera.zoom * STEP)

    def zoom_out(self) -> None:
        """One step farther."""
        self.zoom_to(self.camera.zoom / STEP)

    def zoom_to(self, factor: float) -> None:
        """Set the zoom (1.0 = 100 %, within 5 % and 400 %); the middle stays."""
        self.camera.zoom_to(factor)

    def center_on(self, node_id: str) -> None:
        """Select a node, a note (or what a group holds), bring it to the middle and give it the focus."""
        if node_id.startswith(NOTE):
            self.commenting.go_to(node_id.removeprefix(NOTE))
        shown = self.board.seen.holder(node_id)
        if shown in self.board.nodes:
            self.session.select({node_id})
            self.marks.focus_on(shown)
            self.camera.fly(self.board.nodes[shown].card_in_scene().center(), max(self.camera.zoom, 0.6))
        elif node_id in self.session.graph.groups:
            self.grouping.go_to(node_id)

    def tidy(self) -> None:
        """Arrange the drawing (or the selection, if several nodes are selected); done on a worker, one undo step."""
        self.arranging.tidy()

    def select_all(self) -> None:
        """Select all nodes and notes."""
        self.session.select(self.session.graph.nodes, self.session.graph.comments)

    def select_nothing(self) -> None:
        """Deselect nodes, notes and links."""
        self.session.select(())
        self.marks.choose_links(())

    def has_selection(self) -> bool:
        """Whether a node, a note or a link is selected."""
        return bool(self.session.selection or self.session.marked or self.marks.links)

    def delete_selection(self) -> None:
        """Delete the selected nodes, notes and links."""
        nodes, links, notes = self.session.selection, self.marks.links, self.session.marked
        count = len(nodes) + len(links) + len(notes)
        if not count:
            return
        graph = self.session.graph
        what = comments.called_with(graph, nodes, notes)
        if links:
            what = "a link" if count == 1 else f"{count} objects"

        def change(graph: Graph) -> Graph:
            return comments.delete(edits.delete(edits.disconnect(graph, links), nodes), notes)

        self.session.edit_graph(f"Delete {what}", change)

    def bridge_selection(self) -> None:
        """Delete the selected nodes, and link what fed them to what they fed."""
        nodes = self.session.selection
        if nodes:
            what = called(self.session.graph, nodes)
            self.session.edit_graph(f"Take out {what}", lambda graph: wiring.bridge(graph, nodes))

    def copy(self) -> None:
        """Put the selected nodes on the clipboard."""
        self.clipping.copy()

    def cut(self) -> None:
        """Put the selected nodes on the clipboard and delete them."""
        self.clipping.cut()

    def paste(self, *, linked: bool = False) -> None:
        """Add the clipboard's nodes at the pointer, or in the middle of the view; `linked`: fed as before."""
        at, self._menu_at = self._menu_at or self.pointed_at() or self.camera.centre(), None
        self.clipping.paste(at, linked=linked)

    def duplicate(self) -> None:
        """Copy the selected nodes beside themselves."""
        self.clipping.duplicate()

    def rename_selected(self) -> None:
        """Rename the one selected node, or the one selected group, in place; write on the one selected note."""
        if self.commenting.edit_selected():
            return
        if self.grouping.only and len(self.session.selection) > 1:
            self.grouping.rename(self.grouping.only)
            return
        if len(self.session.selection) == 1:
            (node,) = self.session.selection
            self.camera.land()
            self.rename_editor.open(node)

    def add_layer(self, kind: str) -> None:
        """Add a layer below the selected end of a chain, connected; else at a free place in the middle."""
        if self.placing.add_chosen(kind):
            return
        node = self.adding.append(kind)
        if node is not None:
            self.camera.reveal(self.board.nodes[node].card_in_scene())

    def search_to_add(self, at: QPointF | None = None, from_port: PortRef | None = None) -> None:
        """Open the search for a layer to add at a scene point, connected to a port if one is given.

        Without a point: where the context menu was opened, else at the pointer, else as `add_layer` does. So does it
        on a card as well: layers added one after the other with the pointer at rest make a chain and no heap.
        """
        at = at or self._menu_at or (None if self.marks.by_keyboard else self.pointed_at())
        self._menu_at = None
        covered = at is not None and from_port is None and self.board.nodes_in(QRectF(at, QSizeF(1, 1)))
        self._search_for = (None if covered else at, from_port)
        self.search.notes = from_port is None
        place = self.mapFromScene(at) if at is not None else self.viewport().rect().center() - QPoint(150, 170)
        self.search.open(place, lambda kind: fits_wire(kind, from_port), lambda one: self.placing.fits(one, from_port))

    def add_note(self) -> None:
        """Let the user write a note where the menu was opened, else at the pointer, else in the middle."""
        at, self._menu_at = self._menu_at or (None if self.marks.by_keyboard else self.pointed_at()), None
        self.commenting.add(at)

    def find_node(self) -> None:
        """Let the user find a node by name, kind or shape, and go there."""
        self.node_search.find_node()

    def connect_selected(self) -> None:
        """Let the user choose by name which node the one selected leads to."""
        if len(self.session.selection) == 1:
            self.connect_search.connect_from(next(iter(self.session.selection)))

    def toggle_minimap(self, shown: bool) -> None:
        """Show or hide the minimap."""
        self.minimap.setVisible(shown)
        self.minimap.settle()

    def minimap_shown(self) -> bool:
        """Whether the minimap is switched on."""
        return not self.minimap.isHidden()

    def set_direction(self, direction: Direction) -> None:
        """Let the drawing run down or to the right: where ports are, and how tidying arranges."""
        if direction != self.board.direction:
            self.pointing.cancel()
            self.board.direction = direction
            self.board.restyle()

    def picture(self, scale: float = 2.0, *, selected: bool = False) -> QImage:
        """The drawing (or the selected nodes) with all details as an image, `scale` pixels a scene unit."""
        return picture.picture(self.board, scale, self.session.selection if selected else None)

    def back_out(self) -> None:
        """Esc: cancel what is under way, else deselect, else leave the nested model."""
        if not (self.pointing.cancel() or self.troubles.dismiss() or self.link_walk.back()):
            if self.has_selection():
                self.select_nothing()
            else:
                self.diving.go_out()

    @property
    def faces(self) -> dict[str, Face]:
        """The faces of all nodes, also of those that are folded away, and of folded groups."""
        return self.showing.faces

    # --- for gestures and helpers --------------------------------------------------------------------------------

    def pointed_at(self) -> QPointF | None:
        """The scene point under the mouse, or None while it is elsewhere."""
        return self.to_scene(self.pointing.last.view) if self.pointing.last is not None else None

    # --- the session ---------------------------------------------------------------------------------------------

    def _nodes_of(self, thing: str) -> frozenset[str]:
        graph = self.session.graph
        return frozenset(members(graph, thing) if thing in graph.groups else (thing,))

    def leave_drawing(self) -> None:
        """Another drawing comes: end all that goes on in this one."""
        self.pointing.cancel()
        self.clipping.forget_links()
        self.troubles.dismiss()
        self.search.dismiss()
        self.rename_editor.close_without_renaming()
        self.grouping.forget()

    def _opened(self) -> None:
        self.marks.focus_on(None)
        self.leave_drawing()
        look = self.session.look
        self.kept = (QPointF(look.x, look.y), look.zoom) if look.zoom else None
        self.fit_wanted = True

    def _keep_look(self) -> None:
        if not self.fit_wanted and not self.session.scope:
            middle = self.camera.centre()
            # What is fitted stays fitted, whatever the size of the window that opens it next.
            self.session.look = View() if self.fitted else View(middle.x(), middle.y(), self.camera.zoom)

    def _add_searched(self, kind: str) -> None:
        at, from_port = self._search_for
        if self.placing.add_searched(kind, at, from_port):
            return
        if at is None:
            self.add_layer(kind)
        elif from_port is not None:
            self.adding.place_at_wire(kind, at, from_port)
        else:
            self.adding.place_near(kind, at)

    # --- events --------------------------------------------------------------------------------------------------

    def paint_over(self, painter: QPainter) -> None:
        """What the gesture under way shows."""
        gesture = self.dropping.gesture or self.pointing.gesture
        if gesture is not None:
            gesture.paint(painter)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture."""
        self.board.turns.finish()
        self.search.dismiss()
        self.node_search.dismiss()
        self.connect_search.dismiss()
        self.replace_search.dismiss()
        self.marks.focus_on(self.marks.focus)
        if event.button() != Qt.MouseButton.LeftButton or not self.troubles.press(event.position()):
            self.pointing.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with it."""
        self.pointing.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Finish it."""
        self.pointing.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Rename a node, look into a nested model; search for a layer on empty canvas."""
        self.board.turns.finish()
        if event.button() != Qt.MouseButton.LeftButton or self.troubles.badge_at(event.position()) is not None:
            self.mousePressEvent(event)
            return
        self.pointing.cancel()
        kind, thing = under_pointer.at(self, event.position())
        if kind == "group" and isinstance(thing, str):
            self.grouping.double_clicked(thing, self.to_scene(event.position()))
        elif kind == "comment" and isinstance(thing, str):
            self.commenting.edit(thing)
        elif isinstance(thing, str) and not self.diving.open(thing):
            self.session.select({thing})
            self.rename_selected()
        elif kind == "canvas":
            self.search_to_add(at=self.to_scene(event.position()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Select what lies under the pointer and ask for its menu; by keyboard, for the node in focus."""
        self.board.turns.finish()
        place, on_screen = QPointF(event.pos()), event.globalPos()
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        if by_key and self.marks.focus in self.board.nodes:
            place = QPointF(self.mapFromScene(self.board.nodes[self.marks.focus].card_in_scene().center()))
            on_screen = self.viewport().mapToGlobal(place.toPoint())
        if self.pointing.cancel() or (self.pointing.spent and not by_key):
            return
        kind, thing = under_pointer.asked_for(self, place, by_key=by_key)
        if kind == "comment":
            self.commenting.take(str(thing))
        elif isinstance(thing, str) and not self.session.selection.issuperset(self._nodes_of(thing)):
            self.marks.choose_links(())
            self.session.select({thing})
        elif isinstance(thing, Link) and thing not in self.marks.links:
            self.session.select(())
            self.marks.choose_links({thing})
        self._menu_at = self.to_scene(place) if kind == "canvas" else None
        group = thing if kind == "group" and isinstance(thing, str) else ""
        menu = under_pointer.menu_for(self, kind, place, by_key=by_key, group=group)
        self.context_menu_wanted.emit(menu, on_screen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Commands by key; Space takes the hand, Y the knife."""
        if not (self.held_keys.press(event) or self.keyboard.press(event)):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Hand and knife are let go of; a row of nudges ends."""
        self.held_keys.release(event)
        if event.key() == Qt.Key.Key_Control:
            self.session.end_gesture()
        super().keyReleaseEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab searches for a layer; Shift+Tab leaves the canvas."""
        return False if next else super().focusNextPrevChild(next)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring to those who come by keyboard."""
        super().focusInEvent(event)
        by_key = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self.marks.show_ring(True, by_key=by_key)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No ring without the focus, no hand and no knife; a drag ends with the window's turn."""
        super().focusOutEvent(event)
        self.held_keys.drop()
        if event.reason() == Qt.FocusReason.ActiveWindowFocusReason:
            self.pointing.cancel()
        self.marks.show_ring(False)

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer is elsewhere."""
        self.pointing.leave()
        super().leaveEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Tool tips by what lies under the pointer."""
        if isinstance(event, QHelpEvent):
            text = "" if self.pointing.gesture else under_pointer.about(self, QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), plain(text), self)
            return True
        return super().viewportEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Layers from the palette."""
        self.board.turns.finish()
        self.dropping.enter(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where it would land."""
        self.dropping.move(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It went elsewhere."""
        self.dropping.leave()

    def dropEvent(self, event: QDropEvent) -> None:
        """Place the layer."""
        self.dropping.drop(event)

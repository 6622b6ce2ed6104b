"""What assistive technology sees of the canvas: a list with one child for each card, made when it is asked for.

Names and sentences are `announcing.py`'s. Qt keeps plain pointers to these objects; the references here keep
Python from freeing them before Qt has let go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleEvent,
    QAccessibleInterface,
    QAccessibleSelectionInterface,
    QAccessibleStateChangeEvent,
    QColor,
    QWindow,
)
from PySide6.QtWidgets import QAccessibleWidget

from ui.canvas import announcing
from ui.canvas.focusing import nodes_of
from ui.session import NOTE

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

_lists: dict[int, AccessibleCanvas] = {}
"""The interfaces by the identity of their views, until these are gone."""
_installed: list[bool] = []
_OPEN = "Open"


def install() -> None:
    """Let Qt ask here for a canvas's interface; more than one call does nothing."""
    if not _installed:
        _installed.append(True)
        QAccessible.installFactory(_make)


def focus(canvas: CanvasView, node_id: str) -> None:
    """Tell that a node has the focus now, if somebody listens."""
    if QAccessible.isActive() and (card := _card(canvas, node_id)) is not None:
        QAccessible.updateAccessibility(QAccessibleEvent(card, QAccessible.Event.Focus))


def focus_note(canvas: CanvasView, note_id: str) -> None:
    """Tell that a note has the focus now, if somebody listens."""
    if QAccessible.isActive():
        QAccessible.queryAccessibleInterface(canvas)
        known = _lists.get(id(canvas))
        if known is not None and note_id in canvas.board.comments.items:
            QAccessible.updateAccessibility(QAccessibleEvent(known.card(f"{NOTE}{note_id}"), QAccessible.Event.Focus))


def select(canvas: CanvasView, node_ids: frozenset[str]) -> None:
    """Tell that these nodes were selected or deselected, if somebody listens; of very many nobody wants to hear."""
    if not QAccessible.isActive() or len(node_ids) > 20:
        return
    for id in node_ids:
        card = _card(canvas, id)
        if card is not None:
            changed = QAccessible.State()
            changed.selected = True
            QAccessible.updateAccessibility(QAccessibleStateChangeEvent(card, changed))


def _card(canvas: CanvasView, node_id: str) -> AccessibleCard | None:
    QAccessible.queryAccessibleInterface(canvas)
    known = _lists.get(id(canvas))
    return known.card(node_id) if known is not None and node_id in canvas.board.made else None


def _make(_key: str, thing: QObject | None) -> QAccessibleInterface | None:
    """Qt's factory; an error in it would take the application with it."""
    try:
        from ui.canvas.view import CanvasView

        if not isinstance(thing, CanvasView):
            return None
        number = id(thing)
        _lists[number] = AccessibleCanvas(thing)
        thing.destroyed.connect(lambda: _forget(number))
        return _lists[number]
    except Exception:
        return None


def _forget(number: int) -> None:
    gone = _lists.pop(number, None)
    if gone is not None:
        gone.forget_cards()


class AccessibleCanvas(QAccessibleWidget):
    """The canvas as a list: the cards in sight of the drawing, folded groups included, and the notes behind them."""

    def __init__(self, canvas: CanvasView) -> None:
        super().__init__(canvas, QAccessible.Role.List)
        self.canvas = canvas
        self._cards: dict[str, AccessibleCard] = {}
        self._ids: list[str] | None = None
        self._places: dict[str, int] = {}
        self._selection = _Selection(self)
        canvas.board.rearranged.connect(self._expire)

    def ids(self) -> list[str]:
        """Ids of the cards in the order of the drawing."""
        if self._ids is None:
            board = self.canvas.board
            self._ids = [*board.nodes, *(f"{NOTE}{id}" for id in board.comments.items)]
            self._places = {id: place for place, id in enumerate(self._ids)}
        return self._ids

    def place_of(self, node_id: str) -> int:
        """The number of a card among the children, -1 if it is gone."""
        self.ids()
        return self._places.get(node_id, -1)

    def card(self, node_id: str) -> AccessibleCard:
        """The interface of a card."""
        if node_id not in self._cards:
            self._cards[node_id] = self._made(node_id)
            QAccessible.registerAccessibleInterface(self._cards[node_id])
        return self._cards[node_id]

    def _made(self, key: str) -> AccessibleCard:
        if not key.startswith(NOTE):
            return AccessibleCard(self, key)
        from ui.canvas.accessible_notes import AccessibleNote

        return AccessibleNote(self, key)

    def forget_cards(self) -> None:
        """The canvas is gone: Qt lets go of the cards."""
        for card in self._cards.values():
            if shiboken6.isValid(card):
                QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(card))
        self._cards.clear()

    def _expire(self) -> None:
        self._ids = None

    # --- Qt's questions ------------------------------------------------------------------------------------------

    def childCount(self) -> int:
        """Qt's: the number of cards."""
        return len(self.ids())

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """Qt's: a card."""
        ids = self.ids()
        return self.card(ids[index]) if 0 <= index < len(ids) else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """Qt's: the number of a card."""
        return self.place_of(child.node_id) if isinstance(child, AccessibleCard) else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """Qt's: the card at a point of the screen."""
        from ui.canvas import hits

        place = self.canvas.viewport().mapFromGlobal(QPoint(x, y))
        board, point = self.canvas.board, self.canvas.mapToScene(place)
        found = hits.node_at(board, point)
        if found is None and (note := board.comments.at(point)) is not None:
            return self.card(f"{NOTE}{note}")
        return self.card(found) if found is not None and found in board.made else None

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        """Qt's: the card with the focus, while the canvas has it."""
        focused = self.canvas.marks.focus
        return self.card(focused) if focused in self.canvas.board.made and self.canvas.hasFocus() else None

    def text(self, t: QAccessible.Text) -> str:
        """Qt's: the canvas's name, and what the drawing is."""
        if t == QAccessible.Text.Name:
            return self.canvas.accessibleName()
        if t == QAccessible.Text.Description:
            return announcing.about_drawing(self.canvas)
        return ""

    def interface_cast(self, t: QAccessible.InterfaceType) -> Any:
        """Qt's: there is a selection."""
        if t == QAccessible.InterfaceType.SelectionInterface:
            return address(self._selection)
        return address(0)


class AccessibleCard(QAccessibleInterface):
    """A card as an item of the list; it answers for as long as its node is drawn, also after undo brought it back."""

    def __init__(self, above: AccessibleCanvas, node_id: str) -> None:
        super().__init__()
        self.above, self.node_id = above, node_id
        self._actions = _Actions(self)

    @property
    def canvas(self) -> CanvasView:
        """The canvas that shows it."""
        return self.above.canvas

    def isValid(self) -> bool:
        """Qt's: whether it is drawn."""
        return shiboken6.isValid(self.canvas) and self.node_id in self.canvas.board.made

    def object(self) -> QObject | None:  # type: ignore[override]
        """Qt's: a card is no QObject."""
        return None

    def window(self) -> QWindow | None:  # type: ignore[override]
        """Qt's."""
        return self.canvas.window().windowHandle() if self.isValid() else None

    def parent(self) -> QAccessibleInterface:
        """Qt's: the canvas."""
        return self.above

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """Qt's: a card has no parts of its own."""
        return None

    def childCount(self) -> int:
        """Qt's."""
        return 0

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """Qt's."""
        return None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """Qt's."""
        return -1

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        """Qt's."""
        return None

    def role(self) -> QAccessible.Role:
        """Qt's."""
        return QAccessible.Role.ListItem

    def rect(self) -> QRect:
        """Qt's: where the card is on the screen."""
        if not self.isValid():
            return QRect()
        viewport = self.canvas.viewport()
        seen = self.canvas.mapFromScene(self.canvas.board.made[self.node_id].card_in_scene()).boundingRect()
        return QRect(viewport.mapToGlobal(seen.topLeft()), seen.size())

    def text(self, t: QAccessible.Text) -> str:
        """Qt's: the node in one sentence, and where its links lead."""
        if not self.isValid():
            return ""
        if t == QAccessible.Text.Name:
            return announcing.describe(self.canvas, self.node_id)
        return announcing.links_of(self.canvas, self.node_id) if t == QAccessible.Text.Description else ""

    def setText(self, t: QAccessible.Text, text: str) -> None:
        """Qt's: names are changed by a command."""

    def state(self) -> QAccessible.State:
        """Qt's."""
        state = QAccessible.State()
        if not self.isValid():
            state.invalid = True
            return state
        canvas, item = self.canvas, self.canvas.board.made[self.node_id]
        state.focusable = state.selectable = state.multiSelectable = True
        state.selected = item.selected
        state.expandable = state.collapsed = item.face.folded
        state.focused = canvas.hasFocus() and canvas.marks.focus == self.node_id
        state.offscreen = not self.rect().intersects(on_screen(canvas))
        return state

    def choose(self, wanted: bool) -> None:
        """Select or deselect it, beside what is selected."""
        session = self.canvas.session
        one = nodes_of(session.graph, self.node_id)
        session.select(session.selection | one if wanted else session.selection - one, session.marked)

    def relations(
        self, match: QAccessible.RelationFlag = QAccessible.RelationFlag.AllRelations
    ) -> list[tuple[QAccessibleInterface, QAccessible.RelationFlag]]:
        """Qt's: the nodes that it leads to and comes from."""
        if not self.isValid():
            return []
        onward, back = QAccessible.RelationFlag.FlowsTo, QAccessible.RelationFlag.FlowsFrom
        found: list[tuple[QAccessibleInterface, QAccessible.RelationFlag]] = []
        for item in self.canvas.board.links_at(self.node_id):
            out = item.source[0] == self.node_id
            other, flag = (item.target[0], onward) if out else (item.source[0], back)
            if other in self.canvas.board.made and match & flag:
                found.append((self.above.card(other), flag))
        return found

    def foregroundColor(self) -> QColor:
        """Qt's."""
        return QColor()

    def backgroundColor(self) -> QColor:
        """Qt's."""
        return QColor()

    def interface_cast(self, t: QAccessible.InterfaceType) -> Any:
        """Qt's: there are actions."""
        if t == QAccessible.InterfaceType.ActionInterface:
            return address(self._actions)
        return address(0)


class _Actions(QAccessibleActionInterface):
    """Press selects, the other one opens."""

    def __init__(self, card: AccessibleCard) -> None:
        super().__init__()
        self._card = card

    def actionNames(self) -> list[str]:
        return [QAccessibleActionInterface.pressAction(), _OPEN]

    def doAction(self, actionName: str) -> None:
        if not self._card.isValid():
            return
        canvas = self._card.canvas
        canvas.session.select(nodes_of(canvas.session.graph, self._card.node_id))
        canvas.setFocus()
        canvas.marks.focus_on(self._card.node_id, ring=True)
        if actionName == _OPEN and self._card.node_id in canvas.board.seen.cards:
            canvas.grouping.fold((self._card.node_id,), False)
        elif actionName == _OPEN:
            canvas.open_wanted.emit()

    def keyBindingsForAction(self, actionName: str) -> list[str]:
        return ["Return"] if actionName == _OPEN else []

    def localizedActionName(self, name: str) -> str:
        return "Select" if name == QAccessibleActionInterface.pressAction() else name

    def localizedActionDescription(self, name: str) -> str:
        card = self._card.node_id in self._card.canvas.board.seen.cards
        if name == _OPEN:
            return "Unfold the group" if card else "Show its parameters"
        return "Select all that the group holds" if card else "Select the layer"


class _Selection(QAccessibleSelectionInterface):
    """The session's selection."""

    def __init__(self, above: AccessibleCanvas) -> None:
        super().__init__()
        self._above = above

    def _ids(self) -> list[str]:
        board = self._above.canvas.board
        cards = [id for id, item in board.made.items() if item.selected]
        return cards + [f"{NOTE}{id}" for id, note in board.comments.items.items() if note.selected]

    def selectedItemCount(self) -> int:
        return len(self._ids())

    def selectedItems(self) -> list[QAccessibleInterface]:
        return [self._above.card(id) for id in self._ids()]

    def isSelected(self, childItem: QAccessibleInterface) -> bool:
        return isinstance(childItem, AccessibleCard) and childItem.node_id in self._ids()

    def select(self, childItem: QAccessibleInterface) -> bool:
        return self._choose(childItem, True)

    def unselect(self, childItem: QAccessibleInterface) -> bool:
        return self._choose(childItem, False)

    def selectAll(self) -> bool:
        self._above.canvas.select_all()
        return True

    def clear(self) -> bool:
        self._above.canvas.select_nothing()
        return True

    def _choose(self, card: QAccessibleInterface, wanted: bool) -> bool:
        if not isinstance(card, AccessibleCard) or not card.isValid():
            return False
        card.choose(wanted)
        return True


def address(part: Any) -> Any:
    """A part as PySide takes it here: None or a number would crash."""
    return shiboken6.VoidPtr(part)


def on_screen(canvas: CanvasView) -> QRect:
    viewport = canvas.viewport()
    return QRect(viewport.mapToGlobal(QPoint(0, 0)), viewport.size())

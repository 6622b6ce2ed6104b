"""The window as a story uses it: find things by their names, draw on the canvas, wait for what must happen."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from tests.helpers.clicking import settle
from tests.helpers.hand import Hand
from tests.helpers.waiting import wait_until
from ui.canvas.geometry import PortRef
from ui.main_window import MainWindow

Kind = TypeVar("Kind", bound=QWidget)


class DrawingTable:
    """A main window and a hand."""

    def __init__(self, window: MainWindow, hand: Hand) -> None:
        self.window, self.hand = window, hand

    def find(self, kind: type[Kind], name: str) -> Kind:
        """The widget of that object name."""

        def shown() -> list[Kind]:
            return [widget for widget in self.window.findChildren(kind, name) if widget.isVisible()]

        wait_until(shown, 10, f"{name} to be seen")
        return shown()[-1]

    def add(self, words: str, x: int, y: int) -> str:
        """Double-click on the canvas, type a few letters, Enter; returns the new node's id.

        The place is in pixels from the canvas's middle.
        """
        viewport, before = self.window.canvas.viewport(), set(self.window.session.graph.nodes)
        settle(viewport)
        self.hand.double_click(viewport, viewport.rect().center() + QPoint(x, y))
        wait_until(self._search_open, what="the search")
        self.hand.type(words)
        self.hand.key("Return")
        wait_until(lambda: set(self.window.session.graph.nodes) - before, what=f"the new {words}")
        return (set(self.window.session.graph.nodes) - before).pop()

    def connect(self, source: str, target: str, port: int = 0) -> None:
        """Drag from an output port to an input port."""
        count = len(self.window.session.graph.links)
        start, end = self._port(source, "out", 0), self._port(target, "in", port)
        self.hand.drag(self.window.canvas.viewport(), start, end)
        wait_until(lambda: len(self.window.session.graph.links) == count + 1, what=f"the link to {target}")

    def select(self, node: str) -> None:
        """Click on a node's card."""
        canvas = self.window.canvas
        card = canvas.board.nodes[node].card_in_scene()
        self.hand.click(canvas.viewport(), canvas.mapFromScene(card.center()))
        wait_until(lambda: self.window.session.selection == {node}, what=f"{node} to be selected")

    def set_field(self, node: str, parameter: str, text: str) -> None:
        """Select a node and type a parameter's value in the inspector."""
        self.select(node)
        holder = self.find(QWidget, f"field_{parameter}")
        field = holder if isinstance(holder, QLineEdit) else holder.findChild(QLineEdit)
        assert isinstance(field, QLineEdit)
        self.hand.retype(field, text)

    def set_choice(self, node: str, parameter: str, text: str) -> None:
        """Select a node and pick a parameter's value in the inspector."""
        self.select(node)
        holder = self.find(QWidget, f"field_{parameter}")
        combo = holder if isinstance(holder, QComboBox) else holder.findChild(QComboBox)
        assert isinstance(combo, QComboBox)
        self.hand.pick(combo, text)

    def rename(self, node: str, name: str) -> None:
        """Select a node and type its name in the inspector."""
        self.select(node)
        self.hand.retype(self.find(QLineEdit, "inspector_name"), name)
        wait_until(lambda: self.window.session.graph.name_of(node) == name, what=f"the name {name}")

    def tab(self, name: str) -> None:
        """Click on a panel's tab."""
        if self.window.panels.shown(name):
            return
        tabs, index = self.window.panels.tab_of(name)
        self.hand.click(tabs, tabs.tabRect(index).center())
        wait_until(lambda: self.window.panels.shown(name), what=f"the panel {name}")

    def _search_open(self) -> bool:
        search = self.window.findChild(QWidget, "layer_search")
        return search is not None and search.isVisible()

    def _port(self, node: str, side: str, index: int) -> QPoint:
        canvas = self.window.canvas
        return canvas.mapFromScene(canvas.board.port_point(PortRef(node, side, index)))  # type: ignore[arg-type]

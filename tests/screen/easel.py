"""The canvas as a real mouse finds it: where layers, ports and bare places are on the screen, and what one does there.

The drawings come from `tests/gui/canvas/hands.py`; stories that also use panels have `tests/stories/drawing_table.py`.
"""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from desktop_nn.graph.model import Graph
from tests.gui.canvas import hands
from tests.helpers.mouse import Mouse
from tests.helpers.waiting import wait_until
from ui.canvas.geometry import Side
from ui.main_window import MainWindow


class Easel:
    """A main window with a drawing on its canvas. All points are those of the screen."""

    def __init__(self, window: MainWindow, mouse: Mouse) -> None:
        self.window, self.mouse = window, mouse
        self.session, self.canvas = window.session, window.canvas
        self._chosen = QAction()

    def show(self, graph: Graph) -> None:
        """Open a drawing; at rest, seen at 100 % with its middle in the middle and the keyboard on the canvas."""
        hands.open_drawing(self.canvas, graph)
        wait_until(self.canvas.isVisible, 10, "the canvas")
        self.canvas.setFocus()
        sizes: list[tuple[int, int]] = []

        def at_rest() -> bool:
            sizes.append(self.canvas.size().toTuple())
            return len(sizes) > 8 and len(set(sizes[-8:])) == 1

        wait_until(at_rest, 10, "panels at rest")
        self.canvas.camera.fly(self.canvas.board.contents().center(), 1.0, animated=False)

    # --- places ----------------------------------------------------------------------------------------------------

    def layer(self, name: str) -> QPoint:
        """The middle of a layer's card."""
        return self._global(hands.at_node(self.canvas, name))

    def port(self, name: str, side: Side, index: int = 0) -> QPoint:
        """The middle of a port."""
        return self._global(hands.at_port(self.canvas, name, side, index))

    def between(self, source: str, target: str) -> QPoint:
        """Half way along a link."""
        return (self.port(source, "out") + self.port(target, "in")) / 2

    def bare(self, right: int, down: int) -> QPoint:
        """A place so far from the view's upper left corner."""
        return self._global(QPoint(right, down))

    def _global(self, at: QPoint) -> QPoint:
        return self.canvas.viewport().mapToGlobal(at)

    # --- doing -----------------------------------------------------------------------------------------------------

    def click(self, at: QPoint, held: str = "", button: int = 1, times: int = 1) -> None:
        """Click at a place of the canvas."""
        viewport = self.canvas.viewport()
        self.mouse.click(viewport, viewport.mapFromGlobal(at), button, times, held)

    def search(self, words: str, name: str = "layer_search") -> None:
        """Wait for a search box, type into it, press Enter."""
        wait_until(lambda: self.seen(name), 10, f"{name} to open")
        self.mouse.type(words)
        self.mouse.key("Return")

    def seen(self, name: str) -> QWidget | None:
        """A widget of that object name on the screen."""
        return next((one for one in self.window.findChildren(QWidget, name) if one.isVisible()), None)

    def choose(self, *titles: str) -> None:
        """Choose a command by mouse from the menu bar: the menu, menus in it, the entry."""
        bar = self.window.menuBar()
        at = next(action for action in bar.actions() if _plain(action) == titles[0])
        self.mouse.click(bar, bar.actionGeometry(at).center())
        for title in titles[1:]:
            menu = at.menu()
            assert isinstance(menu, QMenu)
            self.choose_here(title, menu)
            at = self._chosen

    def choose_here(self, title: str, menu: QMenu | None = None) -> None:
        """Click on an entry of a menu, or of the context menu that is open."""
        wait_until(lambda: (menu or QApplication.activePopupWidget()) is not None, 10, "a menu")
        shown = menu or QApplication.activePopupWidget()
        assert isinstance(shown, QMenu)
        wait_until(shown.isVisible, 10, f"the menu with {title}")
        self._chosen = next(action for action in shown.actions() if _plain(action).startswith(title))
        self.mouse.click(shown, shown.actionGeometry(self._chosen).center())

    def undone(self) -> str | None:
        """Press Ctrl+Z and return the label of the step that this took back."""
        label = self.session.history.undo_label
        self.mouse.key("ctrl+z")
        return label

    # --- seeing ----------------------------------------------------------------------------------------------------

    def links(self) -> set[tuple[str, str, int]]:
        """The links by names."""
        return hands.links(self.canvas)

    def names(self) -> set[str]:
        """The layers by names."""
        return {self.session.graph.name_of(id) for id in self.session.graph.nodes}

    def selected(self) -> set[str]:
        """The selected layers by names."""
        return hands.selected(self.canvas)

    def place(self, name: str) -> tuple[float, float]:
        """Where the document has a layer."""
        node = self.session.graph.nodes[hands.node(self.canvas, name)]
        return node.x, node.y

    def becomes(self, condition: object, what: str, seconds: float = 10) -> None:
        """Wait for what the last thing done must bring about; `seconds` at most."""
        assert callable(condition)
        wait_until(condition, seconds, what)

    def picture(self, name: str) -> None:
        """A picture of the whole screen, with menus and what is dragged, if pictures are wanted."""
        folder = os.environ.get("DESKTOP_NN_PICTURES")
        screen = QApplication.primaryScreen()
        if folder and screen is not None:
            Path(folder).mkdir(parents=True, exist_ok=True)
            screen.grabWindow(0).save(str(Path(folder) / f"{name}.png"))


def _plain(action: QAction) -> str:
    return action.text().replace("&", "").split("\t")[0].removesuffix("…")

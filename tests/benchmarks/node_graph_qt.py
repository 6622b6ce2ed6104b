"""NodeGraphQt on the same drawings with the same mouse, to be measured beside our canvas in the same process.

It is needed by nothing else: `pip install -e .[benchmarks]` brings it; without it the figures stand alone.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from PySide6.QtWidgets import QApplication, QGraphicsView

from tests.benchmarks.drawings import COLUMNS

NAME = "NodeGraphQt"


def installed() -> bool:
    """Whether it is there; says on standard error that it is not."""
    if find_spec("NodeGraphQt") is None or find_spec("Qt") is None:
        print("NodeGraphQt is not installed: figures stand without it.", file=sys.stderr)
        return False
    return True


class Peer:
    """Its graph with its viewer, 1280 x 800 pixels."""

    def __init__(self, app: QApplication) -> None:
        os.environ.setdefault("QT_PREFERRED_BINDING", "PySide6")
        module = import_module("NodeGraphQt")

        class Plain(module.BaseNode):  # type: ignore[name-defined, misc]
            """One port on each side."""

            __identifier__ = "benchmark"
            NODE_NAME = "Dense"

            def __init__(self) -> None:
                super().__init__()
                self.add_input("in", multi_input=True)
                self.add_output("out")

        self._app = app
        self.graph: Any = module.NodeGraph()
        self.graph.register_node(Plain)
        self.view: QGraphicsView = self.graph.viewer()
        self.nodes: list[Any] = []
        self.graph.widget.resize(1280, 800)
        self.graph.widget.show()
        app.processEvents()

    def build(self, count: int) -> None:
        """As many nodes and links as `drawings.grid` has."""
        make = self.graph.create_node
        for i in range(count):
            at = [(i % COLUMNS) * 222.0, (i // COLUMNS) * 116.0]
            self.nodes.append(make("benchmark.Plain", pos=at, selected=False, push_undo=False))
        for i in range(count - COLUMNS):
            skips = i % 5 == 0 and i + 2 * COLUMNS < count
            target = self.nodes[i + (2 if skips else 1) * COLUMNS]
            self.nodes[i].output(0).connect_to(target.input(0), push_undo=False)
        for i in range(COLUMNS):
            if i + 3 * COLUMNS < count:
                self.nodes[i].output(0).connect_to(self.nodes[i + 3 * COLUMNS].input(0), push_undo=False)

    def fit(self) -> None:
        """Show everything."""
        self.graph.select_all()
        self.graph.fit_to_selection()
        self.graph.clear_selection()
        self._app.processEvents()

    def look_at(self, index: int) -> None:
        """Show one node at 100 %."""
        self.graph.reset_zoom()
        self.view.centerOn(self.nodes[index].view)
        self._app.processEvents()

    def move_all(self) -> None:
        """All nodes elsewhere as one undo step."""
        self.graph.begin_undo("move")
        for node in self.nodes:
            x, y = node.pos()
            node.set_property("pos", [x + 50.0, y + 50.0])
        self.graph.end_undo()

    def undo(self) -> None:
        """Take the last step back."""
        self.graph.undo_stack().undo()

    def lay_out(self) -> None:
        """Arrange everything."""
        self.graph.auto_layout_nodes()

    def close(self) -> None:
        """Away with it."""
        self.graph.widget.close()
        self.graph.widget.deleteLater()
        self._app.processEvents()

"""Finds layers in the other drawings of the document: inside nested models, and around the one that is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from desktop_nn.graph.finding import Finder
from desktop_nn.graph.model import INPUT_KIND, Graph, Layer
from desktop_nn.graph.own_layers import kind_of
from desktop_nn.graph.scopes import Scope, facts_at, inner_scopes, titles
from ui.canvas.faces import NESTED_KIND
from ui.widgets.search_box import Entry

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

INNER = "inner:"
"""How the keys of such lines begin."""
_MOST = 200


class InnerSearch:
    """Its lines' keys say where a node lies; drawings are read once, however often is asked."""

    def __init__(self, canvas: CanvasView) -> None:
        self._canvas = canvas
        self._finders: dict[Scope, Finder] = {}
        self._places: list[tuple[Scope, str]] = []

    def found(self, text: str) -> Iterator[Entry]:
        """Lines for what the text may mean in other drawings than the one that is looked at."""
        session = self._canvas.session
        whole, self._places = session.project.graph, []
        if not text.strip() or not any(layer.model for layer in whole.layers.values()):
            return
        for scope, graph in ((), whole), *inner_scopes(whole):
            if scope == session.scope:
                continue
            finder = self._finders.setdefault(scope, Finder(self._canvas.catalogue))
            for id in finder.find(graph, text, facts_at(session.whole_facts, scope)):
                if len(self._places) >= _MOST:
                    return
                self._places.append((scope, id))
                yield self._entry(len(self._places) - 1, whole, scope, graph.layer_of(id))

    def go_to(self, key: str) -> None:
        """Show the drawing where the node of a line lies, and go to it."""
        scope, node = self._places[int(key.removeprefix(INNER))]
        self._canvas.session.look_into(scope, (node,))
        self._canvas.center_on(node)

    def _entry(self, number: int, whole: Graph, scope: Scope, layer: Layer) -> Entry:
        kind = kind_of(layer, self._canvas.catalogue)
        nested = layer.model is not None
        category = "model" if nested else "input" if layer.kind == INPUT_KIND else kind.category if kind else "other"
        place = " › ".join(titles(whole, scope)) or whole.name
        return Entry(
            f"{INNER}{number}", layer.name, category, f"in {place} · {NESTED_KIND if nested else layer.kind}", place
        )

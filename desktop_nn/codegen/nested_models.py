"""Which nested models a program defines, in which order, what they are called and where they are.

How a definition is written is each style's: a function in `functional.py`, a class in `subclassing.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace

from desktop_nn.codegen.drawing_code import DrawingCode
from desktop_nn.codegen.identifiers import class_name, identifiers, unique
from desktop_nn.codegen.sections import Place
from desktop_nn.graph.effective import Effective, effective
from desktop_nn.graph.model import Graph, Layer
from desktop_nn.graph.scopes import Scope

_MOST_SCOPES = 64
"""A nested model that is called in more places is found in the first of them only."""


@dataclass(frozen=True, slots=True)
class Nested:
    """A nested model's definition; layers with equal drawings have one. `key` is its place among all names.

    `freezes` says that some call of it must not be changed by training; `calls` are the nodes of its first caller.
    """

    key: str
    wish: str
    drawing: DrawingCode
    calls: Place
    freezes: bool


class NestedModels:
    """The definitions of one program, innermost models first. `taken` are names that belong to others."""

    def __init__(self, found: Effective, taken: Collection[str] = (), *, classes: bool = False) -> None:
        self.all: list[Nested] = []
        self.taken = taken
        everything = list(_nested(found, ()))
        self._frozen = [_unnamed(layer.model) for layer, _, _ in everything if layer.model and is_frozen(layer)]
        self._scopes: list[tuple[Graph, list[Scope]]] = []
        for layer, _, scope in everything:
            self._scopes_of(_unnamed(layer.model)).append((*scope, layer.id))
        self._wish: Callable[[str], str] = class_name if classes else "make_{}".format
        self._gather(found, ((),))
        self.wishes = [(nested.key, nested.wish) for nested in self.all]
        """What the variables of every scope must begin with, so that the definitions have one name in all of them."""
        self._names = unique(self.wishes, taken) if classes else identifiers(self.wishes, taken)

    def of(self, layer: Layer) -> Nested:
        """The definition of a nested model."""
        drawing = _unnamed(layer.model)
        return next(nested for nested in self.all if _unnamed(nested.drawing.graph) == drawing)

    def name_of(self, nested: Nested) -> str:
        """What the definition is called."""
        return self._names[nested.key]

    def _scopes_of(self, drawing: Graph) -> list[Scope]:
        known = next((scopes for graph, scopes in self._scopes if graph == drawing), None)
        if known is None:
            known = []
            self._scopes.append((drawing, known))
        return known

    def _gather(self, found: Effective, scopes: tuple[Scope, ...]) -> None:
        for layer, inner in _directly(found):
            drawing = _unnamed(inner.graph)
            if any(_unnamed(nested.drawing.graph) == drawing for nested in self.all):
                continue
            own = tuple(dict.fromkeys(self._scopes_of(drawing)))[:_MOST_SCOPES]
            self._gather(inner, own)
            calls = Place(tuple(map(found.drawn_id, found.graph.calls_of(layer.id))), scopes)
            code = DrawingCode(inner, own)
            key = f"definition {len(self.all)}"
            self.all.append(Nested(key, self._wish(layer.name), code, calls, drawing in self._frozen))


def is_frozen(layer: Layer) -> bool:
    """Whether training must not change the nested model."""
    return layer.config.get("trainable") is False


def _unnamed(drawing: Graph | None) -> Graph:
    """A drawing by its content: a definition is told the name that its model gets."""
    assert drawing is not None
    return replace(drawing, name="")


def _directly(found: Effective) -> Iterator[tuple[Layer, Effective]]:
    """The nested models of a drawing, not those inside them, with how each was written out."""
    changed: list[tuple[Graph, Effective]] = [(inner.graph, inner) for inner in found.models.values()]
    for layer in found.graph.layers.values():
        if layer.model is not None:
            known = next((inner for graph, inner in changed if graph is layer.model), None)
            yield layer, known or effective(layer.model)


def _nested(found: Effective, scope: Scope) -> Iterator[tuple[Layer, Effective, Scope]]:
    """All nested models at all depths; those that are drawn (not copies of a repeated one) with their real scopes."""
    for layer, inner in _directly(found):
        calls = found.graph.calls_of(layer.id)
        drawn = found.graph.nodes.get(found.drawn_id(calls[0])) if calls else None
        own = replace(layer, id=drawn.layer) if drawn is not None else layer
        yield own, inner, scope
        yield from _nested(inner, (*scope, own.id))

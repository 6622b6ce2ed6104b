"""Which nested models a program needs a function for, in the order in which they must stand, and what these are called.

How a function's lines are written is `model_code.py`'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from desktop_nn.codegen.identifiers import identifiers
from desktop_nn.graph.effective import Effective, effective
from desktop_nn.graph.model import Graph, Layer


@dataclass(frozen=True, slots=True)
class Function:
    """A function that makes a nested model; layers with equal drawings have one. `key` is its place among all names.

    `found` is the drawing as it is built; `freezes` says that the function is told whether training changes the model.
    """

    key: str
    wish: str
    found: Effective
    freezes: bool


class Functions:
    """The functions of one program, innermost models first."""

    def __init__(self, found: Effective) -> None:
        self.all: list[Function] = []
        self._frozen = [_unnamed(layer.model) for layer in _nested(found) if layer.model and is_frozen(layer)]
        self._gather(found)
        self.wishes = [(function.key, function.wish) for function in self.all]
        """What the variables of every scope must begin with, so that the functions have one name in all of them."""
        self._names = identifiers(self.wishes)

    def of(self, layer: Layer) -> Function:
        """The function that makes a nested model."""
        assert layer.model is not None
        drawing = _unnamed(layer.model)
        return next(function for function in self.all if _unnamed(function.found.graph) == drawing)

    def name_of(self, function: Function) -> str:
        """What the function is called."""
        return self._names[function.key]

    def _gather(self, found: Effective) -> None:
        for layer, inner in _directly(found):
            drawing = _unnamed(inner.graph)
            if any(_unnamed(function.found.graph) == drawing for function in self.all):
                continue
            self._gather(inner)
            freezes = drawing in self._frozen
            self.all.append(Function(f"function {len(self.all)}", f"make_{layer.name}", inner, freezes))


def is_frozen(layer: Layer) -> bool:
    """Whether training must not change the nested model."""
    return layer.config.get("trainable") is False


def _unnamed(drawing: Graph) -> Graph:
    """A drawing by its content: a function is told the name that its model gets."""
    return replace(drawing, name="")


def _directly(found: Effective) -> Iterator[tuple[Layer, Effective]]:
    """The nested models of a drawing, not those inside them, with how each was written out."""
    changed: list[tuple[Graph, Effective]] = [(inner.graph, inner) for inner in found.models.values()]
    for layer in found.graph.layers.values():
        if layer.model is not None:
            known = next((inner for graph, inner in changed if graph is layer.model), None)
            yield layer, known or effective(layer.model)


def _nested(found: Effective) -> Iterable[Layer]:
    """All nested models at all depths."""
    for layer, inner in _directly(found):
        yield layer
        yield from _nested(inner)

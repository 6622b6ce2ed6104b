"""A script with what its lines are of: from nodes of the drawing to lines, and back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from desktop_nn.codegen.sections import Span
from desktop_nn.graph.scopes import Scope
from desktop_nn.problems import Problem


@dataclass(frozen=True, slots=True)
class Listing:
    """A script's text, which of its lines (from 0) are of which nodes or panel, and what could not be written."""

    text: str
    spans: tuple[Span, ...] = ()
    problems: tuple[Problem, ...] = ()

    def lines_of(self, nodes: Collection[str], scope: Scope = ()) -> list[int]:
        """The lines that are of some of these nodes of the drawing at the scope, in order."""
        wanted = set(nodes)
        found = {
            line
            for span in self.spans
            if span.place is not None and scope in span.place.scopes and not wanted.isdisjoint(span.place.nodes)
            for line in range(span.first, span.last + 1)
        }
        return sorted(found)

    def at(self, line: int) -> Span | None:
        """What a line is of: the narrowest stretch that holds it."""
        holding = [span for span in self.spans if span.first <= line <= span.last]
        return min(holding, key=lambda span: span.last - span.first, default=None)

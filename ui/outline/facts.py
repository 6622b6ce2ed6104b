"""What a row of the outline says, made from the drawing, Keras's facts and the problems when it is first asked."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_nn import catalogue
from desktop_nn.graph.comments import first_words
from desktop_nn.graph.facts import GraphFacts, NodeFacts, shape_text
from desktop_nn.graph.membership import members
from desktop_nn.graph.model import INPUT_KIND, Graph, Layer
from desktop_nn.graph.own_layers import kind_of
from desktop_nn.problems import Problem, Severity
from ui.outline.rows import Key, layer_at
from ui.session import Session


@dataclass(frozen=True, slots=True)
class RowFacts:
    """The cells of a row. `severity` and `trouble` are those of its gravest problem."""

    name: str = ""
    kind: str = ""
    shape: str = ""
    parameters: str = ""
    severity: Severity | None = None
    trouble: str = ""
    category: str = "other"
    is_group: bool = False
    is_note: bool = False
    text: str = ""
    """All that a note says."""

    @property
    def sentence(self) -> str:
        """The row in words, for a screen reader and the tool tip."""
        parts = [self.name, self.kind]
        parts += [f"output shape {self.shape}"] if self.shape else []
        parts += [f"{self.parameters} parameters"] if self.parameters else []
        parts += [f"{self.severity}: {self.trouble}"] if self.severity else []
        return ", ".join(parts)

    @property
    def searched(self) -> str:
        """What the filter looks at."""
        return f"{self.name} {self.kind} {self.shape} {self.text}".casefold()


class RowTexts:
    """Remembers rows until `expire`."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._catalogue = catalogue.load()
        self._made: dict[Key, RowFacts] = {}
        self._worst: dict[str, Problem] = {}

    def expire(self) -> None:
        """The drawing, the facts or the problems changed."""
        self._made = {}
        self._worst = {}
        facts, problems = self._session.facts, self._session.problems_here
        found = [(problem.node, problem) for problem in problems if problem.node is not None]
        found += [(id, known.problem) for id, known in facts.nodes.items() if known.problem is not None]
        for id, problem in found:
            if id not in self._worst or (problem.severity == "error" and self._worst[id].severity != "error"):
                self._worst[id] = problem

    def of(self, key: Key) -> RowFacts:
        """What a row says."""
        known = self._made.get(key)
        if known is None:
            known = self._made[key] = self._row(key)
        return known

    def _row(self, key: Key) -> RowFacts:
        match key:
            case ("group", group):
                return self._group(group)
            case ("note", note):
                return self._note(note)
            case _:
                return self._layer(key)

    def _note(self, note_id: str) -> RowFacts:
        note = self._session.graph.comments.get(note_id)
        return RowFacts(first_words(note), "Note", text=note.text, is_note=True) if note is not None else RowFacts()

    def _layer(self, key: Key) -> RowFacts:
        layer = layer_at(self._session.graph, key)
        if layer is None:
            return RowFacts()
        facts = self._known(key)
        worst = self._worst.get(key[1]) if len(key) == 2 else facts.problem if facts else None
        return RowFacts(
            layer.name,
            layer.kind if layer.model is None else "Model",
            shape_text(facts.output_shapes[0]) if facts and facts.output_shapes else "",
            f"{facts.parameters:,}" if facts and facts.parameters else "",
            worst.severity if worst else None,
            worst.what if worst else "",
            self._category(layer),
        )

    def _group(self, group_id: str) -> RowFacts:
        graph, facts = self._session.graph, self._session.facts
        group = graph.groups.get(group_id)
        if group is None:
            return RowFacts()
        inside = members(graph, group_id)
        parameters = facts.groups[group_id].parameters if group_id in facts.groups else 0
        troubles = [self._worst[id] for id in inside if id in self._worst]
        worst = min(troubles, key=lambda problem: problem.severity != "error", default=None)
        count = (f" × {group.count}" if group.count > 1 else "") + (", folded" if group.folded else "")
        return RowFacts(
            group.title or "Group",
            f"Group of {len(inside)}{count}",
            "",
            f"{parameters:,}" if parameters else "",
            worst.severity if worst else None,
            f"{worst.where}: {worst.what}" if worst else "",
            group.colour or "other",
            is_group=True,
        )

    def _known(self, key: Key) -> NodeFacts | None:
        """What Keras says of a row's node, in the drawing inside which it lies."""
        graph, facts = self._session.graph, self._session.facts
        for id in key[1:-1]:
            layer = graph.layer_of(id)
            graph, facts = layer.model or Graph(), facts.inner.get(layer.id) or GraphFacts()
        return facts.nodes.get(key[-1])

    def _category(self, layer: Layer) -> str:
        if layer.model is not None:
            return "model"
        kind = kind_of(layer, self._catalogue)
        return "input" if layer.kind == INPUT_KIND else kind.category if kind else "other"

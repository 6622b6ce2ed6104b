"""The section with a card for every output of the drawing: loss, weight and metrics."""

from __future__ import annotations

from desktop_nn.catalogue import load
from desktop_nn.training.choices import OutputChoices
from desktop_nn.training.output_view import OutputView, output_views
from ui.session import Session
from ui.training import edits
from ui.training.output_card import OutputCard
from ui.widgets.section import Section
from ui.widgets.styling import label

_NO_OUTPUTS = "There is nothing to judge yet. Draw a model; what nothing follows becomes its output."

_MOST_CARDS = 24


class OutputsSection(Section):
    """Cards are kept by node while the drawing changes."""

    def __init__(self, session: Session) -> None:
        super().__init__("Loss and metrics", "training_outputs")
        self._session = session
        self.cards: dict[str, OutputCard] = {}
        self.words = label(_NO_OUTPUTS, "dim", wrap=True)
        self.words.setObjectName("outputs_empty")
        self.add(self.words)

    def views(self) -> tuple[OutputView, ...]:
        """The outputs as the checks see them."""
        session = self._session
        project, facts = session.project, session.whole_facts
        return output_views(project.graph, facts, project.data, project.training, session.description, load())

    def refresh(self, views: tuple[OutputView, ...]) -> None:
        """Show the outputs; of a half-drawn model with very many, the first ones."""
        training = self._session.project.training
        more = len(views) - _MOST_CARDS
        views = views[:_MOST_CARDS]
        self.words.setText(f"The first {_MOST_CARDS} outputs; {more:,} more follow." if more > 0 else _NO_OUTPUTS)
        self.words.setVisible(not views or more > 0)
        for node in set(self.cards) - {view.node for view in views}:
            card = self.cards.pop(node)
            card.hide()
            card.deleteLater()
        for index, view in enumerate(views):
            card = self.cards.get(view.node) or self._make(view.node)
            if self.content.indexOf(card) != index + 1:
                self.content.insertWidget(index + 1, card)
            card.show_output(view, training.output(view.node), several=len(views) > 1)
        losses = [view.loss.kind for view in views if view.loss]
        missing = len(views) - len(losses)
        self.set_summary(f"{missing} without a loss" if missing else ", ".join(dict.fromkeys(losses)))

    def _make(self, node: str) -> OutputCard:
        card = OutputCard(node)
        card.edited.connect(lambda choices, what, key, final: self._edit(node, choices, what, key, final))
        self.content.addWidget(card)
        self.cards[node] = card
        return card

    def _edit(self, node: str, choices: OutputChoices, what: str, key: str, final: bool) -> None:
        if choices == self._session.project.training.output(node):
            if final:
                self._session.end_gesture()
            return
        label = f"{what} of {self._session.project.graph.name_of(node)}"
        merge = f"training.output.{node}.{key}" if key else ""
        self._session.edit(label, lambda project: edits.judge_output(project, node, choices), merge=merge)
        if final:
            self._session.end_gesture()

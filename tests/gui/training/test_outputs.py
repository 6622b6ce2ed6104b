"""Loss, weight and metrics of each output."""

from __future__ import annotations

from PySide6.QtGui import QAction

from desktop_nn.graph.edits import configure
from desktop_nn.training.choices import Configured
from tests.gui.training.conftest import add_output
from tests.helpers.clicking import click, pick, retype
from tests.helpers.waiting import wait_until
from ui.session import Session
from ui.training.output_card import OutputCard
from ui.training.panel import TrainingPanel

SPARSE = "SparseCategoricalCrossentropy"


def card(panel: TrainingPanel) -> OutputCard:
    return next(iter(panel.outputs.cards.values()))


def losses(session: Session) -> list[str | None]:
    return [output.loss.kind if output.loss else None for output in session.project.training.outputs.values()]


def metrics(session: Session) -> list[str]:
    return [metric.kind for output in session.project.training.outputs.values() for metric in output.metrics]


def add_metric(panel: TrainingPanel, name: str) -> None:
    """Open the menu by its button and take an entry of it."""
    chips = card(panel).metrics
    click(chips.add)
    wait_until(lambda: chips.menu_shown is not None, what="the menu")
    menu = chips.menu_shown
    assert menu is not None
    entry = menu.findChild(QAction, f"{chips.objectName()}_add_{name}")
    assert entry is not None
    entry.trigger()
    menu.close()


def test_that_suggest_fills_loss_and_metrics_from_the_target(panel: TrainingPanel, session: Session) -> None:
    click(card(panel).suggest)
    assert losses(session) == [SPARSE]
    assert metrics(session) == ["accuracy"]
    assert len(session.history.labels()) == 1
    assert not card(panel).note.text


def test_that_losses_that_suit_stand_first(panel: TrainingPanel) -> None:
    combo = card(panel).loss
    assert combo.itemText(0) == "Suit this output"
    assert combo.itemText(1) == SPARSE
    assert combo.itemText(2) == "Others"


def test_that_a_loss_that_does_not_fit_says_how_to_mend_it(panel: TrainingPanel, session: Session) -> None:
    pick(card(panel).loss, "BinaryCrossentropy")
    assert losses(session) == ["BinaryCrossentropy"]
    assert "SparseCategoricalCrossentropy" in card(panel).note.text


def test_that_a_loss_for_raw_numbers_is_told_so(panel: TrainingPanel, session: Session) -> None:
    layer = session.graph.nodes[card(panel).node].layer
    session.edit_graph("Linear", lambda graph: configure(graph, layer, {"activation": "linear"}))
    pick(card(panel).loss, SPARSE)
    loss = session.project.training.output(card(panel).node).loss
    assert loss == Configured(SPARSE, {"from_logits": True})


def test_that_a_metric_is_added_from_the_menu(panel: TrainingPanel, session: Session) -> None:
    add_metric(panel, "accuracy")
    add_metric(panel, "SparseTopKCategoricalAccuracy")
    assert metrics(session) == ["accuracy", "SparseTopKCategoricalAccuracy"]
    assert len(card(panel).metrics.chips) == 2


def test_that_a_cross_removes_a_metric_and_undo_brings_it_back(panel: TrainingPanel, session: Session) -> None:
    click(card(panel).suggest)
    click(card(panel).metrics.chips[0].cross)
    assert metrics(session) == []
    session.undo()
    assert metrics(session) == ["accuracy"]
    assert len(card(panel).metrics.chips) == 1


def test_that_a_chip_opens_the_parameters_of_its_metric(panel: TrainingPanel, session: Session) -> None:
    add_metric(panel, "SparseTopKCategoricalAccuracy")
    click(card(panel).metrics.chips[0].title)
    form = card(panel).metrics.form
    wait_until(form.isVisible, 5, "the form")
    assert form.form is not None
    form.form.field("k").setFocus()
    retype(form.form.field("k").edit, "2")  # type: ignore[attr-defined]
    assert session.project.training.output(card(panel).node).metrics[0].config == {"k": 2}


def test_that_one_output_has_no_weight(panel: TrainingPanel) -> None:
    assert not card(panel).weight.isVisible()


def test_that_each_of_several_outputs_has_its_weight(panel: TrainingPanel, session: Session) -> None:
    add_output(session)
    first, second = panel.outputs.cards.values()
    wait_until(second.weight.isVisible, 5, "the weight of the second output")
    retype(first.weight, "0.9")
    retype(second.weight, "0.1")
    weights = [session.project.training.output(node).weight for node in panel.outputs.cards]
    assert weights == [0.9, 0.1]


def test_that_leaving_a_weight_as_it_is_changes_nothing(panel: TrainingPanel, session: Session) -> None:
    add_output(session)
    first = card(panel)
    wait_until(first.weight.isVisible, 5, "the weight")
    labels = session.history.labels()
    retype(first.weight, "1")
    assert session.history.labels() == labels


def test_that_without_an_output_the_panel_says_what_is_missing(panel: TrainingPanel, session: Session) -> None:
    session.edit_graph("Delete", lambda graph: type(graph)())
    assert panel.outputs.words.isVisible()
    assert not panel.outputs.cards


def test_that_an_output_without_a_target_cannot_be_suggested_for(panel: TrainingPanel, session: Session) -> None:
    from ui.data.edits import bind_target

    session.edit("Unbind", lambda project: bind_target(project, card(panel).node, ""))
    assert not card(panel).suggest.isEnabled()
    assert card(panel).target.text() == "No target yet: bind one in the data panel."


def test_that_rare_classes_count_more_with_one_click_and_one_step_back(panel: TrainingPanel, session: Session) -> None:
    click(card(panel).balanced)
    assert [output.balanced for output in session.project.training.outputs.values()] == [True]
    session.undo()
    assert not any(output.balanced for output in session.project.training.outputs.values())
    assert not card(panel).balanced.isChecked()

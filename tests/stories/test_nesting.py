"""A nested model by hand in the real window: made, opened, edited inside, left, checked by Keras, trained, unpacked."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from desktop_nn.problems import errors
from tests.gui.canvas.hands import at_node, click, double_click, links, node
from tests.helpers.waiting import wait_until
from ui.main_window import MainWindow

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key


def names(window: MainWindow) -> list[str]:
    return [window.session.graph.name_of(id) for id in window.session.graph.nodes]


def settled(window: MainWindow) -> None:
    """Keras has said what it thinks of the whole model as it is now."""
    session = window.session
    whole = session.project.graph
    wait_until(lambda: not session.shapes.busy and session.whole_facts.nodes.keys() == whole.nodes.keys(),
               60, "shapes")  # fmt: skip


def test_that_a_part_becomes_a_model_is_edited_inside_trained_and_unpacked(window: MainWindow) -> None:
    session, canvas = window.session, window.canvas
    window.documents.open_example("california-mlp")
    wait_until(lambda: session.title == "california-mlp" and session.description is not None, 60, "the example")
    settled(window)
    start, *hidden, output = names(window)
    before = session.project.graph

    for name in hidden:
        click(canvas, at_node(canvas, name), SHIFT)
    QTest.keyClick(canvas, Key.Key_N, CTRL | SHIFT)
    settled(window)
    assert names(window) == [start, "model", output]
    assert not errors(session.problems)

    double_click(canvas, at_node(canvas, "model"))
    assert names(window)[-1] == hidden[-1]
    click(canvas, at_node(canvas, hidden[-1]) + QPoint(2, 2))
    QTest.keyClick(canvas, Key.Key_D, CTRL)
    copy = names(window)[-1]
    session.select({node(canvas, hidden[-1])})
    QTest.keyClick(canvas, Key.Key_C)
    search = canvas.connect_search
    QTest.keyClicks(search.focusWidget() or search, copy)
    QTest.keyClick(search.focusWidget() or search, Key.Key_Return)
    assert (hidden[-1], copy, 0) in links(canvas)
    settled(window)
    assert not errors(session.problems)

    QTest.keyClick(canvas, Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert links(canvas) == {(start, "model", 0), ("model", output, 0)}
    inside = session.graph.layer_of(node(canvas, "model")).model
    assert inside is not None
    assert len(inside.nodes) == len(hidden) + 2

    session.edit("Epochs", lambda p: replace(p, training=replace(p.training, epochs=1)))
    assert window.run.may_start()
    window.train()
    wait_until(lambda: not window.run.active, 120, "the end of the run")
    ended = window.run.log.ended
    assert ended is not None
    assert ended.status == "finished", str(ended.problem)

    canvas.setFocus()
    session.select({node(canvas, "model")})
    QTest.keyClick(canvas, Key.Key_U, CTRL | SHIFT)
    assert names(window) == [start, *hidden, copy, output]
    while session.history.undo_label is not None:
        session.undo()
    assert (session.scope, session.project.graph) == ((), before)

"""The collector of cycles is held back while a drawing is shown, and works again afterwards."""

from __future__ import annotations

import gc

import pytest

from desktop_nn.graph.facts import GraphFacts
from desktop_nn.project.document import Project
from tests.gui.canvas.hands import drawn
from ui.canvas.view import CanvasView
from ui.collecting import collector_held


def test_that_it_is_held_while_the_canvas_makes_its_items(canvas: CanvasView) -> None:
    held: list[bool] = []
    canvas.session.project_changed.connect(lambda: held.append(not gc.isenabled()))
    canvas.session.show(Project(drawn(("Dense", "a", 0, 0))), GraphFacts(), path=None, title="test")
    assert held == [True]
    assert gc.isenabled()


def test_that_a_mistake_inside_lets_it_go() -> None:
    with pytest.raises(ValueError, match="mistake"), collector_held():
        raise ValueError("mistake")
    assert gc.isenabled()


def test_that_one_inside_another_does_not_let_go_early() -> None:
    with collector_held():
        with collector_held():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()

"""The session: one document, edits as undo steps, problems told and never raised."""

from dataclasses import replace
from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop_nn.data.choices import DataChoices, Source
from desktop_nn.graph.edits import delete, move, place, rename
from desktop_nn.graph.facts import GraphFacts
from desktop_nn.graph.model import Graph, Group, Layer, Link, Node
from desktop_nn.project.document import Project
from ui.session import Notice, Session, same_structure


def add_dense(session: Session) -> str:
    session.edit_graph("Add Dense", lambda graph: place(graph, "Dense", 0, 0, config={"units": 3})[0])
    return list(session.graph.nodes)[-1]


def test_that_an_edit_can_be_undone_and_redone(session: Session) -> None:
    before = session.project
    add_dense(session)
    after = session.project
    session.undo()
    assert session.project == before
    session.redo()
    assert session.project == after


def test_that_a_drag_is_one_step(session: Session) -> None:
    node = add_dense(session)
    for x in (10.0, 20.0, 30.0):
        session.edit_graph("Move", lambda graph, x=x: move(graph, {node: (x, 0)}), merge="drag")  # type: ignore[misc]
    session.end_gesture()
    session.undo()
    assert session.graph.nodes[node].x == 0


def test_that_a_mistake_is_told_and_changes_nothing(session: Session, qtbot: QtBot) -> None:
    node = add_dense(session)
    before = session.project
    with qtbot.waitSignal(session.noticed) as told:
        made = session.edit_graph("Rename", lambda graph: rename(graph, graph.nodes[node].layer, "a/b"))
    notice = told.args[0]
    assert isinstance(notice, Notice)
    assert notice.level == "bad"
    assert not made
    assert session.project is before


def test_that_the_selection_forgets_what_is_deleted(session: Session) -> None:
    node = add_dense(session)
    session.select([node])
    session.edit_graph("Delete", lambda graph: delete(graph, [node]))
    assert session.selection == frozenset()


def test_that_a_saved_document_is_not_modified_until_the_next_edit(session: Session) -> None:
    def modified() -> bool:
        return session.modified

    add_dense(session)
    assert modified()
    session.saved(session.project, Path("model.dnn"))
    assert not modified()
    add_dense(session)
    assert modified()
    session.undo()
    assert not modified()


def test_that_a_chosen_source_is_described_on_a_worker(session: Session, qtbot: QtBot) -> None:
    def choose(project: Project) -> Project:
        return replace(project, data=DataChoices(source=Source("iris")))

    session.edit("Choose iris", choose)
    qtbot.waitUntil(lambda: session.description is not None, timeout=20_000)
    assert session.description is not None
    assert session.description.samples == 150


def test_that_a_source_that_cannot_be_read_is_a_problem(session: Session, qtbot: QtBot) -> None:
    source = Source("csv", {"path": "/nowhere/data.csv"})
    session.edit("Choose a file", lambda project: replace(project, data=DataChoices(source=source)))
    qtbot.waitUntil(lambda: bool(session.data_problems), timeout=20_000)
    assert session.data_problems[0] in session.problems


def test_that_another_document_starts_with_its_own_history(session: Session, qtbot: QtBot) -> None:
    add_dense(session)
    with qtbot.waitSignal(session.opened):
        session.show(Project(), GraphFacts(), path=None, title="New")
    assert session.history.undo_label is None
    assert not session.modified


def two_in_a_group() -> Graph:
    layers = {id: Layer(id, "Dense", id, {"units": 3}) for id in "ab"}
    nodes = {id: Node(id, id, group="g") for id in "ab"}
    return Graph("model", layers, nodes, (Link("a", "b"),), {"g": Group("g", "Block")})


def test_that_what_only_moves_is_built_alike() -> None:
    graph = two_in_a_group()
    assert same_structure(graph, move(graph, {"a": (40, 50)}))
    assert same_structure(graph, replace(graph, groups={"g": Group("g", "Another title", folded=True)}))


def test_that_bypassing_and_repeating_change_what_is_built() -> None:
    graph = two_in_a_group()
    assert not same_structure(graph, replace(graph, nodes={**graph.nodes, "b": Node("b", "b", bypassed=True)}))
    repeated = replace(graph, groups={"g": Group("g", "Block", count=3)})
    assert not same_structure(graph, repeated)
    left = replace(repeated, nodes={**graph.nodes, "b": Node("b", "b")})
    assert not same_structure(repeated, left)

"""Undo and redo."""

from __future__ import annotations

from desktop_nn.graph.history import History


def grown(*values: str) -> History[str]:
    history = History("")
    for value in values:
        history.push(value, f"Add {value}")
    return history


def test_that_a_new_history_has_nothing_to_undo() -> None:
    history = History("a")
    assert (history.value, history.undo_label, history.redo_label, history.modified) == ("a", None, None, False)
    assert history.undo() == "a"
    assert history.redo() == "a"


def test_that_undo_and_redo_walk_the_same_states() -> None:
    history = grown("a", "b", "c")
    assert [history.undo(), history.undo(), history.undo()] == ["b", "a", ""]
    assert [history.redo(), history.redo(), history.redo()] == ["a", "b", "c"]


def test_that_labels_say_what_would_be_undone_and_redone() -> None:
    history = grown("a", "b")
    history.undo()
    assert (history.undo_label, history.redo_label) == ("Add a", "Add b")
    assert history.labels() == ("Add a", "Add b")


def test_that_an_edit_after_undo_forgets_the_undone() -> None:
    history = grown("a", "b")
    history.undo()
    history.push("x", "Add x")
    assert history.redo_label is None
    assert history.undo() == "a"


def test_that_an_edit_that_changes_nothing_leaves_no_step() -> None:
    history = grown("a", "b")
    history.undo()
    history.push("a", "Nothing")
    assert (history.undo_label, history.redo_label) == ("Add a", "Add b")


def test_that_edits_of_one_gesture_merge() -> None:
    history = grown("a")
    for value in ("a1", "a2", "a3"):
        history.push(value, "Move", merge="move")
    assert history.undo() == "a"
    assert history.redo() == "a3"


def test_that_a_sealed_gesture_does_not_merge_with_the_next() -> None:
    history = grown("a")
    history.push("b", "Move", merge="move")
    history.seal()
    history.push("c", "Move", merge="move")
    assert history.undo() == "b"


def test_that_another_gesture_does_not_merge() -> None:
    history = grown("a")
    history.push("b", "Move", merge="move n1")
    history.push("c", "Move", merge="move n2")
    assert history.undo() == "b"


def test_that_after_an_undo_a_gesture_starts_a_step_of_its_own() -> None:
    history = grown("a")
    history.push("b", "Move", merge="move")
    history.push("c", "Add")
    history.undo()
    history.push("d", "Move", merge="move")
    assert history.undo() == "b"


def test_that_a_gesture_does_not_swallow_the_saved_state() -> None:
    history = grown("a")
    history.push("b", "Move", merge="move")
    history.mark_saved("b")
    history.push("c", "Move", merge="move")
    assert history.undo() == "b"
    assert not history.modified


def test_that_modified_follows_the_saved_state() -> None:
    history = grown("a")
    seen = [history.modified]
    for step in (lambda: history.mark_saved("a"), history.undo, history.redo):
        step()
        seen.append(history.modified)
    assert seen == [True, False, True, False]


def test_that_an_edit_back_to_the_saved_value_is_not_modified() -> None:
    history = grown("a")
    history.mark_saved("a")
    history.push("b", "Change")
    history.push("a", "Change back")
    assert not history.modified


def test_that_only_the_newest_steps_are_kept() -> None:
    history = History(0, limit=10)
    for number in range(1, 50):
        history.push(number, str(number))
    for _ in range(100):
        history.undo()
    assert history.value == 40


def test_that_several_steps_are_taken_at_once() -> None:
    history = grown("a", "b", "c")
    assert history.go_to(1) == "a"
    assert (history.at, history.undo_label, history.redo_label) == (1, "Add a", "Add b")
    assert history.go_to(99) == "c"
    assert history.go_to(-3) == ""


def test_that_the_history_knows_which_state_was_saved() -> None:
    history = grown("a", "b")
    assert history.saved_at == 0
    history.mark_saved("b")
    assert history.saved_at == 2

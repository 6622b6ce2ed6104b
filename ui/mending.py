"""Mends as the window offers them: found for a problem of the open document, made as one undo step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from desktop_nn.problems import Problem
from desktop_nn.project.mends.mend import Mend
from ui.session import Session


def mends_for(session: Session, problem: Problem, *, whole: bool = False) -> tuple[Mend, ...]:
    """Obvious ways out of the problem; inside a nested model only those that change the drawing.

    The problem is one of the drawing that is looked at, or of the `whole` model.
    """
    from desktop_nn.project.mends.finding import mends  # with NumPy, which the start need not wait for

    inside = bool(session.scope) and not whole
    project = replace(session.project, graph=session.graph) if inside else session.project
    facts = session.facts if inside else session.whole_facts
    found = mends(project, facts, session.description, problem)
    return tuple(mend for mend in found if mend.drawing is not None or mend.asks) if inside else found


def mends_for_all(session: Session, problems: Iterable[Problem]) -> tuple[Mend, ...]:
    """The ways out of several problems, those of the first one first, each once."""
    from desktop_nn.project.mends.finding import MOST

    found: dict[str, Mend] = {}
    for problem in problems:
        for mend in mends_for(session, problem):
            found.setdefault(mend.label, mend)
    return tuple(found.values())[:MOST]


def apply(session: Session, mend: Mend, *, whole: bool = False) -> bool:
    """Make the mend as one undo step, in the drawing that is looked at or in the `whole` model's."""
    session.end_gesture()
    if mend.asks:
        _ask(session, mend)
        return False
    if mend.drawing is not None:
        return (session.edit_model if whole else session.edit_graph)(mend.label, mend.drawing)
    return mend.whole is not None and session.edit(mend.label, mend.whole)


def _ask(session: Session, mend: Mend) -> None:
    if mend.new_class:
        session.class_wanted.emit(mend.new_class)
    elif mend.line:
        session.editor_wanted.emit(mend.code, mend.line)
    else:
        session.code_wanted.emit(mend.code)


def problems_at(session: Session, node_id: str) -> tuple[Problem, ...]:
    """All problems of a node, each once: what Keras says first, errors before warnings."""
    known = session.facts.nodes.get(node_id)
    found = [known.problem] if known is not None and known.problem is not None else []
    found += [problem for problem in session.problems_here if problem.node == node_id and problem not in found]
    return tuple(sorted(found, key=lambda problem: problem.severity != "error"))

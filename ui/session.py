"""What is open now: the one document with its history, what is known of it, what is selected, and the workers.

Every panel reads from here and edits through here; nothing else changes the project. No widgets live here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Signal

from desktop_nn.catalogue import Catalogue, load
from desktop_nn.data.choices import Source
from desktop_nn.data.columns import Description
from desktop_nn.graph.facts import GraphFacts
from desktop_nn.graph.history import History
from desktop_nn.graph.membership import members
from desktop_nn.graph.model import Graph, Link
from desktop_nn.graph.own_layers import resolved, with_own
from desktop_nn.graph.scopes import (
    Scope,
    changed_scope,
    existing,
    facts_at,
    graph_at,
    origin,
    problems_of,
    with_graph_at,
)
from desktop_nn.graph.topology import same_calls
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.project.document import Project, View, with_graph
from desktop_nn.settings import Settings
from ui import engine_door
from ui.collecting import collector_held
from ui.fit_question import Answers, FitQuestion
from ui.workers import Worker

Level = Literal["info", "good", "warn", "bad"]
NOTE = "note:"
"""Begins the key of a sticky note where ids of nodes may stand as well."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A message for the user, shown in the window's message bar; `action` is an action id offered as a button."""

    text: str
    level: Level = "info"
    action: str = ""


class Session(QObject):
    """The open document and what is known of it. All signals are sent on the GUI thread.

    `project_changed` follows every edit, undo and redo; `opened` (before it) says that another document came, and
    `scope_changed` (before it) that another drawing of the document is looked at: that inside a nested model.
    """

    project_changed = Signal()
    opened = Signal()
    scope_changed = Signal()
    facts_changed = Signal()
    description_changed = Signal()
    problems_changed = Signal()
    selection_changed = Signal()
    saved_changed = Signal()
    busy_changed = Signal()
    engine_loaded = Signal()
    noticed = Signal(object)
    code_wanted = Signal(str)
    """The name of a file of code in the project that is to be looked at, to agree to it."""
    editor_wanted = Signal(str, int)
    """A file of code with layers in the project (empty: a new one) and the line to go to."""
    code_stuck = Signal(str)
    """Said on another thread: code of a layer hangs for good, and with it whatever needs Keras."""
    class_wanted = Signal(str)
    """The name of a class of a layer that is to be written."""
    crashed = Signal(object)
    edited = Signal(str)
    """What was done, undone or done again, in words for those who hear it."""
    working = Signal(object, str, object)
    """Work that may take long: its Job, a text, and what to call when the user has ended it."""

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = settings
        self.history: History[Project] = History(Project())
        self.path: Path | None = None
        self.title = "Untitled"
        self.look = View()
        """Where the canvas looks; kept in the project's file, no part of the document."""
        self.scope: Scope = ()
        """The nested model that is looked into; empty for the whole model."""
        self.whole_facts = GraphFacts()
        """What Keras says of the whole model."""
        self.description: Description | None = None
        self.data_problems: tuple[Problem, ...] = ()
        self.problems: tuple[Problem, ...] = ()
        self.selection: frozenset[str] = frozenset()
        self.marked: frozenset[str] = frozenset()
        """Ids of the selected notes; `selection` holds nodes only."""
        self.has_document = False
        self.files = Worker("files", self)
        self.shapes = Worker("shapes", self)
        self.training = Worker("training", self)
        self.looking = Worker("looking", self)
        for worker in self.workers:
            worker.crashed.connect(self.crashed)
        self._engine_wanted = False
        self._hear_no_more: Callable[[], None] = lambda: None
        self.code_stuck.connect(self._tell_stuck)

    @property
    def workers(self) -> tuple[Worker, ...]:
        """All threads of the window: files and data, Keras's shapes, training, looks at weights."""
        return self.files, self.shapes, self.training, self.looking

    @property
    def project(self) -> Project:
        """The document as it is now."""
        return self.history.value

    @property
    def catalogue(self) -> Catalogue:
        """What Keras offers, and the layers of the project's own code."""
        return with_own(load(), self.history.value.code)

    @property
    def graph(self) -> Graph:
        """The drawing that is looked at, as it is now: the whole model's, or that inside a nested one."""
        return graph_at(self.history.value.graph, self.scope)

    @property
    def facts(self) -> GraphFacts:
        """What Keras says of the drawing that is looked at."""
        return facts_at(self.whole_facts, self.scope)

    @facts.setter
    def facts(self, facts: GraphFacts) -> None:
        self.whole_facts = facts

    @property
    def problems_here(self) -> tuple[Problem, ...]:
        """The problems of the drawing that is looked at; those of data and training belong to the whole model."""
        return problems_of(self.facts) if self.scope else self.problems

    @property
    def modified(self) -> bool:
        """Whether there is unsaved work."""
        return self.history.modified

    # --- edits -----------------------------------------------------------------------------------------------

    def edit(self, label: str, change: Callable[[Project], Project], *, merge: str = "") -> bool:
        """Change the document as one undo step; steps of one non-empty `merge` key become one.

        A ProblemError of the edit is told to the user and changes nothing. Returns whether it was made.
        """
        before = self.project
        try:
            after = change(before)
        except ProblemError as error:
            self.tell_problem(error.problem)
            return False
        if after is before or after == before:
            return True
        self.has_document = True
        self.history.push(after, label, merge)
        self._after_change(before)
        self.edited.emit(label)
        return True

    def edit_graph(self, label: str, change: Callable[[Graph], Graph], *, merge: str = "") -> bool:
        """Change the drawing that is looked at; what hung on removed nodes (bindings, losses) goes with them."""
        scope = self.scope

        def whole(graph: Graph) -> Graph:
            return with_graph_at(graph, scope, change(graph_at(graph, scope)))

        return self.edit_model(label, whole, merge=merge)

    def edit_model(self, label: str, change: Callable[[Graph], Graph], *, merge: str = "") -> bool:
        """Change the drawing of the whole model, whatever is looked at."""
        return self.edit(label, lambda project: with_graph(project, change(project.graph)), merge=merge)

    def end_gesture(self) -> None:
        """End a drag or typing: what follows is a new undo step."""
        self.history.seal()

    def undo(self) -> None:
        """Take the last step back."""
        before, label = self.project, self.history.undo_label
        self.history.undo()
        self._after_change(before, follow=True)
        self.edited.emit(f"Undone: {label}" if label else "Nothing to undo")

    def redo(self) -> None:
        """Do the step again that was taken back."""
        before, label = self.project, self.history.redo_label
        self.history.redo()
        self._after_change(before, follow=True)
        self.edited.emit(f"Done again: {label}" if label else "Nothing to do again")

    def go_to_step(self, number: int) -> None:
        """Undo or redo up to a step of the history at once."""
        before = self.project
        self.history.go_to(number)
        self._after_change(before, follow=True)
        self.edited.emit(f"Back at: {self.history.undo_label or 'the start'}")

    # --- opening and saving ----------------------------------------------------------------------------------

    def show(
        self, project: Project, facts: GraphFacts, *, path: Path | None, title: str, look: View | None = None
    ) -> None:
        """Make another document the open one (it counts as saved); `look` is where the canvas shall look."""
        before = self.project
        self.history = History(project)
        self.path, self.title, self.whole_facts, self.look = path, title, facts, look or View()
        self.scope = ()
        self.selection = self.marked = frozenset()
        self.has_document = True
        self.description, self.data_problems = None, ()
        self.opened.emit()
        self._after_change(before, anew=True)
        self.selection_changed.emit()

    def saved(self, project: Project, path: Path) -> None:
        """Remember that this state of the document is on disk at `path`."""
        self.history.mark_saved(project)
        self.path, self.title = path, path.stem
        self.saved_changed.emit()

    # --- nested models ---------------------------------------------------------------------------------------

    def look_into(self, scope: Scope, selected: Iterable[str] = ()) -> None:
        """Look at another drawing of the document, with these of its nodes selected."""
        scope = existing(self.project.graph, scope)
        if scope != self.scope:
            self.end_gesture()
            self.scope, self.selection, self.marked = scope, frozenset(), frozenset()
            self._tell_scope()
        self.select(selected)

    def go_out(self, levels: int = 1) -> None:
        """Look at the drawing around the one that is looked at; the node that was come out of is selected."""
        if self.scope:
            scope = self.scope[: max(len(self.scope) - levels, 0)]
            layer = self.scope[len(scope)]
            self.look_into(scope, graph_at(self.project.graph, scope).calls_of(layer)[:1])

    def look_at_problem(self, problem: Problem) -> str:
        """Look at the node that a problem of the whole model is about, also inside a nested one; returns its id."""
        whole, node = self.project.graph, problem.node
        if node is None or node not in whole.nodes:
            return ""
        known = self.whole_facts.nodes.get(node)
        inside = known is not None and known.problem == problem
        scope, node = origin(whole, self.whole_facts, node) if inside else ((), node)
        self.look_into(scope, (node,) if node else ())
        return node

    def _tell_scope(self) -> None:
        self.scope_changed.emit()
        self.project_changed.emit()
        self.facts_changed.emit()
        self.selection_changed.emit()

    # --- selection and messages ------------------------------------------------------------------------------

    def select(self, node_ids: Iterable[str], notes: Iterable[str] = ()) -> None:
        """Select exactly these nodes and notes; a group's id stands for all that it holds."""
        wanted = frozenset(node_ids)
        chosen = wanted & self.graph.nodes.keys()
        for group in wanted & self.graph.groups.keys():
            chosen |= frozenset(members(self.graph, group))
        marked = frozenset(notes) & self.graph.comments.keys()
        if (chosen, marked) != (self.selection, self.marked):
            self.selection, self.marked = chosen, marked
            self.selection_changed.emit()

    def tell(self, text: str, level: Level = "info", action: str = "") -> None:
        """Show a message in the window."""
        self.noticed.emit(Notice(text, level, action))

    def _tell_stuck(self, what: str) -> None:
        self.tell(f"{what} Save your work, correct the code and start the app again.", "bad")

    def tell_problem(self, problem: Problem) -> None:
        """Show a problem as a message."""
        self.tell(str(problem), "bad" if problem.severity == "error" else "warn")

    def tell_problems(self, problems: tuple[Problem, ...]) -> None:
        """Show the first, most important of some problems as a message."""
        self.tell_problem(problems[0])

    # --- what is known of the document ------------------------------------------------------------------------

    def start_engine(self) -> None:
        """Load TensorFlow on the shapes' worker (call it once the window is up) and infer from then on."""
        if not self._engine_wanted:
            self._engine_wanted = True
            graph = self.project.graph
            self.shapes.submit(lambda _: engine_door.load(graph), done=self._engine_there)
            self._infer()

    def _engine_there(self, _done: object) -> None:
        self._hear_no_more = engine_door.hear_of_stuck(self.code_stuck.emit)
        self.engine_loaded.emit()

    def ask_fits(self, old: Link | None, answer: Callable[[Answers], object]) -> FitQuestion | None:
        """A question which new links of the drawing would fit; None before Keras is loaded."""
        if not (self._engine_wanted and engine_door.loaded()):
            return None
        return FitQuestion(self.shapes, self.graph, old, answer)

    def read_data_again(self) -> None:
        """Describe the data set anew, because its file may have changed."""
        self._describe(self.project.data.source)
        self._validate()

    def check_again(self) -> None:
        """Look for problems anew, because something beside the document has changed: a consent was given."""
        self._infer()
        self._validate()

    def stop(self) -> None:
        """End all threads; called once, when the window closes."""
        self._hear_no_more()
        for worker in self.workers:
            worker.stop()

    def _after_change(self, before: Project, *, anew: bool = False, follow: bool = False) -> None:
        moved = self._follow_scope(before.graph, follow)
        self.selection = frozenset(id for id in self.selection if id in self.graph.nodes)
        self.marked &= self.graph.comments.keys()
        with collector_held():
            self.project_changed.emit()
        self.saved_changed.emit()
        if moved:
            self.facts_changed.emit()
            self.selection_changed.emit()
        if anew or before.data.source != self.project.data.source:
            self._describe(self.project.data.source)
        if anew or not same_structure(before.graph, self.project.graph):
            self._infer()
        self._validate()

    def _follow_scope(self, before: Graph, follow: bool) -> bool:
        """Leave a nested model that is gone; `follow` also goes where something changed, if not here."""
        whole = self.project.graph
        scope = existing(whole, self.scope)
        if follow and before != whole and scope == self.scope == existing(before, scope):
            place = changed_scope(before, whole)
            if scope[: len(place)] != place or graph_at(before, scope) == graph_at(whole, scope):
                scope = place
        if scope != self.scope:
            self.scope, self.selection, self.marked = scope, frozenset(), frozenset()
            self.scope_changed.emit()
            return True
        return False

    def _infer(self) -> None:
        if not self._engine_wanted:
            return
        graph = self.project.graph

        def work(cancelled: Callable[[], bool]) -> GraphFacts:
            return engine_door.infer(graph, cancelled)

        self.shapes.submit(work, done=self._take_facts, latest="infer")
        self.busy_changed.emit()

    def _take_facts(self, facts: GraphFacts) -> None:
        self.whole_facts = facts
        self.facts_changed.emit()
        self.busy_changed.emit()
        self._validate()

    def _describe(self, source: Source | None) -> None:
        self.description, self.data_problems = None, ()
        self.description_changed.emit()
        if source is None:
            return

        def work(_cancelled: Callable[[], bool]) -> Description:
            from desktop_nn.data.sources import describe

            return describe(source)

        self.files.submit(work, done=self._take_description, refused=self._take_data_problems, latest="describe")

    def _take_description(self, description: Description) -> None:
        self.description = description
        self.description_changed.emit()
        self._validate()

    def _take_data_problems(self, problems: tuple[Problem, ...]) -> None:
        self.data_problems = problems
        self.description_changed.emit()
        self._validate()

    def _validate(self) -> None:
        from desktop_nn.project import validate

        found = validate.problems(self.project, self.whole_facts, self.description) if self.has_document else ()
        problems = tuple(dict.fromkeys((*self.data_problems, *found)))
        if problems != self.problems:
            self.problems = problems
            self.problems_changed.emit()


def same_model(one: Project, other: Project) -> bool:
    """Whether a model of one project is one of the other: what the code of own layers says may have changed since."""
    return same_structure(resolved(one.graph, other.code), other.graph)


def same_structure(one: Graph, other: Graph) -> bool:
    """Whether two drawings are built alike: they differ in positions, groups that just hold nodes, the name at most."""
    return one is other or (
        one.layers == other.layers
        and one.links == other.links
        and same_calls(one.nodes, other.nodes)
        and _repeated(one) == _repeated(other)
    )


def _repeated(graph: Graph) -> tuple[object, ...]:
    """How groups with a count repeat which nodes; empty without any."""
    if all(group.count == 1 for group in graph.groups.values()):
        return ()
    groups = tuple((group.id, group.parent, group.count) for group in graph.groups.values())
    return groups, tuple(node.group for node in graph.nodes.values())

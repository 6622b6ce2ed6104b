"""The data panel: sections under each other that scroll. What a freshly chosen set brings along is decided here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop_nn.data.choices import Source
from desktop_nn.data.columns import Description
from desktop_nn.graph.effective import built
from desktop_nn.graph.topology import input_nodes, output_nodes
from desktop_nn.project.document import Project
from ui.session import Session
from ui.widgets.section_page import SectionPage

if TYPE_CHECKING:
    from ui.data.bindings_section import BindingsSection
    from ui.data.first_look_section import FirstLookSection
    from ui.data.preprocessing_section import PreprocessingSection
    from ui.data.source_section import SourceSection
    from ui.data.split_section import SplitSection


class DataPanel(SectionPage):
    """Choose data, look at it, prepare and split it, and connect it to the drawing.

    `ask` gives the path of a file for (parent, folder), empty if the user changed their mind.
    """

    source: SourceSection
    look: FirstLookSection
    bindings: BindingsSection
    preprocessing: PreprocessingSection
    split: SplitSection

    def __init__(self, session: Session, ask: Callable[[QWidget, str], str] | None = None) -> None:
        super().__init__("data", "Data")
        self._session, self._ask = session, ask
        self._fresh: tuple[Source, str] | None = None
        self._before: Description | None = None
        session.project_changed.connect(self.refresh)
        session.description_changed.connect(self._take_description)
        session.facts_changed.connect(self._take_facts)

    def use_table(self, path: Path) -> None:
        """Take a CSV file as the data, as if it were chosen here."""
        self.make()
        self.source.use_file(path)

    def make_sections(self) -> Sequence[QWidget]:
        """The five sections."""
        from ui.data.bindings_section import BindingsSection
        from ui.data.first_look_section import FirstLookSection
        from ui.data.preprocessing_section import PreprocessingSection
        from ui.data.source_section import SourceSection, ask_for_file
        from ui.data.split_section import SplitSection

        self.source = SourceSection(self._session, self._ask or ask_for_file)
        self.look = FirstLookSection(self._session)
        self.bindings = BindingsSection(self._session)
        self.preprocessing = PreprocessingSection(self._session)
        self.split = SplitSection(self._session)
        self.source.chosen.connect(self._remember_choice)
        return self.source, self.look, self.bindings, self.preprocessing, self.split

    def refresh_sections(self) -> None:
        """Show the document as it is now; the first look follows the description."""
        for section in (self.source, self.bindings, self.preprocessing, self.split):
            section.refresh()

    def _take_facts(self) -> None:
        if self.made and self.isVisible():
            self.bindings.refresh()

    def _remember_choice(self, merge: str) -> None:
        source = self._session.project.data.source
        self._fresh = (source, merge) if source is not None else None

    def _take_description(self) -> None:
        """A set was read. One that the user has just picked brings sensible choices along, in the same undo step."""
        description, source = self._session.description, self._session.project.data.source
        if self._fresh is not None and source != self._fresh[0]:
            self._fresh = None
        if description is not None:
            fresh, self._fresh = self._fresh, None
            if fresh is not None:
                self._adopt(description, fresh[1])
            self._before = description
        self.refresh()
        if self.made:
            self.look.refresh()

    def _adopt(self, description: Description, merge: str) -> None:
        from desktop_nn.data.binding_shapes import propose
        from desktop_nn.data.defaults import propose_split, propose_steps
        from ui.data import edits

        graph = built(self._session.project.graph)
        proposed = propose(description, input_nodes(graph), output_nodes(graph))
        before = self._before if self._before and self._before.name == description.name else None

        def change(project: Project) -> Project:
            new = merge.startswith("data.source.") and edits.untouched(project)
            project = edits.fit_to(project, description, before)
            if new:
                project = edits.start_with(project, propose_steps(description), propose_split(description))
            return edits.bind_more(project, proposed)

        self._session.edit("Connect the data", change, merge=merge)
        self._session.end_gesture()

"""The data panel: sections under each other that scroll. What a freshly chosen set brings along is decided here."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop_nn.data.binding_shapes import propose
from desktop_nn.data.choices import Source
from desktop_nn.data.columns import Description
from desktop_nn.data.defaults import propose_split, propose_steps
from desktop_nn.graph.topology import input_nodes, output_nodes
from desktop_nn.project.document import Project
from ui.data import edits
from ui.data.bindings_section import BindingsSection
from ui.data.first_look_section import FirstLookSection
from ui.data.preprocessing_section import PreprocessingSection
from ui.data.source_section import SourceSection, ask_for_file
from ui.data.split_section import SplitSection
from ui.session import Session


class DataPanel(QWidget):
    """Choose data, look at it, prepare and split it, and connect it to the drawing."""

    def __init__(self, session: Session, ask: Callable[[QWidget, str], str] = ask_for_file) -> None:
        super().__init__()
        self.setObjectName("data_panel")
        self.setAccessibleName("Data")
        self._session = session
        self._fresh: tuple[Source, str] | None = None
        self._before: Description | None = None
        self.source = SourceSection(session, ask)
        self.look = FirstLookSection(session)
        self.preprocessing = PreprocessingSection(session)
        self.split = SplitSection(session)
        self.bindings = BindingsSection(session)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for section in (self.source, self.look, self.bindings, self.preprocessing, self.split):
            column.addWidget(section)
        column.addStretch(1)
        self.area = QScrollArea()
        self.area.setObjectName("data_scroll")
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.area)
        self.source.chosen.connect(self._remember_choice)
        session.project_changed.connect(self.refresh)
        session.description_changed.connect(self._take_description)
        session.facts_changed.connect(self.bindings.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the document as it is now."""
        for section in (self.source, self.bindings, self.preprocessing, self.split):
            section.refresh()

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
        self.look.refresh()

    def _adopt(self, description: Description, merge: str) -> None:
        graph = self._session.graph
        proposed = propose(description, input_nodes(graph), output_nodes(graph))
        before = self._before if self._before and self._before.name == description.name else None

        def change(project: Project) -> Project:
            project = edits.fit_to(project, description, before)
            if before is None:
                project = edits.start_with(project, propose_steps(description), propose_split(description))
            return edits.bind_more(project, proposed)

        self._session.edit("Connect the data", change, merge=merge)
        self._session.end_gesture()

"""The training panel: sections under each other that scroll."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop_nn.problems import errors
from desktop_nn.training.checks import problems
from ui.running import RunControl
from ui.session import Session
from ui.training.callbacks_section import CallbacksSection
from ui.training.optimizer_section import OptimizerSection
from ui.training.outputs_section import OutputsSection
from ui.training.run_section import RunSection


class TrainingPanel(QWidget):
    """How the model is trained. Everything but `start_from` is part of the document."""

    def __init__(self, session: Session, run: RunControl) -> None:
        super().__init__()
        self.setObjectName("training_panel")
        self.setAccessibleName("Training")
        self._session = session
        self.run = RunSection(session, run)
        self.optimizer = OptimizerSection(session)
        self.outputs = OutputsSection(session)
        self.callbacks = CallbacksSection(session)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for section in (self.run, self.optimizer, self.outputs, self.callbacks):
            column.addWidget(section)
        column.addStretch(1)
        self.area = QScrollArea()
        self.area.setObjectName("training_scroll")
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.area)
        session.project_changed.connect(self.refresh)
        session.description_changed.connect(self.refresh)
        session.facts_changed.connect(self.refresh)
        self.refresh()

    @property
    def start_from(self) -> Path | None:
        """The model file whose weights the next run begins with, or None for new weights."""
        return self.run.start_from

    def refresh(self) -> None:
        """Show the document as it is now."""
        views = self.outputs.views()
        found = [item for item in problems(self._session.project.training, views) if item.node is None]
        self.run.refresh()
        self.run.show_problem(next(iter((*errors(found), *found)), None))
        self.optimizer.refresh()
        self.outputs.refresh(views)
        self.callbacks.refresh()

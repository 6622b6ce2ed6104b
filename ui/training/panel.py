"""The training panel: sections under each other that scroll."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop_nn.problems import errors
from ui.running import RunControl
from ui.session import Session
from ui.widgets.section_page import SectionPage

if TYPE_CHECKING:
    from ui.training.callbacks_section import CallbacksSection
    from ui.training.optimizer_section import OptimizerSection
    from ui.training.outputs_section import OutputsSection
    from ui.training.run_section import RunSection
    from ui.training.speed_section import SpeedSection


class TrainingPanel(SectionPage):
    """How the model is trained. Everything is part of the document."""

    run: RunSection
    optimizer: OptimizerSection
    outputs: OutputsSection
    callbacks: CallbacksSection
    speed: SpeedSection

    def __init__(self, session: Session, run: RunControl) -> None:
        super().__init__("training", "Training")
        self._session, self._run_control = session, run
        session.project_changed.connect(self.refresh)
        session.description_changed.connect(self.refresh)
        session.facts_changed.connect(self.refresh)
        session.problems_changed.connect(self.refresh)

    def make_sections(self) -> Sequence[QWidget]:
        """All sections."""
        from ui.training.callbacks_section import CallbacksSection
        from ui.training.optimizer_section import OptimizerSection
        from ui.training.outputs_section import OutputsSection
        from ui.training.run_section import RunSection
        from ui.training.speed_section import SpeedSection

        self.run = RunSection(self._session, self._run_control)
        self.optimizer = OptimizerSection(self._session, self._run_control)
        self.outputs = OutputsSection(self._session)
        self.callbacks = CallbacksSection(self._session)
        self.speed = SpeedSection(self._session)
        return self.run, self.optimizer, self.outputs, self.callbacks, self.speed

    def refresh_sections(self) -> None:
        """Show the document as it is now."""
        from desktop_nn.training.checks import problems

        views = self.outputs.views()
        known = problems(self._session.project.training, views, self.run.training_samples())
        found = [item for item in known if item.node is None]
        self.run.refresh()
        self.run.show_problem(next(iter((*errors(found), *found)), None))
        self.optimizer.refresh()
        self.optimizer.show_curve(self.run.training_samples())
        self.outputs.refresh(views)
        self.callbacks.refresh()
        self.speed.refresh()

"""The runs that wait, as a button of the tool bar: how many, which ones, and a way to take one out again."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu, QToolButton

from ui.running import Planned, RunControl


class QueueButton(QToolButton):
    """Only there while something waits. A click on a run in its menu takes that run out."""

    def __init__(self, run: RunControl) -> None:
        super().__init__()
        self.setObjectName("run_queue")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolTip("Runs that wait for the present one")
        self._run = run
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)
        run.queue_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show how many wait."""
        count = len(self._run.queue)
        self.setVisible(bool(count))
        self.setText(f"{count} waiting")
        self.setAccessibleName(f"{count} run{'s' if count != 1 else ''} waiting")

    def _fill(self) -> None:
        self._menu.clear()
        for place, plan in enumerate(self._run.queue):
            action = self._menu.addAction(f"Take out: {_words(plan)}")
            action.setToolTip("This run will not be trained; the others stay.")
            action.triggered.connect(lambda _=False, place=place: self._run.drop(place))


def _words(plan: Planned) -> str:
    """A waiting run in a few words."""
    if plan.folder is not None:
        return f"{plan.folder.name}, to go on" + (f" up to {plan.epochs:,} epochs" if plan.epochs else "")
    assert plan.project is not None
    training = plan.project.training
    return f"{plan.project.graph.name}, {training.epochs:,} epochs, {training.optimizer.kind}, seed {training.seed}"

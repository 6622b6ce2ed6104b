"""The tool bar: the few commands that one needs all day, and the state of the run."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QToolBar, QToolButton, QWidget

from ui.actions.action_set import ActionSet
from ui.running import RunControl
from ui.runs.run_bar import RunBar
from ui.session import Session
from ui.theme.icons import icon, icon_size
from ui.theme.theme import theme

_LEFT = (
    ("file.open", "file.save"),
    ("edit.undo", "edit.redo"),
    ("model.add", "model.tidy", "view.fit"),
)


class ToolBar(QToolBar):
    """Fixed at the top; Train is the one button that stands out."""

    def __init__(self, actions: ActionSet, session: Session, run: RunControl) -> None:
        super().__init__("Tools")
        self.setObjectName("tool_bar")
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setIconSize(icon_size(17))
        for number, group in enumerate(_LEFT):
            if number:
                self.addSeparator()
            for id in group:
                self.addAction(actions[id])
        space = QWidget()
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(space)
        self._run_bar = RunBar(session, run)
        self.addWidget(self._run_bar)
        self._train = self._with_text(actions, "run.train")
        self._train.setProperty("class", "primary")
        # The button takes the action's icon again at every change; in the menu the action keeps its own colour.
        actions["run.train"].changed.connect(self._paint_train)
        self._pause = self._pausing(actions, run)
        self._stop = self._with_text(actions, "run.stop")
        self._stop.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        for id in ("run.stop_after_epoch", "run.discard"):
            self._stop.addAction(actions[id])
        self._tensorboard = self._with_text(actions, "run.tensorboard")
        theme.changed.connect(self._paint)
        self._paint()

    def _with_text(self, actions: ActionSet, id: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"tool_{id}")
        button.setDefaultAction(actions[id])
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.addWidget(button)
        return button

    def _pausing(self, actions: ActionSet, run: RunControl) -> QToolButton:
        """One button that pauses or resumes, whichever is possible."""
        button = self._with_text(actions, "run.pause")

        def refresh() -> None:
            wanted = actions["run.resume" if run.state == "paused" else "run.pause"]
            present = button.defaultAction()
            if present is not wanted:
                button.removeAction(present)  # two actions would make a menu of them
                button.setDefaultAction(wanted)

        run.state_changed.connect(refresh)
        return button

    def _paint(self) -> None:
        self.setIconSize(icon_size(17))
        self._paint_train()

    def _paint_train(self) -> None:
        self._train.setIcon(icon("play", "accent_text"))

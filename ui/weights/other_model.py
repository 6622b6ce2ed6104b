"""The button that chooses the model to compare with: another run's, a file, the weights before training, or none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QToolButton

from ui.session import Session
from ui.theme.icons import icon, icon_size
from ui.theme.theme import theme

if TYPE_CHECKING:
    from desktop_nn.runs.entry import RunEntry

MOST_RUNS = 12
FILTER = "Keras models (*.h5 *.hdf5 *.keras)"


@dataclass(frozen=True, slots=True)
class OtherModel:
    """A model to compare with: a file, or without one the weights before training."""

    title: str
    path: Path | None = None


class OtherModelButton(QToolButton):
    """`chosen` carries an OtherModel, or None for no comparison."""

    chosen = Signal(object)

    def __init__(self, session: Session, runs_folder: Callable[[], Path]) -> None:
        super().__init__()
        self._session, self._runs_folder = session, runs_folder
        self.other: OtherModel | None = None
        self._runs: list[tuple[str, Path]] = []
        self.setObjectName("weights_compare")
        self.setToolTip("Compare these weights with those of another model")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setStyleSheet("QToolButton { padding: 3px 7px; } QToolButton::menu-indicator { image: none; width: 0; }")
        menu = QMenu(self)
        menu.setObjectName("weights_compare_menu")
        menu.aboutToShow.connect(self._fill)
        self.setMenu(menu)
        theme.changed.connect(self._dress)
        self._dress()
        self.choose(None, tell=False)

    def choose(self, other: OtherModel | None, *, tell: bool = True) -> None:
        """Compare with that model, or with none."""
        self.other = other
        text = f"With: {other.title}" if other else "Compare…"
        self.setText(self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, round(140 * theme.scale)))
        self.setAccessibleName(f"Compared with {other.title}" if other else "Compare with another model")
        if tell:
            self.chosen.emit(other)

    def read_runs(self) -> None:
        """Look for runs with a model, on the worker."""
        root = self._runs_folder()

        def work(_cancelled: Callable[[], bool]) -> list[tuple[str, Path]]:
            from desktop_nn.runs.entry import list_entries

            return [(_run_title(entry), path) for entry in list_entries(root) if (path := _model_of(entry.folder))]

        self._session.looking.submit(work, done=self._take_runs, refused=lambda _: None, latest="runs to compare")

    def ask_file(self) -> None:
        """Let the user choose a model file."""
        folder = self._session.path.parent if self._session.path else Path.home()
        path, _ = QFileDialog.getOpenFileName(self.window(), "Compare with", str(folder), FILTER)
        if path:
            self.choose(OtherModel(Path(path).name, Path(path)))

    def _take_runs(self, runs: list[tuple[str, Path]]) -> None:
        self._runs = runs[:MOST_RUNS]

    def _fill(self) -> None:
        menu = self.menu()
        menu.clear()
        if self.other is not None:
            menu.addAction("Do not compare").triggered.connect(lambda: self.choose(None))
            menu.addSeparator()
        menu.addAction("The weights before training").triggered.connect(
            lambda: self.choose(OtherModel("before training"))
        )
        menu.addAction("Model file…").triggered.connect(self.ask_file)
        menu.addSection("Runs")
        for title, path in self._runs:
            menu.addAction(title.replace("&", "&&")).triggered.connect(
                lambda _=False, title=title, path=path: self.choose(OtherModel(title, path))
            )
        if not self._runs:
            menu.addAction("No run has left a model yet").setEnabled(False)

    def _dress(self) -> None:
        self.setIcon(icon("arrow-left-right", "text_dim"))
        self.setIconSize(icon_size(14))


def _model_of(folder: Path) -> Path | None:
    """The model that a run left: the one at its end, else the best one."""
    return next((path for name in ("model.h5", "best.h5") if (path := folder / name).is_file()), None)


def _run_title(entry: RunEntry) -> str:
    when = entry.record.created.replace("T", " ")[5:16]
    return f"{entry.title}, {when}" if when else entry.title

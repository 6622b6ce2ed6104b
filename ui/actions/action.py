"""One command as data, and what it may ask of the window. No QAction is made here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView
    from ui.charts.panel import ChartsPanel
    from ui.documents import Documents
    from ui.exporting import PictureExport
    from ui.layer_timing import LayerTiming
    from ui.reporting import Reporting
    from ui.run_commands import RunCommands
    from ui.running import RunControl
    from ui.runs.panel import RunsPanel
    from ui.session import Session
    from ui.trials import Trials


class Window(Protocol):
    """What commands may use of the main window."""

    session: Session
    run: RunControl
    documents: Documents
    canvas: CanvasView
    pictures: PictureExport
    run_commands: RunCommands
    trials: Trials
    timing: LayerTiming
    reports: Reporting

    def library(self) -> RunsPanel | None:
        """The library of runs, once it was shown."""

    def charts(self) -> ChartsPanel | None:
        """The charts, once they were shown."""

    def train(self) -> None:
        """Start a run with the choices of the panels."""

    def preflight(self) -> None:
        """Check the project before it is trained, and show what was seen."""

    def test_rates(self) -> None:
        """Try learning rates, and show the curve."""

    def find_layer(self) -> None:
        """Put the keyboard into the palette's search."""

    def show_panel(self, name: str) -> None:
        """Bring a panel to the front and give it the focus."""

    def toggle_panel(self, name: str) -> None:
        """Show or hide a panel."""

    def panel_shown(self, name: str) -> bool:
        """Whether a panel is on the screen."""

    def set_scheme(self, wish: str) -> None:
        """Light, dark, or after the system."""

    def switch(self, name: str) -> None:
        """Turn a setting that is on or off the other way."""

    def scheme(self) -> str:
        """The scheme chosen: system, light or dark."""

    def open_tensorboard(self) -> None:
        """Start TensorBoard on the runs and open the browser."""

    def stop_tensorboard(self) -> None:
        """End TensorBoard."""

    def tensorboard_running(self) -> bool:
        """Whether TensorBoard runs."""

    def show_command_palette(self) -> None:
        """Let the user search all commands."""

    def show_shortcuts(self) -> None:
        """Show the list of all shortcuts."""

    def show_about(self) -> None:
        """Show version, licences and versions of the libraries."""

    def look_for_newer_version(self) -> None:
        """Ask the package index whether there is a newer version, and tell."""

    def show_welcome(self) -> None:
        """Show the start page with the examples."""

    def rename_selected(self) -> None:
        """Rename the selected layer where the keyboard is."""

    def reset_panels(self) -> None:
        """Put all panels back where they were at first."""

    def scale_text(self, step: int) -> None:
        """Make all text larger (+1) or smaller (-1), or as it was (0)."""

    def leave(self) -> None:
        """Close the window (asks about unsaved work)."""


def always(_window: Window) -> bool:
    """For commands that can always be given."""
    return True


@dataclass(frozen=True, slots=True)
class Action:
    """A command. `id` is the object name of its QAction; `shortcut` in Qt's portable text, several by blanks.

    `section` groups a menu's entries between separators; `contexts` are the context menus that show it
    ("canvas", "node", "link", "port", "group", "comment", "chart", "charts"; "nested" for a nested model, which also
    has what "node" has, and "inside" for the canvas inside one; "selection" for several nodes, which also has what
    "node" has as far as it is enabled). `canvas_only` shortcuts work while the canvas has the focus, so that Delete
    or Ctrl+C still belong to a text field elsewhere. `fixed_key` is the canvas's own and only shown.
    `within` is the menu inside the context menus of layers in which it is; a `shy` one is in none while disabled.
    """

    id: str
    text: str
    run: Callable[[Window], object]
    menu: str
    section: int = 0
    icon: str = ""
    shortcut: str = ""
    tip: str = ""
    enabled: Callable[[Window], bool] = always
    checked: Callable[[Window], bool] | None = None
    contexts: frozenset[str] = frozenset()
    canvas_only: bool = False
    fixed_key: str = ""
    within: str = ""
    shy: bool = False

    @property
    def title(self) -> str:
        """The text without the mnemonic's mark and dots."""
        return self.text.replace("&", "").removesuffix("…")

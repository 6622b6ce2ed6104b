"""The main window: puts canvas, panels, tool bar and messages together and answers the commands.

What the panels do is theirs; here they are only made, placed and connected.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast, get_args

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QMessageBox, QStackedWidget, QWidget

from desktop_nn import __version__
from desktop_nn import settings as settings_file
from desktop_nn.settings import Settings
from desktop_nn.training.events import LayersSeen, RunEnded, RunEvent
from ui import window_state
from ui.actions import keymap
from ui.actions.action_set import ActionSet
from ui.actions.command_palette import CommandPalette
from ui.actions.shortcuts_dialog import ShortcutsDialog
from ui.canvas.view import CanvasView
from ui.documents import Documents
from ui.exporting import PictureExport
from ui.file_drops import FileDrops
from ui.layer_code import LayerCode
from ui.layer_timing import LayerTiming
from ui.panel_list import panel_specs
from ui.panels import Panels
from ui.recent_files import RecentMenu
from ui.reporting import Reporting
from ui.run_charts import RunCharts
from ui.run_commands import RunCommands
from ui.run_ending import tell_end
from ui.running import RunControl
from ui.runs.tensorboard_control import TensorBoardControl
from ui.session import Notice, Session
from ui.theme.theme import Wish, theme
from ui.tool_bar import ToolBar
from ui.trials import Trials
from ui.widgets.about import AboutDialog
from ui.widgets.message_bar import MessageBar
from ui.widgets.message_box import MessageBox
from ui.widgets.welcome import WelcomePage
from ui.widgets.work_strip import WorkStrip

if TYPE_CHECKING:
    from ui.charts.panel import ChartsPanel
    from ui.runs.panel import RunsPanel


class MainWindow(QMainWindow):
    """The window. `usable` is sent once, when it is on the screen and takes input."""

    usable = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.session = Session(settings, self)
        self.run = RunControl(self.session)
        self.trials = Trials(self.session, self.run)
        self.timing = LayerTiming(self.session, self.run)
        self.documents = Documents(self.session, self.run, self)
        self.tensorboard = TensorBoardControl(self.session)
        self.layer_code = LayerCode(self.session, self)
        self.canvas = CanvasView(self.session)
        self.pictures = PictureExport(self.session, self.canvas, self)
        self._make_centre()
        self.panels = Panels(panel_specs(self), self._centre, self)
        self.run_charts = RunCharts(self.session, self.run, self.panels)
        show = partial(self.show_panel, "charts")
        self.run_commands = RunCommands(self.session, self.run, self.runs_folder, show, self)
        self.reports = Reporting(self, self._centre)
        self.messages = MessageBar(self._centre)
        self.work_strip = WorkStrip(self._centre)
        self.setCentralWidget(self.panels.whole)
        self.actions_by_id = ActionSet(self, self, self.canvas)
        self.actions_by_id.fill(self.menuBar())
        self._add_recent_menu()
        self.drops = FileDrops(self)
        self.tools = ToolBar(self.actions_by_id, self.session, self.run)
        self.addToolBar(self.tools)
        self._connect()
        self.resize(1280, 760)
        self.setMinimumSize(900, 560)
        self.panels.reset(1280, 700)
        window_state.restore(self)
        self._refresh_title()
        self._shown = False

    # --- parts ---------------------------------------------------------------------------------------------------

    def _make_centre(self) -> None:
        from desktop_nn.project import examples

        cards = [(name, examples.title(name), examples.about(name)) for name in examples.names()]
        self.welcome = WelcomePage(cards)
        self._refresh_recent()
        self._centre = QStackedWidget()
        self._centre.addWidget(self.welcome)
        self._centre.addWidget(self.canvas)

    def _add_recent_menu(self) -> None:
        menu = RecentMenu(self.documents.recent)
        menu.setParent(self.menuBar(), menu.windowFlags())
        menu.wanted.connect(self.documents.open)
        file = self.findChild(QMenu, "menu.file")
        assert file is not None
        file.insertMenu(self.actions_by_id["file.welcome"], menu)

    def _connect(self) -> None:
        session = self.session
        session.noticed.connect(self._show_notice)
        session.working.connect(self.work_strip.watch)
        session.opened.connect(self._show_document)
        session.saved_changed.connect(self._refresh_title)
        session.problems_changed.connect(self._refresh_problem_count)
        for signal in (session.project_changed, session.problems_changed, session.selection_changed):
            signal.connect(self.actions_by_id.refresh)
        for signal in (self.run.state_changed, self.run.queue_changed, self.trials.changed, self.reports.changed):
            signal.connect(self.actions_by_id.refresh)
        self.timing.changed.connect(lambda: self.canvas.overlay.show_times(self.timing.known))
        self.timing.changed.connect(self.actions_by_id.refresh)
        self.run.told.connect(self._hear)
        self.panels.changed.connect(self.actions_by_id.refresh)
        self.tensorboard.state_changed.connect(self.actions_by_id.refresh)
        self.canvas.marks.links_changed.connect(self.actions_by_id.refresh)
        self.canvas.open_wanted.connect(self.open_parameters)
        self.canvas.context_menu_wanted.connect(self.show_context_menu)
        self.messages.action_wanted.connect(lambda id: self.actions_by_id[id].trigger())
        self.welcome.example_wanted.connect(self.documents.open_example)
        self.welcome.new_wanted.connect(self.documents.new)
        self.welcome.open_wanted.connect(self.documents.ask_open)
        self.welcome.recent_wanted.connect(self.documents.open)
        self.canvas.project_wanted.connect(self.documents.ask_open)
        self.canvas.dropping.files.open_wanted.connect(self.documents.open)
        self.canvas.dropping.files.insert_wanted.connect(self._insert_file)
        self.documents.recent.changed.connect(self._refresh_recent)
        self.welcome.forget_wanted.connect(self.documents.recent.forget)
        session.engine_loaded.connect(self._load_plots)

    # --- start and end -------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Qt's; what may wait is done once the window is on the screen."""
        super().showEvent(event)
        if not self._shown:
            self._shown = True
            QTimer.singleShot(0, self._after_show)

    def _after_show(self) -> None:
        self.panels.reset(self.width(), self.height())
        window_state.restore_panels(self)
        # It brings numpy; the first document, read on the same worker, comes after it.
        self.session.files.submit(lambda _cancelled: import_module("desktop_nn.project.validate"))
        if self.session.has_document:
            self.panels.fill_visible()
        else:
            self.show_welcome()
        self.usable.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt's; asks about unsaved work, stops a run (which keeps its model) and ends all threads."""
        if not (self.layer_code.may_leave() and self.documents.may_leave()):
            event.ignore()
            return
        window_state.keep(self)
        self.hide()  # what is under way may take seconds to end
        self.run.shut_down()
        self.tensorboard.stop()
        self.session.stop()
        self.documents.discard_recovery_copy()  # after the thread that may be writing it just now
        super().closeEvent(event)

    def leave(self) -> None:
        """Close the window (asks about unsaved work)."""
        self.close()

    # --- what commands call --------------------------------------------------------------------------------------

    def charts(self) -> ChartsPanel | None:
        """The charts, once they were shown."""
        made = self.panels.made("charts")
        return cast("ChartsPanel", made) if made is not None else None

    def library(self) -> RunsPanel | None:
        """The library of runs, once it was shown."""
        made = self.panels.made("runs")
        return cast("RunsPanel", made) if made is not None else None

    def train(self) -> None:
        """Start a run with the choices of the panels and show the charts."""
        self.panels.panel("charts")
        self.run_commands.train()

    def preflight(self) -> None:
        """Check the project before it is trained, and show what was seen."""
        if self.trials.start_checks():
            self.show_panel("preflight")

    def test_rates(self) -> None:
        """Try learning rates, and show the curve."""
        if self.trials.start_rates():
            self.show_panel("preflight")

    def show_run(self, folder: Path) -> None:
        """Show the charts of an earlier run, read from its folder."""
        self.run_charts.show([folder])

    def runs_folder(self) -> Path:
        """Where runs are kept: beside the project, or in the folder of the settings."""
        chosen = self.session.settings.runs_folder
        if chosen:
            return Path(chosen)
        if self.session.path is not None:
            return self.session.path.parent / "runs"
        return settings_file.default_runs_folder()

    def find_layer(self) -> None:
        """Put the keyboard into the palette's search."""
        from ui.palette.panel import PalettePanel

        self.panels.show("palette", focus=False)
        palette = self.panels.panel("palette")
        if isinstance(palette, PalettePanel):
            palette.focus_search()

    def show_panel(self, name: str) -> None:
        """Bring a panel to the front and give it the focus."""
        self.panels.show(name)

    def toggle_panel(self, name: str) -> None:
        """Show or hide a panel."""
        self.panels.toggle(name)

    def panel_shown(self, name: str) -> bool:
        """Whether a panel is on the screen."""
        return self.panels.shown(name)

    def open_parameters(self) -> None:
        """Put the keyboard into the inspector's first field."""
        self.panels.show("inspector")
        inspector = self.panels.panel("inspector")
        focused = QApplication.focusWidget()
        if focused is None or not inspector.isAncestorOf(focused):
            inspector.setFocus(Qt.FocusReason.TabFocusReason)
            inspector.focusNextChild()

    def rename_selected(self) -> None:
        """Rename the selected layer where the keyboard is: in the outline, else on the canvas."""
        outline = self.panels.made("outline")
        focused = QApplication.focusWidget()
        if outline is not None and focused is not None and outline.isAncestorOf(focused):
            outline.rename_current()  # type: ignore[attr-defined]
        else:
            self.canvas.rename_selected()

    def reset_panels(self) -> None:
        """Put all panels back where they were at first."""
        self.panels.reset(self.width(), self.height())

    def set_scheme(self, wish: str) -> None:
        """Light, dark, high contrast, or after the system; remembered."""
        wishes: tuple[Wish, ...] = get_args(Wish)
        chosen: Wish = next((known for known in wishes if known == wish), "system")
        theme.apply(chosen)
        self._keep(replace(self.session.settings, theme=chosen))

    def scheme(self) -> str:
        """The scheme chosen."""
        return theme.wish

    def scale_text(self, step: int) -> None:
        """Make all text larger (+1) or smaller (-1) by a tenth, or as it was (0); remembered."""
        scale = 1.0 if step == 0 else min(1.6, max(0.8, round(theme.scale + 0.1 * step, 1)))
        theme.apply(theme.wish, scale)
        self._keep(replace(self.session.settings, text_scale=scale))

    def open_tensorboard(self) -> None:
        """Start TensorBoard on the run folder and open the browser when it answers."""
        self.tensorboard.open(self.runs_folder())

    def stop_tensorboard(self) -> None:
        """End TensorBoard."""
        self.tensorboard.end()

    def tensorboard_running(self) -> bool:
        """Whether TensorBoard runs."""
        return self.tensorboard.running

    def show_command_palette(self) -> None:
        """Let the user search all commands."""
        CommandPalette(self.actions_by_id, self).open_over(self)

    def show_shortcuts(self) -> None:
        """Show the list of all shortcuts."""
        sheet = ShortcutsDialog(self.actions_by_id, self)
        sheet.changed.connect(self._change_keys)
        sheet.open()

    def show_about(self) -> None:
        """Show version, licences and versions of the libraries."""
        about = AboutDialog(self)
        about.licences_wanted.connect(lambda: self._show_licences(about))
        about.open()

    def _show_licences(self, parent: QWidget) -> None:
        from ui.widgets.licences import LicencesDialog

        dialog = LicencesDialog(parent)

        def read(_cancelled: Callable[[], bool]) -> object:
            from desktop_nn.licences import parts

            return parts()

        self.session.files.submit(read, done=dialog.show_parts, latest="licences")
        dialog.open()

    def look_for_newer_version(self) -> None:
        """Ask the package index whether there is a newer version, and tell."""
        self.session.tell("Asking whether there is a newer version…")

        def ask(_cancelled: Callable[[], bool]) -> str:
            from desktop_nn.newer_version import newer_version

            return newer_version()

        def answer(newest: str) -> None:
            there = f"Version {newest} of Desktop NN is there. You have {__version__}."
            self.session.tell(there if newest else f"You have the newest version, {__version__}.", "good")

        self.session.looking.submit(ask, done=answer, refused=self.session.tell_problems, latest="newer version")

    def show_welcome(self) -> None:
        """Show the start page with the examples."""
        self.documents.recent.look()
        self._centre.setCurrentWidget(self.welcome)
        self.panels.set_all_visible(False)
        self.welcome.setFocus()

    # --- what the window shows -----------------------------------------------------------------------------------

    def _show_document(self) -> None:
        self._centre.setCurrentWidget(self.canvas)
        self.panels.set_all_visible(True)
        self.canvas.setFocus()
        self._refresh_title()

    def _load_plots(self) -> None:
        """Import the evaluation's plots on a worker, so that opening it does not wait for them."""
        self.session.files.submit(lambda _cancelled: import_module("pyqtgraph"))

    def _refresh_title(self) -> None:
        mark = "• " if self.session.modified else ""
        shown = f"{mark}{self.session.title} — Desktop NN" if self.session.has_document else "Desktop NN"
        self.setWindowTitle(shown)
        if self.session.path:
            self.setWindowFilePath(str(self.session.path))

    def _refresh_problem_count(self) -> None:
        count = len(self.session.problems)
        self.panels.set_title("problems", f"Problems ({count})" if count else "Problems")

    def _refresh_recent(self) -> None:
        recent = self.documents.recent
        self.welcome.set_recent(recent.files, recent.missing)

    def _show_notice(self, notice: Notice) -> None:
        title = self.actions_by_id[notice.action].text().replace("&", "") if notice.action else ""
        self.messages.show_message(notice.text, notice.level, notice.action, title)

    def show_context_menu(self, context: str, at: QPoint) -> None:
        """Show the commands for what was clicked, at a point of the screen."""
        menu = self.actions_by_id.context_menu(context, self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)

    def _hear(self, event: RunEvent) -> None:
        if isinstance(event, LayersSeen):
            self.canvas.overlay.look_into(self.run.log)
        if isinstance(event, RunEnded):
            tell_end(self.session, self.run, event)

    def _change_keys(self, changed: dict[str, str]) -> None:
        self.actions_by_id.change_keys(changed)
        self._keep(replace(self.session.settings, shortcuts=keymap.written(changed)))

    def switch(self, name: str) -> None:
        """Turn a setting that is on or off the other way; remembered."""
        wished: dict[str, Any] = {name: not getattr(self.session.settings, name)}
        self._keep(replace(self.session.settings, **wished))
        self.canvas.paths.refresh()

    def _keep(self, settings: Settings) -> None:
        self.session.settings = settings
        self.session.files.submit(lambda _cancelled: settings_file.save(settings), refused=self.session.tell_problems)

    def _insert_file(self, path: Path, at: QPointF) -> None:
        self.documents.read_drawing(path, lambda graph: self.canvas.clipping.insert(graph, at, path.stem))

    def tell_crash(self, log: Path | None) -> None:
        """Say that something went wrong that is no fault of the user's; the work is kept in a recovery copy."""
        self.documents.write_recovery_copy()
        where = f"\nDetails are in {log}" if log else ""
        box = MessageBox(self, "Something went wrong inside the app.", QMessageBox.Icon.Warning)
        box.setInformativeText(f"Your work was kept in a recovery copy. You can go on, or save and restart.{where}")
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

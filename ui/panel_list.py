"""Which panels there are, where they sit, and how each is made and connected; the imports wait until then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ui.panels import PanelSpec

if TYPE_CHECKING:
    from ui.charts.panel import ChartsPanel
    from ui.main_window import MainWindow
    from ui.session import Session


def panel_specs(window: MainWindow) -> tuple[PanelSpec, ...]:
    """All panels of a window, in the order of their tabs."""
    session, run = window.session, window.run

    def palette() -> QWidget:
        from ui.palette.panel import PalettePanel

        panel = PalettePanel(session, window.canvas.placing.shelf)
        panel.chosen.connect(window.canvas.add_layer)
        return panel

    def outline() -> QWidget:
        from ui.outline.panel import OutlinePanel

        panel = OutlinePanel(session)
        panel.go_to.connect(window.canvas.center_on)
        panel.group_pointed.connect(window.canvas.grouping.point_at)
        panel.menu_wanted.connect(window.show_context_menu)
        window.actions_by_id.share_with(panel.tree)
        return panel

    def inspector() -> QWidget:
        from ui.inspector.panel import InspectorPanel

        panel = InspectorPanel(session)
        panel.go_to.connect(window.canvas.center_on)
        panel.several.group.fold_wanted.connect(lambda id, folded: window.canvas.grouping.fold((id,), folded))
        return panel

    def data() -> QWidget:
        from ui.data.panel import DataPanel

        return DataPanel(session)

    def training() -> QWidget:
        from ui.training.panel import TrainingPanel

        return TrainingPanel(session, run)

    def preflight() -> QWidget:
        from ui.preflight.panel import PreflightPanel

        panel = PreflightPanel(window.trials)
        panel.go_to.connect(window.canvas.center_on)
        return panel

    def charts() -> QWidget:
        from ui.charts.panel import ChartsPanel

        return _connected(ChartsPanel(run), window)

    def evaluation() -> QWidget:
        from ui.evaluation.panel import EvaluationPanel

        return EvaluationPanel(session, run)

    def problems() -> QWidget:
        from ui.problems.panel import ProblemsPanel

        panel = ProblemsPanel(session)
        panel.go_to.connect(window.canvas.center_on)
        return panel

    def summary() -> QWidget:
        from ui.code.summary_panel import SummaryPanel

        panel = SummaryPanel(session)
        panel.go_to.connect(window.canvas.center_on)
        return panel

    def runs() -> QWidget:
        from ui.runs.panel import RunsPanel

        panel = RunsPanel(session, run, window.runs_folder, window.tensorboard)
        panel.chosen_changed.connect(window.actions_by_id.refresh)
        panel.charts_wanted.connect(window.show_run)
        panel.overlay_wanted.connect(window.run_charts.show)
        panel.project_wanted.connect(window.documents.open_copy)
        panel.continue_wanted.connect(window.run_commands.go_on)
        panel.tensorboard_wanted.connect(lambda runs: window.tensorboard.open(window.runs_folder(), runs))
        return panel

    return (
        PanelSpec("palette", "Layers", "", "left", palette),
        PanelSpec("outline", "Outline", "", "left", outline),
        PanelSpec("history", "History", "", "left", lambda: _history(session)),
        PanelSpec("inspector", "Inspector", "sliders-horizontal", "right", inspector),
        PanelSpec("data", "Data", "database", "right", data),
        PanelSpec("training", "Training", "graduation-cap", "right", training),
        PanelSpec("preflight", "Pre-flight", "list-checks", "bottom", preflight),
        PanelSpec("charts", "Charts", "chart-line", "bottom", charts),
        PanelSpec("evaluation", "Evaluation", "target", "bottom", evaluation),
        PanelSpec("weights", "Weights", "grid-2x2", "bottom", lambda: _weights(window)),
        PanelSpec("problems", "Problems", "triangle-alert", "bottom", problems),
        PanelSpec("summary", "Summary", "table", "bottom", summary),
        PanelSpec("code", "Code", "code", "bottom", lambda: _code(window)),
        PanelSpec("runs", "Runs", "history", "bottom", runs),
    )


def _history(session: Session) -> QWidget:
    from ui.history.panel import HistoryPanel

    return HistoryPanel(session)


def _code(window: MainWindow) -> QWidget:
    from ui.canvas.revealing import reveal
    from ui.code.panel import CodePanel

    panel = CodePanel(window.session)
    panel.nodes_wanted.connect(lambda nodes: reveal(window.canvas, nodes))
    panel.panel_wanted.connect(lambda name: window.panels.show(name, focus=False))
    return panel


def _weights(window: MainWindow) -> QWidget:
    from ui.weights.panel import WeightsPanel

    return WeightsPanel(window.session, window.run, window.runs_folder)


def _connected(panel: ChartsPanel, window: MainWindow) -> ChartsPanel:
    panel.menu_wanted.connect(window.show_context_menu)
    panel.options_changed.connect(window.actions_by_id.refresh)
    panel.run_shown.connect(window.canvas.overlay.look_into)
    return panel

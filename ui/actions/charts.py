"""The commands of the charts: export, zoom, how they are drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ui.actions.action import Action, Window

if TYPE_CHECKING:
    from ui.charts.chart import Chart
    from ui.charts.panel import ChartsPanel

_ONE, _ALL = frozenset({"chart"}), frozenset({"chart", "charts"})


def _any(window: Window) -> bool:
    panel = window.charts()
    return panel is not None and panel.has_figures


def _one(window: Window) -> bool:
    return _any(window) and _current(window) is not None


def _current(window: Window) -> Chart | None:
    """The chart whose menu was opened last, if it is still there."""
    panel = window.charts()
    if panel is None or panel.current not in panel.charts.values():
        return None
    return panel.current


def _with(command: Callable[[ChartsPanel], object]) -> Callable[[Window], object]:
    def run(window: Window) -> None:
        panel = window.charts()
        if panel is not None:
            command(panel)

    return run


def _switch(name: str, text: str, tip: str) -> Action:
    def turn(panel: ChartsPanel) -> None:
        turned: dict[str, Any] = {name: not getattr(panel.options, name)}
        panel.choose(replace(panel.options, **turned))

    def on(window: Window) -> bool:
        panel = window.charts()
        return panel is not None and bool(getattr(panel.options, name))

    return Action(f"charts.{name}", text, _with(turn), "View/Charts", 0, "", "", tip, _any, on, _ONE)


CHARTS = (
    _switch("log", "&Log scale", "Logarithmic upright axis in all charts"),
    _switch("shift", "Training curve ½ epoch &earlier",
            "The training figure is a mean over the epoch: on average half an epoch older than validation's"),
    Action("charts.whole", "Show the &whole run", _with(lambda panel: panel.show_everything()), "View/Charts", 0,
           "maximize", "", "Leave the zoom of all charts", _any, contexts=_ONE),
    Action("charts.save_chart", "Export this &chart…", lambda w: _with(lambda p: p.export.ask(_current(w)))(w),
           "View/Charts", 1, "image-down", "", "As PNG, SVG or CSV", _one, contexts=_ONE),
    Action("charts.copy_chart", "Copy &picture of this chart",
           lambda w: _with(lambda p: p.export.copy(_current(w)))(w), "View/Charts", 1, "copy", "", "", _one,
           contexts=_ONE),
    Action("charts.save_all", "Export &all charts…", _with(lambda panel: panel.export.ask()), "View/Charts", 2,
           "images", "", "All charts that are shown, as PNG or SVG", _any, contexts=_ALL),
    Action("charts.save_figures", "Export all &figures…", _with(lambda panel: panel.export.ask(suffix=".csv")),
           "View/Charts", 2, "table", "", "Every figure of the runs, a line an epoch, as CSV", _any,
           contexts=_ALL),
)  # fmt: skip

"""The View menu: zoom, panels and looks."""

from typing import Literal

from desktop_nn.graph.costs import Measure
from desktop_nn.settings import LinkStyle
from ui.actions.action import Action, Window


def _any(window: Window) -> bool:
    return bool(window.session.graph.nodes)


PANELS = {
    "palette": "&Layers",
    "inspector": "&Inspector",
    "data": "&Data",
    "training": "&Training",
    "charts": "&Charts",
    "evaluation": "E&valuation",
    "problems": "&Problems",
    "summary": "&Summary",
    "code": "C&ode",
    "runs": "&Runs",
    "outline": "Ou&tline",
    "history": "&History",
    "preflight": "Pre-fli&ght",
    "weights": "&Weights",
}
"""Panels by name with their titles, in the order of the menu."""

_CANVAS = frozenset({"canvas"})


def _panel(name: str, text: str, number: int) -> Action:
    keys = f"Alt+{number % 10}" if number <= 10 else f"Alt+Shift+{number - 10}"
    return Action(
        f"view.{name}", text, lambda w: w.toggle_panel(name), "View/Panels", 0, "", keys,
        checked=lambda w: w.panel_shown(name),
    )  # fmt: skip


def _scheme(wish: str, text: str, icon: str) -> Action:
    return Action(
        f"view.scheme_{wish}", text, lambda w: w.set_scheme(wish), "View/Appearance", 0, icon,
        checked=lambda w: w.scheme() == wish,
    )  # fmt: skip


def _switch(setting: str, text: str, icon: str, keys: str, tip: str) -> Action:
    return Action(
        f"view.{setting}", text, lambda w: w.switch(setting), "View", 1, icon, keys, tip,
        checked=lambda w: bool(getattr(w.session.settings, setting)), contexts=_CANVAS, canvas_only=True,
    )  # fmt: skip


def _overlay(
    measure: Measure | Literal["training", ""], text: str, icon: str, tip: str = "Colour the layers by what they cost"
) -> Action:
    return Action(
        f"view.overlay_{measure.replace('-', '_') or 'none'}", text, lambda w: w.canvas.overlay.show(measure),
        "View/Overlay", 0, icon, "", tip, _any,
        checked=lambda w: w.canvas.overlay.measure == measure,
    )  # fmt: skip


def _show_times(window: Window) -> None:
    window.timing.want()
    window.canvas.overlay.show("time")


def _links(style: LinkStyle, text: str) -> Action:
    return Action(
        f"view.links_{style}", text, lambda w: w.canvas.link_styles.choose(style), "View/Links", 0, "", "",
        "How links run from layer to layer", checked=lambda w: w.canvas.link_styles.style == style,
    )  # fmt: skip


VIEW = (
    Action("view.fit", "&Fit all", lambda w: w.canvas.fit(), "View", 0, "maximize", "Home", "Show the whole drawing",
           _any, contexts=_CANVAS, canvas_only=True),
    Action("view.fit_selection", "Fit &selection", lambda w: w.canvas.fit_selection(), "View", 0, "scan", "F",
           "Show the selected layers, or all if none is",
           _any, contexts=frozenset({"node"}), canvas_only=True),
    Action("view.zoom_in", "Zoom &in", lambda w: w.canvas.zoom_in(), "View", 0, "zoom-in", "Ctrl++ Ctrl+="),
    Action("view.zoom_out", "Zoom &out", lambda w: w.canvas.zoom_out(), "View", 0, "zoom-out", "Ctrl+-"),
    Action("view.actual_size", "&100 %", lambda w: w.canvas.zoom_to(1.0), "View", 0, "", "Ctrl+0"),
    Action("view.minimap", "&Minimap", lambda w: w.canvas.toggle_minimap(not w.canvas.minimap_shown()), "View", 1,
           "map", "M", checked=lambda w: w.canvas.minimap_shown(), canvas_only=True),
    _switch("highlight_paths", "&Highlight paths", "route", "H",
            "Show what leads to the layer under the pointer or selected, and where it leads"),
    _switch("alignment_guides", "Alignment &guides", "ruler", "", "Draw layers into line with others while dragging"),
    _switch("snap_to_grid", "Snap to gri&d", "magnet", "Ctrl+Shift+;", "Layers rest on the grid; Ctrl sets them free"),
    _overlay("", "&None", "circle-slash"),
    _overlay("parameters", "&Parameters", "hash"),
    _overlay("memory", "&Memory of outputs", "database"),
    _overlay("multiply-adds", "Multiply-&adds", "calculator"),
    Action("view.overlay_time", "Time per &layer", _show_times, "View/Overlay", 0, "timer", "",
           "Colour the layers by what a batch takes them, each called by itself", _any,
           checked=lambda w: w.canvas.overlay.measure == "time"),
    _overlay("training", "&Training state", "activity",
             "Colour the layers by their gradients; a layer glows where the gradient has died"),
    Action("view.measure_time", "M&easure times again", lambda w: w.timing.start(), "View/Overlay", 1, "refresh-cw", "",
           "Time every layer anew, on some batches of the data", lambda w: _any(w) and not w.timing.busy),
    _links("curved", "&Curved links"),
    _links("orthogonal", "Links at &right angles"),
    _links("straight", "&Straight links"),
    Action("view.canvas", "Go to the c&anvas", lambda w: w.canvas.setFocus(), "View", 1, "", "F6",
           "Put the keyboard on the canvas"),
    *(_panel(name, text, number) for number, (name, text) in enumerate(PANELS.items(), 1)),
    Action("view.reset_panels", "&Reset panels", lambda w: w.reset_panels(), "View/Panels", 1),
    _scheme("system", "As the &system", "monitor"),
    _scheme("light", "&Light", "sun"),
    _scheme("dark", "&Dark", "moon"),
    _scheme("contrast_light", "High &contrast light", "contrast"),
    _scheme("contrast_dark", "High contrast d&ark", "contrast"),
    Action("view.text_larger", "Text &larger", lambda w: w.scale_text(1), "View/Appearance", 1, "", "Ctrl+Shift++"),
    Action("view.text_smaller", "Text s&maller", lambda w: w.scale_text(-1), "View/Appearance", 1, "", "Ctrl+Shift+-"),
    Action("view.text_normal", "Text &normal", lambda w: w.scale_text(0), "View/Appearance", 1),
)  # fmt: skip

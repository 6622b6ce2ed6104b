"""The Arrange menu within Model: tidy parts, the direction of flow, lining up and spreading."""

from __future__ import annotations

from desktop_nn.graph.aligning import Axis, Line
from ui.actions.action import Action, Window

_MENU = "Model/Arrange"
_NODE = frozenset({"node"})


def _several(window: Window) -> bool:
    return window.canvas.arranging.count() > 1


def _row(window: Window) -> bool:
    return window.canvas.arranging.count() > 2


def _flat(window: Window) -> bool:
    return len(window.session.graph.nodes) > 3 and not window.session.graph.groups


def _align(line: Line, text: str, icon: str, shortcut: str) -> Action:
    return Action(
        f"arrange.{line}", text, lambda w: w.canvas.arranging.align(line), _MENU, 1, icon, shortcut,
        "Line the selected layers up", _several, contexts=_NODE,
    )  # fmt: skip


def _distribute(axis: Axis, text: str, icon: str, shortcut: str) -> Action:
    return Action(
        f"arrange.distribute_{axis}", text, lambda w: w.canvas.arranging.distribute(axis), _MENU, 2, icon, shortcut,
        "Make the gaps between the selected layers equal", _row, contexts=_NODE,
    )  # fmt: skip


ARRANGE = (
    Action("arrange.downstream", "Tidy &downstream", lambda w: w.canvas.arranging.tidy_downstream(), _MENU, 0,
           "wand", "Ctrl+Shift+L", "Arrange the selected layers and all that follows them",
           lambda w: bool(w.session.selection), contexts=_NODE),
    Action("arrange.turn", "&Flow left to right / top to bottom", lambda w: w.canvas.arranging.turn(), _MENU, 0,
           "arrow-right-left", "Ctrl+Shift+J", "Let the drawing run the other way and arrange it anew"),
    Action("arrange.blocks", "Fold into &blocks", lambda w: w.canvas.arranging.fold_into_blocks(), _MENU, 0,
           "blocks", "", "Find the blocks of a large drawing and fold each into one card", _flat),
    _align("left", "Align &left", "align-start-vertical", "Shift+A Ctrl+Alt+Left"),
    _align("centre", "Align &centres in a column", "align-center-vertical", "Ctrl+Alt+H"),
    _align("right", "Align &right", "align-end-vertical", "Shift+D Ctrl+Alt+Right"),
    _align("top", "Align &top", "align-start-horizontal", "Shift+W Ctrl+Alt+Up"),
    _align("middle", "Align &middles in a row", "align-center-horizontal", "Ctrl+Alt+V"),
    _align("bottom", "Align &bottom", "align-end-horizontal", "Shift+S Ctrl+Alt+Down"),
    _distribute("across", "Distribute &horizontally", "align-horizontal-distribute-center", "Ctrl+Alt+Shift+H"),
    _distribute("down", "Distribute &vertically", "align-vertical-distribute-center", "Ctrl+Alt+Shift+V"),
)  # fmt: skip

"""The Group menu: what belongs together, folded and unfolded, repeated, coloured."""

from ui.actions.action import Action, Window
from ui.theme.tokens import CATEGORY_HUES


def _selected(window: Window) -> bool:
    return bool(window.session.selection)


def _chosen(window: Window) -> bool:
    return bool(window.canvas.grouping.chosen)


def _only(window: Window) -> bool:
    return bool(window.canvas.grouping.only)


def _any(window: Window) -> bool:
    return bool(window.session.graph.groups)


_GROUP = frozenset({"group"})
_NODES = frozenset({"node", "selection"})
_ALL = _NODES | _GROUP
_COLOURS = ("core", "input", "activation", "convolution", "pooling", "recurrent", "regularization", "merging")


def _colour(name: str) -> Action:
    title = name.capitalize() if name else "&None"
    icon = CATEGORY_HUES[name][2] if name else "circle-slash"
    return Action(f"group.colour_{name or 'none'}", title, lambda w: w.canvas.grouping.colour(name), "Group/Colour", 0,
                  icon, "", "Tint the group in this colour", _chosen, contexts=_GROUP)  # fmt: skip


GROUP = (
    Action("group.make", "&Group selection", lambda w: w.canvas.grouping.make(), "Group", 0, "group", "Ctrl+G",
           "Put the selected layers into a group with a title", _selected,
           contexts=_NODES, canvas_only=True, within="Group"),
    Action("group.ungroup", "&Ungroup", lambda w: w.canvas.grouping.take_apart(), "Group", 0, "ungroup",
           "Ctrl+Shift+G", "Take the group apart; its layers stay", _chosen, contexts=_GROUP, canvas_only=True),
    Action("group.add_to", "&Add to group…", lambda w: w.canvas.grouping.add_to(), "Group", 0, "folder-plus", "",
           "Choose a group that the selected layers come to lie in (or drop them in its frame)",
           lambda w: w.canvas.grouping.can_add_to(), contexts=_ALL, within="Group"),
    Action("group.take_out", "Take &out of the group", lambda w: w.canvas.grouping.take_out(), "Group", 0,
           "corner-right-up", "", "Let what is selected lie beside its group, not in it (or drop it with Shift)",
           lambda w: w.canvas.grouping.can_take_out(), contexts=_ALL, within="Group"),
    Action("group.fold", "&Fold or unfold", lambda w: w.canvas.grouping.toggle(), "Group", 1, "chevrons-down-up", "E",
           "Show the group as one card, or all that it holds", lambda w: bool(w.canvas.grouping.to_fold()),
           contexts=_ALL, canvas_only=True, within="Group"),
    Action("group.fold_all", "Fold &all", lambda w: w.canvas.grouping.fold_all(True), "Group", 1, "fold-vertical",
           "Ctrl+Shift+E", "", _any, canvas_only=True),
    Action("group.unfold_all", "U&nfold all", lambda w: w.canvas.grouping.fold_all(False), "Group", 1,
           "unfold-vertical", "Ctrl+Alt+E", "", _any, canvas_only=True),
    Action("group.rename", "&Rename group", lambda w: w.canvas.grouping.rename(w.canvas.grouping.only), "Group", 2,
           "pencil", "", "", _only, contexts=_GROUP, canvas_only=True),
    Action("group.repeat", "Re&peat…", lambda w: w.canvas.grouping.ask_repeat(), "Group", 2, "repeat-2", "",
           "Build the model with so many copies of the group, one behind the other", _only, contexts=_GROUP,
           canvas_only=True),
    *(_colour(name) for name in ("", *_COLOURS)),
)  # fmt: skip

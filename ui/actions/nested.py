"""Commands on nested models; part of the Group menu."""

from ui.actions.action import Action, Window


def _selected(window: Window) -> bool:
    return bool(window.session.selection)


def _nested(window: Window) -> bool:
    return bool(window.canvas.diving.chosen)


_NODE = frozenset({"node"})

NESTED = (
    Action("nested.make", "&Make model", lambda w: w.canvas.diving.make(), "Group", 3, "package-plus", "Ctrl+Shift+N",
           "Put the selected layers into a model of their own, shown as one layer", _selected,
           contexts=frozenset({"node", "selection", "group"}), canvas_only=True, within="Group"),
    Action("nested.open", "&Open model", lambda w: w.canvas.diving.open_chosen(), "Group", 3, "log-in", "Alt+Down",
           "Show the layers inside the selected nested model (double-click, Enter)", _nested,
           contexts=frozenset({"nested"}), canvas_only=True),
    Action("nested.unpack", "&Unpack model", lambda w: w.canvas.diving.unpack(), "Group", 3, "package-open",
           "Ctrl+Shift+U", "Put the layers of the selected nested model back into this drawing", _nested,
           contexts=frozenset({"nested"}), canvas_only=True),
    Action("nested.out", "&Go out", lambda w: w.canvas.diving.go_out(), "Group", 3, "log-out", "Alt+Up",
           "Show the drawing around this nested model (Esc with nothing selected)",
           lambda w: w.canvas.diving.inside, contexts=frozenset({"inside"}), canvas_only=True),
)  # fmt: skip
